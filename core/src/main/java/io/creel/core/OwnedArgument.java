package io.creel.core;

import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * An object that has one owner at a time and is given back in the end, such as a packet. Creel follows its ownership at
 * two places: into a coroutine as its argument, and through a channel as its item. A coroutine that ends by an
 * exception or a cancellation, or never begins, gives back an object that it still owns.
 *
 * <p>
 * Each ownership has a number of its own, the <em>lease</em>. A coroutine remembers the lease with which it began.
 * Therefore its end never touches an object that has been given back or has another owner by then, even if a pool has
 * handed out the same object again.
 *
 * <p>
 * This is a class and not an interface, because every start asks whether the argument is one, and for an interface that
 * would be a search. Only the owner calls these methods; {@link #giveBack(long)} may be called by any thread.
 */
public abstract class OwnedArgument {
    /** For subclasses. */
    protected OwnedArgument() {
    }

    /**
     * Begins a new lease of the same owner. The lease before ends, and nothing is given back. An owner calls it before
     * it passes the object on in a way that Creel does not see, such as through a list or a field.
     *
     * @throws IllegalStateException
     *             if the object has no owner, or belongs to a coroutine that has not begun
     */
    public abstract void handOver();

    /** Undoes {@link #handOver} or {@link #entrust} after the receiver has refused. The lease before continues. */
    protected abstract void takeBack();

    /**
     * Begins the lease of a coroutine that has not begun. Until the coroutine begins, every attempt to give the object
     * back or to pass it on is refused.
     *
     * @throws IllegalStateException
     *             if the object has no owner, or belongs to another coroutine that has not begun
     */
    protected abstract void entrust();

    /**
     * Notes that the coroutine to which the object was entrusted begins, and may use it as an owner.
     *
     * @return the lease of that coroutine
     */
    protected abstract long begin();

    /**
     * Gives the object back and counts it, if the lease still lasts. Any thread may call it.
     *
     * @param lease
     *            the lease of the owner that gives the object back
     * @return {@code true} if this call gave it back
     */
    protected abstract boolean giveBack(long lease);

    /**
     * Notes that the body has returned. Counts the object if the lease still lasts, and leaves its ownership as it is.
     *
     * @param lease
     *            the lease with which the coroutine began
     */
    protected abstract void returned(long lease);

    /** {@return the present lease, which belongs to the caller} */
    protected abstract long lease();

    /**
     * Runs a body with an object of the caller's that is not the argument of its coroutine. If the body throws while it
     * still owns the object, the object is given back and counted, as at the end of a coroutine. Allocates nothing.
     *
     * @param <A>
     *            the type of the object
     * @param body
     *            gets the object; it is called once, at once
     * @param object
     *            owned by the caller; by the body from now on
     * @throws Throwable
     *             what the body throws
     */
    @Suspends
    public static <A extends OwnedArgument> void run(Body<? super A> body, @Transfers(onException = true) A object)
            throws Throwable {
        long lease = object.lease();
        try {
            body.run(object);
        } catch (Throwable fault) {
            object.giveBack(lease);
            throw fault;
        }
    }

    /**
     * Calls {@link #handOver()} if the item is an {@link OwnedArgument}. For carriers of any item, such as a channel.
     *
     * @param item
     *            owned by the caller; may be {@code null}
     */
    public static void handOver(@Nullable Object item) {
        if (item instanceof OwnedArgument owned) {
            owned.handOver();
        }
    }

    /**
     * Undoes {@link #handOver(Object)} for an item that was refused.
     *
     * @param item
     *            owned by the caller again; may be {@code null}
     */
    public static void takeBack(@Nullable Object item) {
        if (item instanceof OwnedArgument owned) {
            owned.takeBack();
        }
    }

    /**
     * Gives back and counts an item that the caller owns and has no receiver for.
     *
     * @param item
     *            owned by the caller; may be {@code null}
     * @return {@code true} if the item is an {@link OwnedArgument} and this call gave it back
     */
    public static boolean giveBack(@Nullable Object item) {
        return item instanceof OwnedArgument owned && owned.giveBack(owned.lease());
    }
}
