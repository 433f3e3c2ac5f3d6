package io.creel.net.wire;

import static io.creel.net.wire.DropReason.NONE;

/**
 * Verifies and fills the checksums of a parsed frame.
 *
 * <p>
 * A transport checksum covers the whole payload. It is neither verified nor filled where the payload is not whole: in a
 * fragment, in a frame that a snaplen cut, and behind an IPv6 routing header that is still on its way.
 */
public final class Checksums {
    private Checksums() {
    }

    /** The first wrong checksum, the network header's before the transport's; {@link DropReason#NONE} if all agree. */
    public static DropReason verify(Frame frame, Headers headers) {
        if (headers.isIpv4() && Checksum.finish(ipv4Sum(frame, headers.networkOffset)) != 0) {
            return DropReason.IPV4_BAD_CHECKSUM;
        }
        if (!covers(frame, headers)) {
            return NONE;
        }
        if (headers.protocol == IpProtocol.UDP && Udp.checksum(frame, headers.transportOffset) == 0) {
            // RFC 768: zero means none; RFC 8200, section 8.1: but not over IPv6.
            return headers.isIpv6() ? DropReason.UDP_ZERO_CHECKSUM_OVER_IPV6 : NONE;
        }
        return Checksum.finish(transportSum(frame, headers)) == 0 ? NONE : wrong(headers.protocol);
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
        frame.set16(headers.transportOffset + offset, ~Checksum.finish(sum) & 0xffff);
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
        long addresses = headers.isIpv4()
                ? Checksum.sum(frame, headers.networkOffset + Ipv4Descriptor.SOURCE, 8)
                : Checksum.sum(frame, headers.networkOffset + Ipv6Descriptor.SOURCE, 2 * Ipv6Descriptor.ADDRESS_BYTES);
        return addresses + length + headers.protocol;
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
