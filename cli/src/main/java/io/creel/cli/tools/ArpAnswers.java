package io.creel.cli.tools;

import io.creel.net.Packet;
import io.creel.net.wire.Arp;
import io.creel.net.wire.ArpDescriptor;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;

/** Answers ARP for one address, because the kernel sees no frame of a queue that a driver has taken. Stateless. */
final class ArpAnswers {
    private final int address;
    private final long mac;

    /**
     * @param address
     *            the address to answer for; 0 for none
     */
    ArpAnswers(int address, long mac) {
        this.address = address;
        this.mac = mac;
    }

    /**
     * Turns a request for the address into its answer. Returns {@code false} for any other frame, and leaves it
     * unchanged.
     */
    boolean answer(Packet packet) {
        int at = EthernetDescriptor.HEADER_BYTES;
        if (address == 0 || mac == 0 || packet.lengthBytes() < at + ArpDescriptor.PACKET_BYTES
                || Ethernet.etherType(packet) != EthernetDescriptor.TYPE_ARP
                || Arp.operation(packet, at) != ArpDescriptor.REQUEST || Arp.targetProtocol(packet, at) != address) {
            return false;
        }
        long asker = Arp.senderHardware(packet, at);
        int askerAddress = Arp.senderProtocol(packet, at);
        Ethernet.destination(packet, asker);
        Ethernet.source(packet, mac);
        Arp.write(packet, at, ArpDescriptor.REPLY, mac, address, asker, askerAddress);
        return true;
    }
}
