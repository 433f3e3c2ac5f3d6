package io.creel.ip.tcp;

import io.creel.ip.ShortGuard;

/**
 * How many frames the connections of a host hold, received and not read. They come from the NIC's pool, which has to
 * keep some for what arrives next, so the host has a bound beside that of each connection.
 *
 * <pre>
 *   0            1/4              1/2              3/4             1  of the NIC's packets
 *   | any frame  | no more behind | only the next  | none          |
 *   |            | a gap          | of an empty    |               |
 *   |            |                | receive queue  |               |
 * </pre>
 *
 * A connection whose user reads can therefore go on while others flood theirs. Threads: those of the host, under its
 * guard.
 */
final class HeldFrames {
    private final ShortGuard guard;
    private int capacity = Integer.MAX_VALUE;
    private int held;

    HeldFrames(ShortGuard guard) {
        this.guard = guard;
    }

    /** Sets how many packets the NIC has. Before the first segment. */
    void capacity(int packets) {
        capacity = packets;
    }

    /** Whether a connection may hold the next frame in order; it has this many that were not read. */
    boolean hasRoom(int unread) {
        return held < capacity / 2 || unread == 0 && held < capacity - capacity / 4;
    }

    /** Whether a connection may hold a frame behind a gap. */
    boolean hasRoomBeyondGap() {
        return held < capacity / 4;
    }

    void add(int frames) {
        if (frames != 0) {
            guard.enter();
            held += frames;
            guard.exit();
        }
    }

    int held() {
        return held;
    }
}
