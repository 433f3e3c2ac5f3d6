package io.creel.ip.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    /** The origin of a clock is arbitrary, and may lie ahead. */
    private static final List<Long> ORIGINS = List.of(0L, 1_000_000_000_000L, -5_000_000_000_000L);

    @Test
    void shouldGiveABurstAndThenOnePerInterval() {
        for (long origin : ORIGINS) {
            var limit = new RateLimit(5, 100);
            for (int i = 0; i < 5; i++) {
                assertTrue(limit.take(origin), "origin=" + origin);
            }
            assertFalse(limit.take(origin));
            assertFalse(limit.take(origin + 99));
            assertTrue(limit.take(origin + 100));
            assertFalse(limit.take(origin + 100));
            assertTrue(limit.take(origin + 200));
        }
    }

    @Test
    void shouldGiveNoMoreThanABurstAfterALongPause() {
        var limit = new RateLimit(5, 100);
        limit.take(-1_000_000);
        int given = 0;
        for (int i = 0; i < 20; i++) {
            given += limit.take(1_000_000_000) ? 1 : 0;
        }
        assertEquals(5, given);
    }

    @Test
    void shouldRefuseImpossibleLimits() {
        assertEquals("impossible rate limit: burst=0, intervalNs=1",
                assertThrows(IllegalArgumentException.class, () -> new RateLimit(0, 1)).getMessage());
    }
}
