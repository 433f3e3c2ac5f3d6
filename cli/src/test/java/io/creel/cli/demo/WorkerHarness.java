package io.creel.cli.demo;

import io.creel.cli.CpuWork;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.memory.MemoryNic;
import io.creel.net.pcap.ReplayNic;
import io.creel.net.wire.DropCounters;
import io.creel.schedulers.Worker;
import io.creel.schedulers.program.PolicyProgram;
import io.creel.schedulers.when.When;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A worker without a thread between two ends of a link, for tests. The clock advances by a microsecond at each reading.
 */
final class WorkerHarness {
    static final int PIECES = 100;

    final MemoryNic outside = MemoryNic.pair();
    final DropCounters drops = new DropCounters();
    final Losses losses = new Losses(drops, outside, outside.peer());
    final AtomicLong piecesDone = new AtomicLong();
    final Conversations conversations = new Conversations("harness.flows", 7);
    final When when;
    final Worker worker;
    private long nowNs;

    WorkerHarness(Policy policy, int backgrounds) {
        when = policy.make("harness");
        Background background = new Background(CpuWork.calibrate(1, this::nanoTime), PIECES, piecesDone);
        DemoPlacement placement = new DemoPlacement(outside.peer().rx(0), new DataPath(conversations, drops),
                conversations,
                background, backgrounds);
        worker = new Worker("harness", new PolicyProgram(when, placement, DemoSettings.MAX_BATCH, this::nanoTime),
                this::nanoTime);
    }

    private long nanoTime() {
        nowNs += 1_000;
        return nowNs;
    }

    /** Sends a whole capture through, in as many cycles as needed. */
    long replay(Path file, PacketConsumer out) throws IOException {
        long received = 0;
        try (ReplayNic capture = ReplayNic.open(file)) {
            while (!capture.isFinished()) {
                capture.rx(0).poll(64, packet -> outside.tx(0).transmit(packet));
                while (worker.doWork() > 0) {
                    received += outside.rx(0).poll(64, out);
                }
            }
            received += outside.rx(0).poll(Integer.MAX_VALUE, out);
            if (capture.pool().outstanding() != 0) {
                throw new IllegalStateException("packets leaked: outstanding=" + capture.pool().outstanding());
            }
        }
        return received;
    }

    long replay(Path file) throws IOException {
        return replay(file, PacketConsumer.RELEASE);
    }

    ConversationTable flows() throws LostPacketsException {
        return ConversationTable.of(List.of(conversations), 1);
    }
}
