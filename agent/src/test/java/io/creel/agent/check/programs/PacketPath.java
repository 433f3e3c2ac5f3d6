package io.creel.agent.check.programs;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.SuspensionCallback;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.DropReason;
import io.creel.queues.ListStash;

/** The first program of the README without a NIC: each packet waits in a list, is parsed, counted and released. */
public final class PacketPath {
    private static final int BATCH = 32;

    private final Carrier carrier = new Carrier("packets");
    private final PacketPool pool = new PacketPool("packets", 4 * BATCH, 2048, 128);
    private final ListStash interactive = new ListStash("interactive");
    private final ListStash bulk = new ListStash("bulk");
    private final Batch batch = new Batch(BATCH);
    private final byte[] frame = Frames.udp(900);
    /** Counts packets by their flow's hash. */
    private final long[] flows = new long[1 << 10];
    private long dropped;

    /** Makes a path. */
    public PacketPath() {
        carrier.bindThread();
    }

    /** Handles packets; returns their number. */
    public int run(int packets) {
        SuspensionCallback where = self -> pick((Packet) self.argument()).push(self);
        Body<Packet> dataPath = packet -> {
            if (packet.parse() == DropReason.NONE) {
                flows[(int) packet.flowHash() & flows.length - 1]++;
            } else {
                dropped++;
            }
            packet.release();
        };
        int handled = 0;
        while (handled < packets) {
            for (int i = 0; i < BATCH; i++) {
                Packet packet = pool.allocate();
                if (packet != null) {
                    packet.resize(frame.length);
                    packet.set(0, frame, 0, frame.length);
                    if (!carrier.start(where, dataPath, packet)) {
                        packet.release();
                    }
                }
            }
            handled += carrier.resume(interactive.drain(batch, BATCH));
            if (interactive.isEmpty()) {
                handled += carrier.resume(bulk.drain(batch, BATCH));
            }
        }
        return handled;
    }

    private ListStash pick(Packet packet) {
        return packet.lengthBytes() < 200 ? interactive : bulk;
    }

    /** {@return the counted packets, so that the work is not optimised away} */
    public long counted() {
        long sum = -dropped;
        for (long flow : flows) {
            sum += flow;
        }
        return sum;
    }
}
