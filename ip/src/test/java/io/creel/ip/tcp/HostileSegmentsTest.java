package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * A peer that sends anything, see {@link HostileRun}. Nothing but counters comes out: no exception, no number out of
 * order, no frame left. The long form is {@code -Dtcp.hostile.runs=100000}. {@link TcpFuzzTest} lets coverage guide the
 * choices instead of a seed.
 */
class HostileSegmentsTest {
    private static final int RUNS = Integer.getInteger("tcp.hostile.runs", 3_000);

    /** Whether every step locks its connection. */
    boolean severalWorkers() {
        return false;
    }

    @Test
    void shouldSurviveAnyPeer() {
        long established = 0;
        long sent = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            HostileRun run = new HostileRun(Choices.seeded(seed), severalWorkers());
            try {
                run.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed=" + seed + ", step=" + run.step + ": " + e, e);
            }
            if (HostileRun.POOL.outstanding() != 0) {
                fail("frames are left: seed=" + seed + ", frames=" + HostileRun.POOL.outstanding());
            }
            established += run.statistics.get(TcpCounter.CONNECTIONS_ACCEPTED);
            sent += run.statistics.get(TcpCounter.SEGMENTS_OUT);
        }
        assertTrue(established > RUNS / 4 && sent > RUNS * 10L, "established=" + established + ", sent=" + sent);
    }
}
