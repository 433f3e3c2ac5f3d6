package io.creel.ip.tcp;

import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unchecked;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Seventh, the segment text, and eighth, the FIN bit (RFC 9293, section 3.10.7.4); when to acknowledge (section
 * 3.8.6.3, RFC 5681 4.2).
 */
final class DataArrival {
    /** Every second segment is acknowledged at once. */
    private static final int SEGMENTS_PER_ACK = 2;

    private final TcpConnection tcb;
    private final ReceiveSide rcv;

    DataArrival(TcpConnection tcb) {
        this.tcb = tcb;
        rcv = tcb.rcv;
    }

    void process(TcpSegment segment, long nowNs) {
        if (!tcb.state.receivesData()) {
            if (Sequence.isAtLeast(segment.sequence + segment.payloadBytes, rcv.nxt) && segment.payloadBytes > 0) {
                tcb.statistics.count(TcpCounter.BEYOND_FIN_SEGMENTS);
            }
            return; // the peer has sent its FIN: more text is an error of its own
        }
        int end = segment.sequence + segment.payloadBytes;
        if (segment.payloadBytes > 0) {
            if (tcb.readClosed && Sequence.isAfter(end, rcv.nxt)) {
                refuseData();
                return;
            }
            text(segment, end, nowNs);
        }
        if (segment.isFin()) {
            noteFin(end);
        }
        if (rcv.finKnown && rcv.finSequence == rcv.nxt) {
            fin(nowNs);
        }
    }

    /** SHLD-3: data that cannot be delivered are answered by a RST. */
    private void refuseData() {
        tcb.replies.reset();
        tcb.enterClosed(CloseReason.DATA_AFTER_CLOSE);
    }

    private void text(TcpSegment segment, int segmentEnd, long nowNs) {
        int start = segment.sequence;
        if (Sequence.isBefore(start, rcv.nxt)) {
            int duplicateEnd = Sequence.min(segmentEnd, rcv.nxt);
            rcv.duplicate(start, duplicateEnd);
            tcb.statistics.add(TcpCounter.DUPLICATE_DATA_BYTES, duplicateEnd - start);
            rcv.ackNow = true;
            start = rcv.nxt;
        }
        int end = Sequence.min(segmentEnd, rcv.edge);
        if (!Sequence.isBefore(start, end)) {
            rcv.ackNow = true; // all duplicate, or the window is closed: a probe is always answered
            return;
        }
        if (end != segmentEnd) {
            rcv.ackNow = true;
        }
        int offset = segment.payloadOffset + (start - segment.sequence);
        if (start == rcv.nxt) {
            inOrder(segment, offset, end, nowNs);
        } else {
            outOfOrder(segment, offset, start, end);
        }
    }

    @Unchecked("a segment stands for its packet, which is taken over if the field is cleared")
    private void inOrder(TcpSegment segment, int offset, int end, long nowNs) {
        if (!rcv.hasRoomForFrame()) {
            tcb.statistics.count(TcpCounter.RECEIVE_QUEUE_FULL);
            rcv.ackNow = true;
            return;
        }
        if (!rcv.hasHostRoom()) {
            tcb.statistics.count(TcpCounter.HOST_FRAMES_FULL);
            rcv.ackNow = true;
            return;
        }
        append(segment.packet, offset, end);
        segment.packet = null;
        if (!rcv.gaps.isEmpty()) {
            rcv.ackNow = true; // RFC 5681, section 4.2: also when a gap is filled in part
            joinGaps();
        }
        if (++rcv.unacknowledgedSegments >= SEGMENTS_PER_ACK || tcb.settings.delayedAckNs() == 0) {
            rcv.ackNow = true;
        } else if (tcb.timers.delayedAckNs == TcpTimers.NEVER) {
            tcb.timers.delayedAckNs = nowNs + tcb.settings.delayedAckNs();
        }
        tcb.becameReadable();
    }

    private void append(@Transfers @Nullable Packet packet, int offset, int end) {
        int bytes = end - rcv.nxt;
        rcv.queue.append(packet, offset, bytes);
        rcv.nxt = end;
        tcb.statistics.add(TcpCounter.BYTES_IN, bytes);
    }

    /** Takes the ranges over that now follow without a gap. */
    private void joinGaps() {
        OutOfOrderQueue gaps = rcv.gaps;
        while (!gaps.isEmpty() && Sequence.isAtMost(gaps.firstStart(), rcv.nxt)) {
            int end = gaps.firstEnd();
            int offset = gaps.firstOffset() + (rcv.nxt - gaps.firstStart());
            Packet packet = gaps.takeFirst();
            if (Sequence.isAfter(end, rcv.nxt)) {
                append(packet, offset, end);
            } else {
                packet.release();
            }
        }
    }

    @Unchecked("a segment stands for its packet, which is taken over if the field is cleared")
    private void outOfOrder(TcpSegment segment, int offset, int start, int end) {
        rcv.ackNow = true; // RFC 5681, section 4.2: a duplicate acknowledgment at once
        tcb.statistics.count(TcpCounter.OUT_OF_ORDER_SEGMENTS);
        if (rcv.gaps.covers(start, end)) {
            rcv.duplicate(start, end);
            rcv.gaps.remember(start);
            tcb.statistics.add(TcpCounter.DUPLICATE_DATA_BYTES, end - start);
        } else if (!rcv.hasHostRoomBeyondGap()) {
            tcb.statistics.count(TcpCounter.HOST_FRAMES_FULL);
        } else if (rcv.hasRoomBeyondGap() && rcv.gaps.insert(start, end, segment.packet, offset)) {
            segment.packet = null;
        } else {
            tcb.statistics.count(TcpCounter.OUT_OF_ORDER_FULL);
        }
    }

    /** A FIN takes effect when everything before it is here, and only if the bytes before it were inside the window. */
    private void noteFin(int number) {
        if (Sequence.isAtLeast(number, rcv.nxt) && Sequence.isAtMost(number, rcv.edge) && !rcv.finKnown) {
            rcv.finKnown = true;
            rcv.finSequence = number;
        }
        rcv.ackNow = true;
    }

    private void fin(long nowNs) {
        rcv.nxt++;
        rcv.edge = Sequence.max(rcv.edge, rcv.nxt);
        rcv.finReceived = true;
        rcv.ackNow = true;
        tcb.statistics.add(TcpCounter.BEYOND_FIN_SEGMENTS, rcv.gaps.count());
        rcv.gaps.clear();
        tcb.becameReadable();
        switch (tcb.state) {
            case ESTABLISHED -> tcb.state = TcpState.CLOSE_WAIT;
            case FIN_WAIT_1 -> tcb.state = TcpState.CLOSING;
            case FIN_WAIT_2 -> AckArrival.enterTimeWait(tcb, nowNs);
            default -> {
                // was ended before
            }
        }
    }
}
