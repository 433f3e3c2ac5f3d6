package io.creel.cli.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExploreCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void shouldTryEveryOrderOfASmallProgramInWhichThePolicyIsSwapped() {
        assertEquals(0, run("explore", "--policy", "central/time-slice", "--swap", "hash", "--slices", "2,1,1",
                "--interferences", "2"), out::toString);
        assertTrue(out.toString()
                .matches("central/time-slice on 2 workers, requests of \\[2, 1, 1] slices: \\d+ runs, which"
                        + " are all with at most 2 interferences, no failure\n"),
                out::toString);
    }

    @Test
    void shouldExploreAPolicyWithTheTreeThatItsNameSays() {
        assertEquals(0, run("explore", "--policy", "central/edf(red-black)", "--swap", "central/edf(5us, b-plus)",
                "--slices", "2,1,1", "--interferences", "2"), out::toString);
        assertTrue(out.toString().startsWith("central/edf(red-black) on 2 workers, "), out::toString);
        assertTrue(out.toString().endsWith(", no failure\n"), out::toString);
    }

    @Test
    void shouldAcceptAPolicyThatGivesBackIdleCoresOnly() {
        assertEquals(0,
                run("explore", "--policy", "central/fifo/utilisation-range", "--timers", "6", "--runs", "10000"),
                out::toString);
        assertTrue(out.toString().endsWith(": 10000 runs, no failure\n"), out::toString);
    }

    @Test
    void shouldPrintProgressEveryTenSecondsWithoutATerminal() {
        long[] nowNs = {0};
        ExploreProgress progress = new ExploreProgress(new PrintWriter(err), false, "explored", () -> nowNs[0]);
        for (int run = 1; run <= 2_500; run++) {
            nowNs[0] += 10_000_000;
            progress.accept(run);
        }
        progress.end();
        assertEquals("explored: 1,000 runs\nexplored: 2,000 runs\n", err.toString());
    }

    private static final String FOUND = "(?s)central/forgetful\\(2us,1\\) on 2 workers, requests of \\[3, 1, 2, 1] slices:"
            + " \\d+ runs, the last one failed\n(handle lost: [^\\n]*)\n  seed (\\d+), trace ([0-9.x-]+)\n((?:  \\d+\\. [^\n]+\n)+)"
            + "  to see it again: (creel explore .*)\n";
    private static final String SEEN_AGAIN = "(?s)(handle lost: [^\\n]*)\n  seed 0, trace ([0-9.x-]+)\n((?:  \\d+\\. [^\n]+\n)+)"
            + "  to see it again: (creel explore .*)\n";

    private Matcher found(String... more) {
        List<String> arguments = new ArrayList<>(List.of("explore", "--policy", "central/forgetful(2us,1)"));
        arguments.addAll(List.of(more));
        assertEquals(1, run(arguments.toArray(String[]::new)), () -> out + " " + err);
        return matched(FOUND);
    }

    private Matcher matched(String form) {
        Matcher matcher = Pattern.compile(form).matcher(out.toString());
        assertTrue(matcher.matches(), out::toString);
        return matcher;
    }

    /** Splits a command into words as a shell does, without the program's name; no word has a space. */
    private static String[] words(String command) {
        return Arrays.stream(command.split(" ")).skip(1).map(word -> word.replace("'", "")).toArray(String[]::new);
    }

    private static long events(String report) {
        return report.lines().count();
    }

    /** The policy is {@link io.creel.cli.own.Forgetful}. */
    @Test
    void shouldReportTheFailureOfAFaultyPolicyAndHowToSeeItAgain() {
        Matcher first = found();
        assertEquals(first.group(5), "creel explore --policy 'central/forgetful(2us,1)' --workers 2 --slices 3,1,2,1"
                + " --batch 2 --passed 8 --replay " + first.group(3));
        assertEquals(1, run(words(first.group(5))), out::toString);
        Matcher again = matched(SEEN_AGAIN);
        assertEquals(first.group(1), again.group(1));
        assertEquals(first.group(3), again.group(2));
        assertEquals(first.group(4), again.group(3));
        assertEquals(first.group(5), again.group(4));
    }

    @Test
    void shouldShortenTheFailureOfAFaultyPolicyToOneThatCanBeSeenAgain() {
        Matcher whole = found();
        Matcher least = found("--minimise");
        assertEquals(whole.group(2), least.group(2), "the same run");
        assertTrue(events(least.group(4)) < events(whole.group(4)), out::toString);
        assertEquals(1, run(words(least.group(5))), out::toString);
        Matcher again = matched(SEEN_AGAIN);
        assertEquals(least.group(1), again.group(1));
        assertEquals(least.group(4), again.group(3));
    }

    @Test
    void shouldFindTheFailureOfAFaultyPolicyInEveryOrderOfEventsAndNotWithoutThem() {
        Matcher exhaustive = found("--interferences", "3");
        assertEquals("0", exhaustive.group(2));
        assertEquals(0,
                run("explore", "--policy", "central/forgetful(2us,1)", "--slices", "1,1,1", "--interferences", "2"),
                "no request is preempted");
        assertEquals(0, run("explore", "--policy", "central/forgetful(2us,1)", "--replay", "-"),
                "nothing interferes");
        assertEquals("this run has no failure\n", out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            --swap | hish | there is no where policy 'hish'
                                            --swap | central/edf(avl) | tree is b-plus or red-black: policy=edf(avl), given=avl
                                            --timers | 65 | timers=65, known=1 to 16 cores, 1 to 64 requests of 1 to 1000 slices, 0 to 64 timers
                                            --slices | 999999999,1 | slices=[999999999, 1], maxBatch=2
                                            --replay | x | trace cannot be read: text=x
                                            """)
    void shouldNameTheWrongInput(String option, String value, String message) {
        assertEquals(2, run("explore", option, value));
        assertTrue(err.toString().startsWith("creel explore: ") && err.toString().contains(message), err::toString);
    }
}
