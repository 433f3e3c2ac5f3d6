package io.creel.cli.demo;

import io.creel.net.Packet;
import io.creel.net.wire.FlowTuple;

/** The counts of one flow, both directions together. Written by the flow's coroutine. */
final class Conversation {
    private final FlowTuple tuple;
    private long packets;
    private long bytes;

    /**
     * @param tuple
     *            the tuple of the first packet, so the source is the end that sent first
     */
    Conversation(FlowTuple tuple) {
        this.tuple = tuple;
    }

    /** Counts the bytes that the frame had on the wire, as tshark does, even if a snaplen has cut it. */
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
