package io.creel.cli.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void shouldPrintTheCurveAndTheHighestLoadThatMeetsTheTarget() {
        assertEquals(0, run("sim", "--workers", "2", "--workload", "HB", "--load", "0.2..0.8/0.2", "--requests",
                "100000", "--policy", "central/fifo,central/two-queue(5us)", "--target", "p99slowdown<=20"));
        String text = out.toString();
        assertTrue(text.startsWith("p99 slowdown of HB on 2 workers, costs none, workers spin, seed 1\n"), text);
        assertTrue(text.contains("\n     0.2 "), text);
        assertTrue(text.contains("Highest load with p99slowdown<=20:\n  central/fifo  none of the scan\n"
                + "  central/two-queue(5us)  0.8\n"), text);
        assertTrue(err.toString().matches("Simulated [\\d,]+ requests in [\\d.]+ s: [\\d.]+ million per second.\n"),
                err::toString);
    }

    /** Both trees keep the same order. */
    @Test
    void shouldFindTheSameWhicheverTreeAPolicyKeepsItsHandlesIn() {
        String[] found = new String[2];
        String[] trees = {"edf(5us, b-plus)", "edf(5us, red-black)"};
        for (int i = 0; i < 2; i++) {
            assertEquals(0, run("sim", "--workers", "2", "--workload", "HB", "--load", "0.7", "--requests", "100000",
                    "--policy", "central/" + trees[i]));
            assertTrue(out.toString().contains("central/" + trees[i]), out::toString);
            found[i] = out.toString().replace(trees[i], "edf");
        }
        assertEquals(found[0].replaceAll(" +", " "), found[1].replaceAll(" +", " "));
    }

    @Test
    void shouldWriteTheSameBytesWhenTheSeedIsTheSame() throws Exception {
        Path one = folder.resolve("one.json");
        Path other = folder.resolve("other.json");
        String[] arguments = {"sim", "--workers", "4", "--load", "0.5", "--requests", "20000", "--policy",
                "two-choices,stealing,jbsq(4)", "--cost", "steal=.2us,dispatch=10ns", "--html", folder + "/p.html",
                "--json",
                one.toString()};
        assertEquals(0, run(arguments));
        String page = Files.readString(folder.resolve("p.html"));
        arguments[arguments.length - 1] = other.toString();
        assertEquals(0, run(arguments));
        assertEquals(Files.readString(one), Files.readString(other));
        assertEquals(page, Files.readString(folder.resolve("p.html")));
        assertTrue(Files.readString(one).contains("\"p99Us\": null"), "20,000 samples are too few for a p99");
        assertTrue(page.contains("<svg") && page.contains("stealing/fifo"), page);
        assertFalse(page.contains("http"), "needs nothing from anywhere else");
    }

    @Test
    void shouldCallTheHighestLoadUnknownWhenThereAreTooFewRequests() throws Exception {
        Path json = folder.resolve("few.json");
        assertEquals(0,
                run("sim", "--workers", "1", "--load", "0.1", "--requests", "1000", "--target", "p99<=1ms", "--json",
                        json.toString()));
        assertTrue(out.toString().endsWith("\n  central/fifo  unknown, too few requests\n"), out.toString());
        assertTrue(Files.readString(json).contains("\"highestLoadMeetingTargets\": null"), Files.readString(json));
        assertTrue(Files.readString(json).contains("\"highestLoadIsKnown\": false"), Files.readString(json));
    }

    @Test
    void shouldPrintTheMeanOverSeedsAndItsInterval() throws Exception {
        Path json = folder.resolve("seeds.json");
        String[] arguments = {"sim", "--workers", "1", "--load", "0.7", "--requests", "100000", "--seeds", "4",
                "--park",
                "--target", "p99<=1ms", "--json", json.toString()};
        assertEquals(0, run(arguments));
        String text = out.toString();
        assertTrue(text.startsWith("p99 of EX1 on 1 worker, costs none, workers park at once, seeds 1 to 4\n"), text);
        assertTrue(text.matches("(?s).*\n +0\\.7 +1[56](\\.\\d+)? [µu]s ± [\\d.]+ [µun]s\n.*"), text);
        assertTrue(text.endsWith("\n  central/fifo  0.7\n"), text);
        assertTrue(
                Files.readString(json)
                        .matches("(?s).*\"metric\": \"p99\",\\s+\"unit\": \"us\",\\s+\"mean\": 1[56]\\..*"),
                Files.readString(json));
        assertEquals(0, run(arguments));
        assertEquals(text, out.toString(), "the same seeds, the same bytes");
        assertEquals(2, run("sim", "--seeds", "0"));
    }

    @Test
    void shouldReplayTheTimesOfACapture() {
        assertEquals(0, run("sim", "--workers", "1", "--load", "0.5", "--requests", "100000", "--arrivals",
                "trace:src/main/resources/io/creel/cli/demo.pcapng"));
        assertTrue(out.toString().contains("p99 of EX1 on 1 worker"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            --policy | centrl | there is no where policy 'centrl'; did you mean 'central'? known: central, compact, compacting, cpumap, darc, dedicating, dispatcher, fractions, hash, jbsq, locality, round-robin, shortest, spreading, stealing, threaded-napi, two-choices, two-level. 'creel policies --list' describes them.
                                            --policy | central/fifos | there is no when policy 'fifos'; did you mean 'fifo'? known: adaptive-quantum, best-effort, deficit, edf, fifo, forgetful, lifo-slot, microquanta, newest-first, priority, shares, slo-ratio, time-slice, two-queue, weighted. 'creel policies --list' describes them.
                                            --policy | central/fifo/standin-queue | there is no scaling policy 'standin-queue'; did you mean 'standing-queue'? known: arachne, delay-range, harvest, ix-elastic, standing-queue, tas, utilisation-range, warm-cores. 'creel policies --list' describes them.
                                            --policy | central/edf(redblack) | tree is b-plus or red-black: policy=edf(redblack), given=redblack
                                            --policy | central/xyzzy | there is no when policy 'xyzzy'; known: adaptive-quantum, best-effort, deficit, edf, fifo, forgetful, lifo-slot, microquanta, newest-first, priority, shares, slo-ratio, time-slice, two-queue, weighted. 'creel policies --list' describes them.
                                            --policy | standing-queue | there is no where policy 'standing-queue'; standing-queue is a scaling policy, write central/fifo/standing-queue. 'creel policies --list' describes them.
                                            --policy | central/two-queue(5) | quantum is a time and needs its unit, write 5us: policy=two-queue(5), given=5
                                            --policy | central/two-queue(x) | quantum is a time, such as 5us: policy=two-queue(x), given=x
                                            --policy | central/two-queue(5us, 3us) | guard is a whole number, such as 256: policy=two-queue(5us, 3us), given=3us
                                            --policy | central/two-queue(2s) | quantum is out of range: policy=two-queue(2s), given=2s, least=1ns, most=1s
                                            --policy | central/two-queue(5us | policy bracket not closed at the end: policy=two-queue(5us, form=NAME or NAME(NUMBER, NUMBER), such as two-queue(5us, 256)
                                            --policy | central/two-queue() | policy number missing: policy=two-queue(), form=NAME or NAME(NUMBER, NUMBER), such as two-queue(5us, 256)
                                            --policy | jbsq:2 | policy cannot be read: policy=jbsq:2, form=NAME or NAME(NUMBER, NUMBER), such as two-queue(5us, 256)
                                            --policy | jbsq(2, 3us, 4) | too many numbers: policy=jbsq(2, 3us, 4), given=3, most=2, known=jbsq(bound=2, dispatcher-slice=0)
                                            --policy | jbsq(0) | bound is out of range: policy=jbsq(0), given=0, least=1, most=2147483647
                                            --policy | fractions(50) | part is a percentage and needs its unit, write 50%: policy=fractions(50), given=50
                                            --policy | central/shares(3,4) | more numbers than types: number=weight, given=2, types=1
                                            --fault | swap:central/shares(3,4)@1ms | more numbers than types: number=weight, given=2, types=1
                                            --fault | swap:centrl@1ms | there is no where policy 'centrl'; did you mean 'central'? known: central, compact, compacting, cpumap, darc, dedicating, dispatcher, fractions, hash, jbsq, locality, round-robin, shortest, spreading, stealing, threaded-napi, two-choices, two-level. 'creel policies --list' describes them.
                                            --workload | HX | service times cannot be read: text=HX, known=SHARE:TIME,SHARE:TIME,... or exp:TIME or fixed:TIME or B9, EX1, EX10, FX1, GH, HB, TPCC, XB
                                            --cost | prempt=1us | cost cannot be read: text=prempt=1us, known=preempt=TIME, wake=TIME, switch=TIME, steal=TIME, dispatch=TIME, pop=TIME+TIME/item, checkpoint=TIME/TIME, begin=TIME
                                            --load | 0.1..0.9 | loads cannot be read: text=0.1..0.9, known=0.1..0.95/0.05, 0.7, 0.5,0.7,0.9
                                            --target | p99<5us | target cannot be read: text=p99<5us, known=METRIC<=VALUE such as p99.9slowdown<=50 or p99<=100us
                                            --arrivals | possion | arrivals cannot be read: text=possion, known=poisson, fixed, onoff:TIME/TIME, shift:LOAD/TIME,LOAD/TIME,..., burst:LOAD:TIME/TIME, trace:CAPTURE (creel sim)
                                            --workers | 0 | cores must be from 1 to 4096: cores=0
                                            """)
    void shouldNameTheKnownWordsWhenAWordIsUnknown(String option, String value, String sentence) {
        assertEquals(2, run("sim", option, value));
        assertEquals("creel sim: " + sentence + "\nTry 'creel sim --help'.\n", err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldAnswerAnUnknownExperimentWithTheKnownOnes() {
        assertEquals(2, run("experiments", "E99"));
        assertTrue(err.toString().startsWith("creel experiments: there is no experiment 'E99'; did you mean ")
                && err.toString().contains("known: E0, E1, E11, E2"),
                err.toString());
    }

    @Test
    void shouldMeasureCostsThatTheSimulatorTakes() {
        assertEquals(0, run("calibrate"), err::toString);
        String costs = out.toString().strip();
        assertTrue(costs.matches("--cost (\\w+=[\\d.+a-z/]+,?)+"), costs);
        assertTrue(costs.contains("wake=") && costs.contains("switch=") && costs.contains("dispatch="), costs);
        assertEquals(0, run("sim", "--workers", "2", "--load", "0.5", "--requests", "20000", "--cost",
                costs.substring("--cost ".length())), err::toString);
    }

    @Test
    void shouldDrawEveryNumberBesideTheExpectedOne(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("experiments.html");
        run("experiments", "E0", "--html", file.toString());
        String page = Files.readString(file);
        long rows = out.toString().lines().skip(1).filter(line -> line.matches("  \\S.*")).count();
        assertTrue(rows > 0);
        assertEquals(rows, page.split("<circle class=\"published ", -1).length - 1, page);
        assertEquals(rows, page.split("<circle class=\"ours ", -1).length - 1, page);
        assertEquals(rows, page.split("<path class=\"line ", -1).length - 1, page);
        assertFalse(page.contains("http"), "needs nothing from anywhere else");
    }

    @Test
    void shouldSayWhichInvariantAPolicyBreaks() {
        assertEquals(2, run("sim", "--arrivals", "trace:missing.pcap"));
        assertTrue(err.toString().startsWith("creel sim: "), err.toString());
    }
}
