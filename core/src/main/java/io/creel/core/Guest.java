package io.creel.core;

/**
 * A stack that somebody else switches, seen as a coroutine: a virtual thread of the JDK. Its {@link Coroutine} is a handle like
 * any other, is owned, stashed, drained and resumed like any other, and may await whatever a coroutine may await; only the
 * switch itself is the guest's.
 *
 * <p>
 * It is entered on the carrier's own stack, outside any continuation of ours: a second continuation around the guest's own
 * would double the cost of each switch. It roams. It is never ended by force: to cancel it is to interrupt its thread, which
 * ends its present wait or the next one and nothing else.
 */
public interface Guest {
    /** Why {@link #enter} has returned. */
    enum Exit {
        /** It waits for something that Creel does not know; {@link #blocked} is called next. */
        BLOCKED,
        /** It awaits, see {@link #leave}; the callback of that wait gets the handle. */
        AWAITING,
        /** It has ended. */
        ENDED
    }

    /** How a wait has ended. */
    enum Return {
        /** Somebody has resumed it. */
        RESUMED,
        /** It has not left: a frame pins its stack. */
        PINNED,
        /** It runs on, but not here: no carrier is left for it. */
        ABANDONED
    }

    /** Runs it until it gives up control. On the carrier's thread, a platform thread; must not throw. */
    Exit enter();

    /** Gives up control until the next {@link #enter}. Inside the guest, by {@link Coroutine#await} and its siblings. */
    Return leave();

    /**
     * Its thread waits for something else than Creel, and its handle is {@link CoroutineState#BLOCKED}. Once the thread is
     * runnable, the guest {@linkplain Coroutine#unblock unblocks} the handle and places it. On the carrier's stack; must not throw.
     */
    void blocked(Coroutine self);

    /** No carrier is left that could resume it; its handle is {@link CoroutineState#BLOCKED}. From any thread; must not throw. */
    void abandoned(Coroutine self);

    /** The thread it is. */
    Thread thread();
}
