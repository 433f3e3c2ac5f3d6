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

/**
 * Finds carriers that are blocked inside a coroutine: by a sleep, a contended monitor, socket input, an endless loop, or by
 * coroutines that {@linkplain Coroutine#transfer transfer} to each other for ever and let nobody else have a turn. All
 * carriers of the JVM are watched; the carriers pay nothing.
 *
 * <p>
 * {@code -Dcreel.check=stalls} starts one that prints what keeps a carrier for a second, {@code stalls:10ms} for ten
 * milliseconds. A program that wants the stalls itself makes its own, which has no thread: one thread that is no carrier's calls
 * {@link #check} again and again; a stall is reported between one bound and one bound and a period after it began:
 *
 * <pre>{@code
 * var watchdog = new StallWatchdog(10_000_000, stall -> log(stall.toText()));
 * timer.scheduleAtFixedRate(() -> watchdog.check(System.nanoTime()), 5, 5, TimeUnit.MILLISECONDS);
 * }</pre>
 *
 * <p>
 * What is seen is a turn that lasts in one check and still lasts in a later one: from where a carrier takes a handle to where it
 * takes the next, transfers in between included. A worker that is blocked outside any coroutine is not seen.
 */
public final class StallWatchdog {
    private static final KernelAccess KERNEL = KernelAccess.get();

    private final long boundNs;
    private final Consumer<Stall> report;
    private Map<Carrier, Seen> before = new IdentityHashMap<>();

    /**
     * Makes a watchdog.
     *
     * @param boundNs
     *            how long a turn may take, in nanoseconds, before it is reported; at least 1
     * @param report
     *            gets each stall once, on the thread that checks
     */
    public StallWatchdog(long boundNs, Consumer<Stall> report) {
        if (boundNs < 1) {
            throw new IllegalArgumentException("bound must be at least 1: boundNs=" + boundNs);
        }
        this.boundNs = boundNs;
        this.report = Objects.requireNonNull(report, "report");
    }

    /**
     * Looks at every carrier. O(carriers); where it finds a stall, it takes a {@link CoroutineDump}, one for all stalls that
     * are found together. What the receiver throws comes out, and what was found with it is not reported again.
     *
     * @param nowNs
     *            the time in nanoseconds, of any clock that only goes forward, always the same one
     * @return how many stalls were reported
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
        CoroutineDump dump = stalls.isEmpty() ? null : CoroutineDump.tryTake(); // after the stacks, which do not wait for it
        stalls.forEach(stall -> report.accept(stall.with(dump)));
        return stalls.size();
    }

    /** The stall, without a dump; {@code null} where the carrier went on while it was looked at. */
    private static Stall look(Carrier carrier, Seen seen, long nowNs) {
        Coroutine running = carrier.running();
        Frames frames = running == null ? Frames.NONE : Frames.of(running, carrier);
        return running == null || seen.turns != KERNEL.turns(carrier)
                ? null
                : new Stall(carrier.name(), running.toString(), nowNs - seen.sinceNs, frames.list(), frames.cut(), null,
                        ThreadLocks.deadlockOf(carrier));
    }

    /**
     * A carrier that a coroutine does not let go.
     *
     * @param carrier
     *            which carrier
     * @param coroutine
     *            which coroutine; where several transfer to each other, one of them
     * @param seenForNs
     *            for how many nanoseconds it has been seen there; it may have been there longer
     * @param frames
     *            the stack of the coroutine, innermost first; of the carrier's thread where a suspension callback blocks
     * @param cut
     *            whether the stack has more frames
     * @param dump
     *            what all the others did then, those too that wait behind it; {@code null} where another thread took a dump
     *            just then
     * @param deadlock
     *            a sentence, if a lock of {@code java.util.concurrent} blocks the carrier and waits for a virtual thread that needs
     *            this carrier; otherwise {@code null}. See {@link LockDeadlocks}
     */
    public record Stall(String carrier, String coroutine, long seenForNs, List<StackTraceElement> frames, boolean cut,
            CoroutineDump dump, String deadlock) {
        private Stall with(CoroutineDump taken) {
            return new Stall(carrier, coroutine, seenForNs, frames, cut, taken, deadlock);
        }

        /** The carrier, the coroutine, the deadlock and the stack, without the dump. */
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

        /** For people, with the dump. */
        public String toText() {
            return this + "\n" + (dump == null ? "no dump, another thread took one\n" : dump.toText());
        }

        /** For programs, with the dump: one object, in one line. Fields are added, not renamed. */
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
