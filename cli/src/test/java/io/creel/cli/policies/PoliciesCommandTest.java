package io.creel.cli.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.policy.PolicyAxis;
import io.creel.schedulers.policy.PolicyProvider;
import io.creel.schedulers.policy.PolicyChoice;
import io.creel.cli.CreelCommand;
import io.creel.cli.report.Text;
import io.creel.schedulers.policy.Policies;
import io.creel.sim.load.ServiceMix;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PoliciesCommandTest {
    private static final List<String> SHORT = List.of("policies", "--seconds", "0.1", "--warm-up", "0.02", "--load",
            "0.1", "--workload", "0.9:20us,0.1:100us");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(List<String> arguments) {
        return CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    private int run(String... more) {
        List<String> arguments = new ArrayList<>(SHORT);
        arguments.addAll(List.of(more));
        return execute(arguments);
    }

    static Stream<String> everyRow() {
        return Stream
                .of(Policies.names(PolicyAxis.WHERE).stream(),
                        Policies.names(PolicyAxis.WHEN).stream().map(when -> "central/" + when),
                        Policies.names(PolicyAxis.SCALING).stream().map(scaling -> "stealing/fifo/" + scaling),
                        Stream.of("central/edf(red-black)"))
                .flatMap(rows -> rows);
    }

    /** Fails unless everything was served. A sender that other tasks delay makes a run void, and the output says so. */
    private void served(String... more) {
        int code = run(more);
        assertTrue(
                code == 0
                        || code == 1 && out.toString().contains("\n  VOID: ")
                                && !out.toString().contains("did not end"),
                () -> code + " " + out + err);
    }

    /** Returns served and refused requests over all types. */
    private long offered() {
        Matcher all = Pattern.compile("\n  all +([\\d,]+) +([\\d,]+) ").matcher(out.toString());
        assertTrue(all.find(), out::toString);
        return Long.parseLong(all.group(1).replace(",", "")) + Long.parseLong(all.group(2).replace(",", ""));
    }

    /** Each request has all of its time in named parts or in the part that says that it has no name. */
    @Test
    void shouldPrintWhatTheTimeOfTheRequestsWentTo() {
        served("--split", "--workers", "1");
        assertTrue(out.toString().contains("| requests | raw µs | adjusted µs | late in the generator |"),
                out::toString);
        assertTrue(out.toString().contains("explained by named parts: "), out::toString);
        assertTrue(out.toString().contains("instrument: "), out::toString);
    }

    @Test
    void shouldRefuseToSplitForSeveralWorkers() {
        assertEquals(2, run("--split", "--workers", "2"));
        assertTrue(err.toString().contains("--split needs --workers 1: 2"), err::toString);
    }

    @ParameterizedTest
    @MethodSource("everyRow")
    void shouldServeALoadUnderEveryPolicyByItsName(String policy) {
        served("--policy", policy, "--workers", "2");
        assertTrue(
                out.toString()
                        .startsWith("0.9:20us,0.1:100us on 2 workers, idle workers park after 1,000 idle cycles: "),
                out::toString);
        assertTrue(out.toString().contains("\n" + PolicyChoice.parse(policy).name() + "\n  20us  "), out::toString);
        assertTrue(offered() > 0, out::toString);
    }

    @ParameterizedTest
    @CsvSource({"coroutines,''", "threads,', virtual threads'", "both,', coroutines and virtual threads in turn'"})
    void shouldOfferTheSameRequestsAsCoroutinesAndAsVirtualThreads(String as, String said) {
        served("--as", as, "--seed", "7");
        assertTrue(out.toString().contains("\ncentral/fifo" + said + "\n"), out::toString);
        long first = offered();
        out.getBuffer().setLength(0);
        served("--as", "coroutines", "--seed", "7");
        assertEquals(first, offered(), 0.05 * first,
                "the same seed; where the measuring began differs by microseconds");
    }

    @Test
    void shouldWriteTheSameAsJson(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("policies.json");
        served("--policy", "jbsq(3)/two-queue(5us)", "--policy", "hash", "--json", file.toString());
        String json = Files.readString(file);
        assertTrue(json.contains("\"policy\": \"jbsq(3)/two-queue(5us)\""), json);
        assertTrue(json.contains("\"policy\": \"hash/fifo\""), json);
        assertTrue(json.matches("(?s).*\"type\": \"20us\",\\s+\"served\": [1-9].*"), json);
    }

    @Test
    void shouldCallARunVoidWhenLessThanNineteenTwentiethsWereOfferedOnTime() {
        PolicyResult good = new PolicyResult("central", PolicyResult.As.COROUTINES, 0.5, List.of(),
                PolicyResult.Idle.SPIN, 1_000, 50, 0);
        PolicyResult late = new PolicyResult("central", PolicyResult.As.COROUTINES, 0.5, List.of(),
                PolicyResult.Idle.SPIN, 1_000, 51, 0);
        assertEquals(0, PoliciesCommand.exitCode(List.of(good)));
        assertEquals(1, PoliciesCommand.exitCode(List.of(good, late)));
        ServiceMix mix = ServiceMix.parse("HB");
        String json = PolicyTable.json(mix, 1, 1, List.of(late));
        assertTrue(json.contains("\"sent\": 1000") && json.contains("\"scheduleAdherence\": 0.9490")
                && json.contains("\"isVoid\": true"), json);
        assertTrue(PolicyTable.json(mix, 1, 1, List.of(good)).contains("\"isVoid\": false"));
        new PolicyTable(mix, 1, List.of(late), new Text(false, StandardCharsets.UTF_8))
                .print(new PrintWriter(out, true));
        assertTrue(out.toString().startsWith("HB on 1 worker, idle workers spin: "), out::toString);
        assertTrue(out.toString().contains("\n  51 of 1,000 requests offered more than 100 us late")
                && out.toString().contains("\n  VOID: 94.9 % of the requests were offered on time, less than 95 %;"),
                out::toString);
    }

    @Test
    void shouldSpinWhenAskedTo() {
        served("--idle", "spin");
        assertTrue(out.toString().contains(", idle workers spin: "), out::toString);
    }

    @Test
    void shouldRecordDecisionsAndReplayThem(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("decisions.txt");
        served("--policy", "jbsq(2)/two-queue(5us, 256)/standing-queue", "--workers", "2", "--record", file.toString());
        out.getBuffer().setLength(0);
        assertEquals(0, execute(List.of("replay", file.toString())), err::toString);
        String same = "(, and [\\d,]+ more that were not recorded)?\n  all the same\n"; // a slow machine makes more decisions than there is room for
        String when = "[\\d,]+ decisions? of when:two-queue\\(5us, 256\\)" + same;
        assertTrue(out.toString().matches("[\\d,]+ decisions of jbsq\\(2\\)" + same
                + "[\\d,]+ decisions? of scaling:standing-queue" + same + when + when + when), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(1, execute(List.of("replay", file.toString(), "--policy", "hash")), err::toString);
        assertTrue(out.toString().matches("(?s).*\n  differs, decision [^\n]*\n"), out::toString);
        assertFalse(out.toString().contains("when:"), out::toString);
    }

    @Test
    void shouldSayWhyNothingCanBeReplayed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("decisions.txt"),
                "jbsq workers=1 types=1 decisions=2 missed=0\nattach = 0\nnext 0 = -1 | length 1 0 | active 0 1 | length 0 0\n");
        assertEquals(2, execute(List.of("replay", file.toString(), "--policy", "jbsk")));
        assertTrue(err.toString().contains("jbsk") && err.toString().contains("two-choices"), err::toString);
        err.getBuffer().setLength(0);
        assertEquals(2, execute(List.of("replay", folder.resolve("none").toString())));
        assertTrue(err.toString().startsWith("creel replay: cannot be read: "), err::toString);
        err.getBuffer().setLength(0);
        assertEquals(2, run("--policy", "hash", "--policy", "central", "--record", file.toString()));
        assertTrue(
                err.toString().startsWith("creel policies: --record needs exactly one policy, one load and one --as: "),
                err::toString);
    }

    @Test
    void shouldListEveryPolicy() {
        assertEquals(0, run("--list"));
        List<String> lines = out.toString().lines().toList();
        for (PolicyAxis axis : PolicyAxis.values()) {
            assertTrue(lines.contains(axis.word()), out::toString);
            for (PolicyProvider<?> each : Policies.providers(axis)) {
                assertEquals(1, lines.stream().filter(line -> line.startsWith("  " + each.usage() + "  ")
                        && line.endsWith("  " + each.summary() + " [" + each.source() + "]")).count(), each.name());
            }
        }
        assertTrue(out.toString().contains("  two-queue(quantum=5us, guard=256)  "), out::toString);
        for (String command : List.of("sim", "explore")) {
            String listed = out.toString();
            out.getBuffer().setLength(0);
            assertEquals(0, execute(List.of(command, "--list")));
            assertEquals(listed, out.toString(), command);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--policy | centrl | there is no where policy 'centrl'; did you mean 'central'? known: central, ",
            "--policy | central/ffo | there is no when policy 'ffo'; did you mean 'fifo'? known: adaptive-quantum, ",
            "--policy | central/fifo/all | there is no scaling policy 'all'; ",
            "--policy | a/b/c/d | policy cannot be read: policy=a/b/c/d, form=WHERE/WHEN/SCALING, such as central/two-queue(5us, 256)/standing-queue",
            "--policy | two-queue | there is no where policy 'two-queue'; two-queue is a when policy, write central/two-queue.",
            "--policy | jbsq(1,2,3) | too many numbers: policy=jbsq(1, 2, 3), given=3, most=2, known=jbsq(bound=2, dispatcher-slice=0)",
            "--policy | fractions(60%,60%) | reserved parts out of range: percents=[60, 60], most=100",
            "--policy | central/shares(1,2,3) | more numbers than types: number=weight, given=3, types=2",
            "--workload | XX | service times cannot be read: text=XX, known=SHARE:TIME,",
            "--load | 9 | load must be above 0 and at most 4: load=9.0",
            "--as | fibers | there is no kind of request 'fibers'; known: both, coroutines, threads.",
            "--workers | 0 | --workers must be from 1 to 256: 0",
            "--idle | sleep | --idle must be park or spin: sleep",
            "--seconds | 0 | --seconds must be above 0 and at most 3600: 0.0",
            "--warm-up | -1 | --warm-up must be from 0 to 3600: -1.0"})
    void shouldNameTheWrongInput(String option, String value, String sentence) {
        assertEquals(2, execute(List.of("policies", option, value)));
        assertTrue(err.toString().startsWith("creel policies: " + sentence), err::toString);
        assertEquals("", out.toString());
    }
}
