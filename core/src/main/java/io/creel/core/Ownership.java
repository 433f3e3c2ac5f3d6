package io.creel.core;

import io.creel.core.spec.Epoch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The ownership of a handle: its state word, its owner, and the links that belong to the owner. Every transition of the
 * state word is here.
 *
 * <p>
 * <b>The state word</b> is one {@code long}; the code cites the rules:
 *
 * <pre>
 *  63                                     3 2   0
 * +----------------------------------------+-----+   0 HELD  1 STASHED  2 RUNNING  3 ENDED  4 BATCHED  5 BLOCKED
 * |                 epoch                  |state|   epoch: + 1 at every resume and every life of a pooled shell
 * +----------------------------------------+-----+
 *
 *           resume (1)              end (3)
 *    HELD -------------> RUNNING -------------> ENDED
 *    | ^ ^--- await (3) --'  ^ |                  | prepare (4)
 *    | |                     | | await a          v
 *    | | pop (2)    resume a | | stash (3)      HELD, BATCHED or STASHED
 *    v |            batch (2)| v
 *   STASHED --- drain (2) -> BATCHED
 *      ^------------- RUNNING
 *
 *   A guest's only:  RUNNING --- its thread blocks (3) --> BLOCKED <--- block (1), unblock (5) ---> HELD
 * </pre>
 * <ol>
 * <li>A thread leaves HELD only by compare-and-set: variables can be copied, so two threads may try, and exactly one
 * wins.</li>
 * <li>Only the stash or inbox that owns the handle leaves STASHED, and only the batch that owns it leaves BATCHED.
 * Their own synchronisation admits one thread at a time, so a plain store is enough.</li>
 * <li>Only the carrier that runs the coroutine leaves RUNNING, after {@code run()} has returned: the continuation still
 * writes its own fields while it unmounts. The store is a release and pairs with the compare-and-set of rule 1. If the
 * coroutine awaits a stash, the state goes to STASHED at once; no other thread has had the handle, so none races for
 * it.</li>
 * <li>ENDED is left only when a pooled coroutine is used again. Its epoch continues, so an old epoch stays stale.</li>
 * <li>BLOCKED belongs to a {@link Guest} whose thread does not wait in Creel. Only the guest leaves it, when the thread
 * has become runnable; every other use of the handle is refused.</li>
 * </ol>
 */
abstract class Ownership {
    static final int HELD = 0;
    static final int STASHED = 1;
    static final int RUNNING = 2;
    static final int ENDED = 3;
    static final int BATCHED = 4;
    static final int BLOCKED = 5;

    private static final long STATE_MASK = 7;
    private static final long ONE_EPOCH = 8;
    private static final VarHandle WORD;
    private static final VarHandle OWNER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WORD = lookup.findVarHandle(Ownership.class, "word", long.class);
            OWNER = lookup.findVarHandle(Ownership.class, "owner", Object.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    // Links, key and tag: written by the stash that owns the handle. The holder of the handle may also write the key,
    // and so may the coroutine itself
    // right before it awaits.
    @Nullable
    Coroutine next;
    @Nullable
    Coroutine previous;
    @Nullable
    Coroutine parent;
    int tag;
    long key;

    /** The state word. */
    private volatile long word;
    /**
     * While STASHED, the stash or inbox that holds the handle. While HELD, {@code null}. In the other states, the
     * former owner or {@code null}. It is not cleared on the way through a batch and a run: most coroutines await the
     * same stash again, and a reference that is not stored costs no write barrier.
     */
    private @Nullable Object owner;

    /** {@return the state of the coroutine; an estimate unless the caller owns the handle} */
    public abstract CoroutineState state();

    /**
     * Returns a number that changes with every resume. A caller that keeps it beside a copy of the handle can tell
     * whether the same suspension still lasts; see {@link Carrier#resume(Coroutine, long)}.
     *
     * @return the epoch of the present suspension or run
     */
    @Epoch
    public final long epoch() {
        return word >>> 3;
    }

    /**
     * Returns the name of the stash or batch that holds the handle, as its {@link #toString} gives it; {@code none} for
     * a variable.
     */
    final String ownerName() {
        return switch (stateBits()) {
            case STASHED -> String.valueOf(owner);
            case BATCHED -> owner == null ? "batch" : "batch of " + owner;
            default -> "none";
        };
    }

    final int stateBits() {
        return (int) (word & STATE_MASK);
    }

    private long epochBits() {
        return word & ~STATE_MASK;
    }

    /** HELD to RUNNING, rule 1. */
    final void claim(String what, @Nullable RunLoop by) {
        long seen = word;
        if ((seen & STATE_MASK) != HELD || !WORD.compareAndSet(this, seen, seen + ONE_EPOCH | RUNNING)) {
            throw refused(what, by);
        }
    }

    /** HELD to RUNNING if the epoch is still this one, rule 1. */
    final boolean claimEpoch(long epoch) {
        long held = epoch << 3 | HELD;
        return word == held && WORD.compareAndSet(this, held, held + ONE_EPOCH | RUNNING);
    }

    /**
     * Returns the stash that holds the handle, or {@code null}; an estimate for every thread but that of its carrier.
     */
    final @Nullable Stash stash() {
        // The state first: the owner is stored before the state, so this read cannot return the owner before.
        return stateBits() == STASHED && OWNER.getAcquire(this) instanceof Stash stash ? stash : null;
    }

    /** RUNNING to HELD, rule 3. */
    final void becomeHeld() {
        if (owner != null) {
            owner = null;
        }
        WORD.setRelease(this, epochBits() | HELD);
    }

    /** RUNNING to STASHED, rule 3: no other thread has had the handle, so none races for it. */
    final void becomeStashed(Object stash) {
        tag = 0;
        if (owner != stash) {
            owner = stash;
        }
        WORD.setRelease(this, epochBits() | STASHED);
    }

    /** RUNNING to BLOCKED, rule 3. */
    final void becomeBlocked() {
        if (owner != null) {
            owner = null;
        }
        WORD.setRelease(this, epochBits() | BLOCKED);
    }

    /** BLOCKED to HELD, rule 5. */
    final void leaveBlocked(Guest by) {
        if (stateBits() != BLOCKED) {
            throw refused("unblock", by);
        }
        WORD.setRelease(this, epochBits() | HELD);
    }

    /** HELD to BLOCKED, unless another holder was faster; rule 1. Returns whether it is BLOCKED now. */
    final boolean tryBlock() {
        long seen = word;
        return (seen & STATE_MASK) == HELD && WORD.compareAndSet(this, seen, seen | BLOCKED);
    }

    /** STASHED to BLOCKED, rule 2. */
    final void leaveToBlock(Object holder) {
        requireHeldBy(holder, "take");
        becomeBlocked();
    }

    /** RUNNING to ENDED, rule 3. */
    final void becomeEnded() {
        WORD.setRelease(this, epochBits() | ENDED);
    }

    /** Clears the owner of a coroutine that is ENDED and goes to the pool. */
    final void forgetOwner() {
        owner = null;
    }

    /** ENDED to HELD, BLOCKED or BATCHED without an owner, or to STASHED with one; rule 4. */
    final void beginLife(int state, @Nullable Stash stash) {
        tag = 0;
        if (owner != stash) {
            owner = stash;
        }
        WORD.setRelease(this, epochBits() + ONE_EPOCH | state);
    }

    /** HELD to BATCHED, rule 1. */
    final void claimForBatch(String what, Object by) {
        long seen = word;
        if ((seen & STATE_MASK) != HELD || !WORD.compareAndSet(this, seen, seen | BATCHED)) {
            throw refused(what, by);
        }
    }

    /** STASHED to BATCHED, rule 2. */
    final void moveToBatch(Stash from) {
        long seen = word;
        if ((seen & STATE_MASK) != STASHED || owner != from) {
            throw refused("take", from);
        }
        WORD.setOpaque(this, seen - STASHED + BATCHED);
    }

    /** BATCHED to RUNNING, rule 2. */
    final void claimFromBatch(RunLoop by) {
        long seen = word;
        if ((seen & STATE_MASK) != BATCHED) {
            throw refused("resume", by);
        }
        WORD.setOpaque(this, seen - BATCHED + ONE_EPOCH + RUNNING);
    }

    /** BATCHED to HELD, rule 2. */
    final void leaveBatch() {
        requireBatched("take", null);
        owner = null;
        WORD.setRelease(this, epochBits() | HELD);
    }

    /** BATCHED to STASHED, rule 2. */
    final void moveFromBatch(Inbox to) {
        requireBatched("resume", null);
        becomeStashed(to);
    }

    private void requireBatched(String what, @Nullable RunLoop by) {
        if (stateBits() != BATCHED) {
            throw refused(what, by);
        }
    }

    /** HELD to STASHED, rule 1. */
    final void claimFor(Object holder, String what) {
        long seen = word;
        if ((seen & STATE_MASK) != HELD || !WORD.compareAndSet(this, seen, seen | STASHED)) {
            throw refused(what, holder);
        }
        tag = 0;
        OWNER.setRelease(this, holder);
    }

    /** HELD to STASHED if the epoch is still this one, rule 1. */
    final boolean claimEpochFor(Object holder, long epoch) {
        long held = epoch << 3 | HELD;
        if (word != held || !WORD.compareAndSet(this, held, held | STASHED)) {
            return false;
        }
        tag = 0;
        OWNER.setRelease(this, holder);
        return true;
    }

    /** STASHED to RUNNING, rule 2. */
    final void claimFrom(Object holder) {
        requireHeldBy(holder, "resume");
        WORD.setOpaque(this, epochBits() + ONE_EPOCH | RUNNING);
    }

    /** STASHED to HELD, rule 2. */
    final void leave(Object holder) {
        requireHeldBy(holder, "take");
        owner = null;
        WORD.setRelease(this, epochBits() | HELD);
    }

    /** STASHED in one holder to STASHED in the other, rule 2. */
    final void move(Object from, Object to) {
        requireHeldBy(from, "take");
        owner = to;
    }

    final boolean isHeldBy(Object holder) {
        return stateBits() == STASHED && OWNER.getAcquire(this) == holder;
    }

    /**
     * Returns whether a batch holds the handle; an estimate for every thread but that of the carrier that uses the
     * batch.
     */
    final boolean isBatched() {
        return stateBits() == BATCHED;
    }

    final void requireHeldBy(Object holder, String what) {
        if (!isHeldBy(holder)) {
            throw refused(what, holder);
        }
    }

    final IllegalStateException refused(String what, @Nullable Object by) {
        return refused(what, stateBits() == BLOCKED ? ", its thread does not wait in Creel" : "", by);
    }

    final IllegalStateException refused(String what, String reason, @Nullable Object by) {
        return new IllegalStateException(what + " refused" + reason + ": coroutine=" + this + ", state=" + state()
                + ", stash=" + ownerName() + ", by=" + by);
    }
}
