package io.creel.ip.tcp;

/**
 * What a connection knows of itself and of its path, at one moment: for diagnostics, and for the option TCP_INFO of
 * other stacks. Durations are nanoseconds, and 0 if nothing is known yet.
 *
 * @param state
 *            of the connection
 * @param roundTripNs
 *            smoothed (RFC 6298)
 * @param roundTripVariationNs
 *            its mean deviation (RFC 6298)
 * @param shortestRoundTripNs
 *            the shortest that was seen
 * @param retransmissionTimeoutNs
 *            with its back-off (RFC 6298)
 * @param backOffs
 *            how often that was doubled
 * @param segmentBytes
 *            the largest payload that is sent in one segment
 * @param congestionWindowBytes
 *            how much may be in flight
 * @param slowStartThresholdBytes
 *            where slow start ends; {@code Integer.MAX_VALUE} or near to it before the first loss
 * @param sendWindowBytes
 *            what the peer offers
 * @param receiveWindowBytes
 *            what this side has offered and the peer has not used
 * @param unacknowledgedSegments
 *            sent and not acknowledged
 * @param unacknowledgedBytes
 *            of their sequence space
 * @param sackedBytes
 *            of these, those that the peer has reported
 * @param lostBytes
 *            of these, those that are thought to be lost
 * @param unsentBytes
 *            written and not sent yet
 * @param sendShift
 *            the peer's window scale; −1 if scaling is off
 * @param receiveShift
 *            the own window scale; −1 if scaling is off
 * @param sack
 *            whether selective acknowledgments were agreed on
 * @param timestamps
 *            whether timestamps were agreed on
 * @param recovering
 *            whether losses are being repaired
 * @param congestionControl
 *            its name
 */
public record TcpInfo(TcpState state, long roundTripNs, long roundTripVariationNs, long shortestRoundTripNs,
        long retransmissionTimeoutNs, int backOffs, int segmentBytes, int congestionWindowBytes,
        int slowStartThresholdBytes, int sendWindowBytes, int receiveWindowBytes, int unacknowledgedSegments,
        int unacknowledgedBytes, int sackedBytes, int lostBytes, int unsentBytes, int sendShift, int receiveShift,
        boolean sack, boolean timestamps, boolean recovering, String congestionControl) {

    /**
     * Describes a connection as it is now. By the host's thread; allocates this record.
     *
     * @param connection
     *            in any state
     * @return the description
     */
    public static TcpInfo of(TcpConnection connection) {
        SendSide snd = connection.snd;
        RttEstimator rtt = snd.rtt;
        boolean scaled = connection.output.scaleAgreed;
        boolean known = connection.state.isSynchronized();
        return new TcpInfo(connection.state, rtt.smoothedNs(), rtt.variationNs(),
                rtt.shortestNs() == Long.MAX_VALUE ? 0 : rtt.shortestNs(), rtt.rtoNs(), rtt.backoffs(), snd.mss,
                known ? snd.congestion.windowBytes() : 0, known ? snd.congestion.thresholdBytes() : 0, snd.window,
                known ? connection.rcv.window() : 0, snd.board.count(), snd.board.outstandingBytes(),
                snd.board.sackedBytes(), snd.board.lostBytes(), snd.unsentBytes(), scaled ? snd.shift : -1,
                scaled ? connection.rcv.shift : -1, snd.sackAllowed, snd.timestampsOn, snd.recovery.isRecovering(),
                snd.congestion.name());
    }
}
