package io.creel.ip.stream;

import io.creel.ip.IpException;
import io.creel.net.wire.Frame;
import java.nio.ByteOrder;

/**
 * Says where the messages of a byte stream end. Stateless, so one object serves all connections.
 *
 * <p>
 * A message on the stream is its head, its payload and its tail. {@link MessageReader} gives the payload alone to its
 * handler. Programs may write framings of their own.
 */
public interface Framing {
    /** {@return the most bytes of a payload} */
    int maxMessageBytes();

    /** {@return the bytes in front of each payload} */
    int headBytes();

    /** {@return the bytes behind each payload} */
    int tailBytes();

    /**
     * Measures the message that begins at an offset.
     *
     * @param bytes
     *            holds the beginning of the message or more than it; only to be read
     * @param offset
     *            where the message begins
     * @param availableBytes
     *            how many bytes are there from the offset on, at least 1
     * @param seenBytes
     *            how many of these an earlier call has seen, which has asked for more; 0 for the first call
     * @return how many bytes the message takes, head and tail included; 0 if more bytes are needed to tell, or if the
     *         message is not complete
     * @throws IpException
     *             with reason {@link IpException.Reason#BAD_MESSAGE} if the message is longer than allowed or is
     *             malformed; the stream is useless from there on
     */
    int measure(Frame bytes, int offset, int availableBytes, int seenBytes);

    /**
     * Messages with their length in front: an unsigned number in network byte order, which counts the payload alone.
     *
     * @param prefixBytes
     *            1 to 4
     * @param maxMessageBytes
     *            at least 0; a longer message is refused
     * @return the framing
     */
    static Framing lengthPrefixed(int prefixBytes, int maxMessageBytes) {
        return new LengthPrefix(prefixBytes, ByteOrder.BIG_ENDIAN, maxMessageBytes);
    }

    /**
     * As {@link #lengthPrefixed(int, int)}, in a byte order of the caller's choice.
     *
     * @param prefixBytes
     *            1 to 4
     * @param order
     *            of the bytes of the length
     * @param maxMessageBytes
     *            at least 0; a longer message is refused
     * @return the framing
     */
    static Framing lengthPrefixed(int prefixBytes, ByteOrder order, int maxMessageBytes) {
        return new LengthPrefix(prefixBytes, order, maxMessageBytes);
    }

    /**
     * Messages that end with the same bytes each, such as a line feed. The bytes do not occur within a message.
     *
     * @param delimiter
     *            1 to 16 bytes, copied
     * @param maxMessageBytes
     *            at least 0; a longer message is refused
     * @return the framing
     */
    static Framing delimited(byte[] delimiter, int maxMessageBytes) {
        return new Delimiter(delimiter, maxMessageBytes);
    }
}
