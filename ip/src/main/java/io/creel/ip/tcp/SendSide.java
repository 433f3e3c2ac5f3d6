package io.creel.ip.tcp;

/** The send sequence space of one connection (RFC 9293, section 3.3.1) and what is known of the path to the peer. */
final class SendSide {
    int iss;
    /** Oldest number that is not acknowledged. */
    int una;
    /** The next number to be sent for the first time. */
    int nxt;
    /** The highest number that ever left, probes of a closed window included; never below {@link #nxt}. */
    int max;
    /** The peer's window in bytes, scaled, from {@link #una}. */
    int window;
    /** Segment of the last window update: its sequence and acknowledgment. */
    int wl1;
    int wl2;
    /** The largest window the peer has ever offered. */
    int maxWindow;
    /** The peer's shift. */
    int shift;
    /** Largest payload plus options that the peer and the path take. */
    int mss;
    boolean sackAllowed;
    boolean timestampsOn;
    int timestampOffset;
    /** The user has closed this direction: a FIN follows the last byte. */
    boolean finQueued;
    boolean finSent;
    boolean urgent;
    int urgentEnd;
    boolean nagle;
    /** Segments that are not full wait. */
    boolean corked;
    /** Without SACK: bytes that duplicate acknowledgments stand for. */
    int assumedArrived;
    long lastSentNs;
    /** The next RTT sample is taken beyond this number. */
    int rttPoint;
    /** Since when something is unacknowledged without progress. */
    long stalledSinceNs;

    final SendBuffer buffer;
    final SentSegments board;
    final RttEstimator rtt;
    final Recovery recovery;
    final CongestionControl congestion;
    final LossDetection detection;
    final TailLossProbe probe = new TailLossProbe();
    final AckSummary ack = new AckSummary();

    SendSide(TcpSettings settings, TcpStatistics statistics, CongestionControl congestion, LossDetection detection,
            HostBuffers buffers) {
        buffer = new SendBuffer(settings.sendBufferBytes(), buffers.rings);
        board = new SentSegments(settings.sentSegments(), buffers.segments);
        rtt = new RttEstimator(settings.minRtoNs(), settings.maxRtoNs());
        recovery = new Recovery(statistics);
        this.congestion = congestion;
        this.detection = detection;
    }

    void reset(int initialSequence, TcpSettings settings) {
        iss = initialSequence;
        una = initialSequence;
        nxt = initialSequence;
        max = initialSequence;
        window = 0;
        wl1 = 0;
        wl2 = 0;
        maxWindow = 0;
        shift = 0;
        mss = 0;
        sackAllowed = false;
        timestampsOn = false;
        finQueued = false;
        finSent = false;
        urgent = false;
        nagle = settings.nagle();
        corked = false;
        assumedArrived = 0;
        lastSentNs = 0;
        rttPoint = initialSequence;
        stalledSinceNs = 0;
        buffer.reset(initialSequence + 1);
        board.reset();
        rtt.reset();
        recovery.reset();
        detection.reset();
        probe.reset();
        ack.resetConnection(initialSequence);
    }

    /** The number of the FIN, once it is queued. */
    int finSequence() {
        return buffer.end();
    }

    /**
     * Whether the peer has acknowledged the FIN. An acknowledgment of everything sent is none while the FIN is unsent.
     */
    boolean isFinAcknowledged() {
        return finSent && Sequence.isAfter(una, finSequence());
    }

    int unsentBytes() {
        return Math.max(0, buffer.end() - nxt);
    }

    boolean isFinDue() {
        return finQueued && !finSent;
    }

    /** The first number beyond the peer's window. */
    int edge() {
        return una + window;
    }

    /**
     * The sequence number of a segment without data. If the peer has shrunk its window, SND.NXT lies beyond it, and the
     * peer drops whatever carries that number, acknowledgments included. If each side then waits for the other's
     * acknowledgment, the connection stands still.
     */
    int acceptableNext() {
        boolean isWindowKnown = una != iss; // the peer has answered the SYN
        return isWindowKnown && Sequence.isAfter(nxt, edge()) ? edge() : nxt;
    }

    int pipeBytes() {
        return Math.max(0, board.pipeBytes() - assumedArrived);
    }

    boolean mayEnterRecovery() {
        return recovery.mayEnter(una);
    }

    void raiseMax() {
        max = Sequence.max(max, nxt);
    }
}
