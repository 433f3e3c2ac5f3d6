package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.Stash;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Result;
import io.creel.core.spec.Returns;
import io.creel.core.spec.Transfers;
import io.creel.queues.Guarded;
import io.creel.queues.MpscStash;
import io.creel.queues.StashGuard;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One queue of a placement: two rings that any thread fills, and the policy that orders the handles that came through
 * them.
 *
 * <pre>
 *   place ----> inbound ring --\
 *                               +--(holder of the guard)--> When --> batch of a worker
 *   preempt --> returns ring --/             |
 *                                            +--> inbound ring of another queue, if the where policy refills it
 * </pre>
 *
 * <p>
 * <b>The guard</b> is one bit. A thread takes it by compare-and-set or gives up; no thread ever waits for it. Rules,
 * cited below:
 * <ol>
 * <li>Only the holder uses the policy and the taking ends of the rings. Entering is an acquire, leaving is a
 * release.</li>
 * <li>A thread that fails to enter must look again before it sleeps: the handle it came for may have arrived after the
 * holder had looked.</li>
 * <li>A handle that goes from a ring to the policy is counted at the policy before it leaves the ring, and a counting
 * thread reads the rings first. So a length may be too large for a moment, but it is never 0 while something
 * waits.</li>
 * </ol>
 * Other threads read {@link #length} and {@link #oldestReadyNs} without the guard; the holder makes both exact when it
 * leaves.
 */
final class PlacementQueue implements StashGuard {
    private static final int MOST_TRIES = 10_000;
    private static final VarHandle GUARD;
    private static final VarHandle WAITING;
    private static final VarHandle OLDEST;
    private static final VarHandle REFUSED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            GUARD = lookup.findVarHandle(PlacementQueue.class, "guard", int.class);
            WAITING = lookup.findVarHandle(PlacementQueue.class, "waiting", int.class);
            OLDEST = lookup.findVarHandle(PlacementQueue.class, "oldestReadyNs", long.class);
            REFUSED = lookup.findVarHandle(PlacementQueue.class, "refused", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final int index;
    final When when;
    private final MpscStash inbound;
    private final MpscStash returns;
    /** The handle that is on its way to another queue; used by the holder of the guard. */
    private final Batch moved = new Batch(1);
    private int guard;
    private int waiting;
    private long oldestReadyNs = Long.MAX_VALUE;
    private long refused;

    PlacementQueue(int index, String name, When when, int capacity) {
        this.index = index;
        this.when = when;
        inbound = new MpscStash(name + ".inbound", capacity);
        returns = new MpscStash(name + ".returns", capacity);
        inbound.guardedBy(this);
        returns.guardedBy(this);
        for (Stash stash : when.stashes()) {
            if (stash instanceof Guarded shared) {
                shared.guardedBy(this);
            }
        }
    }

    /** Sets the group whose close cancels the handles that wait here; the carrier of any of its workers will do. */
    void takenBy(Carrier carrier) {
        inbound.takenBy(carrier);
        returns.takenBy(carrier);
        when.stashes().forEach(stash -> stash.takenBy(carrier));
    }

    /** Puts in a handle that the caller owns. From any thread. */
    @CheckReturnValue
    boolean offer(@Transfers(when = Result.TRUE) Coroutine handle) {
        if (inbound.push(handle)) {
            return true;
        }
        REFUSED.getAndAdd(this, 1L);
        return false;
    }

    /**
     * Takes a preempted handle back: into its policy, or into the ring if another thread holds the guard. Never inside
     * a coroutine.
     */
    @Returns("preempted")
    @Nullable
    Coroutine giveBack(@Transfers(when = Result.NULL) @GivenBack Coroutine preempted) {
        if (!tryEnter()) {
            return returns.push(preempted) ? null : preempted;
        }
        try {
            return when.suspended(preempted);
        } finally {
            leave();
        }
    }

    @Override
    public boolean tryEnter() {
        StackRoom.requireTwice(); // an overflow inside would leave the guard taken
        return guard == 0 && GUARD.compareAndSet(this, 0, 1); // rule 1
    }

    @Override
    public void leave() {
        WAITING.setRelease(this, when.size()); // after the worker that took has counted
        OLDEST.setOpaque(this, when.oldestReadyNs());
        GUARD.setRelease(this, 0); // rule 1
    }

    /**
     * Hands the arrived handles from the rings to the policy, as far as it has room. The policy holds at most as many
     * handles as the ring, so if the workers do not keep up, the ring fills and refuses. Preempted handles come first,
     * because they had a place before. The caller holds the guard.
     */
    void admit() {
        int rings = inbound.size() + returns.size();
        if (rings == 0) {
            return;
        }
        WAITING.setRelease(this, when.size() + rings); // rule 3
        for (int left = returns.capacity(); left > 0 && !returns.isEmpty(); left--) {
            Coroutine preempted = returns.pop();
            if (preempted == null) {
                break;
            }
            if (when.suspended(preempted) != null) {
                preempted.abandon();
            }
        }
        for (int left = inbound.capacity() - when.size(); left > 0 && !inbound.isEmpty(); left--) {
            Coroutine handle = inbound.pop();
            if (handle == null) {
                break;
            }
            enter(handle);
        }
    }

    /** Does {@link #admit} if the guard is free, and nothing otherwise. */
    void tryAdmit() {
        if (!(inbound.isEmpty() && returns.isEmpty()) && tryEnter()) {
            try {
                admit();
            } finally {
                leave();
            }
        }
    }

    private void enter(@Transfers(onException = true) Coroutine handle) {
        boolean in = false;
        try {
            in = when.entry().push(handle);
        } finally {
            if (!in) {
                handle.abandon(); // the policy has no place for it, or a hint throws: the handle is cancelled, not lost
            }
        }
    }

    Batch take(Batch batch, int max) {
        return when.take(batch, max);
    }

    /**
     * Moves the next handle to another queue. The caller holds this queue's guard and has admitted. The handle is
     * counted at the other queue before it stops being counted here, which is when the guard is left. If other threads
     * fill the other queue's last place meanwhile, the handle enters this queue again.
     *
     * @return {@code false} if nothing waits here or the other queue has no room
     */
    @SuppressWarnings("NullAway") // the batch is not empty
    boolean moveOne(PlacementQueue other) {
        if (!other.hasRoom() || when.take(moved, 1).isEmpty()) {
            return false;
        }
        Coroutine handle = moved.take();
        ReadyTime.stamp(handle, when.readyNs(handle)); // the key may be one of this policy
        if (other.inbound.push(handle)) {
            return true;
        }
        enter(handle);
        return false;
    }

    /** {@return whether a handle that other threads offer now would find room} A moment's estimate. */
    boolean hasRoom() {
        return inbound.size() < inbound.capacity();
    }

    /**
     * Moves the next handle to the queue that the policy chooses now, as {@link #moveOne(PlacementQueue)} does. If the
     * policy keeps it here, or the other queue has no room, the handle enters this queue again, by age if the queue is
     * ordered by age.
     *
     * @param worker
     *            the worker that is not active any more
     * @return {@code false} if nothing waits here or the handle stays
     */
    @SuppressWarnings("NullAway") // the batch is not empty
    boolean moveOne(Placement placement, int worker) {
        if (when.take(moved, 1).isEmpty()) {
            return false;
        }
        Coroutine handle = moved.take();
        boolean gone = false;
        try {
            gone = placement.offerElsewhere(worker, this, handle, when.readyNs(handle));
        } finally {
            if (!gone) {
                stay(handle);
            }
        }
        return gone;
    }

    private void stay(@Transfers(onException = true) Coroutine handle) {
        if (moved.add(handle)) {
            when.merge(moved);
        } else {
            handle.abandon(); // never: the batch is empty
        }
    }

    /**
     * Refuses every later handle, and cancels the handles in the rings. If a worker hangs while it holds the guard, the
     * rings stay open.
     */
    void close() {
        for (int tries = 0; !tryEnter(); tries++) {
            if (tries == MOST_TRIES) {
                return;
            }
            Thread.yield();
        }
        try {
            inbound.close();
            returns.close();
        } finally {
            leave();
        }
    }

    /** {@return how many handles wait in the rings and in the policy} */
    int length() {
        int rings = inbound.size() + returns.size();
        return rings + (int) WAITING.getAcquire(this); // rings first, rule 3
    }

    /**
     * {@return when the longest waiting handle became runnable; a handle in a ring counts once a holder has seen it}
     */
    long oldestReadyNs() {
        return (long) OLDEST.getOpaque(this);
    }

    long refused() {
        return (long) REFUSED.getOpaque(this);
    }

    /** Sets the ready time of a handle that the caller owns. */
    static void stamp(Coroutine handle, long nowNs) {
        ReadyTime.stamp(handle, nowNs);
    }
}
