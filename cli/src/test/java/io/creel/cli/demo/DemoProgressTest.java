package io.creel.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Progress off a terminal is a line per quarter, however many steps there are. */
class DemoProgressTest {
    @ParameterizedTest
    @ValueSource(ints = {4, 7, 1_000})
    void shouldPrintALinePerQuarterWhenThereIsNoTerminal(int steps) {
        StringWriter err = new StringWriter();
        DemoProgress progress = new DemoProgress(new PrintWriter(err), false);
        progress.begin(steps);
        for (int i = 0; i < steps; i++) {
            progress.step("fifo");
        }
        progress.end();
        assertEquals(List.of("creel demo: 25 %", "creel demo: 50 %", "creel demo: 75 %", "creel demo: 100 %"),
                err.toString().lines().skip(1).toList());
    }
}
