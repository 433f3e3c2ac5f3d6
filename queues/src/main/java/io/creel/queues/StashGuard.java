package io.creel.queues;

/**
 * Keeps threads apart that take turns at stashes for one thread at a time. Tried, never waited for: who cannot enter goes on
 * with something else.
 */
public interface StashGuard {
    /** Enters if nobody is inside; an acquire. Not reentrant. */
    boolean tryEnter();

    /** Leaves; a release. */
    void leave();
}
