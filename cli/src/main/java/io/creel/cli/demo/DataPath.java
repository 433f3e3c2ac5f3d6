package io.creel.cli.demo;

import static io.creel.net.wire.DropReason.NONE;

import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.wire.DropCounters;
import io.creel.net.wire.DropReason;

/**
 * <b>What</b> happens to a packet, in one coroutine each. The body does not know which worker runs it, when, or for how
 * long. It is the same object under every policy.
 */
final class DataPath implements PacketBody {
    private final Conversations conversations;
    private final DropCounters drops;

    DataPath(Conversations conversations, DropCounters drops) {
        this.conversations = conversations;
        this.drops = drops;
    }

    @Override
    public void run(Packet packet) {
        DropReason reason = packet.parse();
        if (reason == NONE) {
            reason = packet.verifyChecksums();
        }
        if (reason != NONE) {
            drops.count(reason);
            packet.release();
            return;
        }
        conversations.visit(packet);
        packet.transmit();
    }
}
