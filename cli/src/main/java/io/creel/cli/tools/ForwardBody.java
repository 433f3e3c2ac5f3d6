package io.creel.cli.tools;

import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Vlan;

/**
 * <b>What</b> a bridge does with a frame: forwards it. A frame that the other end can never take would block all
 * others, so it ends here and is counted.
 */
final class ForwardBody implements PacketBody {
    private static final int TAG_BYTES = 4;

    private final int maxFrameBytes;
    private final Outbox out;
    private final Tally tally;

    ForwardBody(int mtuBytes, Outbox out, Tally tally) {
        maxFrameBytes = EthernetDescriptor.HEADER_BYTES + mtuBytes;
        this.out = out;
        this.tally = tally;
    }

    @Override
    public void run(Packet packet) {
        String obstacle = obstacle(packet);
        if (obstacle == null) {
            out.add(packet);
        } else {
            tally.count(obstacle, 1);
            packet.release();
        }
    }

    private String obstacle(Packet packet) {
        int bytes = packet.lengthBytes();
        if (packet.isCut()) {
            return "SNAPLEN_CUT";
        }
        if (bytes < EthernetDescriptor.HEADER_BYTES) {
            return "TOO_SHORT";
        }
        boolean fits = bytes <= maxFrameBytes
                || bytes <= maxFrameBytes + TAG_BYTES && Vlan.isTag(Ethernet.etherType(packet));
        return fits ? null : "TOO_LONG";
    }
}
