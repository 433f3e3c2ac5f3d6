package io.creel.net;

/** What a NIC counts. The names are a contract: they appear in reports, and are never renamed. */
public enum NicCounter {
    /** Given out by poll. */
    RX_PACKETS(false),
    /** As captured. */
    RX_BYTES(false),
    /** Found no room in the receive ring. */
    RX_RING_FULL(true),
    /** Found no free packet. */
    RX_POOL_EXHAUSTED(true),
    /** Polls that stood still because no packet was free: not lost, what has come waits. See {@link PoolSizes}. */
    RX_POOL_WAITS(false),
    /** Had arrived but were not polled when the NIC was closed. */
    RX_UNREAD_AT_CLOSE(true),
    /** Refused by the consumer of a poll, and then released. */
    RX_REFUSED(true),
    /**
     * Released by the runtime: the coroutine that owned them ended by an exception or a cancellation, or never began; or they
     * were left in a channel that was emptied.
     */
    GIVEN_BACK(true),
    /**
     * Still owned by their coroutine when its body returned: not lost, the body has given them to a list or a field, see
     * {@link PacketBody}. If nothing takes them from there, the pool runs dry.
     */
    KEPT(false),
    /** Longer than a buffer, or in a form the driver cannot deliver. */
    RX_UNDELIVERABLE(true),
    /** Came with a checksum that the sender has left to its hardware: the driver finishes it, a capture keeps it. */
    RX_CHECKSUM_OPEN(false),
    /** Longer than the link carries, as offloads make them; those not delivered are also {@link #RX_UNDELIVERABLE}. */
    RX_ABOVE_MTU(false),
    /** Of a capture: of a link type that is not read, or without a packet in them. */
    RX_UNSUPPORTED_LINK(true),

    /** Taken by transmit. */
    TX_PACKETS(false), TX_BYTES(false),
    /** System calls made to send: fewer than packets where several leave together. */
    TX_SYSTEM_CALLS(false),
    /** Refused by transmit because the ring was full: not lost, the caller still owns them. */
    TX_REFUSED_RING_FULL(false),
    /** Refused by transmit because this end or the peer is closed: not lost, the caller still owns them. */
    TX_REFUSED_CLOSED(false),
    /** Refused by transmit because it is longer than the link carries: not lost, the caller still owns them. */
    TX_REFUSED_TOO_LONG(false),
    /** Refused by transmit because it is shorter than an Ethernet header: not lost, the caller still owns them. */
    TX_REFUSED_TOO_SHORT(false),
    /** Refused and then released by {@link Packet#transmit()}. */
    TX_DROPPED(true),
    /**
     * Released because the device, or what finishes a checksum, threw when it was given them: the exception has reached a
     * caller. Those that a queue had taken before count as {@link #TX_PACKETS}, too.
     */
    TX_FAILED(true),
    /** Taken by transmit, but the device was closed or removed before they left. */
    TX_UNSENT_AT_CLOSE(true),

    /** Of AF_XDP, by the kernel: dropped for a reason without a counter of its own, an empty fill ring among them. */
    XDP_RX_DROPPED(true),
    /** Of AF_XDP, by the kernel: descriptors in the fill ring that name no chunk. */
    XDP_RX_INVALID_DESCRIPTORS(false),
    /** Of AF_XDP, by the kernel: descriptors in the transmit ring that name no chunk. */
    XDP_TX_INVALID_DESCRIPTORS(true),
    /** Of AF_XDP, by the kernel: found no room in the receive ring. */
    XDP_RX_RING_FULL(true),
    /** Of AF_XDP, by the kernel: wanted a chunk of the fill ring when there was none. */
    XDP_RX_FILL_RING_EMPTY(false),
    /** Of AF_XDP, by the kernel: looked for something to send when there was nothing. */
    XDP_TX_RING_EMPTY(false),
    /** Of AF_PACKET, by the kernel: found no room in the receive ring. */
    PACKET_RX_DROPPED(true),
    /** Of AF_PACKET in blocks, by the kernel: how often it stood still because every block was full. */
    PACKET_RX_RING_FREEZES(false),

    /** Taken by a switch in memory that had nobody to give it to: no other port, or none but the sender's. */
    SWITCH_UNDELIVERED(true),

    /** Dropped on purpose by an impaired link. */
    IMPAIRED_DROPPED(true),
    /** More than an impaired link holds. */
    IMPAIRED_QUEUE_FULL(true),
    /** Copies that an impaired link made. */
    IMPAIRED_DUPLICATED(false),
    /** One bit was flipped by an impaired link. */
    IMPAIRED_CORRUPTED(false),
    /** Delivered behind later packets by an impaired link. */
    IMPAIRED_HELD_BACK(false);

    private final boolean loss;

    NicCounter(boolean loss) {
        this.loss = loss;
    }

    /** Whether a packet under this count is gone. */
    public boolean isLoss() {
        return loss;
    }
}
