package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.internal.KernelAccess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all coroutines are doing: the running ones by carrier, the waiting ones by what holds them (a stash, a batch, an
 * inbox) and there by identical stack. Suspended coroutines are in no thread dump; this is theirs. Those whose handle is in
 * a variable are held by nothing that could be asked, and are not found.
 *
 * <p>
 * Taken from any thread, while workers run: a coroutine that is to go on while its stack is walked waits until that is done,
 * some microseconds for each frame, unless the thread that walks loses its processor meanwhile. One that has moved is
 * counted, not shown. What is shown of one coroutine belongs to one suspension; the dump as a whole is of no single moment.
 *
 * <p>
 * <b>Bounded</b>, whatever the program does: at most {@value #MAX_WALKED} stacks are walked, the {@value #MAX_GROUPS} largest
 * groups are shown, of a stack the innermost {@value Frames#MAX} frames, and the {@value #MAX_STASHES} fullest stashes are
 * looked at. What is left out is counted. What takes time is walking: some microseconds for each coroutine.
 */
public final class CoroutineDump {
    private static final KernelAccess KERNEL = KernelAccess.get();

    /** How many stacks are walked at the most. */
    public static final int MAX_WALKED = 100_000;
    /** How many groups are shown at the most. */
    public static final int MAX_GROUPS = 100;
    /** How many stashes, batches and inboxes are looked at, and how many carriers shown, at the most. */
    public static final int MAX_STASHES = 10_000;

    /** A system property that is set from the first carrier on: it tells another process that there is something to dump. */
    public static final String ANNOUNCEMENT = "creel.runs";

    private static final AtomicBoolean BUSY = new AtomicBoolean();

    private final List<Running> running;
    private final List<Waiting> waiting;
    private final LeftOut leftOut;

    private CoroutineDump() {
        List<Carrier> carriers = KERNEL.carriers();
        List<Running> seen = new ArrayList<>(
                carriers.stream().limit(MAX_STASHES).map(CoroutineDump::running).toList());
        seen.sort(Comparator.comparing(one -> one.coroutine == null)); // those first that run something
        WaitingCollector collector = new WaitingCollector();
        collector.collect();
        running = List.copyOf(seen);
        waiting = List.copyOf(collector.waiting());
        leftOut = new LeftOut(carriers.size() - seen.size(), collector.holdersLeftOut(), collector.handlesLeftOut());
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
     *            the stack of what runs there, innermost first; looked at a moment after {@code coroutine}
     * @param cut
     *            whether the stack has more frames
     */
    public record Running(String carrier, String thread, String coroutine, List<StackTraceElement> frames,
            boolean cut) {
    }

    /**
     * What holds handles. Stashes of one name count as one.
     *
     * @param stash
     *            the name of the stash; {@code batch of NAME} for what was drained and not resumed yet, {@code batch} for
     *            what was started and has not begun, {@code inbox of CARRIER} for what is on its way to a carrier
     * @param stashes
     *            how many have this name
     * @param heldBy
     *            where they wait for a lock, the coroutine that holds it; {@code null} where nobody does, for what is no lock,
     *            and where several have this name
     * @param size
     *            how many handles they hold
     * @param notWalked
     *            how many of these were not walked: they have moved meanwhile, or {@link #MAX_WALKED} was reached
     * @param inSmallerGroups
     *            how many were walked and are in none of the largest groups
     * @param groups
     *            the others, by identical stack, largest first
     */
    public record Waiting(String stash, int stashes, String heldBy, int size, int notWalked, int inSmallerGroups,
            List<Group> groups) {
    }

    /**
     * Coroutines that wait at the same place.
     *
     * @param body
     *            the class of their bodies
     * @param frames
     *            their stack, innermost first; empty for those that have not begun
     * @param cut
     *            whether the stack has more frames, in which they may differ
     * @param count
     *            how many they are
     * @param oldestMs
     *            milliseconds that the longest has waited at the last {@link Carrier#tick} of its carrier; -1 where its
     *            carrier is never told the time
     * @param carriers
     *            how many of them ran last on which carrier
     */
    public record Group(String body, List<StackTraceElement> frames, boolean cut, int count, int oldestMs,
            Map<String, Integer> carriers) {
    }

    /**
     * What is not in the dump.
     *
     * @param carriers
     *            carriers that are not shown
     * @param stashes
     *            stashes, batches and inboxes that hold something and were not looked at
     * @param coroutines
     *            how many handles those hold
     */
    public record LeftOut(int carriers, int stashes, long coroutines) {
    }

    /**
     * Takes a dump. Any thread, also from inside a coroutine; the caller waits for it.
     *
     * @throws IllegalStateException
     *             where another thread takes one just now
     */
    public static CoroutineDump take() {
        CoroutineDump dump = tryTake();
        if (dump == null) {
            throw new IllegalStateException("dump refused, another thread takes one now");
        }
        return dump;
    }

    /** Takes a dump; {@code null} where another thread takes one just now. */
    static CoroutineDump tryTake() {
        if (!BUSY.compareAndSet(false, true)) {
            return null;
        }
        try {
            return new CoroutineDump();
        } finally {
            BUSY.set(false);
        }
    }

    private static Running running(Carrier carrier) {
        Coroutine coroutine = carrier.running();
        Frames frames = coroutine == null ? Frames.NONE : Frames.of(coroutine, carrier);
        Thread thread = carrier.thread();
        return new Running(carrier.name(), thread == null ? null : thread.getName(),
                coroutine == null ? null : coroutine.toString(),
                frames.list(), frames.cut());
    }

    /** The carriers, those first that run something. */
    public List<Running> running() {
        return running;
    }

    /** What holds handles, the fullest first. */
    public List<Waiting> waiting() {
        return waiting;
    }

    /** What was beyond the bounds. */
    public LeftOut leftOut() {
        return leftOut;
    }

    /** For people. Never empty; every line ends. */
    public String toText() {
        return CoroutineDumpFormat.text(this);
    }

    /** For programs: one object, in one line. Fields are added, not renamed. */
    public String toJson() {
        return CoroutineDumpFormat.json(this);
    }
}
