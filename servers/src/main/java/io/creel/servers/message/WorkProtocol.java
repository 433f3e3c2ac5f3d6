package io.creel.servers.message;

import java.nio.ByteBuffer;

/**
 * A protocol of messages that ask for processor time. A client measures with it how servers schedule: the work is a
 * number of rounds and not a time, so every server does the same, and the answer proves it. All numbers are in network
 * byte order.
 *
 * <pre>
 *   request    0        4       5        8         12      20
 *              | length | class | 0 0 0  | rounds  | id    | padding |     length = 16 + padding
 *   answer     0        4       5        8         12      20       28
 *              | length | class | 0 0 0  | rounds  | id    | result |      length = 24
 * </pre>
 *
 * The length counts the bytes behind it. Class 0 is the short one and class 1 the long one. The server repeats class,
 * rounds and id, and adds the {@link #work result}. Answers of one connection may come in any order. A server closes a
 * connection whose request has a length below 16, an unknown class, a byte that should be 0, or more rounds than it
 * allows.
 *
 * <p>
 * Stateless, for any thread. Uses the JDK only and allocates nothing, so servers of other kinds use it as it is.
 */
public final class WorkProtocol {
    /** The number of classes. */
    public static final int CLASSES = 2;
    /** The class that asks for little work. */
    public static final int SHORT = 0;
    /** The class that asks for much work. */
    public static final int LONG = 1;
    /** The bytes of the length in front of each message. */
    public static final int PREFIX_BYTES = 4;
    /** The payload of a request without padding, in bytes. */
    public static final int REQUEST_BYTES = 16;
    /** The payload of an answer, in bytes. */
    public static final int ANSWER_BYTES = 24;
    /** Where the class is in a payload. */
    public static final int CLASS = 0;
    /** Where the number of rounds is in a payload. */
    public static final int ROUNDS = 4;
    /** Where the id is in a payload. */
    public static final int ID = 8;
    /** Where the result is in the payload of an answer. */
    public static final int RESULT = 16;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private WorkProtocol() {
    }

    /**
     * Writes a request at the position of a buffer.
     *
     * @param to
     *            in network byte order, as a new buffer is; has room for the request
     * @param messageClass
     *            {@link #SHORT} or {@link #LONG}
     * @param rounds
     *            how much work, at least 0
     * @param id
     *            any number
     * @param paddingBytes
     *            how much longer the message is, at least 0; the padding is zeros
     */
    public static void putRequest(ByteBuffer to, int messageClass, int rounds, long id, int paddingBytes) {
        head(to, REQUEST_BYTES + paddingBytes, messageClass, rounds, id);
        for (int i = 0; i < paddingBytes; i++) {
            to.put((byte) 0);
        }
    }

    /**
     * Writes an answer at the position of a buffer.
     *
     * @param to
     *            in network byte order, as a new buffer is; has room for the answer
     * @param messageClass
     *            of the request
     * @param rounds
     *            of the request
     * @param id
     *            of the request
     * @param result
     *            what {@link #work} returns for it
     */
    public static void putAnswer(ByteBuffer to, int messageClass, int rounds, long id, long result) {
        head(to, ANSWER_BYTES, messageClass, rounds, id);
        to.putLong(result);
    }

    private static void head(ByteBuffer to, int lengthBytes, int messageClass, int rounds, long id) {
        to.putInt(lengthBytes).putInt(messageClass << 24).putInt(rounds).putLong(id);
    }

    /**
     * {@return how many bytes the message at an offset takes, its length included; 0 if they are not all there}
     * A negative number tells of a length that no buffer of this size can hold.
     *
     * @param bytes
     *            holds the message up to its limit
     * @param offset
     *            where the message begins
     */
    public static int measure(ByteBuffer bytes, int offset) {
        int available = bytes.limit() - offset;
        if (available < PREFIX_BYTES) {
            return 0;
        }
        int length = bytes.getInt(offset);
        if (length < 0 || length > bytes.capacity() - PREFIX_BYTES) {
            return -1;
        }
        return available - PREFIX_BYTES < length ? 0 : PREFIX_BYTES + length;
    }

    /**
     * Returns whether a payload is a request that a server may answer.
     *
     * @param lengthBytes
     *            of the payload
     * @param classWord
     *            the first four bytes of the payload
     * @param rounds
     *            of the request
     * @param maxRounds
     *            the most that the server allows
     * @return whether it is well-formed and within the bound
     */
    public static boolean isRequest(int lengthBytes, int classWord, int rounds, int maxRounds) {
        return lengthBytes >= REQUEST_BYTES && (classWord & 0xffffff) == 0 && classWord >>> 24 < CLASSES && rounds >= 0
                && rounds <= maxRounds;
    }

    /**
     * Does the work of a request at a stretch.
     *
     * @param id
     *            of the request
     * @param rounds
     *            of the request
     * @return the result for the answer
     */
    public static long work(long id, int rounds) {
        return advance(id, rounds);
    }

    /**
     * Does some rounds. Each needs the one before, so the time is in proportion to their number, a few nanoseconds
     * each. The work may be cut: {@code advance(advance(id, a), b)} is {@code work(id, a + b)}.
     *
     * @param state
     *            what the rounds before have returned; the id before the first one
     * @param rounds
     *            at least 0
     * @return the state after them
     */
    public static long advance(long state, int rounds) {
        long x = state;
        for (int i = 0; i < rounds; i++) { // the mixer of splitmix64: Steele, Lea and Flood, OOPSLA 2014
            x += GOLDEN;
            x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
            x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
            x ^= x >>> 31;
        }
        return x;
    }
}
