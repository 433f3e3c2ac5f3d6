package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.JazzerRun;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Conversations with a hostile peer, guided by coverage. The corpus consists of recorded runs that together reach every
 * state; Jazzer changes their choices one by one. {@code -Dcreel.fuzz.seconds=600} lets it run for ten minutes.
 */
class TcpFuzzTest {
    private static final int SEEDS = 500;
    private static final int RUNS = 3_000;
    private static final String PLANTED = "the fault of the canary";

    @TempDir
    Path folder;

    /** A recorded run: its bytes, and what its connections went through. */
    private record Recorded(byte[] bytes, Set<String> reached) {
    }

    private static Recorded record(long seed) {
        var bytes = new ByteArrayOutputStream();
        Set<String> reached = new TreeSet<>();
        var run = new HostileRun(Choices.recording(Choices.seeded(seed), bytes), false);
        run.afterEachStep = connection -> {
            String state = connection.state().name();
            reached.add(state);
            if (connection.rcv.gaps.count() > 0) {
                reached.add(state + " with gaps");
            }
            if (connection.snd.board.lostBytes() > 0) {
                reached.add(state + " with losses");
            }
            if (TcpCanaryTarget.isThere(connection)) {
                reached.add(PLANTED);
            }
        };
        run.run();
        return new Recorded(bytes.toByteArray(), reached);
    }

    /** Returns the runs that reach something new. None of them meets the fault of the canary. */
    private static List<byte[]> corpus(Set<String> reached) {
        var corpus = new ArrayList<byte[]>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Recorded run = record(seed);
            if (!run.reached().contains(PLANTED) && reached.addAll(run.reached())) {
                corpus.add(run.bytes());
            }
        }
        return corpus;
    }

    @Test
    void shouldReachEveryStateByItsCorpus() {
        Set<String> reached = new TreeSet<>();
        corpus(reached);
        for (TcpState state : TcpState.values()) {
            assertTrue(reached.contains(state.name()), () -> state + " is missing: " + reached);
        }
    }

    @Test
    void shouldRepeatARunByItsBytes() {
        for (long seed = 1; seed <= 10; seed++) {
            byte[] recorded = record(seed).bytes();
            var again = new ByteArrayOutputStream();
            new HostileRun(Choices.recording(Choices.of(recorded), again), false).run();
            assertArrayEquals(recorded, again.toByteArray());
        }
    }

    @Test
    void shouldFindNothingWhenThePeerIsGuidedByCoverage() throws Exception {
        var said = new StringBuilder();
        assertEquals(0, JazzerRun.of(TcpFuzzTarget.class, corpus(new TreeSet<>()), folder, RUNS, said), said::toString);
        assertTrue(said.toString().contains("Done "), said::toString);
    }

    @Test
    void shouldFindTheFaultOfTheCanary() throws Exception {
        var said = new StringBuilder();
        assertEquals(JazzerRun.FOUND, JazzerRun.of(TcpCanaryTarget.class, corpus(new TreeSet<>()), folder, RUNS, said),
                said::toString);
        assertTrue(said.toString().contains("planted"), said::toString);
    }
}
