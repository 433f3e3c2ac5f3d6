package io.creel.cli.demo;

import io.creel.schedulers.WorkerProgram;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The share of the time in which each worker had a core. Workers of the demo are never idle. If a worker used less CPU
 * time than time has passed, another task had its core or the JVM stopped all threads. Packets then waited for a reason
 * that no policy can change.
 */
final class CoreShares {
    private final AtomicLongArray threads;
    private final ThreadMXBean jvm = ManagementFactory.getThreadMXBean();
    private final LongSupplier nanoClock;
    private final long[] cpuNs;
    private long sinceNs;

    CoreShares(int workers, LongSupplier nanoClock) {
        threads = new AtomicLongArray(workers);
        cpuNs = new long[workers];
        this.nanoClock = nanoClock;
    }

    /** Wraps a program so that it records its thread in its first cycle. */
    WorkerProgram watched(WorkerProgram program) {
        return worker -> {
            if (threads.getPlain(worker.index()) == 0) {
                threads.set(worker.index(), Thread.currentThread().threadId());
            }
            return program.doWork(worker);
        };
    }

    /** Starts a new measurement. */
    void begin() {
        sinceNs = nanoClock.getAsLong();
        for (int i = 0; i < cpuNs.length; i++) {
            cpuNs[i] = cpuNs(i);
        }
    }

    /** Returns the smallest share of a worker since the start; 1 if the JVM cannot tell. */
    double least() {
        double elapsedNs = Math.max(1, nanoClock.getAsLong() - sinceNs);
        double least = 1;
        for (int i = 0; i < cpuNs.length; i++) {
            if (cpuNs[i] > 0) {
                least = Math.min(least, (cpuNs(i) - cpuNs[i]) / elapsedNs);
            }
        }
        return least;
    }

    private long cpuNs(int worker) {
        long thread = threads.get(worker);
        return thread != 0 && jvm.isThreadCpuTimeSupported() ? jvm.getThreadCpuTime(thread) : -1;
    }
}
