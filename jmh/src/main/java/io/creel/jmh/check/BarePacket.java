package io.creel.jmh.check;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.SuspensionCallback;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.DropReason;
import io.creel.queues.ListStash;
import java.util.function.LongSupplier;

/** The first program of the README without a NIC: each packet waits in a list, is parsed, counted and released. */
final class BarePacket implements CheckedPath {
    private static final int BATCH = 32;
    private static final int SHORT_BYTES = 200;

    private final LongSupplier cpuClock;
    private final byte[][] frames;
    private final Carrier carrier = new Carrier("packets");
    private final PacketPool pool = new PacketPool("packets", 4 * BATCH, 2048, 128);
    private final ListStash interactive = new ListStash("interactive");
    private final ListStash bulk = new ListStash("bulk");
    private final Batch batch = new Batch(BATCH);
    private final SuspensionCallback where = self -> pick((Packet) self.argument()).push(self);
    private final Body<Packet> dataPath = this::handle;
    /** Counts packets by their flow's hash. */
    private final long[] flows = new long[1 << 10];
    private long counted;
    private long dropped;
    private int next;

    BarePacket(byte[][] frames, LongSupplier cpuClock) {
        this.frames = frames;
        this.cpuClock = cpuClock;
        carrier.bindThread();
    }

    @Override
    public long handle(int packets) {
        long before = counted + dropped;
        long began = cpuClock.getAsLong();
        int handled = 0;
        while (handled < packets) {
            for (int i = 0; i < BATCH; i++) {
                arrive();
            }
            handled += carrier.resume(interactive.drain(batch, BATCH));
            handled += carrier.resume(bulk.drain(batch, BATCH));
        }
        long ns = cpuClock.getAsLong() - began;
        long done = counted + dropped - before;
        if (done != packets || pool.outstanding() != 0) {
            throw new IllegalStateException("packets are lost: offered=" + packets + ", handled=" + done
                    + ", outstanding=" + pool.outstanding());
        }
        return ns;
    }

    private void arrive() {
        Packet packet = pool.allocate();
        if (packet == null) {
            return;
        }
        byte[] frame = frames[next];
        next = next + 1 == frames.length ? 0 : next + 1;
        packet.resize(frame.length);
        packet.set(0, frame, 0, frame.length);
        if (!carrier.start(where, dataPath, packet)) {
            packet.release();
        }
    }

    private void handle(Packet packet) {
        if (packet.parse() == DropReason.NONE) {
            flows[(int) packet.flowHash() & flows.length - 1]++;
            counted++;
        } else {
            dropped++;
        }
        packet.release();
    }

    private ListStash pick(Packet packet) {
        return packet.lengthBytes() < SHORT_BYTES ? interactive : bulk;
    }
}
