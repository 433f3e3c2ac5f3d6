package io.creel.cli.bridge;

/**
 * An IP packet that left the host.
 *
 * @param bytes
 *            from the IP header on
 * @param timeUs
 *            when it left, in microseconds of the virtual clock
 */
record SentPacket(byte[] bytes, long timeUs) {
}
