package io.creel.ip;

import io.creel.core.CheckReturnValue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Working objects that a caller borrows for one call, so that several workers share no such object and none is made per
 * call. Bounded: keeps at most the given number; beyond it a borrowed object is a new one.
 *
 * <p>
 * Threads: any. An atomic exchange gives an object to one borrower. O(kept), and one attempt if the first is free.
 *
 * @param <T> the type of the objects
 */
public final class Spares<T> {
    private final AtomicReferenceArray<T> kept;
    private final Supplier<T> maker;

    /**
     * Keeps nothing yet.
     *
     * @param most how many objects are kept, at least 1
     * @param maker makes another one
     */
    public Spares(int most, Supplier<T> maker) {
        kept = new AtomicReferenceArray<>(most);
        this.maker = maker;
    }

    /** {@return an object that no other caller has, in any state} */
    @CheckReturnValue
    public T borrow() {
        for (int i = 0; i < kept.length(); i++) {
            T spare = kept.getAndSet(i, null);
            if (spare != null) {
                return spare;
            }
        }
        return maker.get();
    }

    /**
     * Gives an object back. If as many are kept as may be, it is left to the garbage collector.
     *
     * @param borrowed not used by the caller any more
     */
    public void giveBack(T borrowed) {
        for (int i = 0; i < kept.length(); i++) {
            if (kept.compareAndSet(i, null, borrowed)) {
                return;
            }
        }
    }
}
