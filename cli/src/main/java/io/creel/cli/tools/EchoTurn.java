package io.creel.cli.tools;

import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.Icmp;
import io.creel.net.wire.IcmpDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6Descriptor;
import io.creel.net.wire.UdpDescriptor;

import org.jspecify.annotations.Nullable;

/**
 * Turns a UDP datagram or an ICMP echo request for a NIC round, so that it goes back to its sender. Broadcasts and
 * frames for other addresses are refused, because two echoes that answer each other never stop. Any thread.
 */
public final class EchoTurn {
    private static final long GROUP = 1L << 40;

    private final long mac;
    private final boolean trusted;

    /**
     * Makes the echo of a NIC.
     *
     * @param nic
     *            its address and its trust in checksums count
     */
    public EchoTurn(Nic nic) {
        mac = nic.macAddress();
        trusted = nic.capabilities().trustsReceiveChecksum();
    }

    /** Turns a packet round. Returns {@code null} on success; otherwise the reason. */
    public @Nullable String turn(Packet packet) {
        DropReason reason = packet.parse();
        if (reason == DropReason.NONE && !trusted) {
            reason = packet.verifyChecksums();
        }
        if (reason != DropReason.NONE) {
            return reason.name();
        }
        long destination = Ethernet.destination(packet);
        if ((destination & GROUP) != 0 || mac != 0 && destination != mac) {
            return "NOT_FOR_US";
        }
        Headers headers = packet.headers();
        int at = headers.transportOffset();
        if (at < 0 || headers.isFragment() || packet.isCut()) {
            return headers.isFragment() ? "FRAGMENT" : packet.isCut() ? "SNAPLEN_CUT" : "NOT_ECHOED";
        }
        boolean echoed = switch (headers.protocol()) {
            case IpProtocol.UDP -> swapPorts(packet, at);
            case IpProtocol.ICMP -> reply(packet, at, IcmpDescriptor.ECHO_REQUEST, IcmpDescriptor.ECHO_REPLY);
            case IpProtocol.ICMPV6 -> reply(packet, at, IcmpDescriptor.V6_ECHO_REQUEST, IcmpDescriptor.V6_ECHO_REPLY);
            default -> false;
        };
        if (!echoed) {
            return "NOT_ECHOED";
        }
        swapEnds(packet, headers);
        if (trusted) {
            // The checksums were not verified, so the sender may have left them to its hardware.
            Checksums.fill(packet, headers);
        }
        return null;
    }

    private static boolean swapPorts(Packet packet, int at) {
        int source = packet.get16(at + UdpDescriptor.SOURCE_PORT);
        packet.set16(at + UdpDescriptor.SOURCE_PORT, packet.get16(at + UdpDescriptor.DESTINATION_PORT));
        packet.set16(at + UdpDescriptor.DESTINATION_PORT, source);
        return true;
    }

    private static boolean reply(Packet packet, int at, int request, int reply) {
        if (Icmp.type(packet, at) != request) {
            return false;
        }
        Icmp.type(packet, at, reply);
        return true;
    }

    /** Swaps addresses. The checksum stays right, because the sum does not depend on the order. */
    private static void swapEnds(Packet packet, Headers headers) {
        long destination = Ethernet.destination(packet);
        Ethernet.destination(packet, Ethernet.source(packet));
        Ethernet.source(packet, destination);
        int at = headers.networkOffset();
        if (headers.isIpv4()) {
            int source = Ipv4.source(packet, at);
            Ipv4.source(packet, at, Ipv4.destination(packet, at));
            Ipv4.destination(packet, at, source);
            return;
        }
        for (int i = 0; i < Ipv6Descriptor.ADDRESS_BYTES; i += Long.BYTES) {
            long source = packet.get64(at + Ipv6Descriptor.SOURCE + i);
            packet.set64(at + Ipv6Descriptor.SOURCE + i, packet.get64(at + Ipv6Descriptor.DESTINATION + i));
            packet.set64(at + Ipv6Descriptor.DESTINATION + i, source);
        }
    }
}
