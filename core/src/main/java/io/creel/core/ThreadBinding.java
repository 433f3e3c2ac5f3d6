package io.creel.core;

import java.util.Objects;

/**
 * Binds an object for one thread, such as a list stash or a receive queue, to the first thread that uses it, and
 * refuses every other thread. The message names the object, both threads and an alternative. A check costs one plain
 * load and one compare, also without assertions.
 *
 * <p>
 * In three cases the object passes to another thread without a hand-over, because two threads cannot use it at once
 * then:
 * <ul>
 * <li>The bound thread has ended.</li>
 * <li>Its carrier has {@linkplain Carrier#moveTo moved}.</li>
 * <li>The first user drives no carrier, such as a main thread that has filled the object. The new user then waits until
 * the first one is seen outside the object, and the first one is refused from then on.</li>
 * </ul>
 * Every other change needs {@link #handOver()}.
 *
 * <p>
 * Threads: any. The binding is read plainly, so a thread that shares no synchronisation with the bound one may be
 * refused a little late. If two threads use a new object at once, a compare-and-set decides which one is bound.
 */
public final class ThreadBinding extends ThreadBound {
    private final Object object;
    private final String kind;
    private final String alternative;

    /**
     * Makes a binding to no thread yet.
     *
     * @param object
     *            the object to bind; messages name it by its {@code toString}
     * @param kind
     *            the kind of object in messages, for example a stash
     * @param alternative
     *            the objects to use instead for several threads, as messages name them
     */
    public ThreadBinding(Object object, String kind, String alternative) {
        this.object = Objects.requireNonNull(object, "object");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.alternative = Objects.requireNonNull(alternative, "alternative");
    }

    /**
     * Checks that the calling thread may use the object, and binds it if no thread is bound.
     *
     * @param what
     *            the name of the operation in the message
     * @throws ThreadBindingException
     *             if another thread uses the object
     */
    public void check(String what) {
        check(what, true);
    }

    /**
     * Unbinds the object: the next thread that uses it is bound. The caller makes sure that this thread sees the
     * changes before, by starting it or by a queue between threads.
     *
     * @throws IllegalStateException
     *             if another thread uses the object
     */
    public void handOver() {
        giveUp();
    }

    /**
     * Lets any thread use the object from now on, because another mechanism keeps the threads apart. Called before the
     * first use.
     */
    public void release() {
        allowAnyThread();
    }

    /** {@return whether the caller is on the thread that uses the object} */
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
