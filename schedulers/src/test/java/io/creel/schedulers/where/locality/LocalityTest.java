package io.creel.schedulers.where.locality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalityTest {
    private static final long LATE_NS = (1L << 53) + 12_345;

    private final long[] nowNs = {LATE_NS};
    private final PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(4, nowNs)
            .where(new Locality(handle -> PlacementDriver.request(handle).flow())), nowNs);

    private int place(long flow) {
        int[] before = lengths();
        drive.place(PlacementDriver.handle("f", 0, flow));
        int[] after = lengths();
        for (int worker = 0; worker < 4; worker++) {
            if (after[worker] > before[worker]) {
                return worker;
            }
        }
        throw new AssertionError("placed nowhere");
    }

    private int[] lengths() {
        int[] lengths = new int[4];
        for (int worker = 0; worker < 4; worker++) {
            lengths[worker] = drive.placement().signals().length(worker);
        }
        return lengths;
    }

    private void idle(int... workers) {
        for (int worker : workers) {
            while (!drive.take(worker).isEmpty()) {
                drive.finish(worker, 0);
            }
        }
    }

    @Test
    void shouldGoBackToTheLastWorkerWhileItsCacheIsWarm() {
        assertEquals(100_000, Locality.WARM_NS);
        idle(2);
        assertEquals(2, place(7), "the only idle one");
        idle(0, 1, 2, 3);
        nowNs[0] += 100_000;
        assertEquals(2, place(7), "still warm, though 0 is idle, too");
    }

    @Test
    void shouldForgetAfterAHundredMicroseconds() {
        idle(3);
        assertEquals(3, place(7));
        drive.take(3);
        idle(0);
        nowNs[0] += 100_001;
        assertEquals(0, place(7), "cold: any idle one");
    }

    @Test
    void shouldPreferTheSiblingToAnyOtherIdleOne() {
        idle(2);
        assertEquals(2, place(7));
        idle(0, 3);
        assertEquals(3, place(7), "2 has one waiting, 3 shares its cache");
        assertEquals(3, place(7), "still idle until it looks");
    }

    @Test
    void shouldGoToTheShortestWhenNothingIsKnownAndNoWorkerIsIdle() {
        assertEquals(0, place(1));
        assertEquals(1, place(2));
        assertEquals(2, place(3));
    }
}
