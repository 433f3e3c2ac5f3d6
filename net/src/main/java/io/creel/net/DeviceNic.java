package io.creel.net;

import java.util.concurrent.atomic.AtomicBoolean;

/** What every NIC over a device of the operating system shares: its end, regular or not, and its counters. */
public abstract class DeviceNic implements Nic {
    private final String name;
    private final long macAddress;
    /** Nobody can ask for counters before the subclass is complete. */
    @SuppressWarnings("this-escape")
    private final NicStatistics statistics = new NicStatistics(this::askKernel);
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean finished;
    private volatile Exception fault;

    protected DeviceNic(String name, long macAddress) {
        this.name = name;
        this.macAddress = macAddress;
    }

    /** Fetches what the kernel has counted; one thread at a time, and not after {@link #finish}. */
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

    /** Begins the close: asks the kernel for the last time. True for the first caller, who closes. */
    protected final boolean finish() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        finished = true;
        statistics.freeze();
        return true;
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
