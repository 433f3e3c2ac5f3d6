package io.creel.net.os;

import java.util.concurrent.atomic.AtomicInteger;

/** An open file descriptor, closed exactly once whoever closes it first. */
public final class Descriptor implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    public Descriptor(int number) {
        this.number = new AtomicInteger(number);
    }

    /** A new descriptor out of the result of a call, or what went wrong. */
    public static Descriptor of(long result, String what, String values) throws OsException {
        return new Descriptor((int) OsException.check(result, what, values));
    }

    /**
     * @throws IllegalStateException
     *             after the close, because the number may belong to somebody else by then
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
