package io.creel.cli.demo;

import io.creel.net.Packet;

/** The due times of the packets in flight. Used by the wire's thread only. */
interface DueTimes {
    /** The result of {@link #take} for a packet that the wire has not sent. */
    long UNKNOWN = Long.MIN_VALUE;

    /** Remembers a packet that is about to be sent. */
    void sent(Packet packet, long dueNs);

    /**
     * Removes and returns the due time of a packet that has come back; {@link #UNKNOWN} if the wire has not sent it.
     */
    long take(Packet packet);

    /** Forgets all packets. Called when none is in flight: packets that were not taken have been dropped. */
    default void forget() {
    }

    /** For a link on which the same packet comes back and carries its due time. */
    DueTimes IN_PACKET = new DueTimes() {
        @Override
        public void sent(Packet packet, long dueNs) {
            packet.timestampNs(dueNs);
        }

        @Override
        public long take(Packet packet) {
            return packet.timestampNs();
        }
    };
}
