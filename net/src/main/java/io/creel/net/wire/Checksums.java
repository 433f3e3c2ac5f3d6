package io.creel.net.wire;

import static io.creel.net.wire.DropReason.NONE;

/**
 * Verifies and fills the checksums of a parsed frame.
 *
 * <p>
 * A transport checksum covers the whole payload. It is neither verified nor filled if the payload is incomplete: in a
 * fragment, in a frame that a snaplen cut, and in a packet that is still under way behind an IPv6 routing header of an
 * unknown type.
 *
 * <p>
 * A host whose device computes checksums hands packets to the device with the checksum <i>left open</i>: a transport
 * field then holds the folded sum of the pseudo-header, and the IPv4 field holds zero. Such a packet is sound, and
 * captures taken on the host itself are full of them. A sender that forwards such a packet has to {@link #fill} it.
 */
public final class Checksums {
    private Checksums() {
    }

    /**
     * Verifies the checksum of the network header, then that of the transport.
     *
     * @param frame owned by the caller
     * @param headers the parsed headers of this frame
     * @return the reason of the first wrong checksum; {@link DropReason#NONE} if all checksums agree or are left open,
     *        which {@link Headers#isChecksumOpen()} tells
     */
    public static DropReason verify(Frame frame, Headers headers) {
        headers.checksumOpen = false;
        if (headers.isIpv4() && Checksum.finish(ipv4Sum(frame, headers.networkOffset)) != 0) {
            if (Ipv4.checksum(frame, headers.networkOffset) != 0) {
                return DropReason.IPV4_BAD_CHECKSUM;
            }
            headers.checksumOpen = true;
        }
        if (!covers(frame, headers)) {
            return NONE;
        }
        if (headers.protocol == IpProtocol.UDP && Udp.checksum(frame, headers.transportOffset) == 0) {
            // RFC 768: zero means that there is no checksum; RFC 8200, section 8.1: not allowed over IPv6.
            return headers.isIpv6() ? DropReason.UDP_ZERO_CHECKSUM_OVER_IPV6 : NONE;
        }
        if (Checksum.finish(transportSum(frame, headers)) == 0) {
            return NONE;
        }
        if (!holdsPseudoHeader(frame, headers)) {
            return wrong(headers.protocol);
        }
        headers.checksumOpen = true;
        return NONE;
    }

    /**
     * Returns whether {@link #verify} would find a checksum that is left open. Reads the payload only if the field
     * looks like it.
     *
     * @param frame owned by the caller
     * @param headers the parsed headers of this frame
     * @return whether a checksum is left open
     */
    public static boolean isOpen(Frame frame, Headers headers) {
        boolean network = headers.isIpv4() && Ipv4.checksum(frame, headers.networkOffset) == 0;
        return (network || covers(frame, headers) && holdsPseudoHeader(frame, headers))
                && verify(frame, headers) == NONE && headers.checksumOpen;
    }

    private static boolean holdsPseudoHeader(Frame frame, Headers headers) {
        if (headers.protocol == IpProtocol.ICMP) {
            return false;
        }
        int found = frame.get16(headers.transportOffset + fieldOffset(headers.protocol));
        int length = headers.payloadEnd - headers.transportOffset;
        long sum = pseudoHeader(frame, headers, length);
        // A device that cuts segments adds the length of each segment, so some hosts leave the length out, too.
        return found == begun(sum) || headers.frameLength && found == begun(sum - length);
    }

    /** Returns the value of a field whose sum was begun but not finished. */
    private static int begun(long sum) {
        return ~Checksum.finish(sum) & 0xffff;
    }

    /**
     * Writes the checksums that {@link #verify} would check.
     *
     * @param frame owned by the caller
     * @param headers the parsed headers of this frame
     */
    public static void fill(Frame frame, Headers headers) {
        if (headers.isIpv4()) {
            fillIpv4(frame, headers.networkOffset);
        }
        if (!covers(frame, headers)) {
            return;
        }
        int field = headers.transportOffset + fieldOffset(headers.protocol);
        frame.set16(field, 0);
        int checksum = Checksum.finish(transportSum(frame, headers));
        // RFC 768: a computed zero is sent as all ones, because zero means that there is no checksum.
        frame.set16(field, checksum == 0 && headers.protocol == IpProtocol.UDP ? 0xffff : checksum);
    }

    /**
     * Writes the sum over the pseudo-header alone into the checksum field of the transport; devices start from that
     * value.
     *
     * @param frame owned by the caller
     * @param headers the parsed headers of this frame
     * @return where the field is, in bytes from the start of the transport header; −1 if {@link #fill} would write
     *        none, and if padding follows the packet
     */
    public static int defer(Frame frame, Headers headers) {
        // The device that finishes the checksum sums up to the end of the frame, padding included.
        if (!covers(frame, headers) || headers.payloadEnd != frame.lengthBytes()) {
            return Headers.ABSENT;
        }
        int offset = fieldOffset(headers.protocol);
        int length = headers.payloadEnd - headers.transportOffset;
        long sum = headers.protocol == IpProtocol.ICMP ? 0 : pseudoHeader(frame, headers, length);
        frame.set16(headers.transportOffset + offset, begun(sum));
        return offset;
    }

    /**
     * Finishes a field that {@link #defer} has begun, as a device does: sums up to the end of the frame.
     *
     * @param frame owned by the caller
     * @param start where the transport header starts, in bytes
     * @param offset where the field is, in bytes from the start of the transport header
     */
    public static void finish(Frame frame, int start, int offset) {
        int checksum = Checksum.finish(Checksum.sum(frame, start, frame.lengthBytes() - start));
        // All ones is the same sum as zero, and the only one of the two that UDP accepts as a checksum (RFC 768).
        frame.set16(start + offset, checksum == 0 ? 0xffff : checksum);
    }

    /**
     * Writes the checksum of an IPv4 header.
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static void fillIpv4(Frame frame, int offset) {
        frame.set16(offset + Ipv4Descriptor.CHECKSUM, 0);
        frame.set16(offset + Ipv4Descriptor.CHECKSUM, Checksum.finish(ipv4Sum(frame, offset)));
    }

    private static boolean covers(Frame frame, Headers headers) {
        return headers.reached == Layer.TRANSPORT && !headers.fragment && headers.checksumKnown
                && headers.payloadEnd <= frame.lengthBytes();
    }

    private static long ipv4Sum(Frame frame, int offset) {
        return Checksum.sum(frame, offset, Ipv4.headerLengthBytes(frame, offset));
    }

    private static long transportSum(Frame frame, Headers headers) {
        int length = headers.payloadEnd - headers.transportOffset;
        long sum = Checksum.sum(frame, headers.transportOffset, length);
        return headers.protocol == IpProtocol.ICMP ? sum : sum + pseudoHeader(frame, headers, length);
    }

    /** Sums addresses, length and protocol: RFC 9293, section 3.1 for IPv4; RFC 8200, section 8.1 for IPv6. */
    private static long pseudoHeader(Frame frame, Headers headers, int length) {
        int bytes = headers.isIpv4() ? Ipv4Descriptor.ADDRESS_BYTES : Ipv6Descriptor.ADDRESS_BYTES;
        return Checksum.sum(frame, headers.pseudoSource, bytes) + Checksum.sum(frame, headers.pseudoDestination, bytes)
                + length + headers.protocol;
    }

    private static int fieldOffset(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> TcpDescriptor.CHECKSUM;
            case IpProtocol.UDP -> UdpDescriptor.CHECKSUM;
            default -> IcmpDescriptor.CHECKSUM;
        };
    }

    private static DropReason wrong(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> DropReason.TCP_BAD_CHECKSUM;
            case IpProtocol.UDP -> DropReason.UDP_BAD_CHECKSUM;
            case IpProtocol.ICMP -> DropReason.ICMP_BAD_CHECKSUM;
            default -> DropReason.ICMPV6_BAD_CHECKSUM;
        };
    }
}
