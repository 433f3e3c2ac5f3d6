package io.creel.cli.demo;

import io.creel.net.Packet;

/** When the packets under way were due. One thread, that of the wire. */
interface DueTimes {
    /** What {@link #take} says of a packet that nobody here has sent. */
    long UNKNOWN = Long.MIN_VALUE;

    /** Remembers a packet that is about to be sent. */
    void sent(Packet packet, long dueNs);

    /** When a packet that has come back was due; forgets it. */
    long take(Packet packet);

    /** Nothing is under way any more: what was not taken has been dropped. */
    default void forget() {
    }

    /** For a link on which the very same packet comes back: it carries the time itself. */
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
