package io.creel.ip.tcp;

/**
 * Whether the connection recovers from a loss, and until which sequence number (RFC 6582, RFC 6675, RFC 5681): calls
 * the congestion control once per loss event, and takes a reaction back that proves spurious (Eifel, RFC 3522 and RFC
 * 4015).
 */
final class Recovery {
    private enum Phase {
        OPEN, FAST, TIMEOUT
    }

    private final TcpStatistics statistics;
    private Phase phase = Phase.OPEN;
    private int point;
    private boolean hasPoint;
    private boolean hasRetransmitTimestamp;
    private int retransmitTimestamp;
    private boolean mayUndo;
    /** A retransmission is due regardless of the pipe: RFC 6675, section 5, step 4.3. */
    private boolean forced;
    private boolean partialSeen;

    Recovery(TcpStatistics statistics) {
        this.statistics = statistics;
    }

    void reset() {
        phase = Phase.OPEN;
        hasPoint = false;
        forced = false;
        mayUndo = false;
        hasRetransmitTimestamp = false;
    }

    boolean isActive() {
        return phase != Phase.OPEN;
    }

    boolean isAfterTimeout() {
        return phase == Phase.TIMEOUT;
    }

    /** Fast recovery, not after a time-out. */
    boolean isRecovering() {
        return phase == Phase.FAST;
    }

    /** RFC 6582, section 3.2, step 2: a loss below the point of the last recovery belongs to that one. */
    boolean mayEnter(int una) {
        return phase == Phase.OPEN && (!hasPoint || Sequence.isAfter(una, point));
    }

    boolean takeForced() {
        boolean was = forced;
        forced = false;
        return was;
    }

    /** Notes the timestamp of the first retransmission of this recovery. */
    void retransmitted(int timestamp) {
        if (isActive() && !hasRetransmitTimestamp) {
            hasRetransmitTimestamp = true;
            retransmitTimestamp = timestamp;
        }
    }

    /** An acknowledgment, after the scoreboard has taken it in. */
    void acknowledged(SendSide snd, AckSummary ack, LossDetection detection, long nowNs) {
        boolean wasFast = phase == Phase.FAST;
        if (isActive() && ack.ackedBytes > 0) {
            progressed(snd, ack, detection);
        }
        detection.acknowledged(snd, ack, nowNs);
        enterIfLost(snd, nowNs);
        if (phase != Phase.FAST && !wasFast && ack.ackedBytes > 0) {
            boolean slowStart = snd.congestion.windowBytes() < snd.congestion.thresholdBytes();
            boolean limited = slowStart
                    ? 2L * ack.flightBefore >= snd.congestion.windowBytes()
                    : ack.flightBefore + 3 * snd.mss >= snd.congestion.windowBytes();
            snd.congestion.acknowledged(ack.ackedBytes, limited, snd.rtt.smoothedNs(), nowNs);
        }
    }

    private void progressed(SendSide snd, AckSummary ack, LossDetection detection) {
        if (mayUndo && ack.hasEcho && hasRetransmitTimestamp && Sequence.isBefore(ack.echo, retransmitTimestamp)) {
            snd.congestion.undo();
            snd.board.unmarkLost();
            statistics.count(TcpCounter.SPURIOUS_RECOVERIES);
            end(snd, detection);
        } else if (Sequence.isAtLeast(snd.una, point)) {
            if (phase == Phase.FAST && !snd.sackAllowed) {
                snd.congestion.recovered(snd.pipeBytes(), 0);
            }
            end(snd, detection);
        } else {
            mayUndo = false; // only the first acknowledgment that advances can tell
        }
    }

    private void end(SendSide snd, LossDetection detection) {
        phase = Phase.OPEN;
        forced = false;
        snd.assumedArrived = 0;
        detection.recovered();
    }

    /** Begins fast recovery if segments are marked lost and none is under way. */
    void enterIfLost(SendSide snd, long nowNs) {
        if (phase == Phase.OPEN && snd.board.firstWaiting() != SentSegments.NONE) {
            begin(snd, Phase.FAST);
            forced = true;
            partialSeen = false;
            snd.congestion.loss(snd.board.outstandingBytes(), nowNs);
            statistics.count(TcpCounter.FAST_RECOVERIES);
        }
    }

    /**
     * Segments are marked lost for another reason than congestion: they are sent again, and the congestion window
     * stays.
     */
    void repairOnly(SendSide snd) {
        if (phase == Phase.OPEN) {
            begin(snd, Phase.FAST);
            partialSeen = false;
            mayUndo = false;
        }
    }

    /** The time-out has expired: everything is lost. */
    void timeout(SendSide snd, boolean repeated, long nowNs) {
        snd.congestion.timeout(snd.board.outstandingBytes(), repeated, nowNs);
        snd.board.markAllLost();
        snd.assumedArrived = 0;
        boolean again = phase == Phase.TIMEOUT;
        begin(snd, Phase.TIMEOUT);
        if (again) {
            mayUndo = false;
        }
        statistics.count(TcpCounter.TIMEOUTS);
    }

    private void begin(SendSide snd, Phase next) {
        phase = next;
        point = snd.nxt;
        hasPoint = true;
        hasRetransmitTimestamp = false;
        mayUndo = true;
    }

    /**
     * RFC 6582, section 3.2, step 3, the impatient variant: only the first partial acknowledgment restarts the
     * time-out.
     */
    boolean restartsTimer(SendSide snd) {
        if (phase != Phase.FAST || snd.sackAllowed) {
            return true;
        }
        boolean first = !partialSeen;
        partialSeen = true;
        return first;
    }
}
