package io.creel.cli.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The connection of one thread of the tool: one call at a time, in records.
 *
 * <pre>
 *  0        4
 *  +--------+----------------------+----+---------------+
 *  | length | words                | LF | bytes         |
 *  +--------+----------------------+----+---------------+
 *  length: little endian, 32 bits; of all that follows it
 * </pre>
 */
final class BridgeConnection {
    /** The longest record, and the longest answer. */
    static final int MAX_RECORD_BYTES = 1 << 20;
    /** The longest line. */
    static final int MAX_LINE_BYTES = 1024;

    private static final int FIRST_CAPACITY = 4096;
    private static final int LENGTH_BYTES = 4;

    private final SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer in = ByteBuffer.allocate(FIRST_CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private boolean closeWhenSent;
    private boolean ended;
    /** The call that waits; null if there is none. */
    Call waiting;
    /** Until when the clock stands still for this connection, by the real clock; see {@link BridgeServer}. */
    long graceUntilNs = Long.MIN_VALUE;
    /** Questions for the time without another call between them. */
    int timesAsked;

    BridgeConnection(SocketChannel channel) {
        this.channel = channel;
    }

    void registered(SelectionKey registration) {
        key = registration;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * Reads what has come.
     *
     * @return false if the tool has closed the connection
     */
    boolean read() throws IOException {
        if (!in.hasRemaining()) {
            if (in.capacity() >= MAX_RECORD_BYTES + LENGTH_BYTES) {
                key.interestOpsAnd(~SelectionKey.OP_READ); // a whole record is here and waits for its turn
                return true;
            }
            int capacity = Math.min(2 * in.capacity(), MAX_RECORD_BYTES + LENGTH_BYTES);
            in = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(in.flip());
        }
        return channel.read(in) >= 0;
    }

    /** The tool has closed its side: what it has sent before is still made, but it awaits nothing. */
    void ended() {
        ended = true;
        waiting = null;
        key.interestOps(0);
    }

    void closeIfEnded() {
        if (ended) {
            close();
        }
    }

    /** Whether the next call may be taken: none waits, and the last answer has left. */
    boolean isReady() {
        return isOpen() && waiting == null && !out.hasRemaining() && !closeWhenSent;
    }

    /**
     * The next call; null if none has arrived in full.
     *
     * @throws CallFailure
     *             if the record is wrong; if its length is, the connection ends with the answer
     */
    CallLine next() {
        if (in.position() < LENGTH_BYTES) {
            return null;
        }
        long length = in.getInt(0) & 0xffff_ffffL;
        if (length > MAX_RECORD_BYTES) {
            closeWhenSent = true;
            throw new CallFailure(LinuxError.EMSGSIZE,
                    "record too long, the connection ends: bytes=" + length + ", most="
                            + MAX_RECORD_BYTES + "; the length is 32 bits, little endian");
        }
        if (in.position() < LENGTH_BYTES + length) {
            return null;
        }
        byte[] record = new byte[(int) length];
        in.flip().position(LENGTH_BYTES);
        in.get(record);
        in.compact();
        key.interestOpsOr(SelectionKey.OP_READ);
        return line(record);
    }

    private static CallLine line(byte[] record) {
        int end = 0;
        while (end < record.length && record[end] != '\n') {
            end++;
        }
        if (end > MAX_LINE_BYTES) {
            throw new CallFailure(LinuxError.EINVAL, "line too long: bytes=" + end + ", most=" + MAX_LINE_BYTES
                    + "; a line feed ends the line");
        }
        byte[] bytes = Arrays.copyOfRange(record, Math.min(end + 1, record.length), record.length);
        return new CallLine(new String(record, 0, end, StandardCharsets.UTF_8), bytes);
    }

    /** Answers; what the socket does not take now follows later. */
    void answer(Answer answer) throws IOException {
        byte[] line = (answer.line() + "\n").getBytes(StandardCharsets.UTF_8);
        int length = line.length + answer.bytes().length;
        out = ByteBuffer.allocate(LENGTH_BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(length).put(line).put(answer.bytes()).flip();
        write();
    }

    /** Writes on. */
    void write() throws IOException {
        channel.write(out);
        if (out.hasRemaining()) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
            return;
        }
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        if (closeWhenSent) {
            close();
        }
    }

    void close() {
        waiting = null;
        try {
            channel.close();
        } catch (IOException ignored) {
            // it is gone either way
        }
    }
}
