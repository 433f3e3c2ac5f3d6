package io.creel.net;

/**
 * The counters of a NIC. Each counts packets unless its comment names another unit. The names are a contract: they
 * appear in reports and are never renamed.
 */
public enum NicCounter {
    /** Packets that a poll has delivered. */
    RX_PACKETS(false),
    /** Bytes of the delivered packets, as captured. */
    RX_BYTES(false),
    /** Packets that found no room in the receive ring. */
    RX_RING_FULL(true),
    /** Packets that found no free packet of the pool to be received into. */
    RX_POOL_EXHAUSTED(true),
    /**
     * Polls that stood still because no packet of the pool was free. No packet is lost: arrived packets wait. See
     * {@link PoolSizes}.
     */
    RX_POOL_WAITS(false),
    /** Packets that had arrived and were not polled when the NIC was closed. */
    RX_UNREAD_AT_CLOSE(true),
    /** Packets that the consumer of a poll refused, and that were then released. */
    RX_REFUSED(true),
    /**
     * Packets that the runtime released: the coroutine that owned them ended by an exception or a cancellation, or
     * never began; or they were left in a channel that was emptied.
     */
    GIVEN_BACK(true),
    /**
     * Packets that their coroutine still owned when its body returned. They are not lost: the body has stored them in a
     * list or a field, see {@link PacketBody}. If no code takes them from there, the pool runs empty.
     */
    KEPT(false),
    /** Packets that are longer than a buffer, or in a form that the driver cannot deliver. */
    RX_UNDELIVERABLE(true),
    /** Packets with a checksum that the sender left to its hardware. The driver finishes it; a capture keeps it. */
    RX_CHECKSUM_OPEN(false),
    /**
     * Packets longer than the link carries, made by offloads. Those that were not delivered also count as
     * {@link #RX_UNDELIVERABLE}.
     */
    RX_ABOVE_MTU(false),
    /** Records of a capture whose link type is not read, or that hold no packet. */
    RX_UNSUPPORTED_LINK(true),

    /** Packets that transmit took. */
    TX_PACKETS(false),
    /** Bytes of the packets that transmit took. */
    TX_BYTES(false),
    /** System calls made to send; fewer than packets if several packets leave together. */
    TX_SYSTEM_CALLS(false),
    /** Packets that transmit refused because the ring was full. They are not lost: the caller still owns them. */
    TX_REFUSED_RING_FULL(false),
    /**
     * Packets that transmit refused because this end or the peer is closed. They are not lost: the caller still owns
     * them.
     */
    TX_REFUSED_CLOSED(false),
    /**
     * Packets that transmit refused because they are longer than the link carries. They are not lost: the caller still
     * owns them.
     */
    TX_REFUSED_TOO_LONG(false),
    /**
     * Packets that transmit refused because they are shorter than an Ethernet header. They are not lost: the caller
     * still owns them.
     */
    TX_REFUSED_TOO_SHORT(false),
    /** Packets that were refused and then released by {@link Packet#transmit()}. */
    TX_DROPPED(true),
    /**
     * Packets that were released because the device, or the code that finishes a checksum, threw when it was given
     * them; the exception has reached a caller. Those that a queue had taken before also count as {@link #TX_PACKETS}.
     */
    TX_FAILED(true),
    /** Packets that transmit took and that had not left when the device was closed or removed. */
    TX_UNSENT_AT_CLOSE(true),

    /**
     * AF_XDP, counted by the kernel: packets dropped for a reason without a counter of its own, such as an empty fill
     * ring.
     */
    XDP_RX_DROPPED(true),
    /** AF_XDP, counted by the kernel: descriptors in the fill ring that name no chunk. */
    XDP_RX_INVALID_DESCRIPTORS(false),
    /** AF_XDP, counted by the kernel: descriptors in the transmit ring that name no chunk. */
    XDP_TX_INVALID_DESCRIPTORS(true),
    /** AF_XDP, counted by the kernel: packets that found no room in the receive ring. */
    XDP_RX_RING_FULL(true),
    /** AF_XDP, counted by the kernel: how often it needed a chunk and the fill ring was empty. */
    XDP_RX_FILL_RING_EMPTY(false),
    /** AF_XDP, counted by the kernel: how often it looked for a packet to send and the transmit ring was empty. */
    XDP_TX_RING_EMPTY(false),
    /** AF_PACKET, counted by the kernel: packets that found no room in the receive ring. */
    PACKET_RX_DROPPED(true),
    /** AF_PACKET in blocks, counted by the kernel: how often it stood still because every block was full. */
    PACKET_RX_RING_FREEZES(false),

    /**
     * Packets that a switch in memory took and could deliver to no port: there was no other port, or the sender's own
     * port was the only receiver.
     */
    SWITCH_UNDELIVERED(true),

    /** Packets that an impaired link dropped on purpose. */
    IMPAIRED_DROPPED(true),
    /** Packets that an impaired link dropped because its queue was full. */
    IMPAIRED_QUEUE_FULL(true),
    /** Copies that an impaired link made. */
    IMPAIRED_DUPLICATED(false),
    /** Packets of which an impaired link flipped one bit. */
    IMPAIRED_CORRUPTED(false),
    /** Packets that an impaired link delivered behind later packets. */
    IMPAIRED_HELD_BACK(false);

    private final boolean loss;

    NicCounter(boolean loss) {
        this.loss = loss;
    }

    /** {@return whether a packet under this count is lost} */
    public boolean isLoss() {
        return loss;
    }
}
