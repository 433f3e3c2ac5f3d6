package io.creel.servers.connection;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Objects that a connection borrows while it has work to do. There are never more of them than connections that work
 * at once; those that are free are used again, the last one first.
 *
 * <p>
 * One worker.
 *
 * @param <T>
 *            what is borrowed
 */
public final class Spare<T> {
    private final ArrayDeque<T> free = new ArrayDeque<>();
    private final Supplier<T> maker;
    private final int most;
    private int out;

    /**
     * Makes an empty set.
     *
     * @param most
     *            most free objects that are kept; more are left to the collector
     * @param maker
     *            makes an object if none is free
     */
    public Spare(int most, Supplier<T> maker) {
        this.most = most;
        this.maker = maker;
    }

    /** {@return an object that nothing else uses, to be given back} */
    public T borrow() {
        T spare = free.pollFirst();
        out++;
        return spare == null ? maker.get() : spare;
    }

    /**
     * Gives an object back.
     *
     * @param spare
     *            not used any more
     */
    public void giveBack(T spare) {
        out--;
        if (free.size() < most) {
            free.addFirst(spare);
        }
    }

    /** {@return how many objects are borrowed} */
    public int borrowed() {
        return out;
    }
}
