package io.creel.core;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Finds carriers that are blocked inside a coroutine: by a sleep, a contended monitor, socket input, an endless loop. All
 * carriers of the JVM are watched. Used by one thread that is not a carrier's; {@link #check} is called again and again, at
 * least twice in the time a stall may last.
 */
public final class StallWatchdog {
    private final long boundNs;
    private final Consumer<Stall> report;
    private Map<Carrier, Seen> before = new IdentityHashMap<>();

    /**
     * Makes a watchdog.
     *
     * @param boundNs
     *            how long a coroutine may run, in nanoseconds, before it is reported; at least 1
     * @param report
     *            gets each stall once
     */
    public StallWatchdog(long boundNs, Consumer<Stall> report) {
        if (boundNs < 1) {
            throw new IllegalArgumentException("bound must be at least 1: boundNs=" + boundNs);
        }
        this.boundNs = boundNs;
        this.report = Objects.requireNonNull(report, "report");
    }

    /**
     * Looks at every carrier.
     *
     * @param nowNs
     *            the time in nanoseconds, of any clock that only goes forward
     * @return how many stalls were reported
     */
    public int check(long nowNs) {
        Map<Carrier, Seen> now = new IdentityHashMap<>();
        int reported = 0;
        for (Carrier carrier : Carriers.all()) {
            Coroutine running = carrier.running();
            if (running == null) {
                continue;
            }
            Seen seen = before.get(carrier);
            if (seen == null || seen.resumed != carrier.counters().resumed()) {
                seen = new Seen(carrier.counters().resumed(), nowNs);
            } else if (!seen.reported && nowNs - seen.sinceNs >= boundNs) {
                seen.reported = true;
                reported++;
                report.accept(new Stall(carrier.name(), running.toString(), nowNs - seen.sinceNs,
                        List.of(carrier.framesOf(running))));
            }
            now.put(carrier, seen);
        }
        before = now;
        return reported;
    }

    /**
     * A carrier that a coroutine does not let go.
     *
     * @param carrier
     *            which carrier
     * @param coroutine
     *            which coroutine
     * @param seenForNs
     *            for how many nanoseconds it has been seen there; it may have been there longer
     * @param frames
     *            the stack of the coroutine, innermost first
     */
    public record Stall(String carrier, String coroutine, long seenForNs, List<StackTraceElement> frames) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("carrier is blocked: carrier=" + carrier + ", coroutine=" + coroutine
                    + ", seenForNs=" + seenForNs);
            frames.forEach(frame -> text.append("\n    at ").append(Stack.text(frame)));
            return text.toString();
        }
    }

    private static final class Seen {
        private final long resumed;
        private final long sinceNs;
        private boolean reported;

        Seen(long resumed, long sinceNs) {
            this.resumed = resumed;
            this.sinceNs = sinceNs;
        }
    }
}
