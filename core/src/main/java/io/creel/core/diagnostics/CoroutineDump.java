package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.internal.KernelAccess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The thread dump's counterpart for coroutines, which are in no thread dump while they are suspended. It shows the
 * running coroutines by carrier. It shows the waiting ones by the stash, batch or inbox that holds them, and there by
 * identical stack. A coroutine whose handle is in a variable is not found.
 *
 * <p>
 * Any thread takes a dump while workers run. A coroutine that is to resume while its stack is walked waits until the
 * walk is over: some microseconds per frame, or longer if the walking thread is descheduled. A coroutine that has moved
 * is counted and not shown. The data of one coroutine belong to one suspension; the dump as a whole belongs to no
 * single moment.
 *
 * <p>
 * <b>Bounded</b>, whatever the program does: a dump walks at most {@value #MAX_WALKED} stacks, shows the
 * {@value #MAX_GROUPS} largest groups and the innermost {@value Frames#MAX} frames of a stack, and examines the
 * {@value #MAX_STASHES} fullest stashes. It counts the rest. The walks take most of the time: some microseconds per
 * coroutine.
 */
public final class CoroutineDump {
    private static final KernelAccess KERNEL = KernelAccess.get();

    /** The largest number of stacks that a dump walks. */
    public static final int MAX_WALKED = 100_000;
    /** The largest number of groups that a dump shows. */
    public static final int MAX_GROUPS = 100;
    /** The largest number of stashes, batches and inboxes that a dump examines, and of carriers that it shows. */
    public static final int MAX_STASHES = 10_000;

    /**
     * The name of a system property that is set from the first carrier on. It tells another process that there is
     * something to dump.
     */
    public static final String ANNOUNCEMENT = "creel.runs";

    private static final AtomicBoolean BUSY = new AtomicBoolean();

    private final List<Running> running;
    private final List<Waiting> waiting;
    private final LeftOut leftOut;

    private CoroutineDump() {
        List<Carrier> carriers = KERNEL.carriers();
        List<Running> seen = new ArrayList<>(
                carriers.stream().limit(MAX_STASHES).map(CoroutineDump::running).toList());
        seen.sort(Comparator.comparing(one -> one.coroutine == null)); // carriers that run something come first
        WaitingCollector collector = new WaitingCollector();
        collector.collect();
        running = List.copyOf(seen);
        waiting = List.copyOf(collector.waiting());
        leftOut = new LeftOut(carriers.size() - seen.size(), collector.holdersLeftOut(), collector.handlesLeftOut());
    }

    /**
     * A carrier, with the coroutine that runs there.
     *
     * @param carrier
     *            the name of the carrier
     * @param thread
     *            the name of its thread; {@code null} if it has none yet
     * @param coroutine
     *            the name of the coroutine that runs there, or {@code null}
     * @param frames
     *            the stack of that coroutine, innermost frame first; read a moment after {@code coroutine}
     * @param cut
     *            whether the stack has more frames
     */
    public record Running(String carrier, @Nullable String thread, @Nullable String coroutine,
            List<StackTraceElement> frames,
            boolean cut) {
    }

    /**
     * The holders of handles that have one name.
     *
     * @param stash
     *            the name of the stash; {@code batch of NAME} for handles that were drained and not resumed yet,
     *            {@code batch} for coroutines that were started and have not begun, {@code inbox of CARRIER} for
     *            handles on their way to a carrier
     * @param stashes
     *            the number of holders with this name
     * @param heldBy
     *            the coroutine that holds the lock for which they wait; {@code null} if no coroutine holds it, if the
     *            holder is no lock, or if several holders have this name
     * @param size
     *            the number of handles that they hold
     * @param notWalked
     *            the number of handles that were not walked, because they moved meanwhile or {@link #MAX_WALKED} was
     *            reached
     * @param inSmallerGroups
     *            the number of handles that were walked and are in none of the largest groups
     * @param groups
     *            the other handles, by identical stack, largest group first
     */
    public record Waiting(String stash, int stashes, @Nullable String heldBy, int size, int notWalked,
            int inSmallerGroups,
            List<Group> groups) {
    }

    /**
     * Coroutines that wait at the same place.
     *
     * @param body
     *            the class of their bodies
     * @param frames
     *            their stack, innermost frame first; empty for coroutines that have not begun
     * @param cut
     *            whether the stack has more frames, which may differ
     * @param count
     *            the number of coroutines
     * @param oldestMs
     *            the longest wait, in milliseconds, at the last {@link Carrier#tick} of its carrier; -1 if no thread
     *            calls that
     * @param carriers
     *            the number of these coroutines per carrier that ran them last
     */
    public record Group(String body, List<StackTraceElement> frames, boolean cut, int count, int oldestMs,
            Map<String, Integer> carriers) {
    }

    /**
     * The parts that are not in the dump.
     *
     * @param carriers
     *            the number of carriers that are not shown
     * @param stashes
     *            the number of stashes, batches and inboxes that hold handles and were not examined
     * @param coroutines
     *            the number of handles in those
     */
    public record LeftOut(int carriers, int stashes, long coroutines) {
    }

    /**
     * Takes a dump. Any thread may call it, also inside a coroutine. Blocks the caller until the dump is complete.
     *
     * @return the dump
     * @throws IllegalStateException
     *             if another thread is taking a dump now
     */
    public static CoroutineDump take() {
        CoroutineDump dump = tryTake();
        if (dump == null) {
            throw new IllegalStateException("dump refused, another thread is taking one");
        }
        return dump;
    }

    /** Takes a dump; returns {@code null} if another thread is taking one now. */
    static @Nullable CoroutineDump tryTake() {
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

    /** {@return the carriers; those that run a coroutine come first} */
    public List<Running> running() {
        return running;
    }

    /** {@return the holders of handles, the fullest first} */
    public List<Waiting> waiting() {
        return waiting;
    }

    /** {@return the parts beyond the bounds} */
    public LeftOut leftOut() {
        return leftOut;
    }

    /** {@return a text for people; never empty, every line ends with a line feed} */
    public String toText() {
        return CoroutineDumpFormat.text(this);
    }

    /** {@return one JSON object in one line, for programs. Fields are added, not renamed} */
    public String toJson() {
        return CoroutineDumpFormat.json(this);
    }
}
