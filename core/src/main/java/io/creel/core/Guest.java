package io.creel.core;

/**
 * A stack that another runtime switches, presented as a coroutine: a virtual thread of the JDK. Its {@link Coroutine}
 * is a handle as any other. It can be owned, stashed, drained and resumed, and the guest can await anything that a
 * coroutine can await. Only the switch itself belongs to the guest.
 *
 * <p>
 * A carrier enters a guest on the carrier's own stack, outside any continuation of Creel: a second continuation around
 * the guest's own one would double the cost of each switch. A guest roams. It is never ended by force. A cancellation
 * interrupts its thread, which ends its present wait or the next one and nothing else.
 */
public interface Guest {
    /** The reason why {@link #enter} has returned. */
    enum Exit {
        /** The guest waits for something outside Creel; the carrier calls {@link #blocked} next. */
        BLOCKED,
        /** The guest awaits, see {@link #leave}; the callback of that wait gets the handle. */
        AWAITING,
        /** The guest has ended. */
        ENDED
    }

    /** How a wait has ended. */
    enum Return {
        /** A holder of the handle has resumed the guest. */
        RESUMED,
        /** The guest has not left its carrier, because a frame pins its stack. */
        PINNED,
        /** The guest continues elsewhere, because no carrier is left for it. */
        ABANDONED
    }

    /**
     * Runs the guest until it gives up control. Called on the carrier's thread, a platform thread. Must not throw.
     *
     * @return the reason why the guest has given up control
     */
    Exit enter();

    /**
     * Gives up control until the next {@link #enter}. Called inside the guest, by {@link Coroutine#await} and its
     * siblings.
     *
     * @return how the wait has ended
     */
    Return leave();

    /**
     * Tells the guest that its thread waits for something outside Creel, and that the handle is
     * {@link CoroutineState#BLOCKED}. Once the thread is runnable, the guest {@linkplain Coroutine#unblock unblocks}
     * the handle and places it. Called on the carrier's stack. Must not throw.
     *
     * @param self
     *            the handle, owned by the guest
     */
    void blocked(Coroutine self);

    /**
     * Tells the guest that no carrier is left that could resume it. The handle is {@link CoroutineState#BLOCKED}. Any
     * thread may call it. Must not throw.
     *
     * @param self
     *            the handle, owned by the guest
     */
    void abandoned(Coroutine self);

    /** {@return the thread of the guest; always the same one} */
    Thread thread();
}
