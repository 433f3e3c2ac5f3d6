package io.creel.cli.tools;

import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBody;

/**
 * <b>What</b> an echo does: sends a frame that {@link EchoTurn} turns round back to its sender, and answers ARP for one
 * address. Every other frame ends here, counted by reason.
 */
final class EchoBody implements PacketBody {
    private final EchoTurn echo;
    private final Outbox out;
    private final ArpAnswers arp;
    private final Tally tally;

    EchoBody(Nic nic, Outbox out, ArpAnswers arp, Tally tally) {
        echo = new EchoTurn(nic);
        this.out = out;
        this.arp = arp;
        this.tally = tally;
    }

    @Override
    public void run(Packet packet) {
        if (arp.answer(packet)) {
            out.add(packet);
            return;
        }
        String obstacle = echo.turn(packet);
        if (obstacle == null) {
            out.add(packet);
        } else {
            tally.count(obstacle, 1);
            packet.release();
        }
    }
}
