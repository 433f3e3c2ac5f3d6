package io.creel.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Row BARE = new Row("switch", "bare", Map.of("coroutines", "1000"), 90.456, 0.001, 1, 2.34, 0,
            3);
    private static final Row CREEL = new Row("switch", "creel", Map.of("coroutines", "1000"), 100, 0.04, 1.1055, 3,
            4.56,
            3);

    @Test
    void shouldWriteOneObjectPerLine(@TempDir Path directory) throws IOException {
        Path file = Report.write(directory.resolve("reports"), "switch", List.of(BARE, CREEL));
        assertEquals("switch.json", file.getFileName().toString());
        assertEquals(
                """
                [
                  {"benchmark": "switch", "peer": "bare", "params": {"coroutines": "1000"}, "nsPerOp": 90.46, \
                "bytesPerOp": 0.00, "ratioToBaseline": 1.000, "noisePercent": 2.3, "ratioNoisePercent": 0.0, "rounds": 3},
                  {"benchmark": "switch", "peer": "creel", "params": {"coroutines": "1000"}, "nsPerOp": 100.00, \
                "bytesPerOp": 0.04, "ratioToBaseline": 1.106, "noisePercent": 3.0, "ratioNoisePercent": 4.6, "rounds": 3}
                ]
                """,
                Files.readString(file));
    }

    @Test
    void shouldWriteNullWhenSomethingWasNotMeasured() {
        Row row = new Row("memory", "a \"b\"\\", Map.of(), Double.NaN, 300, Double.POSITIVE_INFINITY, 0, 0, 1);
        assertEquals(
                """
                [
                  {"benchmark": "memory", "peer": "a \\"b\\"\\\\", "params": {}, "nsPerOp": null, "bytesPerOp": 300.00, \
                "ratioToBaseline": null, "noisePercent": 0.0, "ratioNoisePercent": 0.0, "rounds": 1}
                ]
                """,
                Report.json(List.of(row)));
    }

    @Test
    void shouldPrintTheCheapestFirstUnderItsParameters() {
        assertEquals("""
                     coroutines 1,000
                                   ns/op        B/op  x baseline         noise
                       bare         90.5         0.0        1.00            0%
                       creel       100.0         0.0        1.11            5%

                     """, Report.table(List.of(CREEL, BARE)));
    }
}
