package io.creel.ip.tcp;

/**
 * Loss detection by time (RACK, RFC 8985, section 6): a segment is lost if one that was sent sufficiently later has
 * arrived. Without SACK it falls back to {@link DuplicateAcks}, as the RFC requires. Tail-loss probes are sent by
 * {@link TailLossProbe}.
 */
final class RackTlp implements LossDetection {
    /** Section 6.2, step 4: recoveries for which a wider reordering window is kept. */
    private static final int PERSISTENCE = 16;
    private static final int MAX_MULTIPLE = 254;

    private final DuplicateAcks fallback = new DuplicateAcks();
    private long sentNs;
    private int end;
    private long rttNs;
    private boolean hasSample;
    private boolean reorderingSeen;
    private int multiple;
    private int persistence;
    private int duplicateRound;
    private boolean hasDuplicateRound;
    private long deadlineNs;

    RackTlp() {
        reset();
    }

    @Override
    public void reset() {
        fallback.reset();
        hasSample = false;
        reorderingSeen = false;
        multiple = 1;
        persistence = 0;
        hasDuplicateRound = false;
        deadlineNs = TcpTimers.NEVER;
    }

    /** Section 6.1: segments sent at the same time are ordered by their numbers. */
    static boolean isSentAfter(long ns1, int end1, long ns2, int end2) {
        return ns1 > ns2 || ns1 == ns2 && Sequence.isAfter(end1, end2);
    }

    @Override
    public void acknowledged(SendSide snd, AckSummary ack, long nowNs) {
        if (!snd.sackAllowed) {
            fallback.acknowledged(snd, ack, nowNs);
            return;
        }
        if (ack.hasLatest && (!hasSample || isSentAfter(ack.latestSentNs, ack.latestEnd, sentNs, end))) {
            sentNs = ack.latestSentNs;
            end = ack.latestEnd;
            rttNs = nowNs - ack.latestSentNs;
            hasSample = true;
        }
        reorderingSeen |= ack.isReordered;
        if (ack.isDuplicateSack && (!hasDuplicateRound || Sequence.isAtLeast(snd.una, duplicateRound))) {
            hasDuplicateRound = true;
            duplicateRound = snd.nxt;
            multiple = Math.min(multiple + 1, MAX_MULTIPLE);
            persistence = PERSISTENCE;
        }
        detect(snd, nowNs);
    }

    /** Section 6.2, step 4. */
    private long reorderingWindowNs(SendSide snd) {
        if (!reorderingSeen && (snd.recovery.isActive()
                || snd.board.sackedBytes() >= DuplicateAcks.THRESHOLD * snd.mss)) {
            return 0;
        }
        long shortest = snd.rtt.shortestNs() == Long.MAX_VALUE ? snd.rtt.smoothedNs() : snd.rtt.shortestNs();
        return Math.min(Math.max(1, multiple * shortest / 4), Math.max(1, snd.rtt.smoothedNs()));
    }

    /** Section 6.2, step 5. */
    private void detect(SendSide snd, long nowNs) {
        deadlineNs = TcpTimers.NEVER;
        SentSegments board = snd.board;
        if (!hasSample || board.isEmpty()) {
            return;
        }
        long window = reorderingWindowNs(snd);
        long wait = 0;
        for (int slot = board.oldest(); slot != SentSegments.NONE; slot = board.later(slot)) {
            if (!isSentAfter(sentNs, end, board.sentNs(slot), board.end(slot))) {
                break;
            }
            if (board.isSacked(slot) || board.isLostAndWaiting(slot)) {
                continue;
            }
            long remaining = board.sentNs(slot) + rttNs + window - nowNs;
            if (remaining <= 0) {
                board.markLost(slot);
            } else {
                wait = Math.max(wait, remaining);
            }
        }
        if (wait > 0) {
            deadlineNs = nowNs + wait;
        }
    }

    @Override
    public long deadlineNs() {
        return deadlineNs;
    }

    @Override
    public void expired(SendSide snd, long nowNs) {
        detect(snd, nowNs);
    }

    @Override
    public void recovered() {
        fallback.recovered();
        if (persistence > 0 && --persistence == 0) {
            multiple = 1;
        }
    }

    @Override
    public int rescue(SendSide snd) {
        return SentSegments.NONE;
    }

    @Override
    public boolean probesTail() {
        return true;
    }
}
