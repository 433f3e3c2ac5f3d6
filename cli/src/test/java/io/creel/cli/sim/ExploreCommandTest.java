package io.creel.cli.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
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
                .matches("central/time-slice on 2 workers, requests of \\[2, 1, 1] slices: \\d+ runs, all there"
                        + " are with at most 2 interferences, nothing is wrong\n"),
                out::toString);
    }

    @Test
    void shouldExploreAPolicyWithTheTreeThatItsNameSays() {
        assertEquals(0, run("explore", "--policy", "central/edf(red-black)", "--swap", "central/edf(5us, b-plus)",
                "--slices", "2,1,1", "--interferences", "2"), out::toString);
        assertTrue(out.toString().startsWith("central/edf(red-black) on 2 workers, "), out::toString);
        assertTrue(out.toString().endsWith(", nothing is wrong\n"), out::toString);
    }

    @Test
    void shouldFindNothingWrongWithAPolicyThatGivesBackIdleCoresOnly() {
        assertEquals(0,
                run("explore", "--policy", "central/fifo/utilisation-range", "--timers", "6", "--runs", "10000"),
                out::toString);
        assertTrue(out.toString().endsWith(": 10000 runs, nothing is wrong\n"), out::toString);
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
                                            --swap | central/edf(avl) | tree is b-plus or red-black: policy=edf(avl), given=avl
                                            --timers | 65 | timers=65, known=1 to 16 cores, 1 to 64 requests of 1 to 1000 slices, 0 to 64 timers
                                            --slices | 999999999,1 | slices=[999999999, 1], maxBatch=2
                                            --replay | x | trace cannot be read: text=x
                                            """)
    void shouldSayWhatIsWrong(String option, String value, String message) {
        assertEquals(2, run("explore", option, value));
        assertTrue(err.toString().startsWith("creel explore: ") && err.toString().contains(message), err::toString);
    }
}
