package io.creel.oracle;

import io.creel.net.Packet;

/** Writes frames into packets: sound ones of two lengths, and one that no parser accepts. */
final class Frames {
    private static final int SHORT = 50;
    private static final int LONG = 300;

    private Frames() {
    }

    /** Fills a packet as the explorer chooses. */
    static Packet fill(Packet packet, SimulatedWorkers workers) {
        int way = workers.choose(3, "the packet is long, or no IP packet");
        return fill(packet, way == 1 ? LONG : SHORT, way != 2);
    }

    /** Fills a packet with a short frame that a parser accepts, if it has room for that. */
    static void fill(Packet packet) {
        if (packet.capacityBytes() >= SHORT) {
            fill(packet, SHORT, true);
        }
    }

    private static Packet fill(Packet packet, int length, boolean sound) {
        packet.resize(length);
        for (int i = 0; i < length; i++) {
            packet.set8(i, 0);
        }
        packet.set8(5, 1);
        packet.set8(11, 2);
        packet.set16(12, 0x0800);
        packet.set8(14, sound ? 0x45 : 0x10);
        packet.set16(16, length - 14);
        packet.set8(22, 64);
        packet.set8(23, 17);
        packet.set32(26, 0x0a000001);
        packet.set32(30, 0x0a000002);
        packet.set16(24, checksum(packet));
        packet.set16(34, 7);
        packet.set16(36, 7);
        packet.set16(38, length - 34);
        return packet;
    }

    private static int checksum(Packet packet) {
        int sum = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += packet.get16(i);
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return ~sum & 0xffff;
    }
}
