package io.creel.net;

import io.creel.core.CheckReturnValue;

/**
 * Takes the ownership of one packet, or refuses it.
 *
 * <p>
 * A consumer that starts a coroutine returns what the start says: {@code packet -> worker.start(where, body, packet)}. So a
 * packet that finds no place is released and counted instead of being lost.
 */
@FunctionalInterface
public interface PacketConsumer {
    /** Takes every packet and releases it. */
    PacketConsumer RELEASE = packet -> {
        packet.release();
        return true;
    };

    /**
     * Receives a packet.
     *
     * @param packet
     *            owned by the caller until this returns {@code true}
     * @return {@code true} if the packet has another owner now, or was released or transmitted; {@code false} to leave it to
     *         the caller
     */
    @CheckReturnValue
    boolean accept(Packet packet);
}
