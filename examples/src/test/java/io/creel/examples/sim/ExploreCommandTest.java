package io.creel.examples.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.examples.CreelCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
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
        assertEquals(0, run("explore", "--policy", "central/timeslice", "--swap", "hash", "--slices", "2,1,1",
                "--interferences", "2"), out::toString);
        assertTrue(out.toString()
                .matches("central/timeslice on 2 workers, requests of \\[2, 1, 1] slices: \\d+ runs, all there"
                        + " are with at most 2 interferences, nothing is wrong\n"),
                out::toString);
    }

    /** This one goes up and down where little is to do: its documentation says so. */
    @Test
    void shouldFindAPolicyThatNeverRestsShortenItAndReplayIt() {
        String[] arguments = {"explore", "--policy", "central/fifo/utilrange", "--timers", "6", "--minimise"};
        assertEquals(1, run(arguments), out::toString);
        String found = out.toString();
        assertTrue(found.contains("\ngoes up and down: policy=central/fifo/utilrange, turns=2, activeCores="), found);
        Matcher trace = Pattern.compile(", trace (\\S+)\n").matcher(found);
        assertTrue(trace.find(), found);
        assertEquals(1, run("explore", "--policy", "central/fifo/utilrange", "--timers", "6", "--replay",
                trace.group(1)), out::toString);
        assertEquals(found.substring(found.indexOf("  1. ")),
                out.toString().substring(out.toString().indexOf("  1. ")));
    }

    @Test
    void shouldSayHowFarItIsEveryTenSecondsWhenNoTerminalWatches() {
        long[] nowNs = {0};
        ExploreProgress progress = new ExploreProgress(new PrintWriter(err), false, "explored", () -> nowNs[0]);
        for (int run = 1; run <= 2_500; run++) {
            nowNs[0] += 10_000_000;
            progress.accept(run);
        }
        progress.end();
        assertEquals("explored: 1,000 runs\nexplored: 2,000 runs\n", err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            --swap | hish | there is no where policy 'hish'
                                            --timers | 65 | timers=65, known=1 to 16 cores, 1 to 64 requests of 1 to 1000 slices, 0 to 64 timers
                                            --slices | 999999999,1 | slices=[999999999, 1], maxBatch=2
                                            --replay | x | trace cannot be read: text=x
                                            """)
    void shouldSayWhatIsWrong(String option, String value, String message) {
        assertEquals(2, run("explore", option, value));
        assertTrue(err.toString().startsWith("creel explore: ") && err.toString().contains(message), err::toString);
    }
}
