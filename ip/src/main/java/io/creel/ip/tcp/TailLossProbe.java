package io.creel.ip.tcp;

/** The state of tail-loss probes (RFC 8985, section 7): when to probe, and what the answer says. */
final class TailLossProbe {
    /** Section 7.2: how long a peer may delay an acknowledgment. */
    private static final long MAX_ACK_DELAY_NS = 200_000_000;
    private static final long WITHOUT_SAMPLE_NS = 1_000_000_000;
    /** Below this the delays of schedulers would look like losses. */
    private static final long SHORTEST_NS = 1_000_000;

    private boolean active;
    private boolean retransmission;
    private int end;

    void reset() {
        active = false;
    }

    boolean isActive() {
        return active;
    }

    /** Section 7.2. */
    long timeoutNs(SendSide snd) {
        if (!snd.rtt.hasSample()) {
            return WITHOUT_SAMPLE_NS;
        }
        long timeout = 2 * snd.rtt.smoothedNs();
        return snd.board.first() == snd.board.last() ? timeout + MAX_ACK_DELAY_NS : Math.max(timeout, SHORTEST_NS);
    }

    /** Whether a probe may be scheduled: nothing is being recovered, nothing is SACKed, and no probe is unanswered. */
    boolean isWanted(SendSide snd) {
        return snd.detection.probesTail() && snd.sackAllowed && !active && !snd.board.isEmpty()
                && !snd.recovery.isActive() && snd.board.sackedBytes() == 0 && snd.window > 0;
    }

    void sent(int highest, boolean repeated) {
        active = true;
        retransmission = repeated;
        end = highest;
    }

    /**
     * Section 7.4.2.
     *
     * @return whether the probe has repaired a loss that nothing else has noticed, which counts as congestion
     */
    boolean acknowledged(SendSide snd, AckSummary ack) {
        if (!active || Sequence.isBefore(snd.una, end)) {
            return false;
        }
        if (!retransmission) {
            active = false;
            return false;
        }
        if (ack.isDuplicateSack && ack.duplicateSackEnd == end) {
            active = false; // the original and the probe both arrived
            return false;
        }
        if (Sequence.isAfter(snd.una, end)) {
            active = false;
            return true;
        }
        if (ack.isDuplicate && ack.newlySackedBytes == 0) {
            active = false;
        }
        return false;
    }
}
