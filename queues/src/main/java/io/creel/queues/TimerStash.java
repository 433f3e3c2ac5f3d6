package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Result;
import io.creel.core.spec.Returns;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stash of coroutines that wait for a time: a hierarchical timing wheel, linked through the coroutines themselves.
 * Made for many timers of which most are cancelled; a {@link TreeStash} gives exact order instead, at O(log n). The key
 * of a push and of an await is the deadline. Unbounded; allocates nothing after construction. It has no clock: the
 * caller passes the time.
 *
 * <p>
 * <b>Time</b> is any {@code long} that never decreases, such as nanoseconds. A handle is due at the first tick at or
 * after its deadline, so never before the deadline and less than one tick after it. A deadline that has passed, also
 * one whose computation overflowed, is due at once; {@code Long.MAX_VALUE} means never.
 *
 * <p>
 * <b>The wheel.</b> Ticks are numbers of 64 bits, cut into {@value #LEVELS} digits of 6 bits. A timer stands on the
 * level of the highest digit in which its tick differs from the present one, in the slot of that digit:
 *
 * <pre>
 *  tick     | digit 10 | ... | digit 2 | digit 1 | digit 0 |
 *  present  |    0     | ... |    3    |   17    |   60    |
 *  timer a  |    0     | ... |    3    |   17    |   62    |  level 0, slot 62: due there
 *  timer b  |    0     | ... |    3    |   20    |    5    |  level 1, slot 20: falls to level 0 when 3.20.0 comes
 * </pre>
 *
 * So every timer of a level comes before every timer of the next level, and a slot never holds timers of two rounds. A
 * bit scan finds the next slot, so the wheel never walks time tick by tick. A timer falls at most once per level.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. Push and remove are O(1); a drain is amortised O(1) per handle
 * plus O({@value #LEVELS}). Due handles come out by tick, and within a tick in the order of the pushes. A {@link #pop}
 * takes the first handle of the next slot, whatever the time; within a slot of a higher level, deadlines are not in
 * order.
 *
 * <p>
 * Source: G. Varghese, T. Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987, scheme 7. Decision
 * {@code 0009-timer-wheel} says why it is not Agrona's wheel.
 */
@SuppressWarnings("NullAway") // the algorithm knows which link and slot is null; validate() checks every link
public final class TimerStash extends KeyedStash implements AwaitedByKey {
    private static final int LEVELS = 11;
    private static final int SLOTS = 64;
    private static final int DUE = LEVELS * SLOTS;

    private final long start;
    private final int tickShift;
    private final @Nullable Coroutine[] firsts = new Coroutine[DUE + 1];
    private final @Nullable Coroutine[] lasts = new Coroutine[DUE + 1];
    private final long[] used = new long[LEVELS];
    private long present;
    private int size;

    /**
     * Makes an empty wheel.
     *
     * @param name the name in error messages and dumps
     * @param startTime the present time, in the caller's unit
     * @param tickShift a tick has 2 to the power of this many units of time, 0 to 40
     */
    public TimerStash(String name, long startTime, int tickShift) {
        super(name);
        if (tickShift < 0 || tickShift > 40) {
            throw new IllegalArgumentException(
                    "tick shift out of bounds: stash=" + name + ", tickShift=" + tickShift + ", least=0, most=40");
        }
        start = startTime;
        this.tickShift = tickShift;
    }

    @Override
    public int size() {
        return size;
    }

    /**
     * Takes out the first handle that is due.
     *
     * @param now the present time, in the unit of the start time
     * @return the handle, owned by the caller, or {@code null} if none is due
     */
    @Changes
    @Acquires(when = Result.NON_NULL)
    public @Nullable Coroutine popDue(long now) {
        checkThread("popDue");
        assert use.begin("popDue");
        advance(now);
        Coroutine handle = firsts[DUE];
        if (handle != null) {
            detach(handle);
            unclaim(handle);
        }
        assert use.end();
        return handle;
    }

    /**
     * Moves the due handles into a batch, until {@code max} handles have been moved or the batch is full.
     *
     * @param now the present time, in the unit of the start time
     * @param batch receives the handles, behind those that it already holds
     * @param max how many handles to move at most
     * @return the batch
     */
    @Changes
    @Returns("batch")
    public Batch drainDue(long now, @Changes Batch batch, int max) {
        int room = room(batch, max);
        assert use.begin("drainDue");
        advance(now);
        for (Coroutine at = firsts[DUE]; at != null && room > 0; at = firsts[DUE], room--) {
            detach(at);
            move(at, batch);
        }
        assert use.end();
        return batch;
    }

    /**
     * Computes a time before which no handle becomes due, so that a worker without other work may sleep until then. The
     * result is at most one tick after the earliest deadline; it is earlier than the deadline if that timer stands on
     * a higher level. O({@value #LEVELS}).
     *
     * @return the time; {@code Long.MIN_VALUE} if a handle is due already, {@code Long.MAX_VALUE} if none waits
     */
    public long quietUntil() {
        if (firsts[DUE] != null) {
            return Long.MIN_VALUE;
        }
        int slot = nextSlot();
        if (slot < 0) {
            return Long.MAX_VALUE;
        }
        long tick = startOf(slot);
        long most = Long.MAX_VALUE - start >>> tickShift; // unsigned: start may be negative
        return Long.compareUnsigned(tick, most) > 0 ? Long.MAX_VALUE : start + (tick << tickShift);
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        // The loop is bounded, because a racing walk may follow a node into another slot and never leave it.
        int left = size;
        for (Coroutine first : firsts) {
            for (Coroutine at = first; at != null && left-- > 0; at = next(at)) {
                action.accept(at);
            }
        }
    }

    /** Links a handle into the slot of its deadline, which is the key. */
    @Override
    boolean enter(Coroutine handle, long key) {
        setKey(handle, key);
        hang(handle);
        size++;
        return true;
    }

    @Override
    protected Coroutine extract() {
        assert use.begin("pop");
        Coroutine handle = firsts[DUE];
        int slot;
        if (handle == null && (slot = nextSlot()) >= 0) {
            handle = firsts[slot];
        }
        if (handle != null) {
            detach(handle);
        }
        assert use.end();
        return handle;
    }

    @Override
    protected boolean unlink(Coroutine handle) {
        assert use.begin("remove");
        detach(handle);
        assert use.end();
        return true;
    }

    /**
     * Advances the present time: empties the slots that begin until then into lower slots or into the list of due
     * handles.
     */
    private void advance(long now) {
        if (now < start) {
            return;
        }
        long tick = now - start >>> tickShift; // unsigned, rounded down: the tick has begun
        for (int slot = nextSlot(); slot >= 0; slot = nextSlot()) {
            long begin = startOf(slot);
            if (Long.compareUnsigned(begin, tick) > 0) {
                break;
            }
            present = begin;
            Coroutine at = firsts[slot];
            firsts[slot] = null;
            lasts[slot] = null;
            used[slot >>> 6] &= ~(1L << slot);
            while (at != null) {
                Coroutine following = next(at);
                hang(at);
                at = following;
            }
        }
        if (Long.compareUnsigned(tick, present) > 0) {
            present = tick;
        }
    }

    /** Returns the slot that begins first: the first in use on the lowest level in use; -1 if none is in use. */
    private int nextSlot() {
        for (int level = 0; level < LEVELS; level++) {
            if (used[level] != 0) {
                return level << 6 | Long.numberOfTrailingZeros(used[level]);
            }
        }
        return -1;
    }

    /** Returns the tick at which a slot begins; its higher digits are those of the present tick. */
    private long startOf(int slot) {
        int shift = (slot >>> 6) * 6;
        long higher = shift + 6 < 64 ? present >>> shift + 6 << shift + 6 : 0;
        return higher | (long) (slot & 63) << shift;
    }

    private int slotOf(long deadline) {
        if (deadline <= start) {
            return DUE;
        }
        long delay = deadline - start; // unsigned
        long tick = delay >>> tickShift;
        if (tick << tickShift != delay) {
            tick++; // never early
        }
        if (Long.compareUnsigned(tick, present) <= 0) {
            return DUE;
        }
        int level = (63 - Long.numberOfLeadingZeros(tick ^ present)) / 6;
        return level << 6 | (int) (tick >>> level * 6) & 63;
    }

    private void hang(Coroutine handle) {
        int slot = slotOf(key(handle));
        setTag(handle, slot);
        Coroutine last = lasts[slot];
        setPrevious(handle, last);
        setNext(handle, null);
        if (last == null) {
            firsts[slot] = handle;
            if (slot != DUE) {
                used[slot >>> 6] |= 1L << slot;
            }
        } else {
            setNext(last, handle);
        }
        lasts[slot] = handle;
    }

    private void detach(Coroutine handle) {
        int slot = tag(handle);
        Coroutine before = previous(handle);
        Coroutine after = next(handle);
        if (before == null) {
            firsts[slot] = after;
        } else {
            setNext(before, after);
        }
        if (after == null) {
            lasts[slot] = before;
        } else {
            setPrevious(after, before);
        }
        setPrevious(handle, null);
        setNext(handle, null);
        if (firsts[slot] == null && slot != DUE) {
            used[slot >>> 6] &= ~(1L << slot);
        }
        size--;
    }

    /** Checks the lists, the slots, the bits and the count; for tests. */
    void validate() {
        int found = 0;
        for (int slot = 0; slot <= DUE; slot++) {
            Coroutine before = null;
            for (Coroutine at = firsts[slot]; at != null; at = next(at)) {
                StructureCheck.that(previous(at) == before, "link back", this, at);
                StructureCheck.equal(slot, tag(at), "slot in the tag", this);
                StructureCheck.equal(slot, slotOf(key(at)), "slot of the deadline", this);
                before = at;
                found++;
            }
            StructureCheck.that(lasts[slot] == before, "last", this, before);
            if (slot != DUE) {
                StructureCheck.equal(before == null ? 0 : 1, used[slot >>> 6] >>> slot & 1, "bit of a slot", this);
            }
        }
        StructureCheck.equal(size, found, "size", this);
    }
}
