package io.creel.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuantityTest {
    @Test
    void shouldWriteThreeDigitsAndAPrefix() {
        assertEquals("0", Quantity.count(0));
        assertEquals("0.1", Quantity.count(0.01));
        assertEquals("0.5", Quantity.count(0.5));
        assertEquals("7", Quantity.count(7));
        assertEquals("999", Quantity.count(999.4));
        assertEquals("1.00k", Quantity.count(999.6));
        assertEquals("12.3k", Quantity.count(12_345));
        assertEquals("10.0k", Quantity.count(9_999));
        assertEquals("100k", Quantity.count(99_960));
        assertEquals("123M", Quantity.count(123e6));
    }

    @Test
    void shouldWriteTimesWithTheirUnit() {
        assertEquals("-", Quantity.time(-1));
        assertEquals("0ns", Quantity.time(0));
        assertEquals("999ns", Quantity.time(999));
        assertEquals("1.00µs", Quantity.time(1_000));
        assertEquals("45.6ms", Quantity.time(45_600_000));
        assertEquals("69s", Quantity.time(69_000_000_000L).replace(".0", ""));
    }

    @Test
    void shouldStayWithinAColumn() {
        for (double each = 0.001; each < 1e20; each *= 1.01) {
            assertTrue(Quantity.count(each).length() <= 5, Quantity.count(each));
            if (each < 9e11) {
                assertTrue(Quantity.time((long) each).length() <= 6, Quantity.time((long) each));
            }
        }
    }
}
