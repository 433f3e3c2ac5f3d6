package io.creel.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class ServersQuestionTest {
    private static final long MS = 1_000_000;
    private static final PrintStream NOWHERE = new PrintStream(new ByteArrayOutputStream());

    @Test
    void shouldCountTheTimeOfTheCoreThatIsNeitherIdleNorOfOthers() {
        var before = new CoreTime(1_000 * MS, 400 * MS, 50 * MS, 500 * MS, 100 * MS);
        var after = new CoreTime(2_000 * MS, 600 * MS, 150 * MS, 1_200 * MS, 650 * MS);
        CoreTime used = after.since(before);
        assertEquals(150 * MS, used.foreignNs());
        assertEquals(650 * MS, used.serverNs()); // a second, less 0.2 of idleness and 0.15 of others
    }

    @Test
    void shouldNameAGoalForEachPart() {
        var question = (ServersQuestion) Benchmarks.find("servers").orElseThrow();
        assertEquals(question.parts().size(), question.parts().stream().map(ServerPart::name).distinct().count());
        question.parts().forEach(part -> assertFalse(part.goals().isEmpty(), part.name()));
    }

    @Test
    void shouldSayWhetherTheTargetIsMet() throws Exception {
        var question = (ServersQuestion) Benchmarks.find("servers").orElseThrow();
        Map<String, String> what = Map.of("what", HttpPart.WHAT);
        String table = question.table(List.of(row("creel", what, 1), row("netty", what, 1.49),
                row("virtualThreads", what, 1.5), row("creelInterrupts", what, 1.1)));
        List<String> lines = table.lines().toList();
        assertTrue(lines.get(2).endsWith("| netty | 149 | 1.49 × (± 0 %) | ≥ 1.5 × | no |"), table);
        assertTrue(lines.get(3).endsWith("| virtualThreads | 150 | 1.50 × (± 0 %) | ≥ 1.5 × | yes |"), table);
        assertTrue(lines.get(4).endsWith("| creelInterrupts | 110 | 1.10 × (± 0 %) | — | — |"), table);
    }

    @Test
    void shouldSayWhatASegmentAllocates() {
        var question = (ServersQuestion) Benchmarks.find("servers").orElseThrow();
        String what = new EchoPart().goals().getFirst().what();
        for (double bytes : new double[]{0.01, 16}) {
            var row = new Row("servers", "creel", Map.of("what", what), 1, bytes, 1, 0, 0, 1);
            String table = question.table(List.of(row));
            assertTrue(table.contains(bytes < 1
                    ? "0.01 B | — | — | — | 0 B | yes |"
                    : "16.00 B | — | — | — | 0 B | no |"), table);
        }
    }

    @Test
    void shouldMarkALineWhenOtherProcessesHadTheCore() {
        var run = new ServerRun(new Settings(true, null, NOWHERE));
        run.measured("netty, round 0: others had the core", true);
        run.measured("creel, round 0", false);
        run.taken(new Sample("netty", Map.of("what", "a"), 0, 1, 0), true);
        run.taken(new Sample("creel", Map.of("what", "a"), 0, 1, 0), false);
        assertTrue(run.isDisturbed(row("netty", Map.of("what", "a"), 1)));
        assertFalse(run.isDisturbed(row("netty", Map.of("what", "b"), 1)));
        assertFalse(run.isDisturbed(row("creel", Map.of("what", "a"), 1)));
        assertEquals("2 measurements, 1 of them void because of other processes:\n"
                + "- netty, round 0: others had the core\n", run.remarks());
    }

    @Test
    void shouldNameTheKnownPartsWhenThePartIsUnknown() throws Exception {
        var question = Benchmarks.find("servers").orElseThrow();
        var settings = new Settings(true, new CommandLineOptions("-p", "part=htp"), NOWHERE);
        IOException refused = assertThrows(IOException.class,
                () -> question.answer(settings, new Progress(NOWHERE, System::nanoTime)));
        assertTrue(refused.getMessage().startsWith("no such part: part=htp, parts=[http, "), refused.getMessage());
    }

    @Test
    void shouldKeepARatioWithinBothBounds() {
        var goal = new ServerGoal("share", "ns", "kernel", 0.67, 1.5);
        assertTrue(goal.isMetBy(0.67) && goal.isMetBy(1.5));
        assertFalse(goal.isMetBy(0.66) || goal.isMetBy(1.51));
        assertEquals("0.67–1.5", goal.target());
    }

    private static Row row(String peer, Map<String, String> params, double ratio) {
        return new Row("servers", peer, params, 100 * ratio, 0, ratio, 0, 0, 1);
    }
}
