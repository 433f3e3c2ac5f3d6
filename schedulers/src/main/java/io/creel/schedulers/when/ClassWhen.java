package io.creel.schedulers.when;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The common part of policies over {@link ClassLists}. Each policy says where in its class a preempted coroutine goes;
 * its {@code package-info} names the source of that answer.
 */
public abstract class ClassWhen implements When {
    /** The place in its class where a preempted coroutine waits. */
    protected enum Preempted {
        /** Before all others: it keeps its place, and no coroutine of its class overtakes it. */
        AT_HEAD,
        /** Behind all others: the class is served in turns. */
        AT_TAIL
    }

    private final String name;
    private final ClassLists lists;
    private final Preempted place;
    private long preemptions;

    /**
     * Makes empty lists.
     *
     * @param name
     *            its name in error messages and dumps
     * @param classes
     *            the number of classes, at least 1
     * @param classOf
     *            the class of a handle
     * @param place
     *            where in its class a preempted coroutine waits
     */
    protected ClassWhen(String name, int classes, ToIntFunction<Coroutine> classOf, Preempted place) {
        this.name = name;
        this.place = Objects.requireNonNull(place, "place");
        lists = new ClassLists(name, classes, classOf);
    }

    /** {@return the waiting handles, by class} */
    protected final ClassLists lists() {
        return lists;
    }

    /**
     * Returns whether handles have come that are not sorted by class yet. A coroutine that might have to make room for
     * one of them does so once: the next take sorts them.
     *
     * @return a moment's estimate
     */
    protected final boolean hasUnsorted() {
        return !lists.entry().isEmpty();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Stash entry() {
        return lists.entry();
    }

    @Override
    public final List<Stash> stashes() {
        return lists.stashes();
    }

    @Override
    public final int size() {
        return lists.size();
    }

    @Override
    public @Nullable Coroutine suspended(Coroutine preempted) {
        preemptions++;
        ListStash list = lists.list(lists.classOf(preempted));
        if (place == Preempted.AT_TAIL) {
            return list.suspended(preempted);
        }
        return list.pushFront(preempted) ? null : preempted;
    }

    @Override
    public final long preemptions() {
        return preemptions;
    }

    @Override
    public final long oldestReadyNs() {
        return lists.oldestReadyNs();
    }

    @Override
    public int account(Coroutine taken) {
        return lists.classOf(taken);
    }
}
