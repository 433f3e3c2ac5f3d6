package io.creel.ip;

/**
 * What a host counts. The names are a contract: they appear in reports, and are never renamed.
 *
 * <p>
 * Every frame ends in exactly one count of kind {@link Kind#CONSUMED} or {@link Kind#DROPPED}; a datagram put together
 * from fragments counts as another one that came in. So what came in equals the sum of the two, see {@link
 * HostCounters#unaccounted()}.
 */
public enum HostCounter {
    /** Frames that were given to the receive path. */
    RX_FRAMES(Kind.CAME_IN),
    /** Datagrams that were put together from fragments. */
    REASSEMBLED(Kind.CAME_IN),

    /** ARP packets that were understood. */
    ARP_RECEIVED(Kind.CONSUMED),
    /** Neighbour discovery messages that were understood. */
    ND_RECEIVED(Kind.CONSUMED),
    /** Echo requests that were answered. */
    ICMP_ECHO_ANSWERED(Kind.CONSUMED),
    /** Echo replies, which go to the client that listens for them. */
    ICMP_ECHO_REPLIES(Kind.CONSUMED),
    /** ICMP errors that named a socket of this host. */
    ICMP_ERRORS_MATCHED(Kind.CONSUMED),
    /** Fragments that were stored until their datagram is complete. */
    FRAGMENTS_STORED(Kind.CONSUMED),
    /** Datagrams that went into the queue of a UDP socket. */
    UDP_DELIVERED(Kind.CONSUMED),
    /** Segments that were given to TCP. */
    TCP_RECEIVED(Kind.CONSUMED),

    /** Not a whole, well-formed packet; {@link HostCounters#malformed()} says why. */
    RX_MALFORMED(Kind.DROPPED),
    /** An EtherType or a hardware type that the host does not speak. */
    RX_UNSUPPORTED(Kind.DROPPED),
    /** With a VLAN tag. */
    RX_VLAN_TAGGED(Kind.DROPPED),
    /** To the link address of another host, or of a group that this one has not joined. */
    RX_OTHER_HOST(Kind.DROPPED),
    /** From a link address that is a group's, or our own. */
    RX_BAD_LINK_SOURCE(Kind.DROPPED),
    /** A checksum of IP or of a transport is wrong. */
    RX_BAD_CHECKSUM(Kind.DROPPED),
    /** The sender left a checksum to its hardware, and the driver did not say so. */
    RX_CHECKSUM_UNFINISHED(Kind.DROPPED),
    /** From an address that no host can have: unspecified, broadcast, multicast, loopback, reserved. */
    RX_MARTIAN_SOURCE(Kind.DROPPED),
    /** From an address of this host. */
    RX_OWN_SOURCE(Kind.DROPPED),
    /** To an IP address that is not of this host. */
    RX_NOT_FOR_US(Kind.DROPPED),
    /** To a host by IP, but to all by link. */
    RX_BROADCAST_ON_LINK(Kind.DROPPED),
    /** With a source route, or with any option if the host refuses those. */
    IPV4_OPTIONS_REFUSED(Kind.DROPPED),
    /** A total length of 0, which segmentation offloads leave. */
    IP_LENGTH_UNKNOWN(Kind.DROPPED),
    /** An option or a routing header that says: drop what you do not understand. */
    IPV6_HEADER_REFUSED(Kind.DROPPED),
    /** A protocol that the host does not speak. */
    PROTOCOL_UNKNOWN(Kind.DROPPED),

    /** The host was told to refuse fragments. */
    FRAGMENTS_REFUSED(Kind.DROPPED),
    /** Too short to hold a transport header, or not a multiple of 8 bytes before the last. */
    FRAGMENTS_MALFORMED(Kind.DROPPED),
    /** Contradicts a fragment that came before: its datagram is given up (RFC 5722). */
    FRAGMENTS_OVERLAPPING(Kind.DROPPED),
    /** The same bytes again. */
    FRAGMENTS_DUPLICATE(Kind.DROPPED),
    /** No room for another datagram in pieces. */
    FRAGMENTS_NO_ROOM(Kind.DROPPED),

    /** Neither about an address of ours nor from a neighbour we know. */
    ARP_NOT_FOR_US(Kind.DROPPED),
    /** An unknown operation, or an address that no host can have. */
    ARP_REFUSED(Kind.DROPPED),
    /** Another host uses our address (RFC 5227, section 2.4). */
    ARP_CONFLICTS(Kind.DROPPED),
    /** Fails a check of RFC 4861, section 6.1 or 7.1. */
    ND_REFUSED(Kind.DROPPED),
    /** About no address of ours and from no neighbour we know. */
    ND_NOT_FOR_US(Kind.DROPPED),
    /** Another host uses our address (RFC 4862, section 5.4). */
    ND_CONFLICTS(Kind.DROPPED),
    /** Router advertisements and redirects, which the host does not follow. */
    ND_IGNORED(Kind.DROPPED),

    /** An echo request to a group, which is not answered (RFC 1122, section 3.2.2.6). */
    ICMP_ECHO_TO_GROUP(Kind.DROPPED),
    /** An echo request that was not answered because no packet was free or the way out was closed. */
    ICMP_ECHO_UNANSWERED(Kind.DROPPED),
    /** A type that the host does not know. */
    ICMP_UNKNOWN(Kind.DROPPED),
    /** An error that quotes less than it must. */
    ICMP_ERRORS_MALFORMED(Kind.DROPPED),
    /** An error about no packet that a socket of this host may have sent. */
    ICMP_ERRORS_UNMATCHED(Kind.DROPPED),

    /** To a port without a socket. */
    UDP_NO_SOCKET(Kind.DROPPED),
    /** The queue of the socket is full. */
    UDP_QUEUE_FULL(Kind.DROPPED),
    /** The socket was closed meanwhile. */
    UDP_SOCKET_CLOSED(Kind.DROPPED),
    /** Frames that another queue of this host serves, which has them now; it counts them as frames of its own. */
    RX_STEERED(Kind.CONSUMED),
    /** Frames that another queue of this host serves, which had no room or was closed. */
    STEERED_QUEUE_FULL(Kind.DROPPED),
    /** Frames from other queues of this host that the program refused, or that waited when this one was closed. */
    STEERED_UNREAD(Kind.DROPPED),

    /** TCP to a group address. */
    TCP_TO_GROUP(Kind.DROPPED),
    /** TCP to a host that has no TCP. */
    TCP_ABSENT(Kind.DROPPED),
    /** A step threw, or was cancelled while it waited, and had not counted the end of the packet: it was given back. */
    RX_STEP_FAILED(Kind.DROPPED),

    /** Packets that the link took. */
    TX_PACKETS(Kind.NOTE),
    /** No packet was free to send with. */
    TX_POOL_EXHAUSTED(Kind.NOTE),
    /** No route leads to the destination. */
    TX_NO_ROUTE(Kind.NOTE),
    /** Longer than the path carries, and not to be cut. */
    TX_TOO_LONG(Kind.NOTE),
    /** The transmit queue was full. */
    TX_QUEUE_FULL(Kind.NOTE),
    /** The device is closed or was removed. */
    TX_DEVICE_GONE(Kind.NOTE),
    /** Fragments that were made. */
    TX_FRAGMENTS(Kind.NOTE),
    /** Datagrams that waited for a neighbour and were replaced by a newer one, and long ones that found no room. */
    NEIGHBOUR_QUEUE_FULL(Kind.NOTE),
    /** Segments that took the place of the one they repeat, which waited for a neighbour. */
    NEIGHBOUR_QUEUE_REPEATS(Kind.NOTE),
    /** No room for another neighbour. */
    NEIGHBOUR_TABLE_FULL(Kind.NOTE),
    /** Packets given up because the neighbour did not answer. */
    NEIGHBOUR_UNREACHABLE(Kind.NOTE),
    /** Neighbours that did not answer. */
    NEIGHBOURS_FAILED(Kind.NOTE),
    /** Neighbours whose link address changed. */
    NEIGHBOURS_MOVED(Kind.NOTE),
    /** Unasked claims to the address of a neighbour that answers elsewhere: the neighbour is asked first. */
    NEIGHBOUR_CLAIMS_DOUBTED(Kind.NOTE),
    /** Pieces of news about neighbours that other queues of this host were sent. */
    NEIGHBOUR_NEWS(Kind.NOTE),
    /** Such pieces that were lost, because no packet was free or the other queue had no room. */
    NEIGHBOUR_NEWS_LOST(Kind.NOTE),
    /** Requests for the link address of a neighbour. */
    NEIGHBOUR_SOLICITATIONS(Kind.NOTE),
    /** Datagrams given up because a fragment did not come in time. */
    REASSEMBLY_TIMED_OUT(Kind.NOTE),
    /** ICMP errors sent. */
    ICMP_ERRORS_SENT(Kind.NOTE),
    /** ICMP errors not sent because of the rate limit. */
    ICMP_ERRORS_LIMITED(Kind.NOTE),
    /** ICMP errors not sent because a rule forbids them: about an error, a group, a later fragment. */
    ICMP_ERRORS_FORBIDDEN(Kind.NOTE),
    /** Path MTUs lowered. */
    PATH_MTU_LOWERED(Kind.NOTE),
    /** Path MTUs not lowered: too small, or not below what is known. */
    PATH_MTU_REFUSED(Kind.NOTE),
    /** Datagrams sent by UDP sockets. */
    UDP_SENT(Kind.NOTE),
    /** Released unread when their socket was closed. */
    UDP_UNREAD_AT_CLOSE(Kind.NOTE);

    /** What a count means for the balance. */
    public enum Kind {
        /** A frame or a datagram begins its way. */
        CAME_IN,
        /** It ended where it was meant to. */
        CONSUMED,
        /** It was refused. */
        DROPPED,
        /** Not about frames that came in. */
        NOTE
    }

    private final Kind kind;

    HostCounter(Kind kind) {
        this.kind = kind;
    }

    /** {@return what a count means for the balance of frames} */
    public Kind kind() {
        return kind;
    }
}
