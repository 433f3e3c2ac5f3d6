package io.creel.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SendTimesTest {
    private static final int COUNT = 100_000;

    @Test
    void shouldKeepTheMeanRateAndTheSpreadOfAPoissonProcess() {
        SendTimes times = new SendTimes(1_000_000, 5);
        times.begin(7_000);
        long before = 7_000;
        double squares = 0;
        long last = 0;
        for (int i = 0; i < COUNT; i++) {
            last = times.nextNs();
            assertTrue(last >= before);
            squares += Math.pow(last - before, 2);
            before = last;
        }
        double meanNs = (last - 7_000.0) / COUNT;
        assertEquals(1_000, meanNs, 20);
        assertEquals(1, Math.sqrt(squares / COUNT - meanNs * meanNs) / meanNs, 0.03);
    }

    @Test
    void shouldRepeatItselfForTheSameSeedOnly() {
        SendTimes one = new SendTimes(1_000, 5);
        assertEquals(one.nextNs(), new SendTimes(1_000, 5).nextNs());
        assertNotEquals(new SendTimes(1_000, 6).nextNs(), new SendTimes(1_000, 5).nextNs());
    }
}
