package io.creel.jmh.nic;

import io.creel.net.Packet;
import io.creel.net.wire.Ethernet;

/** The work of every peer on a frame: checks the port and turns the frame round. */
public final class Echo {
    static final int PORT = 7777;
    static final int FRAME_BYTES = 106;
    static final int IP = 14;
    static final int UDP = 34;
    static final String NIC = "nic0";
    static final String PEER = "peer0";
    static final String NIC_ADDRESS = "10.77.0.1";
    static final String PEER_ADDRESS = "10.77.0.2";

    private Echo() {
    }

    /** Returns whether a frame is one to turn round. */
    public static boolean isOurs(Packet packet) {
        return packet.lengthBytes() >= UDP + 8 && packet.get16(12) == 0x0800 && packet.get8(IP + 9) == 17
                && packet.get16(UDP + 2) == PORT;
    }

    /** Swaps source and destination, which changes no checksum. */
    public static void turn(Packet packet) {
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
