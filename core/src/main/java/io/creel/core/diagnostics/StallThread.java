package io.creel.core.diagnostics;

import io.creel.core.internal.Checks;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** The thread behind {@code -Dcreel.check=stalls}: a {@link StallWatchdog} that looks ten times per bound and prints. */
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

    /** Starts the one of this JVM, a daemon, unless it runs already. */
    static void ensureStarted() {
        One.start();
    }

    /** Looks until its thread is interrupted. What a look throws is printed: the next one may go well. */
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
