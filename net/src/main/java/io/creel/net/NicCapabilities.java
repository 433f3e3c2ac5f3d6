package io.creel.net;

import java.util.List;

/**
 * The capabilities of a NIC, as data.
 *
 * @param mtuBytes the longest network-layer packet that the link carries, without the Ethernet header
 * @param zeroCopy whether packets move without a copy of their bytes
 * @param trustsReceiveChecksum whether received transport checksums need no verification, because the driver has
 *        verified them or the link is memory
 * @param transmitsChecksum whether the device or the kernel finishes a checksum that {@link Packet#deferChecksum()}
 *        left open; if not, transmit finishes it
 * @param multiBuffer whether a frame may be longer than one buffer of the driver
 * @param mode the mode in which the driver works now, for people: {@code native, copy}
 * @param fallbacks the options that were requested and are not in force, a sentence each, for people
 */
public record NicCapabilities(int mtuBytes, boolean zeroCopy, boolean trustsReceiveChecksum, boolean transmitsChecksum,
        boolean multiBuffer, String mode, List<String> fallbacks) {
    /** Makes the capabilities; copies the list. */
    public NicCapabilities {
        fallbacks = List.copyOf(fallbacks);
    }

    /**
     * Makes the capabilities of a driver that finishes no checksums and has all requested options in force.
     *
     * @param mtuBytes the longest network-layer packet that the link carries, without the Ethernet header
     * @param zeroCopy whether packets move without a copy of their bytes
     * @param trustsReceiveChecksum whether received transport checksums need no verification
     * @param multiBuffer whether a frame may be longer than one buffer of the driver
     * @param mode the mode in which the driver works now, for people
     */
    public NicCapabilities(int mtuBytes, boolean zeroCopy, boolean trustsReceiveChecksum, boolean multiBuffer,
            String mode) {
        this(mtuBytes, zeroCopy, trustsReceiveChecksum, false, multiBuffer, mode, List.of());
    }
}
