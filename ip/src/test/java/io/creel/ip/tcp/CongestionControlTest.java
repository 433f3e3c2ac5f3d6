package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CongestionControlTest {
    private static final long MS = 1_000_000;
    private static final int MSS = 1000;

    /** W_cubic(t) = C (t - K)^3 + W_max, followed for ten seconds at a round trip of 100 ms. */
    @Test
    @Shows({"RFC9438-4.2", "RFC9438-4.6"})
    void shouldFollowTheCubicFunction() {
        Cubic cubic = new Cubic();
        cubic.start(MSS, 10 * MSS);
        while (cubic.windowBytes() < 200 * MSS) {
            cubic.acknowledged(MSS, true, 100 * MS, 0);
        }
        double maximum = cubic.windowBytes() / (double) MSS;
        cubic.loss(cubic.windowBytes(), 0);
        assertEquals(maximum * 0.7, cubic.windowBytes() / (double) MSS, 1);
        double k = Math.cbrt(maximum * 0.3 / 0.4);
        for (long now = 0; now < 8_000 * MS;) {
            int inFlight = cubic.windowBytes() / MSS;
            for (int i = 0; i < inFlight; i++) {
                cubic.acknowledged(MSS, true, 100 * MS, now);
                now += 100 * MS / inFlight;
            }
            double t = now / 1e9;
            double expected = 0.4 * Math.pow(t + 0.1 - k, 3) + maximum;
            assertEquals(expected, cubic.windowBytes() / (double) MSS, 0.06 * expected + 2, "at " + t);
        }
    }

    @Test
    @Shows("RFC9438-4.3")
    void shouldBeNoSlowerThanRenoOnAShortPath() {
        Cubic cubic = new Cubic();
        cubic.start(MSS, 10 * MSS);
        cubic.loss(10 * MSS, 0);
        int before = cubic.windowBytes();
        long now = 0;
        for (int round = 0; round < 20; round++) { // 20 ms at 1 ms: the cubic function has hardly moved
            int inFlight = cubic.windowBytes() / MSS;
            for (int i = 0; i < inFlight; i++) {
                cubic.acknowledged(MSS, true, MS, now);
            }
            now += MS;
        }
        double segmentsPerRound = (cubic.windowBytes() - before) / (double) MSS / 20;
        assertTrue(segmentsPerRound > 0.4, "segments per round trip: " + segmentsPerRound);
    }

    @Test
    @Shows("RFC9438-4.7")
    void shouldConvergeFastWhenTheMaximumFalls() {
        Cubic cubic = new Cubic();
        cubic.start(MSS, 100 * MSS);
        cubic.loss(100 * MSS, 0);
        cubic.loss(70 * MSS, 0);
        assertEquals(49 * MSS, cubic.windowBytes());
        // The second maximum is below the first, so the plateau lies at 70 (1 + 0.7) / 2 = 59.5 segments, reached after 2.97 s.
        for (long now = 0; now < 3_000 * MS; now += 6 * MS) {
            cubic.acknowledged(MSS, true, 300 * MS, now);
        }
        assertEquals(59.5, cubic.windowBytes() / (double) MSS, 1.5);
    }

    @Test
    @Shows("RFC9438-4.9")
    void shouldUndoASpuriousEvent() {
        for (CongestionControl each : new CongestionControl[]{new Cubic(), new NewReno()}) {
            each.start(MSS, 10 * MSS);
            each.timeout(10 * MSS, false, 0);
            assertEquals(MSS, each.windowBytes());
            each.undo();
            assertEquals(10 * MSS, each.windowBytes(), each.name());
            assertEquals(Integer.MAX_VALUE, each.thresholdBytes(), each.name());
        }
    }

    @Test
    @Shows({"RFC5681-3.1", "MUST-19", "MAY-18"})
    void shouldNeverGoBelowTheirFloors() {
        for (CongestionControl each : new CongestionControl[]{new Cubic(), new NewReno()}) {
            each.start(MSS, 10 * MSS);
            for (int i = 0; i < 20; i++) {
                each.loss(MSS, 0);
                assertEquals(2 * MSS, each.thresholdBytes(), each.name());
                assertTrue(each.windowBytes() >= 2 * MSS, each.name());
                each.timeout(MSS, false, 0);
                assertEquals(MSS, each.windowBytes(), each.name());
            }
        }
    }
}
