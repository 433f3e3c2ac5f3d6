package io.creel.cli.tools;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Ends a run: at its limits, when every worker is done, by Ctrl-C, or by a failure. Any thread. */
final class ToolRun {
    private static final long LONGEST_GOODBYE_S = 20;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch reported = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch working;
    private final Thread interrupt = new Thread(this::interrupted, "creel-interrupt");

    /**
     * @param workers
     *            how many workers must be done before the run ends
     */
    ToolRun(int workers) {
        working = new CountDownLatch(workers);
    }

    /** Reports that a worker is done for good. Once per worker. */
    void workerOver() {
        working.countDown();
        if (working.getCount() == 0) {
            stopped.countDown();
        }
    }

    /**
     * Waits until every worker is done, for {@code longestNs} at most. For tools that end their workers by stopping
     * their input.
     */
    void awaitWorkers(long longestNs) throws InterruptedException {
        working.await(longestNs, TimeUnit.NANOSECONDS);
    }

    void fail(Throwable reason) {
        failure.compareAndSet(null, reason);
        stopped.countDown();
    }

    /** Returns why the run ended early; {@code null} if it did not. */
    Throwable failure() {
        return failure.get();
    }

    /**
     * Waits for the end of the run. Ctrl-C also ends the run; the JVM then lives until {@link #reported()}.
     *
     * @param longestNs
     *            the longest time of the run
     * @param tick
     *            called about once a second
     */
    void await(long longestNs, LongSupplier nanoClock, Runnable tick) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(interrupt);
        long beginNs = nanoClock.getAsLong();
        long nextNs = TimeUnit.SECONDS.toNanos(1);
        while (true) {
            long elapsedNs = nanoClock.getAsLong() - beginNs;
            if (elapsedNs >= longestNs
                    || stopped.await(Math.min(nextNs, longestNs) - elapsedNs, TimeUnit.NANOSECONDS)) {
                return;
            }
            if (nanoClock.getAsLong() - beginNs >= nextNs) {
                tick.run();
                nextNs += TimeUnit.SECONDS.toNanos(1);
            }
        }
    }

    private void interrupted() {
        stopped.countDown();
        try {
            if (!reported.await(LONGEST_GOODBYE_S, TimeUnit.SECONDS)) {
                System.err.println("creel: the totals are missing: a worker does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reports that all output is written, so that the JVM may end. */
    void reported() {
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(interrupt);
        } catch (IllegalStateException ending) {
            // Only the shutdown hook waits for this.
        }
    }
}
