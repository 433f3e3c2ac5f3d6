package io.creel.net.wire;

/** How far a frame has been understood. The order is the order on the wire. */
public enum Layer {
    /** Nothing was parsed yet. */
    NONE,
    /** Ethernet and its VLAN tags. */
    LINK,
    /** ARP, IPv4 or IPv6. */
    NETWORK,
    /** ICMP, UDP or TCP. */
    TRANSPORT
}
