package io.creel.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.pcap.ReplayNic;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows what the policy object alone changes: bodies and places are the same. */
class DemoPlacementTest {
    @TempDir
    Path folder;

    @Test
    void shouldLetPacketsWaitForWholeJobsUnderFifo() throws Exception {
        assertEquals(2 * Bench.PIECES, piecesBeforeFirstPacket(Policy.FIFO));
    }

    @Test
    void shouldLetPacketsGoFirstAfterOneQuantumUnderTwoQueues() throws Exception {
        long pieces = piecesBeforeFirstPacket(Policy.TWO_QUEUE);
        assertTrue(pieces > 0 && pieces < Bench.PIECES / 4, () -> "pieces=" + pieces);
    }

    private long piecesBeforeFirstPacket(Policy policy) throws Exception {
        Bench bench = new Bench(policy, 2);
        long[] pieces = {-1};
        try (ReplayNic capture = ReplayNic.open(Captures.first(folder.resolve("one.pcap"), 1))) {
            capture.rx(0).poll(1, packet -> bench.outside.tx(0).transmit(packet));
            while (pieces[0] < 0) {
                bench.worker.doWork();
                bench.outside.rx(0).poll(1, packet -> {
                    pieces[0] = bench.piecesDone.get();
                    packet.release();
                    return true;
                });
            }
        }
        return pieces[0];
    }

    @Test
    void shouldFinishJobsUnderBothPolicies() throws Exception {
        for (Policy policy : Policy.values()) {
            Bench bench = new Bench(policy, 2);
            while (bench.piecesDone.get() < 10 * Bench.PIECES) {
                bench.worker.doWork();
            }
            assertEquals(policy == Policy.TWO_QUEUE, bench.when.preemptions() > 0, policy.text());
            assertEquals(2, bench.when.size(), policy.text());
            bench.worker.carrier().close();
            assertEquals(0, bench.when.size(), "closing cancels background work: " + policy.text());
        }
    }
}
