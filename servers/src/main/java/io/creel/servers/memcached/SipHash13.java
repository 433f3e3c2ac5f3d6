package io.creel.servers.memcached;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** SipHash with one round per word and three at the end (Aumasson and Bernstein 2012). Stateless; allocates nothing. */
final class SipHash13 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private SipHash13() {
    }

    static long of(long key0, long key1, byte[] bytes, int from, int to) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int whole = from + (to - from & ~7);
        long last = (long) (to - from) << 56;
        for (int i = whole; i < to; i++) {
            last |= (bytes[i] & 0xffL) << 8 * (i - whole);
        }
        // Each turn mixes one word in and does one round; the last word has the length, and three more rounds follow.
        for (int at = from; at <= whole + 24; at += 8) {
            long word = at < whole ? (long) LONG.get(bytes, at) : at == whole ? last : 0;
            v2 ^= at == whole + 8 ? 0xff : 0;
            v3 ^= word;
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
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
