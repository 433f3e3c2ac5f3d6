package io.creel.ip;

/** What became of a packet that was to be sent. Nothing but {@link #SENT} and {@link #WAITS} leaves the host. */
public enum SendResult {
    /** The link took it. */
    SENT("sent"),
    /** It waits until a neighbour says its link address. */
    WAITS("waits for the link address of a neighbour"),
    /** No route: no address of this host is on the same link, and there is no gateway. */
    NO_ROUTE("no route leads there; configure a prefix or a gateway"),
    /** The neighbour did not answer. */
    NEIGHBOUR_UNREACHABLE("the neighbour does not answer"),
    /** The table of neighbours is full of neighbours that are asked. */
    NEIGHBOUR_TABLE_FULL("no room for another neighbour; raise the limit of neighbours"),
    /** Too many long datagrams wait for the link addresses of neighbours. */
    NEIGHBOUR_QUEUE_FULL("too many long datagrams wait for neighbours; try again"),
    /** Longer than the path carries or than a datagram can be. */
    TOO_LONG("longer than a datagram can be"),
    /** No packet is free. */
    POOL_EXHAUSTED("no packet is free; release received packets, or open the NIC with packets=N"),
    /** The transmit queue is full. */
    QUEUE_FULL("the transmit queue of the NIC is full; try again"),
    /** The device is closed or was removed. */
    DEVICE_GONE("the device is closed or was removed; open another"),
    /** The socket is closed. */
    CLOSED("the socket is closed"),
    /** An ICMP error has come for this socket: the peer has no socket there. */
    PORT_UNREACHABLE("the peer has no socket at that port"),
    /** An ICMP error has come for this socket: the peer cannot be reached. */
    HOST_UNREACHABLE("a router says that the peer cannot be reached");

    private final String sentence;

    SendResult(String sentence) {
        this.sentence = sentence;
    }

    /** {@return whether the packet left or will leave} */
    public boolean isAccepted() {
        return this == SENT || this == WAITS;
    }

    /** {@return what happened and the way out, for people} */
    public String sentence() {
        return sentence;
    }
}
