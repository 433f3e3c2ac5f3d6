package io.creel.core.diagnostics;

import io.creel.core.internal.WeakSet;
import java.util.List;

/**
 * Objects of one kind that a {@link LiveView} shows while they are reachable. Holds weak references, so it keeps no
 * object alive. Any thread.
 *
 * @param <T>
 *            the type of the objects
 */
public final class LiveObjects<T> {
    private final WeakSet<T> objects = new WeakSet<>();

    /** Makes an empty set. */
    public LiveObjects() {
    }

    /**
     * Adds an object, once.
     *
     * @param object
     *            the object
     */
    public void add(T object) {
        objects.add(object);
    }

    /** {@return the objects that are still reachable, in no order} */
    public List<T> toList() {
        return objects.toList();
    }
}
