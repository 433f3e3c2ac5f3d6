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
    /** Had arrived but were not polled when the NIC was closed. */
    RX_UNREAD_AT_CLOSE(true),

    /** Taken by transmit. */
    TX_PACKETS(false), TX_BYTES(false),
    /** Refused by transmit because the ring was full: not lost, the caller still owns them. */
    TX_REFUSED_RING_FULL(false),
    /** Refused by transmit because this end or the peer is closed: not lost, the caller still owns them. */
    TX_REFUSED_CLOSED(false),
    /** Refused and then released by {@link Packet#transmit()}. */
    TX_DROPPED(true);

    private final boolean loss;

    NicCounter(boolean loss) {
        this.loss = loss;
    }

    /** Whether a packet under this count is gone. */
    public boolean isLoss() {
        return loss;
    }
}
