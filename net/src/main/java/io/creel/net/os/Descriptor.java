package io.creel.net.os;

import java.util.concurrent.atomic.AtomicInteger;

/** An open file descriptor that is closed exactly once, whichever thread closes it first. */
public final class Descriptor implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    /**
     * Wraps an open descriptor, which this object owns from now on.
     *
     * @param number the number of the descriptor
     */
    public Descriptor(int number) {
        this.number = new AtomicInteger(number);
    }

    /**
     * Makes a descriptor from the result of a system call.
     *
     * @param result a descriptor, or a negative error number
     * @param what the complaint if the call failed, for the message
     * @param values {@code name=value, name=value}, for the message
     * @return the descriptor
     * @throws OsException if the result is an error
     */
    public static Descriptor of(long result, String what, String values) throws OsException {
        return new Descriptor((int) OsException.check(result, what, values));
    }

    /**
     * Returns the number of the descriptor.
     *
     * @return the number
     * @throws IllegalStateException after the close, because the number may stand for another file by then
     */
    public int number() {
        int value = number.get();
        if (value == CLOSED) {
            throw new IllegalStateException("used a closed descriptor");
        }
        return value;
    }

    @Override
    public void close() {
        int value = number.getAndSet(CLOSED);
        if (value != CLOSED) {
            new Kernel().close(value);
        }
    }
}
