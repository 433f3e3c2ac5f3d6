package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.creel.ip.tcp.ModelRun.Plant;
import io.creel.net.PacketPool;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/**
 * Two ends over a link that drops, duplicates, reorders, corrupts and delays: no byte is lost or wrong, and both ends
 * reach CLOSED. The long form is {@code -Dtcp.model.runs=100000}; {@code -Dtcp.model.seed=N} begins at another seed. A
 * failure is shortened to the fewest disturbed transmissions that still show it.
 */
class ModelTest {
    private static final int RUNS = Integer.getInteger("tcp.model.runs", 1_500);
    private static final PacketPool POOL = new PacketPool("model", 4096, 2048, 0);
    private static final long FIRST = Long.getLong("tcp.model.seed", 1);

    /** Whether every step locks its connection. */
    boolean severalWorkers() {
        return false;
    }

    @Test
    void shouldDeliverEveryByteWhenTheLinkIsBad() {
        for (long seed = FIRST; seed < FIRST + RUNS; seed++) {
            String wrong = run(seed, Plant.NONE, null).wrong();
            if (wrong != null) {
                fail(shorten(seed, Plant.NONE));
            }
        }
    }

    record Outcome(String wrong, BitSet disturbed) {
    }

    private Outcome run(long seed, Plant plant, BitSet only) {
        String wrong;
        BitSet disturbed;
        try (ModelRun run = new ModelRun(seed, plant, only, POOL, severalWorkers())) {
            wrong = run.run();
            disturbed = run.disturbed;
        }
        if (POOL.outstanding() != 0) {
            throw new AssertionError(
                    "frames are left after the close: seed=" + seed + ", frames=" + POOL.outstanding());
        }
        return new Outcome(wrong, disturbed);
    }

    /** Removes disturbances in ever smaller groups as long as the run still fails (delta debugging). */
    private String shorten(long seed, Plant plant) {
        Outcome worst = run(seed, plant, null);
        BitSet kept = worst.disturbed();
        String wrong = worst.wrong();
        for (int group = Math.max(1, kept.cardinality() / 2); group >= 1; group /= 2) {
            int[] numbers = kept.stream().toArray();
            for (int i = 0; i < numbers.length; i += group) {
                BitSet fewer = (BitSet) kept.clone();
                for (int j = i; j < Math.min(numbers.length, i + group); j++) {
                    fewer.clear(numbers[j]);
                }
                Outcome outcome = run(seed, plant, fewer);
                if (outcome.wrong() != null) {
                    kept = fewer;
                    wrong = outcome.wrong();
                }
            }
        }
        return wrong + "\n  disturbed transmissions that suffice: " + kept;
    }

    private String firstFailure(Plant plant) {
        for (long seed = 1; seed < 200; seed++) {
            if (run(seed, plant, null).wrong() != null) {
                return shorten(seed, plant);
            }
        }
        return null;
    }

    @Test
    void shouldFailWhenCorruptedSegmentsAreAccepted() {
        assertNotNull(firstFailure(Plant.ACCEPTS_CORRUPTED));
    }

    @Test
    void shouldFailWhenNothingIsSentAgain() {
        String found = firstFailure(Plant.NEVER_REPEATS);
        assertNotNull(found);
        assertTrue(found.contains("disturbed transmissions that suffice"), found);
    }

    @Test
    void shouldFailWhenTheReceiverSlipsByOneByte() {
        String found = firstFailure(Plant.TAKES_ONE_BYTE_MORE);
        assertNotNull(found);
        assertTrue(found.contains("wrong byte") || found.contains("missing") || found.contains("finish"), found);
    }
}
