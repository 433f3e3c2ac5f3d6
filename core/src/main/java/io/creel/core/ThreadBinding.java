package io.creel.core;

import java.util.Objects;

/**
 * Binds an object for one thread, such as a list stash or a receive queue, to the thread that uses it first, and refuses every other
 * thread with a sentence that names the object, both threads and what to use instead. A check costs one plain load and one
 * compare, also without assertions.
 *
 * <p>
 * In three cases the object passes to another thread without a hand-over, because no two threads can use it at once then: the bound
 * thread has ended; its carrier has {@linkplain Carrier#moveTo moved}; or the first user drives no carrier, such as a main thread that
 * has filled the object. In the third case the new user waits until the first is seen outside the object, and the first is refused
 * from then on. Every other change needs {@link #handOver()}.
 *
 * <p>
 * Threads: any. The binding is read plainly, so a thread that shares no synchronisation with the bound one may be refused a little
 * late. If two threads use a new object at once, a compare-and-set decides which one is bound.
 */
public final class ThreadBinding extends ThreadBound {
    private final Object object;
    private final String kind;
    private final String alternative;

    /**
     * Makes a binding to no thread yet.
     *
     * @param object
     *            what is bound; its {@code toString} names it
     * @param kind
     *            what messages call it, a stash say
     * @param alternative
     *            what to use in its place if several threads are to use it
     */
    public ThreadBinding(Object object, String kind, String alternative) {
        this.object = Objects.requireNonNull(object, "object");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.alternative = Objects.requireNonNull(alternative, "alternative");
    }

    /**
     * Checks that the caller is the thread that may use the object, and binds it if there is none yet.
     *
     * @param what
     *            what the message calls the operation
     * @throws ThreadBindingException
     *             if another thread uses it
     */
    public void check(String what) {
        check(what, true);
    }

    /**
     * Gives the object up: the next thread that uses it is bound. The caller must see to it that this thread sees what was done
     * before, by starting it or by a queue between threads.
     *
     * @throws IllegalStateException
     *             if another thread uses the object
     */
    public void handOver() {
        giveUp();
    }

    /** Lets any thread use it from now on: something else keeps them apart. Before its first use. */
    public void release() {
        allowAnyThread();
    }

    /** Whether the caller is on the thread that uses the object. */
    public boolean isHere() {
        return isUserThread();
    }

    @Override
    Object object() {
        return object;
    }

    @Override
    String kind() {
        return kind;
    }

    @Override
    String alternative() {
        return alternative;
    }
}
