package io.creel.core.internal;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A set of the objects that are still reachable, by identity. Any thread. Adding is O(1) and removes a few entries of
 * collected objects, more than one add creates, so that no single add pays for all.
 *
 * @param <T>
 *            the type of the objects
 */
public final class WeakSet<T> {
    private static final int GONE_PER_ADD = 4;

    private final Set<WeakReference<T>> entries = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<T> gone = new ReferenceQueue<>();

    /** Makes an empty set. */
    public WeakSet() {
    }

    /**
     * Adds an object, which must not be in the set yet.
     *
     * @param element
     *            the object
     */
    public void add(T element) {
        for (int i = 0; i < GONE_PER_ADD; i++) {
            Object lost = gone.poll();
            if (lost == null) {
                break;
            }
            entries.remove(lost);
        }
        entries.add(new WeakReference<>(element, gone));
    }

    /** {@return the objects, in no order} */
    public List<T> toList() {
        List<T> reachable = new ArrayList<>();
        for (WeakReference<T> entry : entries) {
            T element = entry.get();
            if (element != null) {
                reachable.add(element);
            }
        }
        return reachable;
    }
}
