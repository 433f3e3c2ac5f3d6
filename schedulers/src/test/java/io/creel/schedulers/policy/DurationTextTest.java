package io.creel.schedulers.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"500ns, 500", "0.5us, 500", ".02us, 20", "5.7\u00b5s, 5700", "5.7\u03bcs, 5700", "1.5us, 1500",
            "5 us, 5000", "10ms, 10000000", "1.5s, 1500000000",
            "3600s, 3600000000000", "0, 0", "0us, 0", "1e3ns, 1000"})
    void shouldReadADuration(String text, long ns) {
        assertEquals(ns, DurationText.parseNs(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "us", "5 parsecs", "5.us", "5m", "s", "+us"})
    void shouldRefuseATextThatIsNoDuration(String text) {
        assertEquals("duration cannot be read: text=" + text
                + ", known=a number and ns, us, µs, ms or s, such as 0.5us", refusal(text));
    }

    @Test
    void shouldRefuseADurationOutOfRange() {
        assertEquals("duration must be from 0 to 3600 s: text=3601s", refusal("3601s"));
        assertEquals("duration must be from 0 to 3600 s: text=-1us", refusal("-1us"));
        assertEquals("duration must be from 0 to 3600 s: text=1e999999999us", refusal("1e999999999us"));
        assertEquals("duration must be whole nanoseconds: text=0.5ns", refusal("0.5ns"));
        assertEquals("number cannot be read: text=1,5us", refusal("1,5us"));
        assertEquals("number is too long: text=100000000000000000000000us", refusal("100000000000000000000000us"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1ns", "500ns", "5.7us", "10ms", "1.5s", "3600s"})
    void shouldWriteADurationAsShortAsItCanBeRead(String text) {
        assertEquals(text, DurationText.of(DurationText.parseNs(text)));
    }

    private static String refusal(String text) {
        return assertThrows(IllegalArgumentException.class, () -> DurationText.parseNs(text)).getMessage();
    }
}
