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
        assertEquals(2 * WorkerHarness.PIECES, piecesBeforeFirstPacket(Policy.FIFO));
    }

    @Test
    void shouldLetPacketsGoFirstAfterOneQuantumUnderTwoQueues() throws Exception {
        long pieces = piecesBeforeFirstPacket(Policy.TWO_QUEUE);
        assertTrue(pieces > 0 && pieces < WorkerHarness.PIECES / 4, () -> "pieces=" + pieces);
    }

    private long piecesBeforeFirstPacket(Policy policy) throws Exception {
        WorkerHarness harness = new WorkerHarness(policy, 2);
        long[] pieces = {-1};
        try (ReplayNic capture = ReplayNic.open(Captures.first(folder.resolve("one.pcap"), 1))) {
            capture.rx(0).poll(1, packet -> harness.outside.tx(0).transmit(packet));
            while (pieces[0] < 0) {
                harness.worker.doWork();
                harness.outside.rx(0).poll(1, packet -> {
                    pieces[0] = harness.piecesDone.get();
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
            WorkerHarness harness = new WorkerHarness(policy, 2);
            while (harness.piecesDone.get() < 10 * WorkerHarness.PIECES) {
                harness.worker.doWork();
            }
            assertEquals(policy == Policy.TWO_QUEUE, harness.when.preemptions() > 0, policy.text());
            assertEquals(2, harness.when.size(), policy.text());
            harness.worker.carrier().close();
            assertEquals(0, harness.when.size(), "closing cancels background work: " + policy.text());
        }
    }
}
