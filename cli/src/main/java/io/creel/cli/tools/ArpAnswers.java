package io.creel.cli.tools;

import io.creel.net.Packet;
import io.creel.net.wire.Arp;
import io.creel.net.wire.ArpDescriptor;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;

/** Says that one address is here, because the kernel sees no request of a queue that a driver has taken. Stateless. */
final class ArpAnswers {
    private final int address;
    private final long mac;

    /**
     * @param address
     *            0 for none: nothing is ever answered
     */
    ArpAnswers(int address, long mac) {
        this.address = address;
        this.mac = mac;
    }

    /** Turns a request for the address into the answer; false, and nothing happened, for any other frame. */
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
