package io.creel.net.wire;

import static io.creel.net.wire.Ipv6Descriptor.EXTENSION_LENGTH;
import static io.creel.net.wire.Ipv6Descriptor.EXTENSION_NEXT_HEADER;
import static io.creel.net.wire.Ipv6Descriptor.FRAGMENT_MORE;
import static io.creel.net.wire.Ipv6Descriptor.FRAGMENT_OFFSET;
import static io.creel.net.wire.Ipv6Descriptor.FRAGMENT_OFFSET_MASK;
import static io.creel.net.wire.Ipv6Descriptor.MAX_EXTENSIONS;
import static io.creel.net.wire.Ipv6Descriptor.MIN_EXTENSION_BYTES;
import static io.creel.net.wire.Ipv6Descriptor.ROUTING_SEGMENTS_LEFT;

/**
 * Walks the chain of IPv6 extension headers (RFC 8200, section 4), at most {@link Ipv6Descriptor#MAX_EXTENSIONS} of
 * them, to the transport header or to the first fragment that has none.
 */
final class Ipv6Extensions {
    private Ipv6Extensions() {
    }

    /** Leaves protocol, transport offset and fragment flags in {@code headers}. */
    static DropReason walk(Frame frame, Headers headers, int start, int end, int firstHeader) {
        int next = firstHeader;
        int offset = start;
        for (int count = 0; isExtension(next); count++) {
            headers.protocol = next;
            if (count == MAX_EXTENSIONS) {
                return DropReason.IPV6_TOO_MANY_EXTENSIONS;
            }
            DropReason room = Bounds.check(frame, offset, MIN_EXTENSION_BYTES, end,
                    DropReason.TRUNCATED_IPV6_EXTENSION);
            if (room != DropReason.NONE) {
                return room;
            }
            int size = sizeBytes(frame, offset, next);
            if (size > end - offset) {
                return DropReason.TRUNCATED_IPV6_EXTENSION;
            }
            note(frame, headers, offset, next);
            next = frame.get8(offset + EXTENSION_NEXT_HEADER);
            offset += size;
            if (headers.laterFragment) {
                // RFC 8200, section 4.5: what follows is the middle of something, whatever its bytes look like.
                headers.protocol = next;
                return DropReason.NONE;
            }
        }
        headers.protocol = next;
        headers.transportOffset = offset;
        return DropReason.NONE;
    }

    private static boolean isExtension(int header) {
        return switch (header) {
            case IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.FRAGMENT, IpProtocol.AUTHENTICATION,
                    IpProtocol.DESTINATION_OPTIONS ->
                true;
            default -> false;
        };
    }

    private static int sizeBytes(Frame frame, int offset, int header) {
        int length = frame.get8(offset + EXTENSION_LENGTH);
        return switch (header) {
            case IpProtocol.FRAGMENT -> MIN_EXTENSION_BYTES;
            // RFC 4302, section 2.2: counted in four-byte words, minus two; never below our minimum here.
            case IpProtocol.AUTHENTICATION -> Math.max(MIN_EXTENSION_BYTES, (length + 2) << 2);
            default -> (length + 1) << 3;
        };
    }

    private static void note(Frame frame, Headers headers, int offset, int header) {
        if (header == IpProtocol.FRAGMENT) {
            int field = frame.get16(offset + FRAGMENT_OFFSET);
            headers.laterFragment = (field & FRAGMENT_OFFSET_MASK) != 0;
            // RFC 6946: an atomic fragment (offset 0, no more) is a whole packet.
            headers.fragment = headers.laterFragment || (field & FRAGMENT_MORE) != 0;
        } else if (header == IpProtocol.ROUTING && frame.get8(offset + ROUTING_SEGMENTS_LEFT) != 0) {
            // RFC 8200, section 8.1: the pseudo-header then holds an address that is not in the fixed header.
            headers.checksumKnown = false;
        }
    }
}
