package io.creel.schedulers.when;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * Keeps a list per class of coroutines behind one entry, for policies that choose between classes and keep the order of
 * arrival within each. Handles that have entered are sorted into the lists by the next {@link #sort}, O(1) per handle.
 * Not thread-safe, except {@link #size()}.
 */
public final class ClassLists {
    private final ListStash entry;
    private final List<ListStash> lists = new ArrayList<>();
    private final List<Stash> stashes = new ArrayList<>();
    private final ToIntFunction<Coroutine> classOf;

    /**
     * Makes empty lists.
     *
     * @param name
     *            of the entry; the lists are {@code name.0}, {@code name.1}, …
     * @param classes
     *            the number of classes, at least 1
     * @param classOf
     *            the class of a handle; a class out of bounds counts as the nearest one
     */
    public ClassLists(String name, int classes, ToIntFunction<Coroutine> classOf) {
        if (classes < 1) {
            throw new IllegalArgumentException("classes out of range: policy=" + name + ", classes=" + classes
                    + ", least=1");
        }
        this.classOf = Objects.requireNonNull(classOf, "classOf");
        entry = new ListStash(name);
        stashes.add(entry);
        for (int i = 0; i < classes; i++) {
            lists.add(new ListStash(name + "." + i));
        }
        stashes.addAll(lists);
    }

    /** {@return the number of classes} */
    public int classes() {
        return lists.size();
    }

    /** {@return the stash through which all handles enter} */
    public Stash entry() {
        return entry;
    }

    /** {@return the entry and every list} */
    public List<Stash> stashes() {
        return stashes;
    }

    /**
     * {@return the list of a class}
     *
     * @param index
     *            the class, from 0
     */
    public ListStash list(int index) {
        return lists.get(index);
    }

    /**
     * {@return the class of a handle, from 0 to {@link #classes()} - 1}
     *
     * @param handle
     *            any handle
     */
    public int classOf(Coroutine handle) {
        return Math.clamp(classOf.applyAsInt(handle), 0, lists.size() - 1);
    }

    /** Moves all handles that have entered into the lists of their classes. */
    public void sort() {
        for (Coroutine handle = entry.pop(); handle != null; handle = entry.pop()) {
            int index = 0;
            try {
                index = classOf(handle);
            } finally {
                if (!lists.get(index).push(handle)) { // its hint throws: the handle is cancelled, not lost
                    handle.abandon();
                }
            }
        }
    }

    /** {@return how many handles wait, sorted or not} */
    public int size() {
        int size = entry.size();
        for (int i = 0; i < lists.size(); i++) {
            size += lists.get(i).size();
        }
        return size;
    }

    /**
     * {@return when the longest waiting handle became runnable, in nanoseconds of the placement's clock;
     * {@link Long#MAX_VALUE} if none waits}
     */
    public long oldestReadyNs() {
        long oldest = ReadyTime.of(entry.peek());
        for (int i = 0; i < lists.size(); i++) {
            oldest = Math.min(oldest, ReadyTime.of(lists.get(i).peek()));
        }
        return oldest;
    }
}
