package io.creel.ip.tcp;

import io.creel.core.spec.RequiresLock;

import static io.creel.net.wire.TcpDescriptor.SYN;
import static io.creel.net.wire.TcpDescriptor.URG;

/**
 * SEGMENT ARRIVES for a connection that exists (RFC 9293, sections 3.10.7.3 and 3.10.7.4), in the order of the RFC,
 * with the stricter rules of RFC 5961 and RFC 7323.
 */
final class SegmentArrival {
    private static final long PAWS_IDLE_NS = 24L * 24 * 3_600 * 1_000_000_000L;

    private final TcpConnection tcb;
    private final SendSide snd;
    private final ReceiveSide rcv;
    private final AckArrival acks;
    private final DataArrival data;

    SegmentArrival(TcpConnection tcb) {
        this.tcb = tcb;
        snd = tcb.snd;
        rcv = tcb.rcv;
        acks = new AckArrival(tcb);
        data = new DataArrival(tcb);
    }

    @RequiresLock("tcb.lock")
    void receive(TcpSegment segment, long nowNs) {
        if (segment.isRst()) {
            tcb.statistics.count(TcpCounter.RST_IN);
        }
        if (tcb.state == TcpState.SYN_SENT) {
            synSent(segment, nowNs);
        } else if (tcb.state != TcpState.CLOSED) {
            synchronizedOrReceived(segment, nowNs);
        }
    }

    /** Section 3.10.7.3. */
    private void synSent(TcpSegment segment, long nowNs) {
        if (segment.isAck() && (Sequence.isAtMost(segment.acknowledgment, snd.iss)
                || Sequence.isAfter(segment.acknowledgment, snd.nxt))) {
            tcb.statistics.count(TcpCounter.BAD_ACK);
            if (!segment.isRst()) {
                tcb.replies.resetFor(segment);
                repeatSynAfterOldConnection(segment, nowNs);
            }
            return;
        }
        if (segment.isRst()) {
            if (segment.isAck()) {
                tcb.enterClosed(CloseReason.REFUSED);
            } else {
                tcb.statistics.count(TcpCounter.ACK_MISSING);
            }
            return;
        }
        if (!segment.isSyn()) {
            return;
        }
        if (segment.payloadBytes > 0) {
            tcb.statistics.count(TcpCounter.SYN_DATA_DROPPED);
        }
        Handshake.agree(tcb, segment, nowNs);
        Handshake.firstWindow(tcb, segment);
        if (segment.isAck()) {
            Handshake.complete(tcb, nowNs);
            rcv.ackNow = true;
            if (snd.finQueued) {
                tcb.state = TcpState.FIN_WAIT_1;
            }
        } else {
            tcb.state = TcpState.SYN_RECEIVED; // simultaneous open
            tcb.replies.synAck(nowNs);
            tcb.timers.retransmitNs = nowNs + snd.rtt.rtoNs();
        }
    }

    /**
     * A bare ACK shows that the peer is in an old connection, in TIME-WAIT mostly: once it is reset, the SYN need not
     * wait for its timer.
     */
    private void repeatSynAfterOldConnection(TcpSegment segment, long nowNs) {
        if (!segment.isSyn() && tcb.synTransmissions == 1) {
            tcb.replies.syn(nowNs);
            tcb.timers.retransmitNs = nowNs + snd.rtt.rtoNs();
        }
    }

    /** Section 3.10.7.4. */
    @RequiresLock("tcb.lock")
    private void synchronizedOrReceived(TcpSegment segment, long nowNs) {
        if (snd.timestampsOn && !passesTimestamps(segment, nowNs)) {
            return;
        }
        if (isRepeatedSyn(segment)) {
            if (!segment.isAck()) {
                tcb.replies.synAck(nowNs);
                return;
            }
            segment.flags &= ~SYN; // simultaneous open: only its ACK is news
            segment.sequence++;
        }
        if (!isAcceptable(segment)) {
            unacceptable(segment, nowNs);
            return;
        }
        if (segment.isRst()) {
            reset(segment, nowNs);
            return;
        }
        if (segment.isSyn()) {
            tcb.replies.challenge(nowNs); // RFC 5961, section 4.2
            return;
        }
        if (!segment.isAck()) {
            tcb.statistics.count(TcpCounter.ACK_MISSING);
            return;
        }
        updateTimestamp(segment, nowNs);
        heard(nowNs);
        if (!acks.process(segment, nowNs)) {
            return;
        }
        urgent(segment);
        data.process(segment, nowNs);
    }

    private void heard(long nowNs) {
        tcb.lastHeardNs = nowNs;
        tcb.keepAliveProbes = 0;
        if (tcb.keepAlive) {
            tcb.timers.keepAliveNs = nowNs + tcb.settings.keepAliveNs();
        }
    }

    private boolean isRepeatedSyn(TcpSegment segment) {
        return tcb.state == TcpState.SYN_RECEIVED && segment.isSyn() && !segment.isRst() && segment.sequence == rcv.irs;
    }

    /** RFC 7323, sections 3.2 and 5.3. */
    private boolean passesTimestamps(TcpSegment segment, long nowNs) {
        if (segment.isRst()) {
            return true; // section 5.2: a RST is not subject to PAWS
        }
        if (!segment.timestamps && segment.isSyn()) {
            return true; // a peer that has lost its connection; it is challenged (RFC 5961)
        }
        if (!segment.timestamps) {
            tcb.statistics.count(TcpCounter.TIMESTAMP_MISSING);
            if (tcb.state == TcpState.SYN_RECEIVED && segment.isAck() && !segment.isSyn()) {
                snd.timestampsOn = false; // a peer that dropped them after its SYN: go on without rather than wait for ever
                snd.mss += 12;
                return true;
            }
            return false;
        }
        if (rcv.hasTimestampRecent && Sequence.isBefore(segment.timestampValue, rcv.timestampRecent)) {
            if (nowNs - rcv.timestampRecentNs > PAWS_IDLE_NS) {
                rcv.hasTimestampRecent = false; // section 5.5
                return true;
            }
            tcb.statistics.count(TcpCounter.PAWS_DROPPED);
            answer(segment, nowNs);
            return false;
        }
        return true;
    }

    /** RFC 7323, section 4.3: only a segment that begins at or before what was acknowledged last. */
    private void updateTimestamp(TcpSegment segment, long nowNs) {
        if (snd.timestampsOn && segment.timestamps && Sequence.isAtMost(segment.sequence, rcv.lastAckSent)
                && (!rcv.hasTimestampRecent || Sequence.isAtLeast(segment.timestampValue, rcv.timestampRecent))) {
            rcv.hasTimestampRecent = true;
            rcv.timestampRecent = segment.timestampValue;
            rcv.timestampRecentNs = nowNs;
        }
    }

    /**
     * First, the sequence number. Two cases go beyond the table of the RFC, so that no acknowledgment is lost. An empty
     * segment may also begin at the right edge of the window: a peer that has filled the window sends from there. While
     * the window is closed, a segment at {@code RCV.NXT} is processed without its text (MUST-66).
     */
    private boolean isAcceptable(TcpSegment segment) {
        int window = rcv.window();
        int start = segment.sequence;
        if (segment.length() == 0) {
            return start == rcv.nxt || window > 0 && Sequence.isAtLeast(start, rcv.nxt)
                    && (Sequence.isBefore(start, rcv.edge) || start == rcv.edge && !segment.isRst());
        }
        if (window == 0) {
            return start == rcv.nxt;
        }
        return Sequence.isBefore(start, rcv.edge) && Sequence.isAfter(segment.end(), rcv.nxt);
    }

    private void unacceptable(TcpSegment segment, long nowNs) {
        tcb.statistics.count(TcpCounter.OUT_OF_WINDOW);
        if (segment.isRst()) {
            return;
        }
        if (tcb.state == TcpState.TIME_WAIT && segment.isFin()) {
            tcb.timers.stateNs = nowNs + tcb.settings.timeWaitNs();
        }
        answer(segment, nowNs);
    }

    /**
     * Data that came again are always answered, because the ACK was lost; empty segments only within the limit, because
     * both may err.
     */
    private void answer(TcpSegment segment, long nowNs) {
        if (segment.payloadBytes > 0 || segment.isFin()) {
            if (Sequence.isBefore(segment.sequence, rcv.nxt) && segment.payloadBytes > 0) {
                rcv.duplicate(segment.sequence,
                        Sequence.min(segment.sequence + segment.payloadBytes, rcv.nxt));
                tcb.statistics.add(TcpCounter.DUPLICATE_DATA_BYTES, segment.payloadBytes);
            }
            tcb.replies.ack(nowNs);
        } else {
            tcb.replies.challenge(nowNs);
        }
    }

    /** Second, the RST bit: RFC 5961, section 3.2. */
    private void reset(TcpSegment segment, long nowNs) {
        if (segment.sequence != rcv.nxt) {
            tcb.replies.challenge(nowNs);
        } else if (tcb.state == TcpState.SYN_RECEIVED) {
            tcb.enterClosed(tcb.listener == null ? CloseReason.REFUSED : CloseReason.RESET);
        } else {
            boolean finished = tcb.state == TcpState.CLOSING || tcb.state == TcpState.LAST_ACK
                    || tcb.state == TcpState.TIME_WAIT;
            tcb.enterClosed(finished ? CloseReason.FINISHED : CloseReason.RESET);
        }
    }

    /** Sixth, the URG bit: MUST-30 to MUST-32; the pointer names the octet behind the urgent data. */
    private void urgent(TcpSegment segment) {
        if (!segment.has(URG) || segment.urgentPointer == 0
                || !tcb.state.receivesData()) {
            return;
        }
        int end = segment.sequence + segment.urgentPointer;
        if (Sequence.isAfter(end, rcv.nxt) && (!rcv.urgent || Sequence.isAfter(end, rcv.urgentEnd))) {
            rcv.urgent = true;
            rcv.urgentEnd = end;
            tcb.becameUrgent();
        }
    }
}
