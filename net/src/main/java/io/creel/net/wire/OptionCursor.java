package io.creel.net.wire;

import io.creel.core.spec.Unchecked;

/**
 * Walks TCP options (RFC 9293, section 3.2) or IPv4 options (RFC 791, section 3.1), which share their encoding: a kind;
 * for all kinds except 0 and 1, a length that counts kind, length and data; then the data.
 *
 * <p>
 * Can be used for many headers, allocates nothing, never reads beyond the header, and ends at the first option that
 * breaks the encoding. Threads: one at a time.
 */
public final class OptionCursor {
    private static final int END_OF_LIST = 0;
    private static final int NO_OPERATION = 1;
    @SuppressWarnings("NullAway.Init") // set before the first option
    private Frame frame;
    private int position;
    private int end;
    private int kind;
    private int dataOffset;
    private int dataBytes;
    private boolean malformed;

    /** Makes a cursor without options: {@link #next()} returns {@code false}. */
    public OptionCursor() {
    }

    /**
     * Starts at the options of a TCP header that has passed the parser.
     *
     * @param owner the frame, owned by the caller
     * @param offset where the TCP header starts, in bytes
     * @return this cursor
     */
    public OptionCursor tcp(Frame owner, int offset) {
        return over(owner, offset + TcpDescriptor.MIN_HEADER_BYTES, offset + Tcp.headerLengthBytes(owner, offset));
    }

    /**
     * Starts at the options of an IPv4 header that has passed the parser.
     *
     * @param owner the frame, owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     * @return this cursor
     */
    public OptionCursor ipv4(Frame owner, int offset) {
        return over(owner, offset + Ipv4Descriptor.MIN_HEADER_BYTES, offset + Ipv4.headerLengthBytes(owner, offset));
    }

    @Unchecked("a cursor refers to its frame as long as it walks through it")
    private OptionCursor over(Frame owner, int start, int stop) {
        frame = owner;
        position = start;
        end = Math.min(stop, owner.lengthBytes());
        malformed = false;
        return this;
    }

    /**
     * Moves to the next option that is not padding.
     *
     * @return {@code false} at the end, and from the first malformed option on
     */
    public boolean next() {
        while (position < end) {
            kind = frame.get8(position);
            if (kind == END_OF_LIST) {
                break;
            }
            if (kind != NO_OPERATION) {
                return take();
            }
            position++;
        }
        position = end;
        return false;
    }

    private boolean take() {
        int size = end - position < 2 ? 0 : frame.get8(position + 1);
        if (size < 2 || size > end - position) {
            malformed = true;
            position = end;
            return false;
        }
        dataOffset = position + 2;
        dataBytes = size - 2;
        position += size;
        return true;
    }

    /** {@return the kind of the option} */
    public int kind() {
        return kind;
    }

    /** {@return where the data of the option start in the frame, in bytes} */
    public int dataOffset() {
        return dataOffset;
    }

    /** {@return the length of the option's data, without kind and length} */
    public int dataBytes() {
        return dataBytes;
    }

    /** {@return whether the walk ended at an option with an impossible length} */
    public boolean isMalformed() {
        return malformed;
    }
}
