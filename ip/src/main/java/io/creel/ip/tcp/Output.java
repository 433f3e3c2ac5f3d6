package io.creel.ip.tcp;

import static io.creel.net.wire.TcpDescriptor.ACK;
import static io.creel.net.wire.TcpDescriptor.FIN;
import static io.creel.net.wire.TcpDescriptor.PSH;
import static io.creel.net.wire.TcpDescriptor.URG;

/**
 * Decides what leaves now: lost segments first, then new data, then a bare acknowledgment; each within the peer's
 * window and the congestion window (RFC 9293, section 3.8; RFC 6675, section 5).
 */
final class Output {
    /** Below this no peer's maximum segment size is believed: eight bytes beside 40 bytes of options. */
    static final int MIN_MSS = 48;

    private final TcpConnection tcb;
    private final SendSide snd;
    private final ReceiveSide rcv;
    private final TcpSegment segment;
    private int persistBackoffs;
    boolean scaleAgreed;

    Output(TcpConnection tcb) {
        this.tcb = tcb;
        segment = tcb.host.scratch();
        snd = tcb.snd;
        rcv = tcb.rcv;
    }

    void reset() {
        persistBackoffs = 0;
        scaleAgreed = false;
    }

    void run(long nowNs) {
        if (!tcb.state.isSynchronized()) {
            return;
        }
        if (tcb.state.sendsData()) {
            while (retransmitOne(nowNs) || sendNew(nowNs) || rescueOne(nowNs)) {
                // as long as the windows allow
            }
        }
        if (rcv.ackNow) {
            tcb.replies.ack(nowNs);
        }
        armTimers(nowNs);
    }

    private int payloadLimit() {
        int blocks = snd.sackAllowed ? rcv.gaps.isEmpty() && !rcv.hasDuplicate ? 0 : snd.timestampsOn ? 3 : 4 : 0;
        return snd.mss - (blocks > 0 ? 4 + 8 * blocks : 0);
    }

    /** Sends the first lost segment again, inside the peer's window only. */
    private boolean retransmitOne(long nowNs) {
        int slot = snd.board.firstWaiting();
        return slot != SentSegments.NONE && repeat(slot, nowNs, snd.recovery.takeForced());
    }

    private boolean rescueOne(long nowNs) {
        if (!snd.recovery.isRecovering() || snd.pipeBytes() + snd.mss > snd.congestion.windowBytes()) {
            return false;
        }
        int slot = snd.detection.rescue(snd);
        return slot != SentSegments.NONE && repeat(slot, nowNs, false);
    }

    private boolean repeat(int slot, long nowNs, boolean forced) {
        SentSegments board = snd.board;
        int start = board.start(slot);
        int data = dataBytes(start, board.end(slot));
        int fits = Math.min(payloadLimit(), data == 0 ? 0 : snd.edge() - start);
        if (data > 0 && fits <= 0) {
            return false; // beyond a window that has shrunk
        }
        if (!forced && snd.pipeBytes() > 0
                && snd.pipeBytes() + Math.min(data, fits) > snd.congestion.windowBytes()) {
            return false;
        }
        int end = board.end(slot);
        if (fits < data) {
            // Without a slot for the rest, the rest counts as sent: a partial acknowledgment or the time-out names it
            // again.
            board.split(slot, start + fits);
            end = start + fits;
        }
        board.repeat(slot, nowNs);
        snd.recovery.retransmitted(TimestampClock.at(nowNs, snd.timestampOffset));
        tcb.statistics.count(TcpCounter.RETRANSMISSIONS);
        send(start, dataBytes(start, end), end, nowNs);
        return true;
    }

    /** The bytes of a sent range without its FIN. */
    private int dataBytes(int start, int end) {
        return Math.max(0, Sequence.min(end, snd.buffer.end()) - start);
    }

    private boolean sendNew(long nowNs) {
        int unsent = snd.unsentBytes();
        if (unsent == 0 && !snd.isFinDue() || snd.board.isFull()) {
            return false;
        }
        int limit = payloadLimit();
        int usable = Math.max(0, snd.edge() - snd.nxt);
        int bytes = Math.min(Math.min(unsent, limit), usable);
        boolean fin = snd.isFinDue() && bytes == unsent;
        if (bytes == 0 && !fin || !fin && !isWorthSending(bytes, unsent, limit)) {
            return false;
        }
        restartAfterIdle(nowNs);
        if (snd.pipeBytes() > 0 && snd.pipeBytes() + bytes > snd.congestion.windowBytes()) {
            return false;
        }
        sendNext(bytes, fin, nowNs);
        return true;
    }

    /** Silly-window avoidance and Nagle's algorithm (RFC 9293, sections 3.8.6.2.1 and 3.7.4). */
    private boolean isWorthSending(int bytes, int unsent, int limit) {
        boolean quiet = !snd.corked && (!snd.nagle || snd.nxt == snd.una);
        return bytes >= limit || quiet && (bytes == unsent || 2L * bytes >= snd.maxWindow);
    }

    /** RFC 5681, section 4.1. */
    private void restartAfterIdle(long nowNs) {
        if (snd.board.isEmpty() && snd.lastSentNs > 0 && nowNs - snd.lastSentNs > snd.rtt.rtoNs()) {
            snd.congestion.idle();
        }
    }

    private void sendNext(int bytes, boolean fin, long nowNs) {
        int start = snd.nxt;
        int end = start + bytes + (fin ? 1 : 0);
        if (snd.board.isEmpty()) {
            snd.stalledSinceNs = nowNs;
        }
        snd.board.append(start, end, nowNs);
        snd.finSent |= fin;
        snd.nxt = end;
        snd.raiseMax();
        snd.lastSentNs = nowNs;
        send(start, bytes, end, nowNs);
        startRetransmission(nowNs);
        scheduleProbe(nowNs);
    }

    /** RFC 6298, (5.1). */
    private void startRetransmission(long nowNs) {
        if (tcb.timers.retransmitNs == TcpTimers.NEVER) {
            tcb.timers.retransmitNs = nowNs + snd.rtt.rtoNs();
        }
    }

    /** RFC 8985, section 7.2: after new data were sent or acknowledged. */
    void scheduleProbe(long nowNs) {
        tcb.timers.probeNs = snd.probe.isWanted(snd)
                ? Math.min(nowNs + snd.probe.timeoutNs(snd), tcb.timers.retransmitNs)
                : TcpTimers.NEVER;
    }

    /** RFC 8985, section 7.3: new data if there are any, otherwise the last segment again. */
    void sendProbe(long nowNs) {
        int usable = snd.edge() - snd.nxt;
        int bytes = Math.min(Math.min(snd.unsentBytes(), payloadLimit()), usable);
        tcb.statistics.count(TcpCounter.LOSS_PROBES);
        if (bytes > 0 && !snd.board.isFull()) {
            sendNext(bytes, snd.isFinDue() && bytes == snd.unsentBytes(), nowNs);
            snd.probe.sent(snd.nxt, false);
        } else if (!snd.board.isEmpty()) {
            int last = snd.board.last();
            int start = snd.board.start(last);
            int end = snd.board.end(last);
            int data = dataBytes(start, end);
            if (data > payloadLimit() && snd.board.split(last, end - payloadLimit())) {
                last = snd.board.last();
                start = snd.board.start(last);
                data = dataBytes(start, end);
            }
            if (data > 0 && Sequence.isAfter(end, snd.edge())) {
                return; // beyond a window that has shrunk
            }
            snd.board.repeat(last, nowNs);
            snd.probe.sent(end, true);
            tcb.statistics.count(TcpCounter.RETRANSMISSIONS);
            send(start, data, end, nowNs);
        }
        tcb.timers.probeNs = TcpTimers.NEVER;
        tcb.timers.retransmitNs = nowNs + snd.rtt.rtoNs();
    }

    /**
     * RFC 9293, section 3.8.6.1: one byte beyond a closed window, or what fits into a window too small for anything
     * better. The byte does not count as sent until it is acknowledged.
     */
    void sendWindowProbe(long nowNs) {
        tcb.statistics.count(TcpCounter.WINDOW_PROBES);
        int usable = Math.min(snd.edge() - snd.nxt, snd.unsentBytes());
        if (snd.board.isEmpty() && usable > 0) {
            sendNext(Math.min(usable, payloadLimit()), false, nowNs); // the override of silly-window avoidance
            tcb.timers.persistNs = TcpTimers.NEVER;
            return;
        }
        int bytes = Math.min(1, snd.buffer.end() - snd.una);
        int end = snd.una + Math.max(1, bytes);
        snd.max = Sequence.max(snd.max, end);
        send(snd.una, Math.max(0, bytes), end, nowNs);
        persistBackoffs = Math.min(persistBackoffs + 1, 20);
        tcb.timers.persistNs = nowNs + persistTimeoutNs();
    }

    /** MUST-36 and SHLD-30: the first probe after one time-out, then with exponential intervals. */
    private long persistTimeoutNs() {
        return Math.min(tcb.settings.maxRtoNs(), snd.rtt.rtoNs() << persistBackoffs);
    }

    /** The window is open, or there is nothing to probe for. */
    void stopPersisting() {
        tcb.timers.persistNs = TcpTimers.NEVER;
        persistBackoffs = 0;
    }

    /** Sends the range; it carries a FIN if it ends behind the last byte. */
    private void send(int start, int bytes, int end, long nowNs) {
        TcpSegment out = segment.clear();
        out.sequence = start;
        out.flags = ACK;
        if (end - start > bytes) {
            out.flags |= FIN;
        }
        if (bytes > 0) {
            out.payload(snd.buffer, start, bytes);
            if (start + bytes == snd.buffer.end()) {
                out.flags |= PSH; // MUST-61: the last segment of what was queued
            }
        }
        if (snd.urgent && Sequence.isBefore(start, snd.urgentEnd)) {
            out.flags |= URG;
            out.urgentPointer = Math.min(snd.urgentEnd - start, 0xffff); // MUST-62: the octet behind the urgent data
        }
        finishHeader(out, nowNs);
        tcb.statistics.add(TcpCounter.BYTES_OUT, bytes);
        tcb.host.transmit(tcb.endpoints, out, tcb.statistics);
    }

    /**
     * Fills in what every segment of an established connection carries, and notes that it acknowledges everything
     * received.
     */
    void finishHeader(TcpSegment out, long nowNs) {
        out.acknowledgment = rcv.nxt;
        out.window = rcv.windowField();
        if (snd.timestampsOn) {
            out.timestamps = true;
            out.timestampValue = TimestampClock.at(nowNs, snd.timestampOffset);
            out.timestampEcho = rcv.hasTimestampRecent ? rcv.timestampRecent : 0;
        }
        if (snd.sackAllowed) {
            if (rcv.hasDuplicate) {
                out.addSack(rcv.duplicateStart, rcv.duplicateEnd); // RFC 2883: first
            }
            rcv.gaps.report(out);
        }
        rcv.acknowledged();
        tcb.timers.delayedAckNs = TcpTimers.NEVER;
    }

    /** Starts what has to run and stops what has not, whatever happened before. */
    private void armTimers(long nowNs) {
        if (!tcb.state.sendsData()) {
            tcb.timers.stopSending();
            return;
        }
        if (snd.board.isEmpty()) {
            tcb.timers.retransmitNs = TcpTimers.NEVER;
            tcb.timers.probeNs = TcpTimers.NEVER;
        }
        boolean blocked = snd.board.isEmpty()
                ? snd.unsentBytes() > 0 || snd.isFinDue()
                : snd.pipeBytes() == 0 && snd.board.firstWaiting() != SentSegments.NONE && snd.window == 0;
        if (!blocked) {
            stopPersisting();
        } else if (tcb.timers.persistNs == TcpTimers.NEVER) {
            tcb.timers.persistNs = nowNs + persistTimeoutNs();
        }
        if (!snd.board.isEmpty() && tcb.timers.persistNs == TcpTimers.NEVER) {
            startRetransmission(nowNs);
        } else if (tcb.timers.persistNs != TcpTimers.NEVER) {
            tcb.timers.retransmitNs = TcpTimers.NEVER;
        }
    }
}
