package io.creel.core.diagnostics;

import io.creel.core.Coroutine;
import io.creel.core.internal.Checks;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports coroutines whose handle was lost: the garbage collector has collected them before they had ended. Their
 * {@code finally} blocks never run, and coroutines that wait for them never resume. A coroutine whose handle is
 * reachable, for example in a forgotten map, is not lost in this sense; a {@link CoroutineDump} shows it if a stash
 * holds it.
 *
 * <p>
 * Levels: {@code off}; {@code sampled}, at which one of {@value #SAMPLING_INTERVAL} coroutines remembers where it was
 * made; {@code all}. The initial level is {@code all} with {@code -Dcreel.check=leaks}, {@code sampled} with
 * {@code -Dcreel.check=leaks-sampled}, and otherwise {@code off}. A tracked coroutine costs a stack trace when it is
 * made and some hundred bytes while it lives; an untracked one costs a branch.
 *
 * <p>
 * No thread works for this class: a lost coroutine is reported when the next tracked coroutine is made, or by
 * {@link #poll}. The garbage collector decides when it finds one. Threads: any.
 *
 * <p>
 * Source: the levels and the sampling are those of the buffer-leak detector of Netty ({@code ResourceLeakDetector}).
 */
public final class LeakDetection {
    /** The distance between two sampled coroutines, counted in coroutines made. */
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

    /** Which coroutines remember where they were made. */
    public enum Level {
        /** No coroutine. */
        OFF,
        /** One of {@link LeakDetection#SAMPLING_INTERVAL} coroutines. */
        SAMPLED,
        /** Every coroutine. */
        ALL
    }

    /**
     * A coroutine that was lost.
     *
     * @param coroutine
     *            its name
     * @param madeAt
     *            holds the stack trace of the place where it was made
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

    /**
     * Sets the level for coroutines made from now on.
     *
     * @param from
     *            the new level
     */
    public static void setLevel(Level from) {
        level = Objects.requireNonNull(from, "level");
    }

    /**
     * Sets the receiver of the reports; at first it prints them to the error stream. The thread that polls calls the
     * receiver. That may be the thread of a carrier, inside a coroutine that makes another one, so the receiver must
     * neither block nor suspend. An exception that it throws is printed and goes no further.
     *
     * @param receiver
     *            gets each lost coroutine once
     */
    public static void reportTo(Consumer<Leak> receiver) {
        report = Objects.requireNonNull(receiver, "receiver");
    }

    /** {@return the number of lost coroutines that the garbage collector has found and {@link #poll} has reported} */
    public static long lost() {
        return LOST.get();
    }

    /**
     * Reports the coroutines that the garbage collector has found since the last call. Runs by itself whenever a
     * coroutine is tracked.
     */
    public static void poll() {
        for (Leak leak = LeakTracker.poll(); leak != null; leak = LeakTracker.poll()) {
            LOST.incrementAndGet();
            CoreEvents.leak(leak);
            report(leak);
        }
    }

    private static void report(Leak leak) {
        try {
            report.accept(leak);
        } catch (Throwable second) { // the caller, which makes a coroutine now, is not concerned
            second.printStackTrace();
        }
    }

    /** Returns a tracker for a coroutine that is being made; {@code null} if it is not tracked. */
    static @Nullable LeakTracker track(Coroutine made) {
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
