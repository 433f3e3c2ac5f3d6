package io.creel.core;

/**
 * Something that has one owner at a time and is given back in the end, such as a packet. Creel follows its ownership where it
 * sees it pass: into a coroutine as its argument, and through a channel as its item. A coroutine that ends by an exception or a
 * cancellation, or never begins, gives back what it still owns.
 *
 * <p>
 * Each ownership has a number of its own, the <em>lease</em>. A coroutine remembers the lease it began with, so its end never
 * touches a thing that has been given back, or belongs to another owner by then, even if that is the same thing again.
 *
 * <p>
 * A class and no interface, because every start asks whether the argument is one, and for an interface that is a search.
 * Only the owner calls these methods, except {@link #giveBack(long)}, which any thread may call.
 */
public abstract class OwnedArgument {
    /** For subclasses. */
    protected OwnedArgument() {
    }

    /**
     * Begins a new lease of the same caller: the one before ends without anything being given back. To be called by an owner
     * that is about to pass this on in a way that Creel does not see, through a list or a field.
     *
     * @throws IllegalStateException
     *             if this has no owner, or belongs to a coroutine that has not begun
     */
    public abstract void handOver();

    /** Undoes {@link #handOver} or {@link #entrust}: the receiver has refused, and the lease before goes on. */
    protected abstract void takeBack();

    /**
     * Begins the lease of a coroutine that has not begun. Until it begins, every attempt to give this back or to pass it on is refused.
     *
     * @throws IllegalStateException
     *             if this has no owner, or belongs to another coroutine that has not begun
     */
    protected abstract void entrust();

    /**
     * The coroutine that this was entrusted to begins, and may do with it what an owner may.
     *
     * @return its lease
     */
    protected abstract long begin();

    /**
     * Gives this back, and counts it, if the lease still lasts.
     *
     * @return whether this call gave it back
     */
    protected abstract boolean giveBack(long lease);

    /** The body has returned. Counts it if the lease still lasts, and leaves the ownership alone. */
    protected abstract void returned(long lease);

    /** The present lease, which is the caller's. */
    protected abstract long lease();

    /** {@link #handOver()} for what passes an item of any type on, such as a channel; nothing if it has no owner to follow. */
    public static void handOver(Object item) {
        if (item instanceof OwnedArgument owned) {
            owned.handOver();
        }
    }

    /** Undoes {@link #handOver(Object)} for an item that was refused. */
    public static void takeBack(Object item) {
        if (item instanceof OwnedArgument owned) {
            owned.takeBack();
        }
    }

    /** Gives back and counts an item that the caller owns and has no receiver for. Returns whether it was one to give back. */
    public static boolean giveBack(Object item) {
        return item instanceof OwnedArgument owned && owned.giveBack(owned.lease());
    }
}
