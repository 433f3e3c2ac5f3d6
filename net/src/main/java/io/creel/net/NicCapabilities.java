package io.creel.net;

import java.util.List;

/**
 * What a NIC can do, as data.
 *
 * @param mtuBytes
 *            longest network-layer packet it carries, without the Ethernet header
 * @param zeroCopy
 *            whether packets move without copying their bytes
 * @param trustsReceiveChecksum
 *            whether received transport checksums need no verification, because the driver did it or the link is memory
 * @param transmitsChecksum
 *            whether a checksum that {@link Packet#deferChecksum()} left open is finished behind us; where not, transmit
 *            finishes it here
 * @param multiBuffer
 *            whether a frame may be longer than one buffer of the driver
 * @param mode
 *            which of its ways of working the driver uses now, for people: {@code native, copy}
 * @param fallbacks
 *            what was asked for and is not in force, a sentence each, for people
 */
public record NicCapabilities(int mtuBytes, boolean zeroCopy, boolean trustsReceiveChecksum, boolean transmitsChecksum,
        boolean multiBuffer, String mode, List<String> fallbacks) {
    /** Copies the list. */
    public NicCapabilities {
        fallbacks = List.copyOf(fallbacks);
    }

    /** Of a driver that finishes no checksums and was asked for nothing it cannot do. */
    public NicCapabilities(int mtuBytes, boolean zeroCopy, boolean trustsReceiveChecksum, boolean multiBuffer,
            String mode) {
        this(mtuBytes, zeroCopy, trustsReceiveChecksum, false, multiBuffer, mode, List.of());
    }
}
