package io.creel.net;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.From;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;

/**
 * Takes the ownership of one packet, or refuses it.
 *
 * <p>
 * A consumer that starts a coroutine returns the result of the start:
 * {@code packet -> worker.start(where, body, packet)}. So a packet that is refused is released and counted, not lost.
 */
@FunctionalInterface
public interface PacketConsumer {
    /** A consumer that takes every packet and releases it. */
    PacketConsumer RELEASE = packet -> {
        packet.release();
        return true;
    };

    /**
     * Takes a packet or refuses it.
     *
     * @param packet owned by the caller until this method returns {@code true}
     * @return {@code true} if the packet has another owner now, or was released or transmitted; {@code false} if the
     *        caller keeps it
     */
    @CheckReturnValue
    boolean accept(@From("RAW") @Transfers(when = Result.TRUE) @GivenBack Packet packet);
}
