package io.creel.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.report.JsonWriter;
import io.creel.cli.report.Text;
import io.creel.sim.stats.Distribution;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks the reports of made-up numbers. */
class ReportsTest {
    private static final long US = 1_000;

    private static TrialResult policy(Policy policy, long us, long jobs) {
        return policy(policy, us, jobs, 0);
    }

    private static TrialResult policy(Policy policy, long us, long jobs, long late) {
        Distribution latencies = new Distribution();
        for (int i = 1; i <= 1_000; i++) {
            latencies.record(us * US * i / 500);
        }
        Measurement measured = new Measurement();
        measured.add(new Wire.Pass(latencies, 1_000, late), 1);
        return new TrialResult(policy, measured, Balance.NONE, new ConversationTable(List.of(), Map.of()), jobs,
                1_000_000_000,
                0, new GcPauses(0, 0));
    }

    private static DemoResult result(TrialResult... policies) {
        Capture capture = new Capture("x<y.pcap", Path.of("x<y.pcap"), 10, 640, 64, 0, null, false);
        return new DemoResult(capture, "memory", new DemoSettings(1, 1_000, 5, 0, 1),
                new Balance(20, 1_280, 18, 1_152, Map.of("SNAPLEN_CUT", 2L)), List.of(policies));
    }

    private static String terminal(Charset charset, boolean colour, TrialResult... policies) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new TerminalReport(result(policies), out, new Text(colour, charset)).print();
        out.flush();
        return text.toString();
    }

    @Test
    void shouldNameTheFasterPolicyAndThePaceOfBackgroundWork() {
        assertEquals("99 of 100 packets arrived within 19.8 µs under two-queue instead of 990 µs under fifo: 50 times"
                + " sooner. Meanwhile the background work under two-queue ran at 98.0 % of its pace under fifo.",
                Verdict.of(policy(Policy.FIFO, 500, 1_000), policy(Policy.TWO_QUEUE, 10, 980)));
        assertTrue(Verdict.of(policy(Policy.FIFO, 10, 1_000), policy(Policy.TWO_QUEUE, 500, 1_000))
                .contains("within 19.8 µs under fifo instead of 990 µs under two-queue"));
    }

    @Test
    void shouldReportNoDifferenceWhenLatenciesAreEqual() {
        assertTrue(Verdict.of(policy(Policy.FIFO, 500, 1), policy(Policy.TWO_QUEUE, 490, 1))
                .contains("no noticeable difference"));
    }

    @Test
    void shouldDrawNoConclusionWhenEveryPassIsVoid() {
        TrialResult disturbed = policy(Policy.FIFO, 500, 1_000, 400);
        assertFalse(disturbed.measured().isValid());
        assertEquals(0.6, disturbed.measured().adherence(), 1e-9);
        assertTrue(
                Verdict.of(disturbed, policy(Policy.TWO_QUEUE, 10, 1_000))
                        .startsWith("Other tasks took the cores"));
        assertTrue(terminal(StandardCharsets.UTF_8, false, disturbed, disturbed).replaceAll("\\s+", " ")
                .contains("every pass void"));
    }

    @Test
    void shouldLeaveOutPassesInWhichTheMachineDisturbedSenderOrWorkers() {
        Measurement measured = new Measurement();
        Distribution slow = new Distribution();
        slow.record(9_000 * US);
        Distribution fast = new Distribution();
        fast.record(9 * US);
        measured.add(new Wire.Pass(slow, 100, 6), 1);
        measured.add(new Wire.Pass(slow, 100, 0), 0.9);
        measured.add(new Wire.Pass(fast, 100, 5), 0.99);
        assertEquals(2, measured.voidPasses());
        assertEquals(9, measured.percentileUs(100), 0.1);
        assertEquals(11, measured.late());
    }

    @Test
    void shouldCountADropForLackOfRoomAsAnEndlessWait() {
        TrialResult lossy = policy(Policy.FIFO, 10, 1);
        lossy.measured().dropped(20);
        assertEquals(60_000_000, lossy.measured().percentileUs(99), 60_000);
        assertEquals(10, lossy.measured().percentileUs(50), 0.5);
    }

    @Test
    void shouldFitIn80ColumnsAndAlignItsBars() {
        String text = terminal(StandardCharsets.UTF_8, false, policy(Policy.FIFO, 500, 1_000),
                policy(Policy.TWO_QUEUE, 10, 980));
        text.lines().forEach(line -> assertTrue(line.length() <= 80, line));
        assertTrue(text.contains("Packets    20 in = 18 out + 2 dropped: SNAPLEN_CUT 2\n"), text);
        assertEquals(List.of(20, 20, 20, 20, 20, 20),
                text.lines().filter(line -> line.contains("█")).map(line -> line.indexOf('█')).toList());
        assertTrue(text.contains("  fifo       p50    ███████████████████████████████████████████ 500 µs\n"), text);
        assertTrue(text.contains("│               │               │               │\n"), text);
        assertFalse(text.contains("\u001b"));
    }

    @Test
    void shouldUseColourOnlyWhenAskedAndAsciiIfTheTerminalHasNothingElse() {
        TrialResult fifo = policy(Policy.FIFO, 500, 1_000);
        assertTrue(terminal(StandardCharsets.UTF_8, true, fifo, fifo).contains("\u001b[33m█"));
        String ascii = terminal(StandardCharsets.US_ASCII, false, fifo, fifo);
        assertTrue(ascii.chars().allMatch(c -> c < 128), ascii);
        assertTrue(ascii.contains("500 us"));
    }

    @Test
    void shouldWriteASelfContainedPage() {
        String page = DemoPage.of(result(policy(Policy.FIFO, 500, 1_000), policy(Policy.TWO_QUEUE, 10, 980)));
        assertFalse(page.matches("(?s).*(https?:|src=|href=|@import|url\\().*"), page);
        assertEquals(2, page.split("<svg ", -1).length - 1);
        assertTrue(page.contains("x&lt;y.pcap"));
        assertTrue(page.contains("prefers-color-scheme: dark"));
    }

    @Test
    void shouldWriteNumbersWithThreeDigitsAndTheirUnit() {
        assertEquals(List.of("0.3 µs", "26.3 µs", "805 µs", "1.05 ms", "10 ms", "1.2 s", "60 s"),
                List.of(Text.durationInUnicode(0.3), Text.durationInUnicode(26.3), Text.durationInUnicode(805.4),
                        Text.durationInUnicode(1_050), Text.durationInUnicode(10_000),
                        Text.durationInUnicode(1_200_000), Text.durationInUnicode(60_000_000)));
        assertEquals("1,004,905 packets", Text.count(1_004_905, "packet"));
        assertEquals("1 packet", Text.count(1, "packet"));
    }

    @Test
    void shouldEscapeCharactersThatJsonForbids() {
        assertEquals("{\n  \"name\": \"a\\\"b\\\\c\\u000a\",\n  \"none\": null,\n  \"list\": []\n}\n",
                new JsonWriter().begin('{').field("name", "a\"b\\c\n").field("none", null).name("list").begin('[')
                        .end(']')
                        .end('}').toString());
    }
}
