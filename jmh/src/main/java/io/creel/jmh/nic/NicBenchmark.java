package io.creel.jmh.nic;

import io.creel.jmh.Operations;
import io.creel.net.memory.MemoryNic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the cost of ownership and counters: a batch of 32 frames to the other end of a link in memory and back, on
 * one thread.
 */
public class NicBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "bareRings";

    private static final int BURST = 32;
    private static final int TRIPS = 64 * BURST;
    private static final int FRAME_BYTES = 106;

    /** Both links and their frames. */
    @State(Scope.Thread)
    public static class Links {
        private final MpscVarHandleArrayQueue<Packet> there = new MpscVarHandleArrayQueue<>(1024);
        private final MpscVarHandleArrayQueue<Packet> back = new MpscVarHandleArrayQueue<>(1024);
        private final MemoryNic nic = MemoryNic.pair();
        private final PacketBatch batch = new PacketBatch(BURST);
        private final Packet[] frames = new Packet[BURST];

        /** Makes frames for both. */
        @Setup
        public void make() {
            for (int i = 0; i < BURST; i++) {
                frames[i] = nic.pool().allocate();
                frames[i].resize(FRAME_BYTES);
                Packet packet = nic.pool().allocate();
                packet.resize(FRAME_BYTES);
                batch.add(packet);
            }
        }
    }

    /** The queues alone: offer, poll, offer, poll. */
    @Benchmark
    @Operations(TRIPS)
    public int bareRings(Links state) {
        int trips = 0;
        for (int i = 0; i < TRIPS / BURST; i++) {
            for (Packet frame : state.frames) {
                state.there.offer(frame);
            }
            for (Packet frame = state.there.poll(); frame != null; frame = state.there.poll()) {
                state.back.offer(frame);
            }
            while (state.back.poll() != null) {
                trips++;
            }
        }
        return trips;
    }

    /** The same through a NIC: transmit a batch, poll it at the other end, and the same back. */
    @Benchmark
    @Operations(TRIPS)
    public int memory(Links state) {
        int trips = 0;
        MemoryNic nic = state.nic;
        for (int i = 0; i < TRIPS / BURST; i++) {
            nic.tx(0).transmit(state.batch);
            nic.peer().rx(0).poll(state.batch, BURST);
            nic.peer().tx(0).transmit(state.batch);
            trips += nic.rx(0).poll(state.batch, BURST);
        }
        return trips;
    }
}
