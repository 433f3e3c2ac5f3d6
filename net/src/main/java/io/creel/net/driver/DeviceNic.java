package io.creel.net.driver;

import io.creel.net.Nic;
import io.creel.net.NicStatistics;
import io.creel.net.RxQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What every NIC over a device of the operating system shares: its end, regular or not, and its counters.
 *
 * <p>
 * The device is used by its sides: each receive queue and each transmit queue. {@link #close()} ends every side, which a side
 * in the middle of a call does itself when that call returns; the last side to end gives the device back in {@link #release()}.
 * So no memory or descriptor goes away under a running call, and no thread waits for another.
 */
public abstract class DeviceNic implements Nic {
    private final String name;
    private final long macAddress;
    /** Nobody can ask for counters before the subclass is complete. */
    @SuppressWarnings("this-escape")
    private final NicStatistics statistics = new NicStatistics(this::askKernel);
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Sides that have not ended. */
    private final AtomicInteger sides = new AtomicInteger();
    private volatile boolean finished;
    private volatile Exception fault;

    protected DeviceNic(String name, long macAddress) {
        this.name = name;
        this.macAddress = macAddress;
    }

    /** Fetches what the kernel has counted; one thread at a time, and not after the close. */
    protected abstract void askKernel(NicStatistics to);

    /** Ends the NIC because its device is gone: true for the first caller, who then makes the queues refuse. */
    protected final boolean fail(Exception reason) {
        if (finished || !failed.compareAndSet(false, true)) {
            return false;
        }
        fault = reason;
        finished = true;
        return true;
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

    /** Ends every side, see {@link #sideEnded}. Called once, by {@link #close()}. */
    protected abstract void endSides();

    /** Gives the device and the packet memory back. Called once, after the last side has ended. */
    protected abstract void release();

    /** Any thread, beside any call; a call that waits in the kernel ends within {@link RxQueue#MAX_AWAIT_NS}. */
    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            finished = true;
            statistics.freeze();
            endSides();
        }
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final long macAddress() {
        return macAddress;
    }

    @Override
    public final NicStatistics statistics() {
        return statistics;
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
