package io.creel.servers.http;

import io.creel.core.spec.Suspends;

/**
 * Bytes of any number that need no room: a fixed sequence of random bytes, over and over. Its length is a prime number,
 * so a piece that is lost, doubled or moved shows unless its length is a multiple of that.
 *
 * @param sizeBytes
 *            how many bytes there are, at least 0
 */
public record PatternContent(long sizeBytes) implements HttpContent {
    /** The length of the sequence. */
    public static final int PERIOD_BYTES = 65_521;

    private static final byte[] SEQUENCE = sequence();

    private static byte[] sequence() {
        byte[] bytes = new byte[PERIOD_BYTES];
        long state = 0x9e3779b97f4a7c15L;
        for (int i = 0; i < bytes.length; i++) { // xorshift, Marsaglia 2003
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            bytes[i] = (byte) (state >>> 32);
        }
        return bytes;
    }

    /**
     * {@return the byte at a place}
     *
     * @param offset
     *            at least 0
     */
    public static byte at(long offset) {
        return SEQUENCE[(int) (offset % PERIOD_BYTES)];
    }

    @Override
    public String contentType() {
        return "application/octet-stream";
    }

    @Override
    public String entityTag() {
        return "\"" + sizeBytes + "\"";
    }

    @Override
    @Suspends
    public void send(HttpExchange exchange, long first, long bytes) {
        long at = first;
        long left = bytes;
        while (left > 0) {
            int from = (int) (at % PERIOD_BYTES);
            int part = (int) Math.min(left, PERIOD_BYTES - from);
            exchange.write(SEQUENCE, from, part);
            at += part;
            left -= part;
        }
    }
}
