package io.creel.ip.tcp;

/**
 * The limits and options of a host's connections. Immutable; {@code with...} methods copy. Any thread.
 *
 * <p>
 * Defaults that differ from an RFC's recommendation: the minimum retransmission time-out is 200 ms and not 1 s (RFC
 * 6298, 2.4), as in other current stacks, because with timestamps and spurious-time-out detection a data centre's round
 * trips of 20 µs make 1 s a stall; the maximum segment lifetime is 30 s and not 2 minutes (RFC 9293, section 3.4.2 lets
 * an implementation choose).
 *
 * @param mssBytes
 *            largest payload this side receives, 88 to 65495; announced in the SYN
 * @param sendBufferBytes
 *            unacknowledged and unsent bytes per connection, a power of two, 4 KiB to 1 GiB
 * @param receiveBufferBytes
 *            received bytes per connection that were not read, 2 KiB to 1 GiB; the receive window never exceeds it
 * @param receiveFrames
 *            frames per connection that hold such bytes, at least 16
 * @param outOfOrderRanges
 *            segments per connection that wait for a gap to be filled, at least 4; if a window holds more of them, the
 *            peer sends again what had arrived
 * @param sentSegments
 *            segments per connection in flight, at least 16; when all are in use nothing new is sent
 * @param windowScale
 *            whether to offer and accept window scaling
 * @param timestamps
 *            whether to offer and accept timestamps
 * @param sack
 *            whether to offer and accept selective acknowledgments
 * @param nagle
 *            whether small segments wait while data are in flight (RFC 9293, SHLD-7); each connection can change it
 * @param delayedAckNs
 *            how long an acknowledgment waits for company; 0 for none, at most 500 ms (MUST-40)
 * @param minRtoNs
 *            lower bound of the retransmission time-out
 * @param maxRtoNs
 *            upper bound, at least 60 s (RFC 6298, 2.5)
 * @param retryNs
 *            R2: how long unacknowledged data are sent again before the connection is given up, at least 100 s by
 *            recommendation (SHLD-11)
 * @param synRetryNs
 *            R2 of a SYN, at least 3 minutes (MUST-23)
 * @param halfOpenNs
 *            how long a passive connection may stay in SYN-RECEIVED
 * @param timeWaitNs
 *            twice the maximum segment lifetime
 * @param finWait2Ns
 *            how long FIN-WAIT-2 lasts after the user has closed both directions
 * @param keepAliveNs
 *            idle time before the first keep-alive probe where a connection turns them on, 2 hours by default (MUST-28)
 * @param keepAliveIntervalNs
 *            between unanswered probes
 * @param keepAliveProbes
 *            unanswered probes before the connection is given up
 * @param initialWindowSegments
 *            RFC 6928: 10
 * @param challengeAcksPerSecond
 *            limit per connection (RFC 5961, section 7); per connection, so that it is no side channel to others
 * @param cubic
 *            CUBIC rather than NewReno
 * @param rack
 *            RACK-TLP rather than duplicate acknowledgments alone
 */
public record TcpSettings(int mssBytes, int sendBufferBytes, int receiveBufferBytes, int receiveFrames,
        int outOfOrderRanges, int sentSegments, boolean windowScale, boolean timestamps, boolean sack, boolean nagle,
        long delayedAckNs, long minRtoNs, long maxRtoNs, long retryNs, long synRetryNs, long halfOpenNs,
        long timeWaitNs, long finWait2Ns, long keepAliveNs, long keepAliveIntervalNs, int keepAliveProbes,
        int initialWindowSegments, int challengeAcksPerSecond, boolean cubic, boolean rack) {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    /** Checks every limit. */
    public TcpSettings {
        require(mssBytes >= 88 && mssBytes <= 65495, "mssBytes", mssBytes, "88 to 65495");
        require(sendBufferBytes >= 4096 && sendBufferBytes <= 1 << 30 && Integer.bitCount(sendBufferBytes) == 1,
                "sendBufferBytes", sendBufferBytes, "a power of two from 4096 to 2^30");
        require(receiveBufferBytes >= 2048 && receiveBufferBytes <= 1 << 30, "receiveBufferBytes", receiveBufferBytes,
                "2048 to 2^30");
        require(receiveFrames >= 16 && receiveFrames <= 1 << 20, "receiveFrames", receiveFrames, "16 to 2^20");
        require(outOfOrderRanges >= 4 && outOfOrderRanges <= receiveFrames, "outOfOrderRanges", outOfOrderRanges,
                "4 to receiveFrames");
        require(sentSegments >= 16 && sentSegments <= 1 << 20, "sentSegments", sentSegments, "16 to 2^20");
        require(delayedAckNs >= 0 && delayedAckNs <= 500 * MS, "delayedAckNs", delayedAckNs, "0 to 500 ms");
        require(minRtoNs >= MS && minRtoNs <= 60 * SECOND, "minRtoNs", minRtoNs, "1 ms to 60 s");
        require(maxRtoNs >= 60 * SECOND, "maxRtoNs", maxRtoNs, "at least 60 s");
        require(retryNs > 0 && synRetryNs > 0 && halfOpenNs > 0, "retryNs", Math.min(retryNs, synRetryNs),
                "above 0, as synRetryNs and halfOpenNs");
        require(timeWaitNs > 0 && finWait2Ns > 0, "timeWaitNs", Math.min(timeWaitNs, finWait2Ns),
                "above 0, as finWait2Ns");
        require(keepAliveNs > 0 && keepAliveIntervalNs > 0 && keepAliveProbes > 0, "keepAliveNs", keepAliveNs,
                "above 0, as keepAliveIntervalNs and keepAliveProbes");
        require(initialWindowSegments >= 1 && initialWindowSegments <= 10, "initialWindowSegments",
                initialWindowSegments, "1 to 10");
        require(challengeAcksPerSecond >= 1, "challengeAcksPerSecond", challengeAcksPerSecond, "at least 1");
    }

    private static void require(boolean condition, String name, long value, String allowed) {
        if (!condition) {
            throw new IllegalArgumentException("setting out of range: " + name + "=" + value + ", allowed=" + allowed);
        }
    }

    /** {@return the defaults, for a link with an MTU of 1,500 bytes} */
    public static TcpSettings defaults() {
        return new TcpSettings(1460, 1 << 18, 1 << 18, 512, 256, 512, true, true, true, true, 40 * MS, 200 * MS,
                60 * SECOND, 100 * SECOND, 180 * SECOND, 75 * SECOND, 60 * SECOND, 60 * SECOND, 7_200 * SECOND,
                75 * SECOND, 9, 10, 10, true, true);
    }

    /** {@return a copy to change} */
    public TcpSettingsEditor edit() {
        return new TcpSettingsEditor(this);
    }

    /** The shift to announce: the smallest with which the whole buffer can be said (RFC 7323, section 2.3). */
    int receiveShift() {
        int shift = 0;
        while (windowScale && shift < 14 && receiveBufferBytes >>> shift > 0xffff) {
            shift++;
        }
        return shift;
    }

    /** The largest window that can be announced. */
    int receiveWindowBytes() {
        return (int) Math.min(receiveBufferBytes, 0xffffL << receiveShift());
    }
}
