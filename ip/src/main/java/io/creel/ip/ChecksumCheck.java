package io.creel.ip;

import io.creel.core.CheckReturnValue;
import io.creel.net.Packet;
import io.creel.net.wire.DropReason;

/**
 * Verifies the checksums of IP and transport of a parsed packet (RFC 1122, sections 3.2.1.2, 4.1.3.4 and 4.2.2.7).
 *
 * <p>
 * A field that holds the sum of the pseudo-header alone is what a sender leaves to its hardware. It says nothing about
 * the payload, so it is refused unless the driver knows that the packet never left the machine, or the host is told to
 * accept it.
 */
public final class ChecksumCheck {
    private final HostCounters counters;
    private final boolean acceptUnfinished;

    /**
     * @param acceptUnfinished
     *            for a peer on the same machine that leaves checksums open, over a driver that cannot tell
     */
    public ChecksumCheck(HostCounters counters, boolean acceptUnfinished) {
        this.counters = counters;
        this.acceptUnfinished = acceptUnfinished;
    }

    /** Returns false if a checksum is wrong: the packet was counted and released. */
    @CheckReturnValue
    public boolean isSound(Packet packet) {
        boolean driverKnows = packet.isChecksumOpen();
        DropReason reason = packet.verifyChecksums();
        if (reason != DropReason.NONE) {
            return counters.drop(packet, reason);
        }
        if (packet.headers().isChecksumOpen() && !driverKnows && !acceptUnfinished) {
            return counters.end(packet, HostCounter.RX_CHECKSUM_UNFINISHED);
        }
        return true;
    }
}
