package io.creel.ip.tcp;

/**
 * The receive sequence space of one connection (RFC 9293, section 3.3.1), its queues, and what has to be acknowledged.
 */
final class ReceiveSide {
    int irs;
    /** The next number expected. */
    int nxt;
    /** The first number beyond the window, as it was announced at most; never moves back (SHLD-14). */
    int edge;
    int shift;
    private int capacityBytes;
    /** Payload that a full segment of the peer carries. */
    private int mss;

    /** RFC 7323: the newest timestamp of the peer in order, and when it came. */
    int timestampRecent;
    long timestampRecentNs;
    boolean hasTimestampRecent;
    int lastAckSent;

    /** An acknowledgment is due at once. */
    boolean ackNow;
    int unacknowledgedSegments;
    /** A duplicate to report (RFC 2883). */
    boolean hasDuplicate;
    int duplicateStart;
    int duplicateEnd;

    /** The FIN was processed in order. */
    boolean finReceived;
    /** A FIN has arrived beyond a gap, at this number. */
    boolean finKnown;
    int finSequence;
    boolean urgent;
    int urgentEnd;

    final ReceiveQueue queue;
    final OutOfOrderQueue gaps;
    private final HeldFrames held;
    private final int maxFrames;

    ReceiveSide(TcpSettings settings, HostBuffers buffers) {
        maxFrames = settings.receiveFrames();
        queue = new ReceiveQueue(buffers.frames, buffers.held);
        held = buffers.held;
        gaps = new OutOfOrderQueue(settings.outOfOrderRanges(), buffers.ranges, buffers.held);
    }

    void reset(TcpSettings settings) {
        irs = 0;
        nxt = 0;
        edge = 0;
        shift = 0;
        capacityBytes = settings.receiveWindowBytes();
        mss = settings.mssBytes();
        hasTimestampRecent = false;
        lastAckSent = 0;
        ackNow = false;
        unacknowledgedSegments = 0;
        hasDuplicate = false;
        finReceived = false;
        finKnown = false;
        urgent = false;
    }

    /** The peer's SYN: the first window is offered from behind it. */
    void begin(int peerSequence, int agreedShift) {
        irs = peerSequence;
        nxt = peerSequence + 1;
        shift = agreedShift;
        capacityBytes = (int) Math.min(capacityBytes, 0xffffL << agreedShift);
        edge = nxt + Math.min(capacityBytes, 0xffff);
        lastAckSent = nxt;
    }

    boolean hasRoomForFrame() {
        return queue.frames() + gaps.count() < maxFrames;
    }

    /** Whether the host has room for the next frame in order. */
    boolean hasHostRoom() {
        return held.hasRoom(queue.frames());
    }

    /** Whether the host has room for a frame behind a gap. */
    boolean hasHostRoomBeyondGap() {
        return held.hasRoomBeyondGap();
    }

    /** One place is kept for the segment that fills the first gap: without it full gaps would never empty. */
    boolean hasRoomBeyondGap() {
        return queue.frames() + gaps.count() < maxFrames - 1;
    }

    int window() {
        return edge - nxt;
    }

    /** What the queue could take from {@link #nxt} on. */
    int freeBytes() {
        return Math.max(0, capacityBytes - queue.bytes());
    }

    /** The field of a SYN: never scaled (RFC 7323, section 2.2). */
    int synWindowField() {
        return Math.min(capacityBytes, 0xffff);
    }

    /**
     * Moves the edge if that is worth a word (RFC 9293, MUST-39, section 3.8.6.2.2), and returns the field of the
     * header.
     *
     * <p>
     * The rest is rounded up to the scale if there is room, so that scaling never takes announced bytes back.
     */
    int windowField() {
        int free = freeBytes();
        if (nxt + free - edge >= Math.min(capacityBytes / 2, mss)) {
            edge = nxt + free;
        }
        int rest = edge - nxt;
        int up = rest + (1 << shift) - 1 >> shift;
        int field = Math.min(up << shift <= free ? up : rest >> shift, 0xffff);
        edge = Sequence.max(edge, nxt + (field << shift));
        return field;
    }

    /** Whether the user has made so much room that the peer should hear of it at once. */
    boolean isUpdateDue() {
        int gain = nxt + freeBytes() - edge;
        boolean isSilly = gain < Math.min(capacityBytes / 2, mss);
        return !finReceived && !isSilly && (gain >= capacityBytes / 4 || window() < mss);
    }

    void duplicate(int start, int end) {
        if (!hasDuplicate) {
            hasDuplicate = true;
            duplicateStart = start;
            duplicateEnd = end;
        }
    }

    /** Everything up to {@link #nxt} has been acknowledged by a segment that leaves now. */
    void acknowledged() {
        ackNow = false;
        unacknowledgedSegments = 0;
        hasDuplicate = false;
        lastAckSent = nxt;
    }
}
