package io.creel.cli.demo;

import io.creel.net.Packet;

/**
 * For a link on which only bytes come back: finds a frame in flight by its content. Of equal frames the one sent first
 * is taken; they belong to one conversation, which keeps its order.
 *
 * <p>
 * A ring in the order of sending. A frame that comes back in order is found at once. The search is bounded by the
 * number of frames in flight.
 */
final class DueTimesByContent implements DueTimes {
    /** The shortest Ethernet frame: some links pad shorter ones with zeroes. */
    private static final int MIN_FRAME_BYTES = 60;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private final long[] keys;
    private final long[] dues;
    private final int mask;
    private int head;
    private int tail;

    /**
     * @param capacity
     *            the most packets in flight, a power of two
     */
    DueTimesByContent(int capacity) {
        keys = new long[capacity];
        dues = new long[capacity];
        mask = capacity - 1;
    }

    @Override
    public void sent(Packet packet, long dueNs) {
        if (tail - head > mask) {
            // Its frame was dropped, and counted, long ago.
            head++;
        }
        keys[tail & mask] = key(packet);
        dues[tail++ & mask] = dueNs;
    }

    @Override
    public long take(Packet packet) {
        long key = key(packet);
        for (int i = head; i != tail; i++) {
            int slot = i & mask;
            if (keys[slot] == key && dues[slot] != UNKNOWN) {
                long dueNs = dues[slot];
                dues[slot] = UNKNOWN;
                while (head != tail && dues[head & mask] == UNKNOWN) {
                    head++;
                }
                return dueNs;
            }
        }
        return UNKNOWN;
    }

    @Override
    public void forget() {
        head = tail;
    }

    private static long key(Packet packet) {
        int bytes = Math.max(packet.lengthBytes(), MIN_FRAME_BYTES);
        long key = bytes;
        int at = 0;
        for (; at + Long.BYTES <= packet.lengthBytes(); at += Long.BYTES) {
            key = mix(key, packet.get64(at));
        }
        for (; at < bytes; at += Long.BYTES) {
            long word = 0;
            for (int i = at; i < at + Long.BYTES; i++) {
                word = word << Byte.SIZE | (i < packet.lengthBytes() ? packet.get8(i) : 0);
            }
            key = mix(key, word);
        }
        return key;
    }

    private static long mix(long key, long word) {
        return Long.rotateLeft((key ^ word) * MULTIPLIER, 29);
    }
}
