package io.creel.ip.tcp;

/**
 * Initial sequence numbers, timestamp offsets and the codes of SYN cookies, all from one secret (RFC 6528, RFC 7323
 * section 5.4).
 *
 * <p>
 * The pseudo-random function is SipHash-2-4 with a 128-bit key, over addresses, ports and a purpose. The secret is
 * injected; a program draws it once from a secure source. Stateless; any thread. Tests override it to begin near a
 * wrap.
 */
public class IsnGenerator {
    /** RFC 9293, MUST-8: the clock of initial sequence numbers ticks about every 4 microseconds. */
    private static final long ISN_TICK_NS = 4_000;
    private static final int ISN = 1;
    private static final int TIMESTAMP = 2;
    private static final int COOKIE = 3;
    private static final int PORT = 4;

    private final long key0;
    private final long key1;

    /**
     * Takes the two halves of the secret.
     *
     * @param key0 64 random bits
     * @param key1 64 other random bits
     */
    public IsnGenerator(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** {@code ISN = M + F(addresses, ports, secret)} (RFC 6528, section 3). */
    int initialSequence(TcpEndpoints endpoints, long nowNs) {
        return (int) (nowNs / ISN_TICK_NS) + (int) hash(endpoints, ISN, 0);
    }

    /**
     * Where the timestamp clock of this connection starts; the same for each incarnation, so that it is monotonic (RFC
     * 6191).
     */
    int timestampOffset(TcpEndpoints endpoints) {
        return (int) hash(endpoints, TIMESTAMP, 0);
    }

    long cookie(TcpEndpoints endpoints, int peerSequence, int time) {
        return hash(endpoints, COOKIE, (long) time << 32 | peerSequence & 0xffffffffL);
    }

    /** Where the search for an ephemeral port begins (RFC 6056, algorithm 3). */
    int portOffset(TcpEndpoints endpoints) {
        return (int) hash(endpoints, PORT, 0) & Integer.MAX_VALUE;
    }

    private long hash(TcpEndpoints e, int purpose, long extra) {
        int localPort = purpose == PORT ? 0 : e.localPort();
        long ports = (long) localPort << 48 | (long) e.remotePort() << 32 | purpose;
        return sipHash(e.localHigh(), e.localLow(), e.remoteHigh(), e.remoteLow(), ports, extra);
    }

    /** SipHash-2-4 (Aumasson, Bernstein 2012) of six words, 48 bytes. */
    private long sipHash(long m0, long m1, long m2, long m3, long m4, long m5) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        for (int i = 0; i <= 6; i++) {
            long m = switch (i) {
                case 0 -> m0;
                case 1 -> m1;
                case 2 -> m2;
                case 3 -> m3;
                case 4 -> m4;
                case 5 -> m5;
                default -> 48L << 56;
            };
            v3 ^= m;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }
        v2 ^= 0xff;
        for (int round = 0; round < 4; round++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** A fast keyed mix for hash tables: not a code that protects anything. */
    static long mix(long key, long a, long b) {
        long h = (key ^ a) * 0x9e3779b97f4a7c15L;
        h = (h ^ h >>> 32 ^ b) * 0xd6e8feb86659fd93L;
        return h ^ h >>> 29;
    }
}
