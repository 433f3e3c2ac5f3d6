package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.internal.KernelAccess;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds carriers that are blocked inside a coroutine: by a sleep, a contended monitor, socket input, an endless loop,
 * or by coroutines that {@linkplain Coroutine#transfer transfer} to each other for ever and let no other coroutine run.
 * It watches all carriers of the JVM; the carriers pay nothing.
 *
 * <p>
 * {@code -Dcreel.check=stalls} starts a watchdog that prints every coroutine that keeps its carrier for a second;
 * {@code stalls:10ms} sets the bound to ten milliseconds. A program that handles the stalls itself makes its own
 * watchdog, which has no thread. One thread that drives no carrier then calls {@link #check} repeatedly. A stall is
 * reported between one bound, and one bound and one period, after it began:
 *
 * <pre>{@code
 * var watchdog = new StallWatchdog(10_000_000, stall -> log(stall.toText()));
 * timer.scheduleAtFixedRate(() -> watchdog.check(System.nanoTime()), 5, 5, TimeUnit.MILLISECONDS);
 * }</pre>
 *
 * <p>
 * A stall is a turn that one check sees and a later check still sees. A turn lasts from one take of a handle by a
 * carrier to the next, including the transfers in between. A worker that is blocked outside any coroutine is not found.
 */
public final class StallWatchdog {
    private static final KernelAccess KERNEL = KernelAccess.get();

    private final long boundNs;
    private final Consumer<Stall> report;
    /** The turn of each carrier that the last check saw. Written by the checking thread. */
    private Map<Carrier, Seen> before = new IdentityHashMap<>();

    /**
     * Makes a watchdog.
     *
     * @param boundNs
     *            how long a turn may take before it is reported, in nanoseconds; at least 1
     * @param report
     *            gets each stall once, on the thread that checks
     * @throws IllegalArgumentException
     *             if {@code boundNs} is less than 1
     */
    public StallWatchdog(long boundNs, Consumer<Stall> report) {
        if (boundNs < 1) {
            throw new IllegalArgumentException("bound must be at least 1: boundNs=" + boundNs);
        }
        this.boundNs = boundNs;
        this.report = Objects.requireNonNull(report, "report");
    }

    /**
     * Checks every carrier. O(carriers). If it finds stalls, it takes one {@link CoroutineDump} for all of them. If the
     * receiver throws, this method throws the same exception, and the stalls found with it are not reported again.
     *
     * @param nowNs
     *            the time in nanoseconds, by a monotonic clock; the same clock at every call
     * @return the number of reported stalls
     */
    public int check(long nowNs) {
        Map<Carrier, Seen> now = new IdentityHashMap<>();
        for (Carrier carrier : KERNEL.carriers()) {
            Coroutine running = carrier.running();
            if (running != null) {
                Seen seen = before.get(carrier);
                boolean stays = seen != null && seen.turns == KERNEL.turns(carrier);
                now.put(carrier, stays ? seen : new Seen(KERNEL.turns(carrier), nowNs));
            }
        }
        before = now;
        return report(nowNs);
    }

    private int report(long nowNs) {
        List<Stall> stalls = new ArrayList<>();
        before.forEach((carrier, seen) -> {
            if (!seen.reported && nowNs - seen.sinceNs >= boundNs) {
                Stall stall = look(carrier, seen, nowNs);
                if (stall != null) {
                    seen.reported = true;
                    stalls.add(stall);
                }
            }
        });
        CoroutineDump dump = stalls.isEmpty() ? null : CoroutineDump.tryTake(); // after the stacks
        stalls.forEach(CoreEvents::stall);
        stalls.forEach(stall -> report.accept(stall.with(dump)));
        return stalls.size();
    }

    /** Returns the stall without a dump; {@code null} if the carrier has taken another handle meanwhile. */
    private static @Nullable Stall look(Carrier carrier, Seen seen, long nowNs) {
        Coroutine running = carrier.running();
        Frames frames = running == null ? Frames.NONE : Frames.of(running, carrier);
        return running == null || seen.turns != KERNEL.turns(carrier)
                ? null
                : new Stall(carrier.name(), running.toString(), nowNs - seen.sinceNs, frames.list(), frames.cut(), null,
                        ThreadLocks.deadlockOf(carrier));
    }

    /**
     * A carrier that a coroutine keeps.
     *
     * @param carrier
     *            the name of the carrier
     * @param coroutine
     *            the name of the coroutine; one of several that transfer to each other
     * @param seenForNs
     *            how long it has been seen there, in nanoseconds; it may have been there longer
     * @param frames
     *            the stack of the coroutine, innermost frame first; the stack of the carrier's thread if a suspension
     *            callback blocks
     * @param cut
     *            whether the stack has more frames
     * @param dump
     *            the state of all other coroutines then, including those that wait behind it; {@code null} if another
     *            thread took a dump at that time
     * @param deadlock
     *            a sentence, if a lock of {@code java.util.concurrent} blocks the carrier and waits for a virtual
     *            thread that needs this carrier; otherwise {@code null}. See {@link LockDeadlocks}
     */
    public record Stall(String carrier, String coroutine, long seenForNs, List<StackTraceElement> frames, boolean cut,
            @Nullable CoroutineDump dump, @Nullable String deadlock) {
        private Stall with(@Nullable CoroutineDump taken) {
            return new Stall(carrier, coroutine, seenForNs, frames, cut, taken, deadlock);
        }

        /** {@return the carrier, the coroutine, the deadlock and the stack, without the dump} */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("carrier is blocked: carrier=" + carrier + ", coroutine=" + coroutine
                    + ", seenForNs=" + seenForNs);
            if (deadlock != null) {
                text.append('\n').append(deadlock);
            }
            frames.forEach(frame -> text.append("\n    at ").append(Frames.text(frame)));
            return text.append(cut ? "\n    ... and more" : "").toString();
        }

        /** {@return a text for people, with the dump} */
        public String toText() {
            return this + "\n" + (dump == null ? "no dump, another thread took one\n" : dump.toText());
        }

        /** {@return one JSON object in one line, with the dump, for programs. Fields are added, not renamed} */
        public String toJson() {
            return "{\"carrier\":" + Json.quote(carrier) + ",\"coroutine\":" + Json.quote(coroutine) + ",\"seenForNs\":"
                    + seenForNs + ",\"frames\":" + Json.frames(frames) + ",\"cut\":" + cut + ",\"deadlock\":"
                    + (deadlock == null ? null : Json.quote(deadlock)) + ",\"dump\":"
                    + (dump == null ? null : dump.toJson()) + "}";
        }
    }

    private static final class Seen {
        private final long turns;
        private final long sinceNs;
        private boolean reported;

        Seen(long turns, long sinceNs) {
            this.turns = turns;
            this.sinceNs = sinceNs;
        }
    }
}
