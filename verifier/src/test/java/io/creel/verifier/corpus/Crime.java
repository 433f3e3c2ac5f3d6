package io.creel.verifier.corpus;

import io.creel.net.Packet;
import io.creel.net.PacketPool;

/** A class that a test of the verifier rejects. */
public final class Crime {
    private Crime() {
    }

    static int run(PacketPool pool) {
        Packet packet = pool.allocate();
        return packet == null ? 0 : packet.capacityBytes();
    }
}
