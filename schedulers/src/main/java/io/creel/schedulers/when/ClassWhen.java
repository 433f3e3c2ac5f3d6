package io.creel.schedulers.when;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.List;
import java.util.function.ToIntFunction;

/** What policies over {@link ClassLists} have in common. A preempted coroutine goes to the end of its class. */
public abstract class ClassWhen implements When {
    private final String name;
    private final ClassLists lists;
    private long preemptions;

    /**
     * Makes empty lists.
     *
     * @param name
     *            what error messages and dumps call it
     * @param classes
     *            how many, at least 1
     * @param classOf
     *            the class of a handle
     */
    protected ClassWhen(String name, int classes, ToIntFunction<Coroutine> classOf) {
        this.name = name;
        lists = new ClassLists(name, classes, classOf);
    }

    /** What waits, by class. */
    protected final ClassLists lists() {
        return lists;
    }

    /**
     * Whether something has come whose class nobody has looked at yet. Who may have to make room for it does so once: the next
     * take sorts it.
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
    public Coroutine suspended(Coroutine preempted) {
        preemptions++;
        return lists.list(lists.classOf(preempted)).suspended(preempted);
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
