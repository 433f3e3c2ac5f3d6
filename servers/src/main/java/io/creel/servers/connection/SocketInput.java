package io.creel.servers.connection;

import io.creel.core.Coroutine;
import io.creel.core.spec.Suspends;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connection that were received and not parsed yet, in one array.
 *
 * <pre>
 *   0        floor         position            end          capacity
 *   | free   | kept        | unread            | free       |
 * </pre>
 *
 * A parser looks at the array from {@link #position()} to {@link #end()}, skips what it has used, and asks for more by
 * {@link #fill}. Bytes before the floor stay where they are, so a parser may keep offsets to them: see {@link #keep()}.
 *
 * <p>
 * One coroutine at a time. Allocates nothing once it is made.
 */
public final class SocketInput {
    private final byte[] bytes;
    private @Nullable TcpSocket socket;
    private int floor;
    private int position;
    private int end;
    private long received;

    /**
     * Makes an input without a connection.
     *
     * @param capacityBytes
     *            most unread bytes, at least 1
     */
    public SocketInput(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    /**
     * Begins to read a connection.
     *
     * @param from
     *            read by nothing else
     * @param first
     *            bytes that were read already; copied
     * @param length
     *            how many of them
     */
    public void of(TcpSocket from, byte[] first, int length) {
        socket = from;
        floor = 0;
        position = 0;
        end = length;
        received = length;
        System.arraycopy(first, 0, bytes, 0, length);
    }

    /** Forgets the connection and all bytes. */
    public void clear() {
        socket = null;
        floor = 0;
        position = 0;
        end = 0;
    }

    /** {@return the array that holds the bytes; only to be read} */
    public byte[] array() {
        return bytes;
    }

    /** {@return where the first unread byte is} */
    public int position() {
        return position;
    }

    /** {@return where the unread bytes end} */
    public int end() {
        return end;
    }

    /** {@return how many bytes are unread} */
    public int available() {
        return end - position;
    }

    /** {@return how many bytes the connection has brought since {@link #of}} */
    public long received() {
        return received;
    }

    /** {@return whether no byte fits any more, however many are skipped} */
    public boolean isFull() {
        return position == floor && end == bytes.length;
    }

    /**
     * Marks bytes as read.
     *
     * @param count
     *            0 to {@link #available()}
     */
    public void skip(int count) {
        assert count >= 0 && count <= available() : "skipped too much: count=" + count + ", available=" + available();
        position += count;
    }

    /** Keeps all bytes before the first unread one where they are, until {@link #release()}. */
    public void keep() {
        floor = position;
    }

    /** Ends {@link #keep()}: the room before the first unread byte may be used again. */
    public void release() {
        floor = 0;
    }

    /**
     * {@return whether fewer bytes than this fit behind those that are kept}
     *
     * @param bytes
     *            at least 0
     */
    public boolean isCramped(int bytes) {
        return this.bytes.length - floor < bytes;
    }

    /**
     * Moves kept and unread bytes to the front of the array.
     *
     * @param from
     *            the first byte to keep, at most the floor; those before it are lost
     * @return where that byte is now: 0
     */
    public int moveDown(int from) {
        System.arraycopy(bytes, from, bytes, 0, end - from);
        floor -= from;
        position -= from;
        end -= from;
        return 0;
    }

    /**
     * Reads what there is behind the unread bytes; suspends until there is something. Moves the unread bytes to the
     * floor if there is no room behind them.
     *
     * @param untilNs
     *            when to give up, on the clock of {@link Coroutine#nowNs()}
     * @return how many bytes came; −1 at the end of the stream; 0 if the time is up
     * @throws IpException
     *             if the connection is lost
     * @throws IllegalStateException
     *             if it {@linkplain #isFull() is full}
     */
    @Suspends
    public int fill(long untilNs) {
        if (position == end) {
            position = floor;
            end = floor;
        } else if (end == bytes.length) {
            makeRoom();
        }
        int came = socket().read(bytes, end, bytes.length - end, Math.max(0, untilNs - Coroutine.nowNs()));
        if (came > 0) {
            end += came;
            received += came;
        }
        return came;
    }

    private void makeRoom() {
        if (isFull()) {
            throw new IllegalStateException("no room for more bytes: socket=" + socket + ", capacity=" + bytes.length
                    + ", kept=" + floor);
        }
        System.arraycopy(bytes, position, bytes, floor, end - position);
        end -= position - floor;
        position = floor;
    }

    /**
     * Takes unread bytes, or reads from the connection straight into the caller's array if there are none.
     *
     * @param to
     *            gets the bytes
     * @param offset
     *            where in the array the first byte goes
     * @param length
     *            most bytes, at least 1
     * @param untilNs
     *            when to give up, on the clock of {@link Coroutine#nowNs()}
     * @return how many bytes; −1 at the end of the stream; 0 if the time is up
     * @throws IpException
     *             if the connection is lost
     */
    @Suspends
    public int read(byte[] to, int offset, int length, long untilNs) {
        if (position < end) {
            int part = Math.min(length, end - position);
            System.arraycopy(bytes, position, to, offset, part);
            position += part;
            return part;
        }
        int came = socket().read(to, offset, length, Math.max(0, untilNs - Coroutine.nowNs()));
        received += Math.max(0, came);
        return came;
    }

    /**
     * {@return the connection}
     *
     * @throws IllegalStateException
     *             if there is none
     */
    public TcpSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("read without a connection: call of() first");
        }
        return socket;
    }
}
