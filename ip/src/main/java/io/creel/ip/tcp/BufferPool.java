package io.creel.ip.tcp;

import io.creel.ip.ShortGuard;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Buffers of one size that the connections of a host borrow while they hold something. The buffer that came back last
 * is lent next, so a busy host works in few of them.
 *
 * <p>
 * Bounded twice: at most {@code most} are lent or promised at once, and at most {@code kept} wait for the next
 * borrower; more are left to the garbage collector. Threads: those of the host, under its guard. O(1). If none
 * waits, a buffer is allocated.
 *
 * @param <T> the type of the buffers
 */
final class BufferPool<T> {
    private final Supplier<T> maker;
    private int most;
    private final int kept;
    private final ShortGuard guard;
    private final ArrayDeque<T> free = new ArrayDeque<>();
    private int lent;
    private int promised;
    private long refused;

    /** Without a bound but the memory, for one thread. */
    BufferPool(Supplier<T> maker) {
        this(maker, Integer.MAX_VALUE, Integer.MAX_VALUE, new ShortGuard(false));
    }

    BufferPool(Supplier<T> maker, int most, int kept, ShortGuard guard) {
        this.maker = maker;
        this.most = most;
        this.kept = kept;
        this.guard = guard;
    }

    /** A buffer in the state in which it came back; null if as many as may be are lent. */
    @Nullable
    T borrow() {
        T buffer;
        guard.enter();
        try {
            if (lent + promised >= most) {
                refused++;
                return null;
            }
            lent++;
            buffer = free.pollFirst();
        } finally {
            guard.exit();
        }
        return buffer == null ? maker.get() : buffer;
    }

    void giveBack(T buffer) {
        guard.enter();
        try {
            lent--;
            if (free.size() < kept) {
                free.addFirst(buffer);
            }
        } finally {
            guard.exit();
        }
    }

    /** Keeps one for a borrower that comes later, which ends the promise first; under the guard. */
    boolean promise() {
        if (lent + promised >= most) {
            return false;
        }
        promised++;
        return true;
    }

    /** Under the guard. */
    void endPromise() {
        promised--;
    }

    /** Sets the bound. Before the first one is lent. */
    void most(int atOnce) {
        most = atOnce;
    }

    /** How often a borrower got none. */
    long refused() {
        return refused;
    }

    int promised() {
        return promised;
    }

    int lent() {
        return lent;
    }

    int most() {
        return most;
    }

    /** Buffers that wait for a borrower. */
    int free() {
        return free.size();
    }
}
