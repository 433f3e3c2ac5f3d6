package io.creel.ip.udp;

import io.creel.ip.IpAddress;
import io.creel.ip.IpBits;
import io.creel.net.Packet;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Udp;

/** Views of a received datagram. Nothing but the methods that return an {@link IpAddress} or an array allocates. */
public final class UdpDatagram {
    private UdpDatagram() {
    }

    /**
     * {@return the upper 64 bits of the sender's address}
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static long sourceHigh(Packet packet) {
        return packet.headers().isIpv4() ? 0 : Ipv6.sourceHigh(packet, packet.headers().networkOffset());
    }

    /**
     * {@return the lower 64 bits of the sender's address}
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static long sourceLow(Packet packet) {
        int network = packet.headers().networkOffset();
        return packet.headers().isIpv4()
                ? IpBits.mapped(Ipv4.source(packet, network))
                : Ipv6.sourceLow(packet, network);
    }

    /**
     * {@return the sender's address}
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static IpAddress source(Packet packet) {
        return new IpAddress(sourceHigh(packet), sourceLow(packet));
    }

    /**
     * {@return the upper 64 bits of the address that the datagram was sent to}
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static long destinationHigh(Packet packet) {
        return packet.headers().isIpv4() ? 0 : Ipv6.destinationHigh(packet, packet.headers().networkOffset());
    }

    /**
     * {@return the lower 64 bits of the address that the datagram was sent to}
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static long destinationLow(Packet packet) {
        int network = packet.headers().networkOffset();
        return packet.headers().isIpv4()
                ? IpBits.mapped(Ipv4.destination(packet, network))
                : Ipv6.destinationLow(packet, network);
    }

    /**
     * {@return the address that the datagram was sent to: an own one, or a group's}
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static IpAddress destination(Packet packet) {
        return new IpAddress(destinationHigh(packet), destinationLow(packet));
    }

    /**
     * {@return the sender's port; 0 if it wants no answer}
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static int sourcePort(Packet packet) {
        return Udp.sourcePort(packet, packet.headers().transportOffset());
    }

    /**
     * {@return where the payload starts in the packet, in bytes}
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static int payloadOffset(Packet packet) {
        return packet.headers().payloadOffset();
    }

    /**
     * {@return the length of the payload in bytes}
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static int payloadBytes(Packet packet) {
        return packet.headers().payloadBytes();
    }

    /**
     * {@return a copy of the payload}
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static byte[] payload(Packet packet) {
        byte[] bytes = new byte[payloadBytes(packet)];
        packet.get(payloadOffset(packet), bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * Takes the headers off, so that the packet is nothing but its payload, to be sent on or back. The views above have
     * no meaning afterwards.
     *
     * @param packet a received UDP datagram that was parsed; stays the caller's
     */
    public static void strip(Packet packet) {
        int start = payloadOffset(packet);
        packet.resize(start + payloadBytes(packet));
        packet.advance(start);
    }
}
