package io.creel.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all coroutines are doing: the running ones by carrier, the waiting ones by stash and, within a stash, by identical
 * stack. Suspended coroutines are in no thread dump; this is theirs. Those that are held by a variable are in no stash and
 * are not found.
 *
 * <p>
 * Taken from any thread, while workers run: a coroutine that is resumed while it is looked at waits for some microseconds,
 * one that has moved meanwhile is left out. At most {@value #MAX_WALKED} stacks of a stash are walked; the rest is counted.
 */
public final class CoroutineDump {
    /** How many stacks of one stash are walked at the most. */
    public static final int MAX_WALKED = 10_000;

    private static final AtomicBoolean BUSY = new AtomicBoolean();

    private final List<Running> running = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();

    private CoroutineDump() {
    }

    /**
     * A carrier, and what runs there.
     *
     * @param carrier
     *            which carrier
     * @param thread
     *            its thread, or {@code null} where it has none yet
     * @param coroutine
     *            what runs there, or {@code null}
     * @param frames
     *            the stack of what runs there, innermost first
     */
    public record Running(String carrier, String thread, String coroutine, List<StackTraceElement> frames) {
    }

    /**
     * A stash that holds something.
     *
     * @param stash
     *            which stash
     * @param size
     *            how many it holds
     * @param notWalked
     *            how many of them are in none of the groups
     * @param groups
     *            the others, by identical stack, largest first
     */
    public record Waiting(String stash, int size, int notWalked, List<Group> groups) {
    }

    /**
     * Coroutines of one stash that wait at the same place.
     *
     * @param body
     *            the class of their bodies
     * @param frames
     *            their stack, innermost first; empty for those that have not begun
     * @param count
     *            how many they are
     * @param oldestMs
     *            milliseconds that the longest has waited; -1 where its carrier is never told the time
     * @param carriers
     *            how many of them ran last on which carrier
     */
    public record Group(String body, List<StackTraceElement> frames, int count, int oldestMs,
            Map<String, Integer> carriers) {
    }

    /**
     * Takes a dump.
     *
     * @throws IllegalStateException
     *             where another thread takes one just now
     */
    public static CoroutineDump take() {
        if (!BUSY.compareAndSet(false, true)) {
            throw new IllegalStateException("dump refused, another thread takes one now");
        }
        try {
            CoroutineDump dump = new CoroutineDump();
            Carriers.all().forEach(dump::add);
            Stashes.all().forEach(dump::add);
            return dump;
        } finally {
            BUSY.set(false);
        }
    }

    /** The carriers. */
    public List<Running> running() {
        return running;
    }

    /** The stashes that hold something. */
    public List<Waiting> waiting() {
        return waiting;
    }

    /** For people. */
    public String toText() {
        return CoroutineDumpFormat.text(this);
    }

    /** For programs. Fields are added, not renamed. */
    public String toJson() {
        return CoroutineDumpFormat.json(this);
    }

    private void add(Carrier carrier) {
        Coroutine coroutine = carrier.running();
        StackTraceElement[] frames = coroutine == null
                ? new StackTraceElement[0]
                : carrier.framesOf(coroutine);
        running.add(new Running(carrier.name(), carrier.threadName(), coroutine == null ? null : coroutine.toString(),
                List.of(frames)));
    }

    private void add(Stash stash) {
        Map<List<Object>, Group> groups = new LinkedHashMap<>();
        int[] counts = new int[2];
        stash.forEach(coroutine -> {
            if (++counts[0] <= MAX_WALKED && add(coroutine, groups)) {
                counts[1]++;
            }
        });
        int size = Math.max(stash.size(), counts[0]);
        if (size > 0) {
            List<Group> sorted = new ArrayList<>(groups.values());
            sorted.sort((a, b) -> Integer.compare(b.count, a.count));
            waiting.add(new Waiting(stash.name(), size, size - counts[1], sorted));
        }
    }

    private static boolean add(Coroutine coroutine, Map<List<Object>, Group> groups) {
        StackTraceElement[] frames = coroutine.suspendedStack();
        if (frames == null) {
            return false;
        }
        Group one = new Group(coroutine.bodyName(), List.of(frames), 1, coroutine.ageMs(),
                Map.of(coroutine.carrierName(), 1));
        groups.merge(List.of(one.body, one.frames), one, CoroutineDump::merge);
        return true;
    }

    private static Group merge(Group all, Group one) {
        Map<String, Integer> carriers = new LinkedHashMap<>(all.carriers);
        one.carriers.forEach((carrier, count) -> carriers.merge(carrier, count, Integer::sum));
        return new Group(all.body, all.frames, all.count + 1, Math.max(all.oldestMs, one.oldestMs), carriers);
    }
}
