package io.creel.sim.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({"500ns, 500", "0.5us, 500", ".02us, 20", "5.7µs, 5700", "10ms, 10000000", "1.5s, 1500000000",
            "3600s, 3600000000000", "0, 0", "0us, 0", "1e3ns, 1000"})
    void shouldReadADuration(String text, long ns) {
        assertEquals(ns, Words.ns(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "us", "5 parsecs", "5.us", "5m", "s", "+us"})
    void shouldRefuseWhatIsNoDuration(String text) {
        assertEquals("duration cannot be read: text=" + text
                + ", known=a number and ns, us, ms or s, such as 0.5us", refusal(text));
    }

    @Test
    void shouldRefuseADurationOutOfRange() {
        assertEquals("duration must be from 0 to 3600 s: text=3601s", refusal("3601s"));
        assertEquals("duration must be from 0 to 3600 s: text=-1us", refusal("-1us"));
        assertEquals("duration must be from 0 to 3600 s: text=1e999999999us", refusal("1e999999999us"));
        assertEquals("duration must be whole nanoseconds: text=0.5ns", refusal("0.5ns"));
        assertEquals("number cannot be read: text=1,5us", refusal("1,5us"));
        assertEquals("number is too long: text=100000000000000000000000us", refusal("100000000000000000000000us"));
        assertEquals("duration must be at least 1 ns: text=0",
                assertThrows(IllegalArgumentException.class, () -> Words.positiveNs("0")).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1ns", "500ns", "5.7us", "10ms", "1.5s", "3600s"})
    void shouldWriteADurationAsShortAsItCanBeRead(String text) {
        assertEquals(text, Words.durationText(Words.ns(text)));
    }

    private static String refusal(String text) {
        return assertThrows(IllegalArgumentException.class, () -> Words.ns(text)).getMessage();
    }
}
