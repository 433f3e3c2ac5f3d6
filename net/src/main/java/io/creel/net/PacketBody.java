package io.creel.net;

import io.creel.core.Body;

/**
 * The logic that runs for one packet, as a coroutine.
 *
 * <p>
 * The body owns the packet from its start. It ends that ownership by {@link Packet#transmit()}, {@link Packet#release()},
 * sending the packet through a channel, or starting another coroutine with it.
 *
 * <p>
 * <b>A body that does not come to that.</b> If the body throws, or its coroutine is cancelled, begun or not, the runtime releases
 * the packet, unless it has another owner by then, and counts it as {@link NicCounter#GIVEN_BACK} and in
 * {@link PacketPool#givenBack()}. A body that puts its packet into a list, a field or a {@link PacketBatch} passes it on in a way
 * that the runtime does not see: it calls {@link Packet#handOver()} before, if it may still throw or be cancelled afterwards.
 *
 * <p>
 * <b>A body that returns</b> while it owns the packet says by that that it has put it somewhere. The packet is not touched,
 * because whatever it was put into will use it; it is counted as {@link NicCounter#KEPT}, so that a body that forgets its packets
 * can be found.
 *
 * <p>
 * A coroutine owns only the packet it was started with in this way. A packet that it receives from a channel, or allocates, it
 * releases in a {@code finally}.
 */
@FunctionalInterface
public interface PacketBody extends Body<Packet> {
}
