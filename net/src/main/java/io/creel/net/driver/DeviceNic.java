package io.creel.net.driver;

import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import io.creel.net.internal.Faults;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What every NIC over a device of the operating system shares: its end, regular or not.
 *
 * <p>
 * The device is used by its sides: each receive queue and each transmit queue. {@link #close()} ends every side, which a side
 * in the middle of a call does itself when that call returns; the last side to end gives the device back in {@link #release()}.
 * So no memory or descriptor goes away under a running call, and no thread waits for another.
 */
public abstract class DeviceNic extends DriverNic {
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Sides that have not ended. */
    private final AtomicInteger sides = new AtomicInteger();
    private volatile boolean finished;
    private volatile Exception fault;

    /** As {@link DriverNic#DriverNic}. */
    protected DeviceNic(String name, long macAddress, PacketPool pool) {
        super(name, macAddress, pool);
    }

    /** Ends the NIC because its device is gone, for this reason if it is the first: transmits are refused from now on. */
    protected final void fail(Exception reason) {
        if (!finished && failed.compareAndSet(false, true)) {
            fault = reason;
            finished = true;
            refuseTransmits();
        }
    }

    /** Ends receiving before the close: nothing more will come. */
    protected final void end() {
        finished = true;
    }

    /** Says how many sides have to end before the device is given back; before any of them is used. */
    protected final void sides(int count) {
        sides.set(count);
    }

    /** Called by each side once, after its last use of the device. */
    protected final void sideEnded() {
        if (sides.decrementAndGet() == 0) {
            release();
        }
    }

    /** Ends every side, see {@link #sideEnded}. Called once, by {@link #close()}; closes the queues unless a driver does more. */
    protected void endSides() {
        closeQueues();
    }

    /** Gives the device and the packet memory back. Called once, after the last side has ended. */
    protected abstract void release();

    /** Any thread, beside any call; a call that waits in the kernel ends within {@link RxQueue#MAX_AWAIT_NS}. */
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
    public final Exception fault() {
        return fault;
    }
}
