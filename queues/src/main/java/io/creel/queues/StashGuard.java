package io.creel.queues;

/**
 * Separates threads that take turns at a single-threaded stash. A thread tries to enter and never waits: if it cannot
 * enter, it goes on with other work.
 */
public interface StashGuard {
    /**
     * Enters if no thread is inside; an acquire. Not reentrant.
     *
     * @return whether the caller is inside now
     */
    boolean tryEnter();

    /** Leaves; a release. */
    void leave();
}
