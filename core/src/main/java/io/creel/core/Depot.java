package io.creel.core;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The depot of a magazine allocator: carriers with too many pooled objects pass full magazines through it to carriers
 * without any. An exchange costs a few atomic operations per {@value #MAGAZINE} objects. The arrays are reused, so
 * nothing is allocated in steady state.
 *
 * <p>
 * Threads: any. Wait-free; bounded: {@value #MAGAZINES} full magazines. The thread that takes an array out of a slot by
 * an exchange owns it, so an array may return to its slot without harm.
 *
 * <p>
 * Source: J. Bonwick and J. Adams, "Magazines and Vmem", USENIX 2001.
 */
final class Depot {
    /** The number of objects in a magazine. */
    static final int MAGAZINE = 64;
    /** The largest number of full magazines in the depot. */
    static final int MAGAZINES = 64;

    private final AtomicReferenceArray<Object[]> full = new AtomicReferenceArray<>(MAGAZINES);
    private final AtomicReferenceArray<Object[]> empty = new AtomicReferenceArray<>(MAGAZINES);
    /**
     * The number of slots in {@link #full} that are taken or promised; never less than are taken. Written by the giving
     * thread before it fills a slot, and by the taking thread after it has emptied one.
     */
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Takes one magazine from the end of an array of objects.
     *
     * @param objects
     *            the objects, from index 0; the places of those taken are cleared
     * @param size
     *            the number of objects, at least one magazine
     * @return the number of objects left in the array; {@code size} if the depot has no room
     */
    int give(Object[] objects, int size) {
        if (count.get() >= MAGAZINES) {
            return size;
        }
        if (count.getAndIncrement() >= MAGAZINES) {
            count.getAndDecrement();
            return size;
        }
        Object[] magazine = exchange(empty);
        if (magazine == null) {
            magazine = new Object[MAGAZINE];
        }
        int left = size - MAGAZINE;
        System.arraycopy(objects, left, magazine, 0, MAGAZINE);
        if (!put(full, magazine)) { // the promised slot was free, but behind the search by then
            count.getAndDecrement();
            return size;
        }
        Arrays.fill(objects, left, size, null);
        return left;
    }

    /**
     * Copies a magazine to the beginning of an array. Returns the number of objects: {@link #MAGAZINE}, or 0 if the
     * depot is empty.
     */
    int take(Object[] objects) {
        if (count.get() == 0) {
            return 0;
        }
        Object[] magazine = exchange(full);
        if (magazine == null) {
            return 0;
        }
        count.getAndDecrement();
        System.arraycopy(magazine, 0, objects, 0, MAGAZINE);
        Arrays.fill(magazine, null);
        put(empty, magazine);
        return MAGAZINE;
    }

    private static Object @Nullable [] exchange(AtomicReferenceArray<Object[]> slots) {
        for (int i = 0; i < MAGAZINES; i++) {
            Object[] magazine = slots.getPlain(i) == null ? null : slots.getAndSet(i, null);
            if (magazine != null) {
                return magazine;
            }
        }
        return null;
    }

    private static boolean put(AtomicReferenceArray<Object[]> slots, Object[] magazine) {
        for (int i = 0; i < MAGAZINES; i++) {
            if (slots.getPlain(i) == null && slots.compareAndSet(i, null, magazine)) {
                return true;
            }
        }
        return false;
    }
}
