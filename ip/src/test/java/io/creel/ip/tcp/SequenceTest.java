package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SequenceTest {
    @Test
    @Shows({"BUG-45", "RFC9293-SEQUENCE"})
    void shouldOrderNumbersAcrossTheWrap() {
        for (int base : new int[]{0, -1, -1_000, Integer.MAX_VALUE, Integer.MIN_VALUE, 77}) {
            assertTrue(Sequence.isBefore(base, base + 1));
            assertTrue(Sequence.isAfter(base + 1_000_000, base));
            assertFalse(Sequence.isBefore(base, base));
            assertTrue(Sequence.isAtMost(base, base) && Sequence.isAtLeast(base, base));
            assertFalse(Sequence.isAtMost(base + 1, base));
            assertEquals(base + 5, Sequence.max(base, base + 5));
            assertEquals(base, Sequence.min(base, base + 5));
        }
    }

    @Test
    void shouldTellWhetherANumberIsInARange() {
        assertTrue(Sequence.isWithin(-1, -5, 10));
        assertTrue(Sequence.isWithin(4, -5, 10));
        assertFalse(Sequence.isWithin(5, -5, 10));
        assertFalse(Sequence.isWithin(-6, -5, 10));
        assertFalse(Sequence.isWithin(3, 3, 0));
    }
}
