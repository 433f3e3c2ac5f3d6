package io.creel.cli.bridge;

import io.creel.core.spec.Owned;
import io.creel.core.spec.Transfers;
import io.creel.ip.IpAddress;
import io.creel.ip.IpBits;
import io.creel.ip.LocalAddresses;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.wire.Arp;
import io.creel.net.wire.ArpDescriptor;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Headers;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4Descriptor;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Ipv6Descriptor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The far end of the host's link. Tools see IP packets and no link layer. So this end adds and removes Ethernet
 * headers, and it answers every question for a link address, as if each neighbour were there.
 */
final class BridgeLink {
    /** Most packets that wait to be taken; a later one is dropped and counted. */
    static final int MAX_WAITING = 4096;

    private static final int IP = EthernetDescriptor.HEADER_BYTES;
    private static final long PEER_MAC = 0x02_00_00_00_00_feL;
    private static final int SOLICITATION = 135;
    private static final int FIRST_DISCOVERY = 133;
    private static final int LAST_DISCOVERY = 137;

    private final Nic nic;
    private final long hostMac;
    private final BridgeClock clock;
    private final ArrayDeque<SentPacket> waiting = new ArrayDeque<>();
    @Owned
    private final PacketBatch batch = new PacketBatch(64);
    private long dropped;

    BridgeLink(Nic nic, long hostMac, BridgeClock clock) {
        this.nic = nic;
        this.hostMac = hostMac;
        this.clock = clock;
    }

    /** The longest packet that the link takes. */
    int mtuBytes() {
        return nic.capabilities().mtuBytes();
    }

    /** The oldest packet that left and was not taken; null if there is none. */
    SentPacket take() {
        return waiting.poll();
    }

    /** Packets that left and found no room here. */
    long dropped() {
        return dropped;
    }

    /** The address that an IP packet is for; null if it is none. */
    static IpAddress destination(byte[] ip) {
        ByteBuffer bytes = ByteBuffer.wrap(ip);
        int version = ip.length == 0 ? 0 : (ip[0] & 0xff) >>> 4;
        if (version == 4 && ip.length >= Ipv4Descriptor.MIN_HEADER_BYTES) {
            return IpAddress.ofIpv4(bytes.getInt(Ipv4Descriptor.DESTINATION));
        }
        if (version == 6 && ip.length >= Ipv6Descriptor.HEADER_BYTES) {
            return new IpAddress(bytes.getLong(Ipv6Descriptor.DESTINATION),
                    bytes.getLong(Ipv6Descriptor.DESTINATION + 8));
        }
        return null;
    }

    /** Sends an IP packet to the host. */
    void send(byte[] ip) {
        int version = ip.length == 0 ? 0 : (ip[0] & 0xff) >>> 4;
        boolean tooShort = ip.length < (version == 6 ? Ipv6Descriptor.HEADER_BYTES : Ipv4Descriptor.MIN_HEADER_BYTES);
        if (version != 4 && version != 6 || tooShort) {
            throw new CallFailure(LinuxError.EINVAL, "not an IP packet: bytes=" + ip.length + ", version=" + version);
        }
        if (ip.length > mtuBytes()) {
            throw new CallFailure(LinuxError.EMSGSIZE, "longer than the link takes: bytes=" + ip.length + ", mtuBytes="
                    + mtuBytes());
        }
        Packet packet = nic.pool().allocate();
        if (packet == null) {
            throw new CallFailure(LinuxError.ENOBUFS, "no packet is free: the host holds all of them");
        }
        packet.resize(IP + ip.length);
        Ethernet.source(packet, PEER_MAC);
        Ethernet.etherType(packet, version == 4 ? EthernetDescriptor.TYPE_IPV4 : EthernetDescriptor.TYPE_IPV6);
        packet.set(IP, ip, 0, ip.length);
        Ethernet.destination(packet, destinationMac(packet, version));
        if (!transmit(packet)) {
            throw new CallFailure(LinuxError.ENOBUFS, "the receive queue of the host is full");
        }
    }

    private long destinationMac(Packet packet, int version) {
        if (version == 6) {
            long high = packet.get64(IP + Ipv6Descriptor.DESTINATION);
            return high >>> 56 == 0xff
                    ? LocalAddresses.groupMac(high, packet.get64(IP + Ipv6Descriptor.DESTINATION + 8))
                    : hostMac;
        }
        int destination = packet.get32(IP + Ipv4Descriptor.DESTINATION);
        if (destination == -1) {
            return Ethernet.BROADCAST;
        }
        return destination >>> 28 == 0xe ? LocalAddresses.groupMac(0, IpBits.mapped(destination)) : hostMac;
    }

    private boolean transmit(@Transfers Packet packet) {
        boolean taken = nic.tx(0).transmit(packet);
        if (!taken) {
            packet.release();
        }
        return taken;
    }

    /** Takes what the host has sent; returns how many frames. */
    int work() {
        int count = nic.rx(0).poll(batch, 64);
        for (int i = 0; i < count; i++) {
            came(batch.get(i));
        }
        batch.releaseAll();
        return count;
    }

    private void came(Packet packet) {
        DropReason parsed = packet.parse();
        Headers headers = packet.headers();
        if (parsed == DropReason.NONE && headers.isArp()) {
            answerArp(packet, headers.networkOffset());
        } else if (parsed == DropReason.NONE && isDiscovery(packet, headers)) {
            if (packet.get8(headers.transportOffset()) == SOLICITATION) {
                advertise(packet, headers);
            }
        } else if (waiting.size() == MAX_WAITING) {
            dropped++;
        } else {
            byte[] ip = new byte[packet.lengthBytes() - IP];
            packet.get(IP, ip, 0, ip.length);
            waiting.add(new SentPacket(ip, clock.nowUs()));
        }
    }

    private static boolean isDiscovery(Packet packet, Headers headers) {
        if (headers.isIpv4() || headers.transportOffset() < 0 || headers.protocol() != IpProtocol.ICMPV6) {
            return false;
        }
        int type = packet.get8(headers.transportOffset());
        return type >= FIRST_DISCOVERY && type <= LAST_DISCOVERY
                && Ipv6.hopLimit(packet, headers.networkOffset()) == 255;
    }

    private void answerArp(Packet request, int at) {
        if (Arp.operation(request, at) != ArpDescriptor.REQUEST
                || Arp.senderProtocol(request, at) == Arp.targetProtocol(request, at)) {
            return;
        }
        Packet reply = nic.pool().allocate();
        if (reply == null) {
            return; // the host asks again
        }
        reply.resize(IP + ArpDescriptor.PACKET_BYTES);
        Ethernet.destination(reply, hostMac);
        Ethernet.source(reply, PEER_MAC);
        Ethernet.etherType(reply, EthernetDescriptor.TYPE_ARP);
        Arp.write(reply, IP, ArpDescriptor.REPLY, PEER_MAC, Arp.targetProtocol(request, at), hostMac,
                Arp.senderProtocol(request, at));
        if (!transmit(reply)) {
            return; // the host asks again
        }
    }

    /** RFC 4861, section 7.2.4: solicited, with the link address. */
    private void advertise(Packet request, Headers headers) {
        int icmp = headers.transportOffset();
        int at = headers.networkOffset();
        Packet reply = nic.pool().allocate();
        if (reply == null) {
            return; // the host asks again
        }
        int l4 = IP + Ipv6Descriptor.HEADER_BYTES;
        int message = 32;
        reply.resize(l4 + message);
        Ethernet.destination(reply, hostMac);
        Ethernet.source(reply, PEER_MAC);
        Ethernet.etherType(reply, EthernetDescriptor.TYPE_IPV6);
        long targetHigh = request.get64(icmp + 8);
        long targetLow = request.get64(icmp + 16);
        Ipv6.write(reply, IP, IpProtocol.ICMPV6, targetHigh, targetLow, Ipv6.sourceHigh(request, at),
                Ipv6.sourceLow(request, at), message);
        reply.set8(IP + Ipv6Descriptor.HOP_LIMIT, 255);
        reply.set32(l4, 136 << 24);
        reply.set32(l4 + 4, 0x60 << 24);
        reply.set64(l4 + 8, targetHigh);
        reply.set64(l4 + 16, targetLow);
        reply.set64(l4 + 24, 2L << 56 | 1L << 48 | PEER_MAC);
        reply.parse();
        Checksums.fill(reply, reply.headers());
        if (!transmit(reply)) {
            return; // the host asks again
        }
    }
}
