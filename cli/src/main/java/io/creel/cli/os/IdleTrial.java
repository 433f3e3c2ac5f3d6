package io.creel.cli.os;

import io.creel.net.Nic;
import io.creel.schedulers.IdleStrategy;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.sim.stats.Distribution;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One worker that has nothing to do but to answer wake-ups, and the thread that watches it. */
final class IdleTrial {
    private static final int WARM_UPS = 500;
    /** A pause between two wake-ups, in nanoseconds: longer than any strategy spins. */
    private static final int LEAST_PAUSE_NS = 2_000_000;
    private static final int MORE_PAUSE_NS = 2_000_000;

    private final @Nullable Nic nic;
    private final Supplier<? extends IdleStrategy> strategy;
    private final LongSupplier nanoClock;
    private long thread;
    private volatile long sent;
    private volatile long seen;
    private volatile long seenNs;

    IdleTrial(@Nullable Nic nic, Supplier<? extends IdleStrategy> strategy, LongSupplier nanoClock) {
        this.nic = nic;
        this.strategy = strategy;
        this.nanoClock = nanoClock;
    }

    /** Watches an idle worker, then wakes it again and again. Blocks the caller. */
    IdleFigures run(String name, long watchNs, int samples) {
        var random = new SplittableRandom(1);
        var waits = new Distribution();
        try (WorkerGroup group = WorkerGroup.builder("idle", 1).idle(strategy).build()) {
            group.start(this::cycle);
            for (int i = 0; i < WARM_UPS; i++) {
                wake(group.worker(0));
            }
            pause(watchNs);
            double share = watch(watchNs);
            for (int i = 0; i < samples; i++) {
                pause(LEAST_PAUSE_NS + random.nextInt(MORE_PAUSE_NS));
                waits.record(wake(group.worker(0)));
            }
            return new IdleFigures(name, share, waits.percentile(50) / 1e3, waits.percentile(99) / 1e3, samples);
        }
    }

    private int cycle(Worker worker) {
        if (thread == 0) {
            thread = Thread.currentThread().threadId(); // outside any coroutine
        }
        int work = nic == null ? 0 : nic.rx(0).poll(32, packet -> {
            packet.release();
            return true;
        });
        long now = sent;
        if (now != seen) {
            seenNs = nanoClock.getAsLong();
            seen = now;
            work++;
        }
        return work;
    }

    private long wake(Worker worker) {
        long atNs = nanoClock.getAsLong();
        long number = sent + 1;
        sent = number; // one writer
        worker.wake();
        while (seen != number) {
            Thread.onSpinWait();
        }
        return Math.max(1, seenNs - atNs);
    }

    private double watch(long watchNs) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long fromNs = nanoClock.getAsLong();
        long cpuNs = threads.getThreadCpuTime(thread);
        pause(watchNs);
        return (threads.getThreadCpuTime(thread) - cpuNs) / (double) (nanoClock.getAsLong() - fromNs);
    }

    private void pause(long ns) {
        long untilNs = nanoClock.getAsLong() + ns;
        for (long leftNs = ns; leftNs > 0; leftNs = untilNs - nanoClock.getAsLong()) {
            LockSupport.parkNanos(this, leftNs);
        }
    }
}
