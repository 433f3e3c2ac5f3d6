package io.creel.ip.tcp;

/**
 * What one acknowledgment says about the segments in flight: filled by the scoreboard, read by everything that reacts.
 * Reused.
 */
final class AckSummary implements SentSegments.Delivery {
    static final long NO_SAMPLE = -1;

    /** Cumulatively acknowledged by this segment; 0 if {@code SND.UNA} stayed. */
    int ackedBytes;
    /** Arrived by cumulative or selective acknowledgment. */
    int deliveredBytes;
    int newlySackedBytes;
    /** The bytes thought to be in the network before it. */
    int flightBefore;
    /** RFC 5681, section 2, or for SACK connections RFC 6675, section 2. */
    boolean isDuplicate;
    /** The first SACK block reported a duplicate (RFC 2883). */
    boolean isDuplicateSack;
    int duplicateSackStart;
    int duplicateSackEnd;
    boolean hasEcho;
    int echo;
    /** Of the first segment that is cumulatively acknowledged; {@link #NO_SAMPLE} if any was sent twice (Karn). */
    long rttNs;
    /** Of the segments that arrived, the one sent last (RFC 8985, section 6.2, step 2). */
    boolean hasLatest;
    long latestSentNs;
    int latestEnd;
    /** Something arrived below what had arrived before, and had been sent once. */
    boolean isReordered;
    /** The highest sequence number that has arrived on this connection. */
    private int highestDelivered;
    private boolean hasRepeated;
    private long nowNs;
    private long shortestRttNs;
    private int timestampOffset;

    void resetConnection(int sequence) {
        highestDelivered = sequence;
    }

    void begin(TcpSegment segment, int flight, long now, long shortestRtt, int offset) {
        ackedBytes = 0;
        deliveredBytes = 0;
        newlySackedBytes = 0;
        flightBefore = flight;
        isDuplicate = false;
        isDuplicateSack = false;
        hasEcho = segment.timestamps && segment.timestampEcho != 0;
        echo = segment.timestampEcho;
        rttNs = NO_SAMPLE;
        hasLatest = false;
        isReordered = false;
        hasRepeated = false;
        nowNs = now;
        shortestRttNs = shortestRtt;
        timestampOffset = offset;
    }

    @Override
    public void delivered(int start, int end, long sentNs, boolean repeated, boolean cumulative) {
        deliveredBytes += end - start;
        if (!cumulative) {
            newlySackedBytes += end - start;
        } else if (repeated) {
            hasRepeated = true;
            rttNs = NO_SAMPLE;
        } else if (rttNs == NO_SAMPLE && !hasRepeated) {
            rttNs = nowNs - sentNs;
        }
        if (Sequence.isAfter(end, highestDelivered)) {
            highestDelivered = end;
        } else if (!repeated) {
            isReordered = true;
        }
        if (!(repeated && isOfEarlierTransmission(sentNs)) && (!hasLatest
                || RackTlp.isSentAfter(sentNs, end, latestSentNs, latestEnd))) {
            hasLatest = true;
            latestSentNs = sentNs;
            latestEnd = end;
        }
    }

    /**
     * RFC 8985, section 6.2, step 2: the acknowledgment is too early for the retransmission, so the original has
     * arrived.
     */
    private boolean isOfEarlierTransmission(long sentNs) {
        return hasEcho && Sequence.isBefore(echo, TimestampClock.at(sentNs, timestampOffset))
                || nowNs - sentNs < shortestRttNs && shortestRttNs != Long.MAX_VALUE;
    }
}
