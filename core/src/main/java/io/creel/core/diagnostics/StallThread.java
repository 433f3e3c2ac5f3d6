package io.creel.core.diagnostics;

import io.creel.core.internal.Checks;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The thread of {@code -Dcreel.check=stalls}: it calls a {@link StallWatchdog} ten times per bound and prints the
 * stalls.
 */
final class StallThread implements Runnable {
    private static final int LOOKS_PER_BOUND = 10;

    private final StallWatchdog watchdog;
    private final LongSupplier clock;
    private final LongConsumer sleep;
    private final long periodNs;

    StallThread(long boundNs, Consumer<StallWatchdog.Stall> report, LongSupplier clock, LongConsumer sleep) {
        watchdog = new StallWatchdog(boundNs, report);
        this.clock = clock;
        this.sleep = sleep;
        periodNs = boundNs / LOOKS_PER_BOUND;
    }

    /** Starts the watching thread of this JVM, a daemon, unless it runs already. */
    static void ensureStarted() {
        One.start();
    }

    /**
     * Checks until its thread is interrupted. A throwable of one check is printed, because the next check may succeed.
     */
    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                watchdog.check(clock.getAsLong());
            } catch (Throwable failure) {
                failure.printStackTrace();
            }
            sleep.accept(periodNs);
        }
    }

    private static final class One {
        static {
            StallThread watch = new StallThread(Checks.stallMs() * 1_000_000L,
                    stall -> System.err.println(stall.toText()),
                    System::nanoTime, LockSupport::parkNanos);
            Thread.ofPlatform().daemon().name("creel-stalls").start(watch);
        }

        static void start() {
        }
    }
}
