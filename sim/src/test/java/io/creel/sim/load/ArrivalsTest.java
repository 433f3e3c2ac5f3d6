package io.creel.sim.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalsTest {
    private static final int COUNT = 1_000_000;

    /** Down to a gap of one nanosecond, at which rounding every gap would be wrong by half. */
    @ParameterizedTest
    @CsvSource({"poisson, 0.001", "poisson, 1", "fixed, 0.001", "fixed, 0.9", "onoff:100us/400us, 0.001"})
    void shouldKeepTheMeanRate(String text, double perNs) {
        Arrivals arrivals = Arrivals.parse(text, 2 * perNs, 0.5, new Chance(1, "arrivals"));
        assertEquals(perNs, arrivals.perNs(), perNs * 1e-9);
        long lastNs = 0;
        for (int i = 0; i < COUNT; i++) {
            long ns = arrivals.nextNs();
            assertTrue(ns >= lastNs);
            lastNs = ns;
        }
        assertEquals(1, COUNT / (lastNs * perNs), text.startsWith("onoff") ? 0.02 : 0.005);
    }

    @Test
    void shouldBeSilentBetweenBursts() {
        Arrivals arrivals = Arrivals.parse("onoff:100us/400us", 0.01, 0.5, new Chance(1, "arrivals"));
        for (int i = 0; i < COUNT; i++) {
            assertTrue(arrivals.nextNs() % 500_000 <= 100_000);
        }
    }

    @Test
    void shouldShiftTheLoadInACycle() {
        Arrivals arrivals = Arrivals.parse("shift:0.05/1ms,0.70/1ms", 0.01, 1, new Chance(1, "arrivals"));
        assertEquals(0.375 * 0.01, arrivals.perNs(), 1e-12);
        int[] counts = new int[2];
        long timeNs = 0;
        while (timeNs < 2_000_000_000) {
            timeNs = arrivals.nextNs();
            counts[(int) (timeNs / 1_000_000 % 2)]++;
        }
        assertEquals(0.05 * 0.01 * 1e9, counts[0], 4_000);
        assertEquals(0.70 * 0.01 * 1e9, counts[1], 15_000);
        assertTrue(Arrivals.saysLoad("shift:0.05/1ms"));
        assertFalse(Arrivals.saysLoad("poisson"));
    }

    @Test
    void shouldReplayATraceAtTheRateAskedForOverAndOver() {
        Arrivals trace = new Arrivals.Trace(new long[]{1_000, 1_010, 1_040}, 0.1);
        // Three in 60 ns, a mean gap included, become three in 30 ns.
        long[] expected = {0, 5, 20, 30, 35, 50, 60};
        for (long ns : expected) {
            assertEquals(ns, trace.nextNs());
        }
        assertEquals("trace needs two arrivals at different times: arrivals=1", refusal(
                () -> new Arrivals.Trace(new long[]{5}, 1)));
        assertEquals("trace needs two arrivals at different times: arrivals=2", refusal(
                () -> new Arrivals.Trace(new long[]{5, 5}, 1)));
        assertEquals("trace goes back in time: arrival=1, timeNs=3, beforeNs=5", refusal(
                () -> new Arrivals.Trace(new long[]{5, 3, 9}, 1)));
    }

    @Test
    void shouldListReadableFormsWhenATextCannotBeRead() {
        assertEquals("arrivals cannot be read: text=possion, known=poisson, fixed, onoff:TIME/TIME,"
                + " shift:LOAD/TIME,LOAD/TIME,..., burst:LOAD:TIME/TIME, trace:CAPTURE (creel sim)",
                refused("possion"));
        assertEquals("bursts cannot be read: text=onoff:1us, known=onoff:TIME/TIME", refused("onoff:1us"));
        assertEquals("load shifts cannot be read: text=shift:0.5, known=shift:LOAD/TIME,LOAD/TIME,...",
                refused("shift:0.5"));
        assertEquals("load must be from 0 to 100: load=-1.0, text=shift:-1/1us", refused("shift:-1/1us"));
        assertEquals("arrivals need a load above 0: perNs=0.0", refused("shift:0/1us"));
        assertEquals("duration must be at least 1 ns: text=0", refused("onoff:0/1us"));
    }

    @Test
    void shouldSendMoreOfOneFlowInABurst() {
        Arrivals arrivals = Arrivals.parse("burst:0.5:1ms/3ms", 0.01, 0.2, new Chance(1, "arrivals"));
        assertEquals((0.2 + 0.5 / 4) * 0.01, arrivals.perNs(), 1e-12);
        int[] bursting = new int[4];
        int[] others = new int[4];
        for (long atNs = arrivals.nextNs(), beforeNs = 0; atNs < 4_000_000_000L; atNs = arrivals.nextNs()) {
            assertTrue(atNs >= beforeNs, "in order");
            beforeNs = atNs;
            int quarter = (int) (atNs / 1_000_000 % 4);
            if (arrivals.flow() == 0) {
                bursting[quarter]++;
            } else {
                others[quarter]++;
            }
        }
        assertEquals(0, bursting[0] + bursting[1] + bursting[2], "silent in three of four");
        assertEquals(0.5 * 0.01 * 1e9, bursting[3], 0.5 * 0.01 * 1e9 * 0.01);
        assertEquals(0.2 * 0.01 * 1e9, others[0], 0.2 * 0.01 * 1e9 * 0.01);
        assertEquals("bursts cannot be read: text=burst:1, known=burst:LOAD:TIME/TIME", refused("burst:1"));
        assertEquals("load must be from 0 to 100: load=101.0, text=burst:101:1ms/1ms", refused("burst:101:1ms/1ms"));
    }

    private static String refused(String text) {
        return refusal(() -> Arrivals.parse(text, 1, 0.5, new Chance(1, "arrivals")));
    }

    private static String refusal(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
