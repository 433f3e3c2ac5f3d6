package io.creel.net;

import io.creel.core.Body;

/**
 * The logic that runs for one packet, as a coroutine.
 *
 * <p>
 * The body owns the packet from its start and ends that ownership on every path: {@link Packet#transmit()},
 * {@link Packet#release()}, or handing it to a new owner. One that does not (a body that throws, say) keeps the packet
 * out of its pool; {@link PacketPool#outstanding()} shows it.
 */
@FunctionalInterface
public interface PacketBody extends Body<Packet> {
}
