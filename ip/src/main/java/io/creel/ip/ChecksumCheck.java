package io.creel.ip;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
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
     * Makes a check for one host.
     *
     * @param counters counts what is refused
     * @param acceptUnfinished for a peer on the same machine that leaves checksums open, over a driver that cannot tell
     */
    public ChecksumCheck(HostCounters counters, boolean acceptUnfinished) {
        this.counters = counters;
        this.acceptUnfinished = acceptUnfinished;
    }

    /**
     * Verifies the checksums of a packet, and counts and releases it if one is wrong.
     *
     * @param packet a packet that was parsed; still the caller's if the result is true
     * @return false if a checksum is wrong: the packet is gone
     */
    @CheckReturnValue
    public boolean isSound(@Transfers(when = Result.FALSE) Packet packet) {
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
