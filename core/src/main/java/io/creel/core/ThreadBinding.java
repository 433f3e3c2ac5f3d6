package io.creel.core;

import java.util.Objects;

/**
 * Binds an object for one thread, such as a list stash or a receive queue, to the thread that uses it first, and refuses every other
 * thread with a sentence that names the object, both threads and what to use instead. A check costs one plain load and one
 * compare, also without assertions.
 *
 * <p>
 * Three things pass the object on without a word, because no two threads can be in it then: the end of the bound thread; a
 * carrier that {@linkplain Carrier#moveTo moves}; and a first user that is no carrier's thread, a main thread say, which has made the
 * object ready for the next one. That one waits until the first user is seen outside the object, and the first may not come
 * back. All else needs {@link #handOver()}.
 *
 * <p>
 * Threads: any. The binding is plain, so a thread that has never been synchronised with the bound one may be told a little late; the
 * first use of two threads at once is decided by a compare-and-set.
 */
public final class ThreadBinding extends OneThread {
    private final Object object;
    private final String kind;
    private final String instead;

    /**
     * Makes a binding to no thread yet.
     *
     * @param object
     *            what is bound; its {@code toString} names it
     * @param kind
     *            what messages call it, a stash say
     * @param instead
     *            what to use in its place if several threads are to use it
     */
    public ThreadBinding(Object object, String kind, String instead) {
        this.object = Objects.requireNonNull(object, "object");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.instead = Objects.requireNonNull(instead, "instead");
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
        letEveryoneIn();
    }

    /** Whether the caller is on the thread that uses the object. */
    public boolean isHere() {
        return isUsersThread();
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
    String instead() {
        return instead;
    }
}
