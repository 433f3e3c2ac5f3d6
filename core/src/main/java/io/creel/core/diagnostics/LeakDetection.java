package io.creel.core.diagnostics;

import io.creel.core.Coroutine;
import io.creel.core.internal.Checks;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Reports coroutines whose handle was lost: collected by the garbage collector before they had ended, so that neither their
 * {@code finally} blocks nor those who wait for them will ever run. A coroutine whose handle is reachable, in a forgotten map
 * say, is not lost in this sense; a {@link CoroutineDump} shows it where a stash holds it.
 *
 * <p>
 * Levels: {@code off}; {@code sampled}, one of {@value #SAMPLING_INTERVAL} remembers where it was made; {@code all}. The
 * first is {@code all} with {@code -Dcreel.check=leaks}, {@code sampled} with {@code -Dcreel.check=leaks-sampled}, {@code off} without. A tracked coroutine costs a stack trace when it is
 * made and some hundred bytes while it lives; an untracked one, a branch.
 *
 * <p>
 * There is no thread behind this: what the collector has found is reported when the next tracked coroutine is made, or by
 * {@link #poll}. When the collector finds it is the collector's business. Any thread.
 *
 * <p>
 * Source: the levels and the sampling are those of the buffer-leak detector of Netty ({@code ResourceLeakDetector}).
 */
public final class LeakDetection {
    /** How far apart sampled coroutines are. */
    public static final int SAMPLING_INTERVAL = 128;

    private static final Set<String> MACHINERY = Set.of("io.creel.core.Coroutine",
            "io.creel.core.diagnostics.KernelDiagnostics", "io.creel.core.diagnostics.LeakTracker",
            "io.creel.core.diagnostics.LeakDetection");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final AtomicLong LOST = new AtomicLong();
    private static volatile Level level = initialLevel();
    private static volatile Consumer<Leak> report = leak -> System.err.println(leak);

    private LeakDetection() {
    }

    /** How many coroutines remember where they were made. */
    public enum Level {
        /** None. */
        OFF,
        /** One of {@link LeakDetection#SAMPLING_INTERVAL}. */
        SAMPLED,
        /** All. */
        ALL
    }

    /**
     * A coroutine that was lost.
     *
     * @param coroutine
     *            its name
     * @param madeAt
     *            where it was made
     */
    public record Leak(String coroutine, Throwable madeAt) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(
                    "coroutine lost, its handle was dropped before it had ended: coroutine="
                            + coroutine + ", made at:");
            for (StackTraceElement frame : madeAt.getStackTrace()) {
                if (!MACHINERY.contains(frame.getClassName())) {
                    text.append("\n    at ").append(Frames.text(frame));
                }
            }
            return text.toString();
        }
    }

    /** Sets the level for coroutines made from now on. */
    public static void setLevel(Level from) {
        level = Objects.requireNonNull(from, "level");
    }

    /**
     * Says who gets the leaks; the error stream, at first. The receiver is called on the thread that polls, which may be a
     * carrier's, inside a coroutine that makes another: it must not block, nor suspend. What it throws is printed and goes no
     * further.
     */
    public static void reportTo(Consumer<Leak> receiver) {
        report = Objects.requireNonNull(receiver, "receiver");
    }

    /** How many tracked coroutines were lost, so far as the collector has found them and {@link #poll} has seen them. */
    public static long lost() {
        return LOST.get();
    }

    /** Reports what the collector has found since; done by itself whenever a coroutine is tracked. */
    public static void poll() {
        for (Leak leak = LeakTracker.poll(); leak != null; leak = LeakTracker.poll()) {
            LOST.incrementAndGet();
            report(leak);
        }
    }

    private static void report(Leak leak) {
        try {
            report.accept(leak);
        } catch (Throwable second) { // whoever makes a coroutine just now has nothing to do with it
            second.printStackTrace();
        }
    }

    /** A tracker for a coroutine that is being made, or {@code null}. */
    static LeakTracker track(Coroutine made) {
        Level now = level;
        if (now == Level.OFF || now == Level.SAMPLED && COUNT.getAndIncrement() % SAMPLING_INTERVAL != 0) {
            return null;
        }
        poll();
        return new LeakTracker(made);
    }

    private static Level initialLevel() {
        return Checks.has(Checks.Check.LEAKS)
                ? Level.ALL
                : Checks.has(Checks.Check.LEAKS_SAMPLED) ? Level.SAMPLED : Level.OFF;
    }
}
