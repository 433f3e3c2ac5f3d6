package io.creel.cli.colocation;

import io.creel.cli.tools.EchoTurn;
import io.creel.core.spec.Transfers;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The packet work: parse, verify the checksums, swap the ends, send. Every line of the table runs this code on each
 * packet, once.
 */
final class ColocatedEcho implements PacketBody {
    private final EchoTurn turn;
    /** Packets that were no datagram for this NIC. Written by the echo's thread, read by any. */
    private final AtomicLong strange = new AtomicLong();

    ColocatedEcho(Nic nic) {
        turn = new EchoTurn(nic);
    }

    /** Sends the packet back. If the transmit queue is full, its NIC counts the packet as dropped. */
    @Override
    public void run(@Transfers Packet packet) {
        if (turn.turn(packet) == null) {
            var _ = packet.transmit(); // dropped and counted if there is no room
        } else {
            strange.getAndIncrement();
            packet.release();
        }
    }

    /** Returns how many packets were not sent back, because they were no datagrams for this NIC. */
    long strange() {
        return strange.get();
    }
}
