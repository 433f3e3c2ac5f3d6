package io.creel.net.wire;

import static io.creel.net.wire.Ipv6Descriptor.ADDRESS_BYTES;
import static io.creel.net.wire.Ipv6Descriptor.EXTENSION_LENGTH;
import static io.creel.net.wire.Ipv6Descriptor.EXTENSION_NEXT_HEADER;
import static io.creel.net.wire.Ipv6Descriptor.FRAGMENT_MORE;
import static io.creel.net.wire.Ipv6Descriptor.FRAGMENT_OFFSET;
import static io.creel.net.wire.Ipv6Descriptor.FRAGMENT_OFFSET_MASK;
import static io.creel.net.wire.Ipv6Descriptor.JUMBO_PAYLOAD_BYTES;
import static io.creel.net.wire.Ipv6Descriptor.MAX_EXTENSIONS;
import static io.creel.net.wire.Ipv6Descriptor.MAX_PAYLOAD_BYTES;
import static io.creel.net.wire.Ipv6Descriptor.MIN_EXTENSION_BYTES;
import static io.creel.net.wire.Ipv6Descriptor.OPTIONS;
import static io.creel.net.wire.Ipv6Descriptor.OPTION_HOME_ADDRESS;
import static io.creel.net.wire.Ipv6Descriptor.OPTION_JUMBO_PAYLOAD;
import static io.creel.net.wire.Ipv6Descriptor.OPTION_PAD_ONE;
import static io.creel.net.wire.Ipv6Descriptor.ROUTING_ADDRESSES;
import static io.creel.net.wire.Ipv6Descriptor.ROUTING_SEGMENTS_LEFT;
import static io.creel.net.wire.Ipv6Descriptor.ROUTING_TYPE;
import static io.creel.net.wire.Ipv6Descriptor.ROUTING_TYPE_HOME;
import static io.creel.net.wire.Ipv6Descriptor.ROUTING_TYPE_SEGMENTS;
import static io.creel.net.wire.Ipv6Descriptor.ROUTING_TYPE_SOURCE;

/**
 * Walks the chain of IPv6 extension headers (RFC 8200, section 4), at most {@link Ipv6Descriptor#MAX_EXTENSIONS} of
 * them, to the transport header or to the first fragment that has none.
 */
final class Ipv6Extensions {
    private Ipv6Extensions() {
    }

    /**
     * Walks the chain. Stores in {@code headers} the protocol, the transport offset, the fragment flags and the
     * addresses of the pseudo-header, and the end of the packet if a jumbo payload option states it.
     */
    static DropReason walk(Frame frame, Headers headers, int start, int firstHeader) {
        int next = firstHeader;
        int offset = start;
        for (int count = 0; isExtension(next); count++) {
            headers.protocol = next;
            if (count == MAX_EXTENSIONS) {
                return DropReason.IPV6_TOO_MANY_EXTENSIONS;
            }
            DropReason room = Bounds.check(frame, offset, MIN_EXTENSION_BYTES, headers.networkEnd,
                    DropReason.TRUNCATED_IPV6_EXTENSION);
            if (room != DropReason.NONE) {
                return room;
            }
            int size = sizeBytes(frame, offset, next);
            if (size > headers.networkEnd - offset) {
                return DropReason.TRUNCATED_IPV6_EXTENSION;
            }
            DropReason reason = note(frame, headers, start, offset, size, next);
            if (reason != DropReason.NONE) {
                return reason;
            }
            next = frame.get8(offset + EXTENSION_NEXT_HEADER);
            offset += size;
            if (headers.laterFragment) {
                // RFC 8200, section 4.5: the bytes that follow are from the middle of a packet and must not be parsed.
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
            // RFC 4302, section 2.2: the length counts four-byte words, minus two; a header here has at least our
            // minimum.
            case IpProtocol.AUTHENTICATION -> Math.max(MIN_EXTENSION_BYTES, (length + 2) << 2);
            default -> (length + 1) << 3;
        };
    }

    private static DropReason note(Frame frame, Headers headers, int start, int offset, int size, int header) {
        // No captured bytes follow those that a snaplen cut off, so this bound misses nothing.
        int end = Math.min(offset + size, frame.lengthBytes());
        return switch (header) {
            case IpProtocol.FRAGMENT -> fragment(frame, headers, offset);
            case IpProtocol.ROUTING -> {
                route(frame, headers, offset, end);
                yield DropReason.NONE;
            }
            case IpProtocol.HOP_BY_HOP -> jumbo(frame, headers, start, offset, end);
            case IpProtocol.DESTINATION_OPTIONS -> {
                int home = option(frame, offset, end, OPTION_HOME_ADDRESS, ADDRESS_BYTES);
                if (home >= 0) {
                    // RFC 6275, section 11.3.1: the checksum is computed as if the home address were the source.
                    headers.pseudoSource = home;
                }
                yield DropReason.NONE;
            }
            default -> DropReason.NONE;
        };
    }

    private static DropReason fragment(Frame frame, Headers headers, int offset) {
        int field = frame.get16(offset + FRAGMENT_OFFSET);
        headers.laterFragment = (field & FRAGMENT_OFFSET_MASK) != 0;
        // RFC 6946: an atomic fragment (offset 0, no more fragments) is a whole packet.
        headers.fragment = headers.laterFragment || (field & FRAGMENT_MORE) != 0;
        return headers.jumbo ? DropReason.IPV6_BAD_JUMBO_LENGTH : DropReason.NONE;
    }

    /**
     * Handles a jumbo payload option: RFC 2675, section 3. Its length counts the bytes behind the fixed header, as the
     * payload length field does, which is then 0.
     */
    private static DropReason jumbo(Frame frame, Headers headers, int start, int offset, int end) {
        int at = option(frame, offset, end, OPTION_JUMBO_PAYLOAD, JUMBO_PAYLOAD_BYTES);
        if (at < 0) {
            return DropReason.NONE;
        }
        long length = frame.get32(at) & 0xffffffffL;
        if (!headers.frameLength || length <= MAX_PAYLOAD_BYTES) {
            return DropReason.IPV6_BAD_JUMBO_LENGTH;
        }
        if (length > frame.originalLengthBytes() - start) {
            return DropReason.IPV6_PAYLOAD_LENGTH_BEYOND_FRAME;
        }
        headers.networkEnd = start + (int) length;
        headers.frameLength = false;
        headers.jumbo = true;
        return DropReason.NONE;
    }

    /**
     * Handles a routing header: RFC 8200, section 8.1. The pseudo-header has the final destination, which stands in the
     * routing header until the packet has arrived.
     */
    private static void route(Frame frame, Headers headers, int offset, int end) {
        if (frame.get8(offset + ROUTING_SEGMENTS_LEFT) == 0) {
            return;
        }
        int last = switch (frame.get8(offset + ROUTING_TYPE)) {
            case ROUTING_TYPE_SOURCE, ROUTING_TYPE_HOME ->
                offset + ROUTING_ADDRESSES + (frame.get8(offset + EXTENSION_LENGTH) / 2 - 1) * ADDRESS_BYTES;
            // RFC 8754, section 2: the list is in reverse order.
            case ROUTING_TYPE_SEGMENTS -> offset + ROUTING_ADDRESSES;
            default -> Headers.ABSENT;
        };
        if (last >= offset + ROUTING_ADDRESSES && last + ADDRESS_BYTES <= end) {
            headers.pseudoDestination = last;
        } else {
            headers.checksumKnown = false;
        }
    }

    /**
     * Finds the data of an option that has {@code sizeBytes} bytes of data. Returns {@link Headers#ABSENT} if there is
     * none.
     */
    private static int option(Frame frame, int offset, int end, int wanted, int sizeBytes) {
        int at = offset + OPTIONS;
        while (at < end) {
            int kind = frame.get8(at);
            if (kind == OPTION_PAD_ONE) {
                at++;
                continue;
            }
            if (end - at < 2) {
                break;
            }
            int size = frame.get8(at + 1);
            if (size > end - at - 2) {
                break;
            }
            if (kind == wanted && size == sizeBytes) {
                return at + 2;
            }
            at += 2 + size;
        }
        return Headers.ABSENT;
    }
}
