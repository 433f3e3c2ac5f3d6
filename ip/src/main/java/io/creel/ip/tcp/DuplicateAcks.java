package io.creel.ip.tcp;

/**
 * Loss detection by counting: three duplicate acknowledgments (RFC 5681, RFC 6582), or three SACKed ranges or more than
 * two SACKed segments above a hole (RFC 6675, section 4).
 *
 * <p>
 * Without SACK each duplicate acknowledgment stands for one segment that has left the network, which is what the window
 * inflation of RFC 5681, section 3.2 expresses; here it lowers the pipe, so limited transmit (RFC 3042) follows from
 * the same rule.
 */
final class DuplicateAcks implements LossDetection {
    static final int THRESHOLD = 3;
    private int duplicates;
    private boolean rescued;

    @Override
    public void reset() {
        duplicates = 0;
        rescued = false;
    }

    @Override
    public void acknowledged(SendSide snd, AckSummary ack, long nowNs) {
        if (ack.isDuplicate && !snd.board.isEmpty()) {
            duplicates = Math.min(duplicates + 1, 1 << 20);
        } else if (ack.ackedBytes > 0) {
            duplicates = 0;
        }
        if (snd.sackAllowed) {
            markBySack(snd, ack);
        } else {
            markByCount(snd, ack);
        }
    }

    private void markBySack(SendSide snd, AckSummary ack) {
        SentSegments board = snd.board;
        if (ack.newlySackedBytes > 0 || ack.ackedBytes > 0 && board.sackedBytes() > 0) {
            markBelowSacked(board, snd.mss);
        }
        if (duplicates >= THRESHOLD && board.sackedBytes() > 0 && snd.mayEnterRecovery()) {
            markHead(board);
        }
    }

    /** IsLost of RFC 6675 for every segment, from the highest down. */
    private static void markBelowSacked(SentSegments board, int mss) {
        int bytes = 0;
        int ranges = 0;
        boolean inRange = false;
        for (int slot = board.last(); slot != SentSegments.NONE; slot = board.previous(slot)) {
            if (board.isSacked(slot)) {
                bytes += board.end(slot) - board.start(slot);
                ranges += inRange ? 0 : 1;
                inRange = true;
            } else {
                inRange = false;
                if ((ranges >= THRESHOLD || bytes > (THRESHOLD - 1) * mss) && !board.isLost(slot)) {
                    board.markLost(slot);
                }
            }
        }
    }

    private void markByCount(SendSide snd, AckSummary ack) {
        SentSegments board = snd.board;
        if (ack.ackedBytes > 0) {
            snd.assumedArrived = Math.max(0, snd.assumedArrived - Math.max(0, ack.ackedBytes - snd.mss));
            if (snd.recovery.isRecovering() && !board.isEmpty()) {
                markHead(board); // RFC 6582, section 3.2, step 3: a partial acknowledgment names the next hole
            }
        } else if (ack.isDuplicate && !board.isEmpty() && !snd.recovery.isAfterTimeout()) {
            snd.assumedArrived += snd.mss;
            if (duplicates >= THRESHOLD && snd.mayEnterRecovery()) {
                markHead(board);
            }
        }
        int headBytes = board.isEmpty() ? 0 : board.end(board.first()) - board.start(board.first());
        snd.assumedArrived = Math.min(snd.assumedArrived, board.outstandingBytes() - headBytes);
    }

    private static void markHead(SentSegments board) {
        int head = board.first();
        if (!board.isLost(head)) {
            board.markLost(head);
        }
    }

    @Override
    public long deadlineNs() {
        return TcpTimers.NEVER;
    }

    @Override
    public void expired(SendSide snd, long nowNs) {
        // has no deadline
    }

    @Override
    public void recovered() {
        duplicates = 0;
        rescued = false;
    }

    @Override
    public int rescue(SendSide snd) {
        SentSegments board = snd.board;
        if (!snd.sackAllowed || board.sackedBytes() == 0) {
            return SentSegments.NONE;
        }
        int highest = board.last();
        while (highest != SentSegments.NONE && !board.isSacked(highest)) {
            highest = board.previous(highest);
        }
        for (int slot = board.first(); slot != highest; slot = board.next(slot)) {
            if (!board.isSacked(slot) && !board.isLost(slot) && !board.isRepeated(slot)) {
                return slot; // rule 3
            }
        }
        int last = board.last();
        if (!rescued && !board.isSacked(last) && !board.isLost(last)) {
            rescued = true;
            return last; // rule 4: once per recovery
        }
        return SentSegments.NONE;
    }

    @Override
    public boolean probesTail() {
        return false;
    }
}
