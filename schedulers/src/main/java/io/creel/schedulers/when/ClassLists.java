package io.creel.schedulers.when;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * A list for each class of coroutines behind one entry, for policies that choose between classes and keep the order of arrival
 * within each. What enters is sorted at the next {@link #sort}, O(1) a handle. Not thread-safe, except {@link #size()}.
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
     *            how many, at least 1
     * @param classOf
     *            the class of a handle; what is out of bounds counts as the nearest
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

    /** How many classes there are. */
    public int classes() {
        return lists.size();
    }

    /** Where all enter. */
    public Stash entry() {
        return entry;
    }

    /** The entry and every list. */
    public List<Stash> stashes() {
        return stashes;
    }

    /** The list of a class. */
    public ListStash list(int index) {
        return lists.get(index);
    }

    /** The class of a handle. */
    public int classOf(Coroutine handle) {
        return Math.clamp(classOf.applyAsInt(handle), 0, lists.size() - 1);
    }

    /** Puts what has entered into its lists. */
    public void sort() {
        for (Coroutine handle = entry.pop(); handle != null; handle = entry.pop()) {
            int index = 0;
            try {
                index = classOf(handle);
            } finally {
                if (!lists.get(index).push(handle)) { // one whose hint throws is not lost
                    handle.abandon();
                }
            }
        }
    }

    /** How many wait, sorted or not. */
    public int size() {
        int size = entry.size();
        for (int i = 0; i < lists.size(); i++) {
            size += lists.get(i).size();
        }
        return size;
    }

    /** When the one that has waited longest became runnable; {@link Long#MAX_VALUE} where nobody waits. */
    public long oldestReadyNs() {
        long oldest = ReadyTime.of(entry.peek());
        for (int i = 0; i < lists.size(); i++) {
            oldest = Math.min(oldest, ReadyTime.of(lists.get(i).peek()));
        }
        return oldest;
    }
}
