package io.creel.schedulers.placement;

import io.creel.core.StackRoom;
import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.Guarded;
import io.creel.queues.MpscStash;
import io.creel.queues.StashGuard;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One queue: two rings that any thread fills, and the policy that orders what came through them.
 *
 * <pre>
 *   place ----> inbound ring --\
 *                               +--(whoever holds the guard)--> When --> batch of a worker
 *   preempt --> returns ring --/             |
 *                                            +--> inbound ring of another queue, if the where policy refills it
 * </pre>
 *
 * <p>
 * <b>The guard</b> is one bit that is taken by compare-and-set or not at all: nobody ever waits for it. Rules, cited below:
 * <ol>
 * <li>the policy and the taking ends of the rings are used by the holder only; entering is an acquire, leaving a release;</li>
 * <li>who fails to enter must look again before it sleeps: what it came for may have arrived after the holder had looked;</li>
 * <li>what goes from a ring to the policy is counted there before it leaves the ring, and whoever counts looks at the rings
 * first. So a length may be too large for a moment, but it is never 0 while something waits.</li>
 * </ol>
 * What others see without the guard, {@link #length} and {@link #oldestReadyNs}, is made exact on leaving.
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

    /** Says whose group's close cancels what waits here; any worker's of the group will do. */
    void takenBy(Carrier carrier) {
        inbound.takenBy(carrier);
        returns.takenBy(carrier);
        when.stashes().forEach(stash -> stash.takenBy(carrier));
    }

    /** Puts a handle of the caller's in. From any thread. */
    @CheckReturnValue
    boolean offer(Coroutine handle) {
        if (inbound.push(handle)) {
            return true;
        }
        REFUSED.getAndAdd(this, 1L);
        return false;
    }

    /** Takes a preempted handle back: to its policy, or to the ring where somebody is at the policy. Inside no coroutine. */
    Coroutine giveBack(Coroutine preempted) {
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
     * Lets what has come in be seen by the policy, as far as it has room: it holds as many as the ring at most, so that the
     * ring fills and refuses where nobody keeps up. Preempted ones had their place before. The caller holds the guard.
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

    /** {@link #admit} where nobody is at the queue, and nothing otherwise. */
    void tryAdmit() {
        if (!(inbound.isEmpty() && returns.isEmpty()) && tryEnter()) {
            try {
                admit();
            } finally {
                leave();
            }
        }
    }

    private void enter(Coroutine handle) {
        boolean in = false;
        try {
            in = when.entry().push(handle);
        } finally {
            if (!in) {
                handle.abandon(); // a policy that has no place for it, or a hint that throws: it ends, and is not lost
            }
        }
    }

    Batch take(Batch batch, int max) {
        return when.take(batch, max);
    }

    /**
     * Moves the next handle to another queue. The caller holds this queue's guard and has admitted. The handle is counted here until
     * the guard is left, and there before that. If other threads fill the other queue's last place meanwhile, it enters here again.
     *
     * @return {@code false} if nothing waits here or the other queue has no room
     */
    boolean moveOne(PlacementQueue other) {
        if (other.inbound.size() >= other.inbound.capacity() || when.take(moved, 1).isEmpty()) {
            return false;
        }
        Coroutine handle = moved.take();
        if (other.inbound.push(handle)) {
            return true;
        }
        enter(handle);
        return false;
    }

    /** Refuses from now on, and cancels what is in the rings. If a worker hangs inside the guard, they stay open. */
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

    /** How many wait, on whichever side of the guard. */
    int length() {
        int rings = inbound.size() + returns.size();
        return rings + (int) WAITING.getAcquire(this); // in this order, rule 3
    }

    /** When the one that has waited longest became runnable; one that is still in the ring counts once it was seen. */
    long oldestReadyNs() {
        return (long) OLDEST.getOpaque(this);
    }

    long refused() {
        return (long) REFUSED.getOpaque(this);
    }

    /** The ready time of a handle the caller owns. */
    static void stamp(Coroutine handle, long nowNs) {
        ReadyTime.stamp(handle, nowNs);
    }
}
