package io.creel.ip.tcp;

import io.creel.core.spec.RequiresLock;

/**
 * Fifth, the ACK field (RFC 9293, section 3.10.7.4), and everything that follows from it: window, RTT, SACK, loss,
 * state.
 */
final class AckArrival {
    private final TcpConnection tcb;
    private final SendSide snd;

    AckArrival(TcpConnection tcb) {
        this.tcb = tcb;
        snd = tcb.snd;
    }

    /** Says whether the rest of the segment is to be processed. */
    @RequiresLock("tcb.lock")
    boolean process(TcpSegment segment, long nowNs) {
        if (tcb.state == TcpState.SYN_RECEIVED && !leaveSynReceived(segment, nowNs)) {
            return false;
        }
        int ack = segment.acknowledgment;
        // RFC 5961, section 5.2
        if (Sequence.isAfter(ack, snd.max) || Sequence.isBefore(ack, snd.una - snd.maxWindow)) {
            tcb.statistics.count(TcpCounter.BAD_ACK);
            if (segment.payloadBytes > 0) {
                tcb.replies.ack(nowNs);
            } else {
                tcb.replies.challenge(nowNs);
            }
            return false;
        }
        if (Sequence.isAtLeast(ack, snd.una)) {
            current(segment, nowNs);
        }
        return tcb.state != TcpState.CLOSED;
    }

    @RequiresLock("tcb.lock")
    private boolean leaveSynReceived(TcpSegment segment, long nowNs) {
        if (!Sequence.isAfter(segment.acknowledgment, snd.una)
                || Sequence.isAfter(segment.acknowledgment, snd.nxt)) {
            tcb.statistics.count(TcpCounter.BAD_ACK);
            tcb.replies.resetFor(segment);
            return false;
        }
        if (tcb.listener != null && !tcb.listener.hasPlaceFor(tcb)) {
            return false; // no place to wait for accept: the peer sends again
        }
        Handshake.firstWindow(tcb, segment);
        Handshake.complete(tcb, nowNs);
        if (snd.finQueued) {
            tcb.state = TcpState.FIN_WAIT_1;
        }
        return true;
    }

    /** {@code SND.UNA =< SEG.ACK =< SND.NXT}. */
    private void current(TcpSegment segment, long nowNs) {
        AckSummary summary = snd.ack;
        summary.begin(segment, snd.pipeBytes(), nowNs, snd.rtt.shortestNs(), snd.timestampOffset);
        int before = snd.una;
        boolean hadFlight = !snd.board.isEmpty();
        boolean windowChanged = updateWindow(segment);
        summary.ackedBytes = segment.acknowledgment - before;
        if (summary.ackedBytes > 0) {
            advance(segment.acknowledgment, nowNs);
        } else {
            // RFC 5681, section 2; a window update is no duplicate
            summary.isDuplicate = hadFlight && segment.length() == 0 && !windowChanged;
        }
        if (snd.sackAllowed && segment.sackBlocks > 0) {
            selective(segment);
        }
        sampleRtt(segment, nowNs);
        snd.recovery.acknowledged(snd, summary, snd.detection, nowNs);
        if (snd.probe.acknowledged(snd, summary)) {
            snd.congestion.loss(summary.flightBefore, nowNs);
        }
        if (summary.ackedBytes > 0) {
            restartTimer(nowNs);
            tcb.output.scheduleProbe(nowNs);
            if (tcb.wantsSpace && snd.buffer.freeBytes() >= snd.buffer.capacityBytes() / 4) {
                tcb.wantsSpace = false;
                tcb.becameWritable();
            }
        }
        if (snd.isFinAcknowledged()) {
            finAcknowledged(nowNs);
        }
    }

    /** {@code SND.WL1} and {@code SND.WL2} keep an older segment from taking a newer window back. */
    private boolean updateWindow(TcpSegment segment) {
        int window = segment.window << snd.shift;
        boolean isNewer = Sequence.isBefore(snd.wl1, segment.sequence)
                || snd.wl1 == segment.sequence && Sequence.isAtMost(snd.wl2, segment.acknowledgment);
        if (!isNewer) {
            return false;
        }
        boolean changed = window != snd.window;
        snd.window = window;
        snd.wl1 = segment.sequence;
        snd.wl2 = segment.acknowledgment;
        snd.maxWindow = Math.max(snd.maxWindow, window);
        if (changed && window > 0) {
            tcb.output.stopPersisting();
        }
        return changed;
    }

    private void advance(int ack, long nowNs) {
        snd.board.acknowledge(ack, snd.ack);
        snd.buffer.release(ack);
        snd.una = ack;
        snd.nxt = Sequence.max(snd.nxt, ack); // the byte of a window probe was taken
        snd.stalledSinceNs = nowNs;
        if (snd.urgent && Sequence.isAtLeast(ack, snd.urgentEnd)) {
            snd.urgent = false;
        }
    }

    /**
     * RFC 2018, RFC 2883, RFC 6675: blocks in ascending order, so that several news in one segment do not look like
     * reordering.
     */
    private void selective(TcpSegment segment) {
        findDuplicate(segment);
        sortBlocks(segment);
        for (int i = 0; i < segment.sackBlocks; i++) {
            int start = Sequence.max(segment.sackStart[i], snd.una);
            int end = segment.sackEnd[i];
            // A block that is empty, stale or beyond what was sent says nothing.
            if (Sequence.isBefore(start, end) && Sequence.isAtMost(end, snd.nxt)
                    && Sequence.isBefore(segment.sackStart[i], end)) {
                snd.board.sack(start, end, snd.ack);
            }
        }
        if (snd.ack.ackedBytes == 0 && snd.ack.newlySackedBytes > 0) {
            snd.ack.isDuplicate = true; // RFC 6675, section 2, also with data or another window
        }
    }

    private void findDuplicate(TcpSegment segment) {
        int start = segment.sackStart[0];
        int end = segment.sackEnd[0];
        boolean below = Sequence.isAtMost(end, snd.una);
        boolean inside = segment.sackBlocks > 1 && Sequence.isAtLeast(start, segment.sackStart[1])
                && Sequence.isAtMost(end, segment.sackEnd[1]);
        if (Sequence.isBefore(start, end) && (below || inside)) {
            snd.ack.isDuplicateSack = true;
            snd.ack.duplicateSackStart = start;
            snd.ack.duplicateSackEnd = end;
        }
    }

    private static void sortBlocks(TcpSegment segment) {
        for (int i = 1; i < segment.sackBlocks; i++) {
            int start = segment.sackStart[i];
            int end = segment.sackEnd[i];
            int at = i;
            for (; at > 0 && Sequence.isAfter(segment.sackStart[at - 1], start); at--) {
                segment.sackStart[at] = segment.sackStart[at - 1];
                segment.sackEnd[at] = segment.sackEnd[at - 1];
            }
            segment.sackStart[at] = start;
            segment.sackEnd[at] = end;
        }
    }

    /** RFC 6298, section 3 and RFC 7323, section 4: about one sample per round trip, none that Karn's rule forbids. */
    private void sampleRtt(TcpSegment segment, long nowNs) {
        AckSummary summary = snd.ack;
        if (summary.ackedBytes == 0) {
            return;
        }
        long rtt = summary.rttNs;
        if (rtt != AckSummary.NO_SAMPLE) {
            snd.rtt.observe(rtt);
        } else if (snd.timestampsOn && summary.hasEcho) {
            rtt = TimestampClock.sinceNs(segment.timestampEcho, nowNs, snd.timestampOffset);
        }
        if (rtt >= 0 && rtt < 3_600_000_000_000L
                && (Sequence.isAfter(snd.una, snd.rttPoint) || snd.rtt.backoffs() > 0 || !snd.rtt.hasSample())) {
            snd.rtt.sample(rtt);
            snd.rttPoint = snd.nxt;
        } else {
            snd.rtt.progress();
        }
    }

    /** RFC 6298, (5.2) and (5.3): only an acknowledgment of new data moves the timer. */
    private void restartTimer(long nowNs) {
        if (snd.recovery.restartsTimer(snd)) { // an empty scoreboard stops it: see Output
            tcb.timers.retransmitNs = nowNs + snd.rtt.rtoNs();
        }
    }

    private void finAcknowledged(long nowNs) {
        switch (tcb.state) {
            case FIN_WAIT_1 -> {
                tcb.state = TcpState.FIN_WAIT_2;
                if (tcb.readClosed) {
                    tcb.timers.stateNs = nowNs + tcb.settings.finWait2Ns();
                }
            }
            case CLOSING -> enterTimeWait(tcb, nowNs);
            case LAST_ACK -> tcb.enterClosed(CloseReason.FINISHED);
            default -> {
                // nothing follows
            }
        }
    }

    static void enterTimeWait(TcpConnection tcb, long nowNs) {
        tcb.state = TcpState.TIME_WAIT;
        tcb.timers.stopAll();
        tcb.timers.stateNs = nowNs + tcb.settings.timeWaitNs();
    }
}
