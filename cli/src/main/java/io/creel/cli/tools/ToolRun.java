package io.creel.cli.tools;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** The end of a run: by its limits, because every worker has nothing to do any more, by Ctrl-C, or by a failure. Any thread. */
final class ToolRun {
    private static final long LONGEST_GOODBYE_S = 20;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch reported = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch working;
    private final Thread interrupt = new Thread(this::interrupted, "creel-interrupt");

    /**
     * @param workers
     *            how many have to be over before the run is
     */
    ToolRun(int workers) {
        working = new CountDownLatch(workers);
    }

    /** A worker has nothing left to do, and never will. Once per worker. */
    void workerOver() {
        working.countDown();
        if (working.getCount() == 0) {
            stopped.countDown();
        }
    }

    /** Waits until every worker is over, or so long; for what ends its workers by taking away their work. */
    void awaitWorkers(long longestNs) throws InterruptedException {
        working.await(longestNs, TimeUnit.NANOSECONDS);
    }

    void fail(Throwable reason) {
        failure.compareAndSet(null, reason);
        stopped.countDown();
    }

    /** Why the run ended before its time; null where it did not. */
    Throwable failure() {
        return failure.get();
    }

    /**
     * Waits for the end of the run; Ctrl-C ends it, too, and the JVM goes on until {@link #reported()}.
     *
     * @param longestNs
     *            after this time the run ends
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
                System.err.println("creel: the totals are missing: a worker does not come to an end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything was said: the JVM may end. */
    void reported() {
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(interrupt);
        } catch (IllegalStateException ending) {
            // It is the hook that waits for this.
        }
    }
}
