package io.creel.net.wire;

/** How far a frame has been parsed. The constants are in the order of the layers on the wire. */
public enum Layer {
    /** No layer was parsed yet. */
    NONE,
    /** Ethernet and its VLAN tags. */
    LINK,
    /** ARP, IPv4 or IPv6. */
    NETWORK,
    /** ICMP, UDP or TCP. */
    TRANSPORT
}
