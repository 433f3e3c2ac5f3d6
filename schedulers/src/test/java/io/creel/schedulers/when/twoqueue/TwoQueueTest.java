package io.creel.schedulers.when.twoqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.schedulers.when.Timeline;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.WhenContract;
import java.util.ArrayList;
import java.util.List;
import io.creel.schedulers.when.PolicyDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoQueueTest extends WhenContract {
    @Override
    protected When policy() {
        return new TwoQueue("two");
    }

    private static Timeline guarded(int maxNew) {
        return new Timeline(() -> new TwoQueue("two", 5_000, maxNew), 1);
    }

    /** The microsecond before the first checkpoint of a turn is not charged, so a turn of 20 lasts 21. */
    @Test
    void shouldMakeThePacketWaitForOneSliceWhenTheJobCameFirst() {
        Timeline timeline = new Timeline(this::policy, 4);
        assertEquals(
                List.of("0 job begins", "5 packet-1 begins", "6 packet-1 ends", "6 job goes on",
                        "27 packet-2 begins", "28 packet-2 ends", "28 job goes on", "502 job ends"),
                timeline.arrive(0, "job", 500).arrive(3, "packet-1", 1).arrive(20, "packet-2", 1).run());
        assertEquals(2, timeline.when().preemptions());
    }

    @Test
    void shouldPreemptWhenTheRestOfTheBatchWaits() {
        assertEquals(List.of("0 A begins", "5 B begins", "6 B ends", "6 A goes on", "13 A ends"),
                new Timeline(this::policy, 4).arrive(0, "A", 12).arrive(0, "B", 1).run());
    }

    @Test
    void shouldServeTheSecondQueueInTurnsOfFourQuantaWhenAllAreLong() {
        assertEquals(
                List.of("0 A begins", "5 B begins", "10 A goes on", "31 B goes on", "52 A goes on", "56 A ends",
                        "56 B goes on", "60 B ends"),
                new Timeline(this::policy, 4).arrive(0, "A", 30).arrive(0, "B", 30).run());
    }

    @Test
    void shouldPreemptAtTheNextCheckpointWhenWorkArrivesAfterTheQuantum() {
        assertEquals(List.of("0 A begins", "40 B begins", "42 B ends", "42 A goes on", "102 A ends"),
                new Timeline(this::policy, 4).arrive(0, "A", 100).arrive(40, "B", 2).run());
    }

    @Test
    void shouldEndWithoutPreemptionWhenTheQuantumIsJustEnough() {
        assertEquals(List.of("0 A begins", "5 A ends", "5 B begins", "10 B ends"),
                new Timeline(this::policy, 4).arrive(0, "A", 5).arrive(0, "B", 5).run());
    }

    @Test
    void shouldTakeOneOfTheSecondQueueWhenTheGuardSaysSo() {
        Timeline timeline = guarded(2).arrive(0, "job", 30);
        for (int i = 1; i <= 6; i++) {
            timeline.arrive(0, "p" + i, 1);
        }
        assertEquals(List.of("0 job begins", "5 p1 begins", "6 p1 ends", "6 p2 begins", "7 p2 ends", "7 job goes on",
                "28 p3 begins", "29 p3 ends", "29 p4 begins", "30 p4 ends", "30 job goes on", "34 job ends",
                "34 p5 begins", "35 p5 ends", "35 p6 begins", "36 p6 ends"), timeline.run());
    }

    /**
     * The guard counts handles: after four new ones a preempted one has its turn, however many a worker takes at once.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 32})
    void shouldCountHandlesForEveryBatchSize(int max) {
        TwoQueue two = new TwoQueue("two", 5_000, 4);
        PolicyDriver direct = new PolicyDriver(two);
        direct.push(0, 0, "job");
        assertNull(two.suspended(direct.takeHandle()));
        direct.push(0, 0, "a", "b", "c", "d", "e", "f");
        StringBuilder order = new StringBuilder();
        while (two.size() > 0) {
            direct.take(max).forEach(name -> order.append(name).append(' '));
        }
        assertEquals("a b c d job e f ", order.toString());
    }

    @Test
    void shouldKeepTheStatedBoundWhenNewOnesNeverEnd() {
        int maxNew = 3;
        Timeline timeline = guarded(maxNew);
        for (int job = 0; job < 4; job++) {
            timeline.arrive(0, "job", 1_000);
        }
        for (int packet = 0; packet < 4_000; packet++) {
            timeline.arrive(0, "packet", 1);
        }
        List<Integer> gaps = new ArrayList<>();
        int newOnes = 0;
        for (String event : timeline.run()) {
            if (event.endsWith("packet begins")) {
                newOnes++;
            } else if (event.endsWith("job goes on")) {
                gaps.add(newOnes);
                newOnes = 0;
            }
        }
        assertEquals(maxNew, gaps.stream().mapToInt(gap -> gap).max().orElseThrow());
        assertEquals(4 * 48, gaps.size(), "every turn got its 20 + 1 µs: 1,000 - 5 = 47 × 21 + 8");
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("two-queue bounds out of range: policy=two, quantumNs=0, maxNew=8",
                assertThrows(IllegalArgumentException.class, () -> new TwoQueue("two", 0, 8)).getMessage());
        assertEquals("two-queue bounds out of range: policy=two, quantumNs=1000000001, maxNew=8",
                assertThrows(IllegalArgumentException.class, () -> new TwoQueue("two", 1_000_000_001, 8))
                        .getMessage());
        assertEquals("two-queue bounds out of range: policy=two, quantumNs=5000, maxNew=0",
                assertThrows(IllegalArgumentException.class, () -> new TwoQueue("two", 5_000, 0))
                        .getMessage());
    }
}
