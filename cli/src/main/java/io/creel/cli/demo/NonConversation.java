package io.creel.cli.demo;

import io.creel.net.Packet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.IpProtocol;

/** The kinds of well-formed packets that belong to no conversation. */
enum NonConversation {
    ARP("ARP"), ICMP("ICMP"), ICMPV6("ICMPv6"),
    /** Fragments after the first have no ports, and the demo does not reassemble. */
    LATER_FRAGMENT("later fragments"),
    /** More flows than {@link Conversations#MAX_FLOWS}. */
    TOO_MANY_FLOWS("of flows beyond the limit");

    private final String text;

    NonConversation(String text) {
        this.text = text;
    }

    /** Returns the name in reports. */
    String text() {
        return text;
    }

    /** Returns the kind of a parsed packet; {@code null} if it belongs to a conversation. */
    static NonConversation of(Packet packet) {
        Headers headers = packet.headers();
        if (headers.hasPorts()) {
            return null;
        }
        if (headers.isArp()) {
            return ARP;
        }
        if (headers.transportOffset() == Headers.ABSENT) {
            return LATER_FRAGMENT;
        }
        return headers.protocol() == IpProtocol.ICMP ? ICMP : ICMPV6;
    }

    /** Packets and bytes of each kind. Written by one thread. */
    static final class Totals {
        private final long[] packets = new long[values().length];
        private final long[] bytes = new long[values().length];

        void count(NonConversation kind, Packet packet) {
            add(kind, 1, packet.originalLengthBytes());
        }

        void add(NonConversation kind, long morePackets, long moreBytes) {
            packets[kind.ordinal()] += morePackets;
            bytes[kind.ordinal()] += moreBytes;
        }

        long packets(NonConversation kind) {
            return packets[kind.ordinal()];
        }

        long bytes(NonConversation kind) {
            return bytes[kind.ordinal()];
        }
    }
}
