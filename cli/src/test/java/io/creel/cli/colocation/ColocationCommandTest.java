package io.creel.cli.colocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The experiment in a short form, on a link in memory: the tables are complete, and every packet is accounted for. */
@Timeout(120)
class ColocationCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String arguments) {
        CommandLine command = CreelCommand.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(("colocation " + arguments).split(" "));
    }

    private static void requireTwoCpus() {
        Assumptions.assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two CPUs are needed");
    }

    @Test
    void shouldAccountForEveryPacketOnALinkInMemory() {
        requireTwoCpus();
        assertEquals(0, run("--link memory --parts a,b3,d,e --rounds 2 --seconds 0.1 --warm-ups 1"),
                () -> out + "\n" + err);
        String said = out.toString();
        assertTrue(said.contains("- Link: a switch in memory, because: it was asked for."), said);
        for (String line : new String[]{"a | two kernel threads", "b3 | two virtual threads on Creel's worker",
                "d | one Creel worker, two classes", "e | one Creel worker, MicroQuanta"}) {
            assertTrue(said.contains("| " + line), said);
        }
        assertTrue(said.contains("| d: p99.9 µs | "), said);
        assertEquals(2 * 4 + 4, err.toString().lines().filter(each -> each.startsWith("creel colocation: ")).count());
    }

    /** Best-effort work that another process does on the worker's core. */
    @Test
    void shouldWorkInAnotherProcess() {
        requireTwoCpus();
        assertEquals(0, run("--link memory --parts f1 --rounds 1 --seconds 0.1 --warm-ups 0"), () -> out + "\n" + err);
        assertTrue(out.toString().contains("| f1 | Creel's worker beside a process |"), out::toString);
        assertTrue(ProcessHandle.current().children().noneMatch(child -> child.info().commandLine().orElse("")
                .contains(WorkProcess.class.getName())), "the process has ended");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--parts g | no such part or line: g; known: a, b1, b2, b3, c1, c2, c3, c4, c5, c6, d, e, f1, f2, f3.",
            "--rounds 0 | --rounds must be at least 1, --seconds above 0 and at most 600, --rate from 1 to 1000000:"
                    + " rounds=0, seconds=4.0, rate=20000.0.",
            "--seconds NaN | --rounds must be at least 1, --seconds above 0 and at most 600, --rate from 1 to 1000000:"
                    + " rounds=3, seconds=NaN, rate=20000.0.",
            "--link wire | --link must be afxdp or memory: wire."})
    void shouldRefuseBadInput(String arguments, String sentence) {
        requireTwoCpus();
        assertEquals(2, run(arguments));
        assertTrue(err.toString().contains(sentence), err::toString);
    }
}
