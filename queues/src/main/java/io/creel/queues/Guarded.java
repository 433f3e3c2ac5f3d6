package io.creel.queues;

/**
 * A single-threaded stash that several threads may share if each of them uses it inside the same guard. A cancellation
 * that comes from outside the guard's holders and wants a handle from the middle enters the guard, too. If the guard is
 * taken, the handle stays and leaves at its turn.
 */
public interface Guarded {
    /**
     * Makes this stash one that is shared inside a guard. Called once, before the first push. From then on, users enter
     * the guard themselves around every operation, and they do not take single handles out with
     * {@link io.creel.core.Stash#remove}.
     *
     * @param guard the guard that all users of this stash enter
     */
    void guardedBy(StashGuard guard);
}
