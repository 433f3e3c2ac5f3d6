package io.creel.servers.connection;

import io.creel.core.spec.Suspends;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Gathers bytes for a connection, so that several small parts leave in one segment. {@link #flush} hands them to the
 * connection; a full buffer does so by itself. A peer that makes no room in time is an exception.
 *
 * <p>
 * One coroutine at a time. Allocates nothing once it is made.
 */
public final class SocketOutput {
    private static final byte[] LEAST = {'-', '9', '2', '2', '3', '3', '7', '2', '0', '3', '6', '8', '5', '4', '7',
            '7', '5', '8', '0', '8'};

    private final byte[] bytes;
    private final long stallNs;
    private final byte[] digits = new byte[20];
    private @Nullable TcpSocket socket;
    private int size;
    private long sent;

    /**
     * Makes an output without a connection.
     *
     * @param capacityBytes
     *            most bytes that wait for a flush, at least 1
     * @param stallNs
     *            how long the peer may take to make room for one buffer of bytes, in nanoseconds
     */
    public SocketOutput(int capacityBytes, long stallNs) {
        bytes = new byte[capacityBytes];
        this.stallNs = stallNs;
    }

    /**
     * Begins to write to a connection.
     *
     * @param to
     *            written by nothing else
     */
    public void of(TcpSocket to) {
        socket = to;
        size = 0;
        sent = 0;
    }

    /** Forgets the connection, and the bytes that were not flushed. */
    public void clear() {
        socket = null;
        size = 0;
    }

    /** {@return how many bytes wait for a flush} */
    public int pending() {
        return size;
    }

    /** {@return how many bytes were handed to the connection since {@link #of}} */
    public long sent() {
        return sent;
    }

    /**
     * Adds one byte.
     *
     * @param value
     *            its lower 8 bits
     * @return this
     */
    @Suspends
    public SocketOutput put(int value) {
        if (size == bytes.length) {
            flush();
        }
        bytes[size++] = (byte) value;
        return this;
    }

    /**
     * Adds bytes. More than the buffer holds go straight to the connection, after those that wait.
     *
     * @param from
     *            holds the bytes; they are copied
     * @param offset
     *            of the first one
     * @param length
     *            how many
     * @return this
     */
    @Suspends
    public SocketOutput put(byte[] from, int offset, int length) {
        if (length > bytes.length - size) {
            flush();
        }
        if (length < bytes.length) {
            System.arraycopy(from, offset, bytes, size, length);
            size += length;
            return this;
        }
        for (int done = 0; done < length;) {
            int part = Math.min(length - done, bytes.length);
            send(from, offset + done, part);
            done += part;
        }
        return this;
    }

    /**
     * Adds the characters of a text, one byte each.
     *
     * @param text
     *            of characters up to 255
     * @return this
     */
    @Suspends
    public SocketOutput ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        return this;
    }

    /**
     * Adds a number in decimal digits.
     *
     * @param value
     *            any number
     * @return this
     */
    @Suspends
    public SocketOutput decimal(long value) {
        if (value == Long.MIN_VALUE) {
            return put(LEAST, 0, LEAST.length);
        }
        if (value < 0) {
            put('-');
        }
        return unsigned(Math.abs(value));
    }

    /**
     * Adds a number without a sign in decimal digits.
     *
     * @param value
     *            64 bits without a sign
     * @return this
     */
    @Suspends
    public SocketOutput unsigned(long value) {
        int at = digits.length;
        long left = value;
        do {
            digits[--at] = (byte) ('0' + Long.remainderUnsigned(left, 10));
            left = Long.divideUnsigned(left, 10);
        } while (left != 0);
        return put(digits, at, digits.length - at);
    }

    /**
     * Hands all bytes to the connection; suspends while its send buffer is full.
     *
     * @throws PeerStalledException
     *             if the peer makes no room in time
     * @throws IpException
     *             if the connection is lost
     */
    @Suspends
    public void flush() {
        if (size > 0) {
            int all = size;
            size = 0;
            send(bytes, 0, all);
        }
    }

    private void send(byte[] from, int offset, int length) {
        if (socket == null) {
            throw new IllegalStateException("write without a connection: call of() first");
        }
        int written = socket.write(from, offset, length, stallNs);
        sent += written;
        if (written < length) {
            throw new PeerStalledException("the peer does not receive: socket=" + socket + ", written=" + written
                    + ", length=" + length + ", stallNs=" + stallNs);
        }
    }
}
