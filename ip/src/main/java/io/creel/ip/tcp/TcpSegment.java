package io.creel.ip.tcp;

import static io.creel.net.wire.TcpDescriptor.ACK;
import static io.creel.net.wire.TcpDescriptor.FIN;
import static io.creel.net.wire.TcpDescriptor.RST;
import static io.creel.net.wire.TcpDescriptor.SYN;

import io.creel.core.spec.Unowned;
import io.creel.net.Packet;
import io.creel.net.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * One segment: the fields of its header, its options, and where its payload is. Reused from segment to segment; one
 * thread at a time.
 *
 * <p>
 * A received segment's payload is a range of a frame. A segment to be sent takes its payload from the send buffer of
 * its connection.
 */
public final class TcpSegment {
    /** RFC 2018, section 3: 40 bytes of options hold four blocks. */
    static final int MAX_SACK_BLOCKS = 4;
    static final int ABSENT = -1;

    int sequence;
    int acknowledgment;
    int flags;
    /** As in the header: unscaled. */
    int window;
    int urgentPointer;
    int mss;
    int windowScale;
    boolean sackPermitted;
    boolean timestamps;
    int timestampValue;
    int timestampEcho;
    int sackBlocks;
    final int[] sackStart = new int[MAX_SACK_BLOCKS];
    final int[] sackEnd = new int[MAX_SACK_BLOCKS];
    /** Of a received segment; null if it has no payload. */
    @Nullable
    @Unowned
    Packet packet;
    int payloadOffset;
    int payloadBytes;
    /** Of a segment to be sent; null if it has no payload. */
    private @Nullable SendBuffer source;
    private int sourceSequence;

    /** Starts without flags, options and payload. */
    public TcpSegment() {
        clear();
    }

    /** Forgets everything. */
    TcpSegment clear() {
        sequence = 0;
        acknowledgment = 0;
        flags = 0;
        window = 0;
        urgentPointer = 0;
        payloadOffset = 0;
        payloadBytes = 0;
        packet = null;
        source = null;
        clearOptions();
        return this;
    }

    void clearOptions() {
        mss = ABSENT;
        windowScale = ABSENT;
        sackPermitted = false;
        timestamps = false;
        timestampValue = 0;
        timestampEcho = 0;
        sackBlocks = 0;
    }

    void payload(SendBuffer from, int firstSequence, int bytes) {
        source = from;
        sourceSequence = firstSequence;
        payloadBytes = bytes;
    }

    boolean addSack(int start, int end) {
        if (sackBlocks == MAX_SACK_BLOCKS) {
            return false;
        }
        sackStart[sackBlocks] = start;
        sackEnd[sackBlocks++] = end;
        return true;
    }

    /**
     * Copies the payload of a segment to be sent into a frame. Does nothing if it has none.
     *
     * @param to the frame to write into
     * @param offset where the payload starts, in bytes
     */
    @SuppressWarnings("NullAway") // a segment with a payload has its source
    public void copyPayload(Frame to, int offset) {
        if (payloadBytes > 0) {
            source.copy(sourceSequence, payloadBytes, to, offset);
        }
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean isSyn() {
        return has(SYN);
    }

    boolean isFin() {
        return has(FIN);
    }

    boolean isRst() {
        return has(RST);
    }

    boolean isAck() {
        return has(ACK);
    }

    /** {@return how many sequence numbers the segment takes: those of its payload, SYN and FIN} */
    public int length() {
        return payloadBytes + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    }

    /** {@return the sequence number after its last} */
    public int end() {
        return sequence + length();
    }

    /** {@return the sequence number of its first byte, or of its SYN} */
    public int sequence() {
        return sequence;
    }

    /** {@return the sequence number that the sender expects next; without meaning if ACK is not set} */
    public int acknowledgment() {
        return acknowledgment;
    }

    /** {@return the bits of {@link io.creel.net.wire.TcpDescriptor}} */
    public int flags() {
        return flags;
    }

    /** {@return the window as it stands in the header, unscaled} */
    public int window() {
        return window;
    }

    /** {@return the length of its payload in bytes} */
    public int payloadBytes() {
        return payloadBytes;
    }

    /** {@return the length of its options in bytes, padded to a multiple of four} */
    public int optionBytes() {
        int bytes = (mss == ABSENT ? 0 : 4) + (windowScale == ABSENT ? 0 : 4) + (timestamps ? 12 : 0)
                + (sackBlocks > 0 ? 4 + 8 * sackBlocksThatFit() : 0);
        return bytes + (sackPermitted && !timestamps ? 4 : 0);
    }

    /** As many blocks as fit beside the timestamps: RFC 2018, section 3. */
    int sackBlocksThatFit() {
        return Math.min(sackBlocks, timestamps ? 3 : 4);
    }

    /** {@return the length of the header with its options, in bytes} */
    public int headerBytes() {
        return 20 + optionBytes();
    }
}
