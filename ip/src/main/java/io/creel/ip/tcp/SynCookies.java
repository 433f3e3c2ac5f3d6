package io.creel.ip.tcp;

/**
 * SYN cookies (RFC 4987, section 3.6): a listener whose backlog is full keeps nothing for a SYN and encodes it in the
 * sequence number of its SYN-ACK.
 *
 * <pre>
 *   31     27 26 24 23                    0
 *  +---------+-----+-----------------------+
 *  | minutes | MSS | code of SipHash-2-4   |
 *  +---------+-----+-----------------------+
 * </pre>
 *
 * With timestamps, the low six bits of the timestamp hold the window scale and SACK-permitted, as in other stacks;
 * without them a connection from a cookie has no scale and no SACK. A cookie is good for one to two minutes.
 */
final class SynCookies {
    private static final long PERIOD_NS = 60_000_000_000L;
    private static final int[] MSS = {536, 1220, 1300, 1360, 1400, 1440, 1460, 8960};
    private static final int CODE_MASK = 0xffffff;
    private static final int OPTION_MASK = 0x3f;
    private static final int NO_SCALE = 0xf;
    private static final int SACK_BIT = 0x10;

    private final IsnGenerator isn;

    SynCookies(IsnGenerator isn) {
        this.isn = isn;
    }

    int sequence(TcpEndpoints endpoints, TcpSegment syn, long nowNs) {
        int minutes = (int) (nowNs / PERIOD_NS);
        int index = 0;
        int offered = syn.mss == TcpSegment.ABSENT ? MSS[0] : syn.mss;
        while (index + 1 < MSS.length && MSS[index + 1] <= offered) {
            index++;
        }
        return (minutes & 31) << 27 | index << 24 | code(endpoints, syn.sequence, minutes, index);
    }

    private int code(TcpEndpoints endpoints, int peerSequence, int minutes, int index) {
        return (int) isn.cookie(endpoints, peerSequence, minutes << 3 | index) & CODE_MASK;
    }

    /** The maximum segment size that a cookie holds; −1 if it is forged or too old. */
    int mss(TcpEndpoints endpoints, int cookie, int peerSequence, long nowNs) {
        int now = (int) (nowNs / PERIOD_NS);
        int age = now - (cookie >>> 27) & 31;
        int index = cookie >>> 24 & 7;
        if (age > 1 || code(endpoints, peerSequence, now - age, index) != (cookie & CODE_MASK)) {
            return -1;
        }
        return MSS[index];
    }

    /** A timestamp that is at most 64 ms old and holds the options of the SYN. */
    int timestamp(TcpSegment syn, int clock) {
        int options = (syn.windowScale == TcpSegment.ABSENT ? NO_SCALE : syn.windowScale)
                | (syn.sackPermitted ? SACK_BIT : 0);
        int value = clock & ~OPTION_MASK | options;
        return Sequence.isAfter(value, clock) ? value - OPTION_MASK - 1 : value;
    }

    static int scale(int echo) {
        int scale = echo & NO_SCALE;
        return scale == NO_SCALE ? TcpSegment.ABSENT : scale;
    }

    static boolean isSackPermitted(int echo) {
        return (echo & SACK_BIT) != 0;
    }
}
