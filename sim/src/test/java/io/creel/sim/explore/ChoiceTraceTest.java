package io.creel.sim.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceTraceTest {
    @ParameterizedTest
    @CsvSource({"-, -", "2.0x12.1, 2.0x12.1", "1.1.1, 1x3", "0.0.3.0.0, 0x2.3", "0, -", "7x1, 7"})
    void shouldWriteTheShortestTextThatItReads(String text, String written) {
        assertEquals(written, ChoiceTrace.parse(text).toString());
        assertEquals(ChoiceTrace.parse(text), ChoiceTrace.parse(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1..2", "1x", "1x0", "-1", "1x2x3", "0x9999999", "99999999"})
    void shouldRefuseATextThatIsNoTrace(String text) {
        assertEquals("trace cannot be read: text=" + text
                + ", known=numbers with dots between them, such as 2.0x12.1, or -",
                assertThrows(IllegalArgumentException.class, () -> ChoiceTrace.parse(text)).getMessage());
    }

    @Test
    void shouldAnswerZeroBehindItsEnd() {
        ChoiceTrace trace = ChoiceTrace.parse("1.2");
        assertEquals(2, trace.at(1));
        assertEquals(0, trace.at(2));
    }
}
