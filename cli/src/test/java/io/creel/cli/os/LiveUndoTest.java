package io.creel.cli.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import io.creel.net.live.Live;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** A program is killed while a partition and a raised {@code ksoftirqd} are in force; an undo restores both. */
@Timeout(120)
class LiveUndoTest {
    private final List<Process> processes = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final int core = Runtime.getRuntime().availableProcessors() - 1;

    @BeforeEach
    void require() {
        Live.require();
        Assumptions.assumeTrue(core > 0, "two CPUs are needed");
        Assumptions.assumeTrue(MachineState.obstacle() == null, MachineState.obstacle());
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process each : processes) {
            each.destroyForcibly().waitFor();
        }
        undo();
    }

    private int undo() {
        CommandLine command = CreelCommand.commandLine();
        command.setOut(new PrintWriter(out));
        return command.execute("undo");
    }

    private Process start(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        processes.add(process);
        return process;
    }

    @Test
    void shouldRestoreTheMachineAfterAKill() throws Exception {
        undo();
        Process pinned = start("taskset", "-c", Integer.toString(core), "cat");
        Process elsewhere = start("taskset", "-c", "0", "cat");
        Process free = start("cat");
        List<Process> bystanders = List.of(pinned, elsewhere, free);
        awaitPinned(pinned, Integer.toString(core));
        awaitPinned(elsewhere, "0");
        MachineState before = MachineState.read();

        Process program = start(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@../core/src/main/resources/io/creel/core/creel.args", "-cp", System.getProperty("java.class.path"),
                SettingsToUndo.class.getName(), Integer.toString(core));
        var said = new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
        String outcomes = String.valueOf(said.readLine());
        assertTrue(outcomes.contains("in force: a partition of CPUs " + core) && !outcomes.contains("not in force"),
                outcomes);
        MachineState during = MachineState.read();
        assertNotEquals(before.settings(), during.settings(), "the partition and the priority show");
        assertNotEquals(before.settings().get("ksoftirqd/" + core), during.settings().get("ksoftirqd/" + core));
        for (Process each : bystanders) {
            assertNotEquals(before.thread(each.pid()), during.thread(each.pid()), "it was moved");
        }

        program.destroyForcibly().waitFor(); // SIGKILL
        assertNotEquals(before.settings(), MachineState.read().settings(), "nothing is undone by the kill");
        out.getBuffer().setLength(0);
        assertEquals(0, undo(), out::toString);
        assertEquals("undone: what a killed process has left, process=" + program.pid(), out.toString().strip());

        MachineState after = MachineState.read();
        assertEquals(before.settings(), after.settings());
        assertEquals(List.of(), before.moved(after));
        for (Process each : bystanders) {
            assertEquals(before.thread(each.pid()), after.thread(each.pid()), "group and CPUs, also its own affinity");
        }
        assertFalse(during.moved(after).isEmpty(), "every thread was moved back");
    }

    private static void awaitPinned(Process process, String cpus) throws IOException {
        String allowed = "";
        while (!allowed.endsWith("\t" + cpus)) { // ends with the time-out of the test
            allowed = String.valueOf(MachineState.read().thread(process.pid()));
        }
    }
}
