package io.creel.net;

import io.creel.core.Body;

/**
 * The logic that runs for one packet, as a coroutine.
 *
 * <p>
 * The body owns the packet from its start. It ends this ownership by {@link Packet#transmit()} or
 * {@link Packet#release()}, by sending the packet through a channel, or by starting another coroutine with it.
 *
 * <p>
 * <b>A body that does not end normally.</b> If the body throws, or if its coroutine is cancelled, whether it has begun
 * or not, the runtime releases the packet, unless the packet has another owner by then. The runtime counts it as
 * {@link NicCounter#GIVEN_BACK} and in {@link PacketPool#givenBack()}. It cannot see that a body has put its packet
 * into a list, a field or a {@link PacketBatch}. Such a body calls {@link Packet#handOver()} first if it may still
 * throw or be cancelled afterwards.
 *
 * <p>
 * <b>A body that returns</b> while it owns the packet declares that it has stored the packet. The runtime leaves the
 * packet alone, because its holder will use it, and counts it as {@link NicCounter#KEPT}. So a body that forgets its
 * packets can be found.
 *
 * <p>
 * In this way a coroutine owns only the packet it was started with. It releases a packet that it received from a
 * channel or allocated in a {@code finally} block.
 */
@FunctionalInterface
public interface PacketBody extends Body<Packet> {
}
