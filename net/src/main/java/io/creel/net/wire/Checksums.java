package io.creel.net.wire;

import static io.creel.net.wire.DropReason.NONE;

/**
 * Verifies and fills the checksums of a parsed frame.
 *
 * <p>
 * A transport checksum covers the whole payload. It is neither verified nor filled if the payload is not whole: in a
 * fragment, in a frame that a snaplen cut, and under way behind an IPv6 routing header of a type that is not known here.
 *
 * <p>
 * A host whose device computes checksums hands packets to it with the checksum <i>left open</i>: the field of a transport
 * holds the folded sum of the pseudo-header, that of IPv4 holds zero. Such a packet is sound, and a capture of the host
 * itself is full of them; who sends it on has to {@link #fill} it.
 */
public final class Checksums {
    private Checksums() {
    }

    /**
     * The first wrong checksum, the network header's before the transport's; {@link DropReason#NONE} if all agree or are left
     * open, which {@link Headers#isChecksumOpen()} tells.
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
            // RFC 768: zero means none; RFC 8200, section 8.1: but not over IPv6.
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

    /** Whether {@link #verify} would find a checksum that is left open: looks at the payload only if it seems so. */
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
        // A device that cuts segments adds the length of each, so some hosts leave that out as well.
        return found == begun(sum) || headers.frameLength && found == begun(sum - length);
    }

    /** What stands in a field whose sum was begun but not finished. */
    private static int begun(long sum) {
        return ~Checksum.finish(sum) & 0xffff;
    }

    /** Writes the checksums that {@link #verify} would look at. */
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
        // RFC 768: a computed zero is sent as all ones, because zero means none.
        frame.set16(field, checksum == 0 && headers.protocol == IpProtocol.UDP ? 0xffff : checksum);
    }

    /**
     * Writes into the transport's checksum field the sum over the pseudo-header alone, which is what devices start from.
     *
     * @return where the field is, from the start of the transport header; −1 where {@link #fill} would write none,
     *         and where padding follows
     */
    public static int defer(Frame frame, Headers headers) {
        // Who finishes it sums up to the end of the frame, padding included.
        if (!covers(frame, headers) || headers.payloadEnd != frame.lengthBytes()) {
            return Headers.ABSENT;
        }
        int offset = fieldOffset(headers.protocol);
        int length = headers.payloadEnd - headers.transportOffset;
        long sum = headers.protocol == IpProtocol.ICMP ? 0 : pseudoHeader(frame, headers, length);
        frame.set16(headers.transportOffset + offset, begun(sum));
        return offset;
    }

    /** Does what a device does with a field that {@link #defer} has begun: sums up to the end of the frame. */
    public static void finish(Frame frame, int start, int offset) {
        int checksum = Checksum.finish(Checksum.sum(frame, start, frame.lengthBytes() - start));
        // All ones is the same sum as zero, and the only one of the two that UDP takes for a checksum (RFC 768).
        frame.set16(start + offset, checksum == 0 ? 0xffff : checksum);
    }

    /** Writes the checksum of the IPv4 header at {@code offset}. */
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

    /** RFC 9293, section 3.1 for IPv4; RFC 8200, section 8.1 for IPv6. Addresses, length and protocol. */
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
