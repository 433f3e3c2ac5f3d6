package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.net.Packet;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.IpProtocol;
import java.nio.ByteBuffer;

/** A numbered payload whose length and bytes follow from its number, and the change that an echo makes to its frame. */
final class Datagram {
    static final int PORT = 7777;
    static final int HEADER_BYTES = 42;

    private static final int NUMBER_BYTES = 4;
    private static final int IP = EthernetDescriptor.HEADER_BYTES;
    private static final int UDP = IP + 20;

    private Datagram() {
    }

    static int lengthBytes(int sequence, int maxBytes) {
        return NUMBER_BYTES + (sequence * 37 & Integer.MAX_VALUE) % (maxBytes - NUMBER_BYTES + 1);
    }

    static void write(ByteBuffer to, int sequence, int maxBytes) {
        int bytes = lengthBytes(sequence, maxBytes);
        to.clear().putInt(sequence);
        for (int i = NUMBER_BYTES; i < bytes; i++) {
            to.put((byte) (sequence * 7 + i));
        }
        to.flip();
    }

    /** Compares every byte and returns the number. */
    static int check(ByteBuffer from, int maxBytes) {
        int sequence = from.getInt(0);
        assertEquals(lengthBytes(sequence, maxBytes), from.limit(), "length of datagram " + sequence);
        for (int i = NUMBER_BYTES; i < from.limit(); i++) {
            if (from.get(i) != (byte) (sequence * 7 + i)) {
                assertEquals((byte) (sequence * 7 + i), from.get(i), "byte " + i + " of datagram " + sequence);
            }
        }
        return sequence;
    }

    /** Returns whether a frame is from these tests, and not one that the kernel sends by itself. */
    static boolean isOurs(Packet packet) {
        return packet.lengthBytes() >= HEADER_BYTES + NUMBER_BYTES
                && Ethernet.etherType(packet) == EthernetDescriptor.TYPE_IPV4
                && packet.get8(IP + 9) == IpProtocol.UDP && packet.get16(UDP + 2) == PORT;
    }

    /** Turns a frame of these tests back to its sender: swaps the ends, which changes no checksum. */
    static void turn(Packet packet) {
        long destination = Ethernet.destination(packet);
        Ethernet.destination(packet, Ethernet.source(packet));
        Ethernet.source(packet, destination);
        int address = packet.get32(IP + 12);
        packet.set32(IP + 12, packet.get32(IP + 16));
        packet.set32(IP + 16, address);
        int port = packet.get16(UDP);
        packet.set16(UDP, packet.get16(UDP + 2));
        packet.set16(UDP + 2, port);
    }
}
