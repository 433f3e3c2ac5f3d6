package io.creel.queues;

/**
 * A stash for one thread at a time that several threads may share, each inside the same guard. What comes from outside the
 * guard's holders, a cancellation that wants a handle out of the middle, enters the guard, too; where it cannot, the handle
 * leaves when its turn comes.
 */
public interface Guarded {
    /**
     * Says that it is shared inside a guard; once, before the first handle. Its users enter the guard themselves, around all
     * they do with it, and do not take certain handles out with {@link io.creel.core.Stash#remove}.
     */
    void guardedBy(StashGuard guard);
}
