package io.creel.cli.tools;

import io.creel.core.WaitSources;
import io.creel.net.RxQueue;
import io.creel.schedulers.SourceIdle;
import io.creel.schedulers.SpinThenPoll;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Idles the worker of a host: polls for a while, and then sleeps until a packet comes, the worker is woken, or a timer of
 * the host or a deadline of a coroutine is due.
 */
final class HostIdle implements SourceIdle {
    private static final int SPINS = 2_000;

    private final SpinThenPoll idle = new SpinThenPoll(SPINS, RxQueue.MAX_AWAIT_NS);
    /** For how many nanoseconds nothing is due in the host. */
    private final LongSupplier hostQuietNs;

    HostIdle(LongSupplier hostQuietNs) {
        this.hostQuietNs = hostQuietNs;
    }

    @Override
    public void waitsFor(String worker, WaitSources sources, BooleanSupplier isWoken) {
        idle.waitsFor(worker, sources, isWoken);
    }

    @Override
    public void idle(int workCount, LongSupplier quietNs) {
        idle.idle(workCount, () -> Math.min(hostQuietNs.getAsLong(), quietNs.getAsLong()));
    }

    @Override
    public void idle() {
        idle(0, () -> 0);
    }

    @Override
    public void reset() {
        idle.reset();
    }

    @Override
    public void wake() {
        idle.wake();
    }

    @Override
    public void close() {
        idle.close();
    }
}
