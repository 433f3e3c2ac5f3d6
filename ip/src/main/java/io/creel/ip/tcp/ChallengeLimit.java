package io.creel.ip.tcp;

/**
 * How many challenge ACKs and answers to empty segments a connection may send per second (RFC 5961, section 7). Each
 * connection has its own, so that one connection says nothing about another (CVE-2016-5696).
 */
final class ChallengeLimit {
    private static final long SECOND_NS = 1_000_000_000L;
    private final int perSecond;
    private long startNs;
    private int used;

    ChallengeLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    void reset(long nowNs) {
        startNs = nowNs;
        used = 0;
    }

    boolean take(long nowNs) {
        if (nowNs - startNs >= SECOND_NS) {
            startNs = nowNs;
            used = 0;
        }
        return used++ < perSecond;
    }
}
