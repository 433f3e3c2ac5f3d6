package io.creel.net;

/**
 * What a NIC can do, as data.
 *
 * @param mtuBytes
 *            longest network-layer packet it carries, without the Ethernet header
 * @param zeroCopy
 *            whether packets move without copying their bytes
 * @param trustsReceiveChecksum
 *            whether received transport checksums need no verification, because the driver did it or the link is memory
 * @param multiBuffer
 *            whether a frame may be longer than one buffer of the driver
 * @param mode
 *            which of its ways of working the driver uses now, for people: {@code native, copy}
 */
public record NicCapabilities(int mtuBytes, boolean zeroCopy, boolean trustsReceiveChecksum, boolean multiBuffer,
        String mode) {
}
