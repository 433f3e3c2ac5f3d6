package io.creel.core;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where the carriers of a JVM exchange what one has too many of and another has none of, in magazines: an exchange costs a few
 * atomic operations for {@value #MAGAZINE} objects. The arrays go round, so that nothing is allocated in steady state.
 *
 * <p>
 * Threads: any. Wait-free; bounded: {@value #MAGAZINES} full magazines. What a slot holds belongs to the one that takes it out
 * by an exchange, so an array may come back without harm.
 *
 * <p>
 * Source: J. Bonwick and J. Adams, "Magazines and Vmem", USENIX 2001.
 */
final class Depot {
    /** How many objects are exchanged at once. */
    static final int MAGAZINE = 64;
    /** How many full magazines it holds at most. */
    static final int MAGAZINES = 64;

    private final AtomicReferenceArray<Object[]> full = new AtomicReferenceArray<>(MAGAZINES);
    private final AtomicReferenceArray<Object[]> empty = new AtomicReferenceArray<>(MAGAZINES);
    /** How many places in {@link #full} are taken or promised; never less than are taken. */
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Takes the last of some objects over.
     *
     * @param objects
     *            what is given, from the front; what was taken over is cleared
     * @param size
     *            how many there are, at least a magazine
     * @return how many are left; all if there is no room
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
        if (!put(full, magazine)) { // a place was free when it was promised, and has moved behind the search
            count.getAndDecrement();
            return size;
        }
        Arrays.fill(objects, left, size, null);
        return left;
    }

    /** Fills the beginning of an array from a magazine. Returns with how many: a magazine of them, or none. */
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

    private static Object[] exchange(AtomicReferenceArray<Object[]> slots) {
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
