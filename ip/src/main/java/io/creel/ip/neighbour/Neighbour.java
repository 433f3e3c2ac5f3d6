package io.creel.ip.neighbour;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/** One entry of a {@link NeighbourTable}, and the datagrams that wait for it, each one packet. */
final class Neighbour {
    /** RFC 1122, section 2.3.2.2: at least one; RFC 4861, section 7.2.2: a small number. */
    static final int MAX_WAITING = 3;

    @Nullable
    Neighbour nextInBucket;
    long high;
    long low;
    long macAddress;
    @Nullable
    NeighbourState state;
    /** When the state ends; {@code Long.MAX_VALUE} for never. */
    long dueNs;
    long usedNs;
    /** When it last answered, or moved. */
    long confirmedNs;
    int asked;
    /** Another link address was claimed for it; answers must come from the known one. */
    boolean doubted;
    @Owned
    final Packet[] waiting = new Packet[MAX_WAITING];
    int waitingCount;

    boolean is(long otherHigh, long otherLow) {
        return low == otherLow && high == otherHigh;
    }

    /**
     * Puts a segment of TCP in the place of one that it repeats, so that a neighbour that answers late gets it once.
     * The repeated one is released.
     */
    boolean replaces(@Transfers(when = Result.TRUE) Packet packet) {
        for (int i = 0; i < waitingCount; i++) {
            if (Repeats.isRepeat(waiting[i], packet)) {
                waiting[i].release();
                waiting[i] = packet;
                return true;
            }
        }
        return false;
    }

    /** Keeps a packet; returns the oldest one if there was no room (RFC 4861, section 7.2.2). */
    @Acquires(when = Result.NON_NULL)
    @Nullable
    Packet keep(@Transfers Packet packet) {
        Packet oldest = null;
        if (waitingCount == MAX_WAITING) {
            oldest = waiting[0];
            System.arraycopy(waiting, 1, waiting, 0, MAX_WAITING - 1);
            waitingCount--;
        }
        waiting[waitingCount++] = packet;
        return oldest;
    }
}
