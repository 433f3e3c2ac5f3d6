package io.creel.net.driver;

import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import io.creel.net.internal.Faults;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The common part of NICs over a device of the operating system: their end, regular or not.
 *
 * <p>
 * The sides of the NIC use the device: each receive queue and each transmit queue is a side. {@link #close()} ends
 * every side; a side in the middle of a call ends itself when that call returns. The last side to end releases the
 * device in {@link #release()}. So no memory or descriptor is released during a running call, and no thread waits for
 * another.
 */
public abstract class DeviceNic extends DriverNic {
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    /**
     * The number of sides that have not ended. Written by the constructor of the driver and by each side at its end.
     */
    private final AtomicInteger sides = new AtomicInteger();
    private volatile boolean finished;
    private volatile @Nullable Exception fault;

    /**
     * Makes the NIC; see {@link DriverNic#DriverNic}.
     *
     * @param name for messages
     * @param macAddress the first byte highest; 0 if there is no interface
     * @param pool where packets to transmit are allocated
     */
    protected DeviceNic(String name, long macAddress, PacketPool pool) {
        super(name, macAddress, pool);
    }

    /**
     * Ends the NIC because its device is gone; transmits are refused from now on.
     *
     * @param reason the fault of the NIC, if it is the first
     */
    protected final void fail(Exception reason) {
        if (!finished && failed.compareAndSet(false, true)) {
            fault = reason;
            finished = true;
            refuseTransmits();
        }
    }

    /** Ends receiving before the close: no packet will arrive any more. */
    protected final void end() {
        finished = true;
    }

    /**
     * Sets the number of sides that must end before the device is released. Called before any side is used.
     *
     * @param count the number of sides
     */
    protected final void sides(int count) {
        sides.set(count);
    }

    /** Ends one side. Called by each side once, after its last use of the device. */
    protected final void sideEnded() {
        if (sides.decrementAndGet() == 0) {
            release();
        }
    }

    /**
     * Ends every side, see {@link #sideEnded}. Called once, by {@link #close()}. Closes the queues; a driver may do
     * more.
     */
    protected void endSides() {
        closeQueues();
    }

    /** Releases the device and the packet memory. Called once, after the last side has ended. */
    protected abstract void release();

    /**
     * Closes the NIC. Threads: any, during any other call; a call that waits in the kernel ends within
     * {@link RxQueue#MAX_AWAIT_NS}.
     */
    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            finished = true;
            Faults.all(statistics()::freeze, this::endSides);
        }
    }

    @Override
    public final boolean isFinished() {
        return finished;
    }

    @Override
    public final @Nullable Exception fault() {
        return fault;
    }
}
