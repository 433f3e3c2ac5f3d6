package io.creel.cli.demo;

import io.creel.net.Packet;
import io.creel.net.wire.FlowTuple;

/** What one flow has seen, both directions together. Written by the coroutine of that flow. */
final class Conversation {
    private final FlowTuple tuple;
    private long packets;
    private long bytes;

    /**
     * @param tuple
     *            of its first packet, so that the source is the end that spoke first
     */
    Conversation(FlowTuple tuple) {
        this.tuple = tuple;
    }

    /** Counts frame bytes as they were on the wire, as tshark does, whatever a snaplen has cut off. */
    void count(Packet packet) {
        packets++;
        bytes += packet.originalLengthBytes();
    }

    FlowTuple tuple() {
        return tuple;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }
}
