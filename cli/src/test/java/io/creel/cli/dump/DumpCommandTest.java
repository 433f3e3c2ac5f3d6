package io.creel.cli.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.creel.cli.CreelCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs {@code creel dump} against real JVMs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DumpCommandTest {
    private static final String CLOSED = "process %s is not a JVM, or refuses to be attached to"
            + " (-XX:+DisableAttachMechanism or -XX:-UsePerfData).";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintTheProgramsOwnDump() throws IOException {
        try (RunningJvm jvm = RunningJvm.start(DumpedProgram.class)) {
            assertEquals(0, run("dump", jvm.pid()), err::toString);
            String own = String.join("\n", jvm.output.subList(1, jvm.output.size())) + "\n";
            assertEquals(own, out.toString());
            assertTrue(own.contains("\nstash dumped-lock: 2 waiting, held by DumpedProgram@"), own);
            assertTrue(own.contains("\n  2 × DumpedProgram, on dumped-carrier: 2\n"), own);
            assertTrue(
                    own.contains("\n      at io.creel.cli.dump.DumpedProgram.waitForTheLock(DumpedProgram.java:"),
                    own);

            out.getBuffer().setLength(0);
            assertEquals(0, run("dump", "--json", jvm.pid()), err::toString);
            assertEquals(jvm.output.getFirst() + System.lineSeparator(), out.toString());
            assertEquals("", err.toString());
        }
    }

    @Test
    void shouldListThoseThatRunCreelAndNoOthers() throws IOException {
        try (RunningJvm jvm = RunningJvm.start(DumpedProgram.class);
                RunningJvm stranger = RunningJvm.start(IdleProgram.class)) {
            assertEquals(0, run("dump", "--list"));
            assertTrue(out.toString().lines().anyMatch((jvm.pid() + " " + DumpedProgram.class.getName())::equals),
                    out::toString);
            assertFalse(out.toString().lines().anyMatch(line -> line.startsWith(stranger.pid() + " ")), out::toString);
        }
    }

    @Test
    void shouldRefuseWhenThereIsNoSuchProcess() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        assertRefused("there is no process " + gone.pid() + ".", Long.toString(gone.pid()));
    }

    @Test
    void shouldRefuseAndSendNoSignalToAnotherProgram() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "1000").start();
        try {
            assertRefused(CLOSED.formatted(sleep.pid()), Long.toString(sleep.pid()));
            assertTrue(sleep.isAlive());
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void shouldRefuseAJvmWithoutCreel() throws IOException {
        try (RunningJvm stranger = RunningJvm.start(IdleProgram.class)) {
            assertRefused("Creel has not run in process " + stranger.pid() + ".", stranger.pid());
        }
    }

    @Test
    void shouldRefuseWhenTheJvmDisablesAttaching() throws IOException {
        try (RunningJvm jvm = RunningJvm.start(DumpedProgram.class, "-XX:+DisableAttachMechanism")) {
            assertRefused(CLOSED.formatted(jvm.pid()), jvm.pid());
        }
        try (RunningJvm jvm = RunningJvm.start(DumpedProgram.class, "-XX:-UsePerfData")) {
            assertRefused(CLOSED.formatted(jvm.pid()), jvm.pid());
        }
    }

    @Test
    void shouldNameTheUserWhenTheProcessIsAnothers() throws Exception {
        String own = ProcessHandle.current().info().user().orElseThrow();
        String init = ProcessHandle.of(1).flatMap(process -> process.info().user()).orElse(own);
        if (!init.equals(own)) {
            assertRefused("process 1 belongs to " + init + ": run this as " + init + ".", "1");
            return;
        }
        Path setpriv = Path.of("/usr/bin/setpriv");
        assumeTrue(own.equals("root") && Files.isExecutable(setpriv), "there is no process of another user");
        Process sleep = new ProcessBuilder(setpriv.toString(), "--reuid", "65534", "--clear-groups", "sh", "-c",
                "echo changed; exec sleep 1000").start();
        try {
            assumeTrue("changed".equals(sleep.inputReader().readLine()), "setpriv may not change the user here");
            String user = sleep.info().user().orElseThrow();
            assertRefused("process " + sleep.pid() + " belongs to " + user + ": run this as " + user + ".",
                    Long.toString(sleep.pid()));
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void shouldDumpWhenCreelIsInAClassLoaderOfItsOwn() throws IOException {
        try (RunningJvm jvm = RunningJvm.startApart(LoadingProgram.class)) {
            assertEquals(0, run("dump", jvm.pid()), err::toString);
            assertEquals(String.join("\n", jvm.output.subList(1, jvm.output.size())) + "\n", out.toString());
        }
    }

    @Test
    void shouldDumpWhenTheJvmHasNoNetworkAtAll() throws Exception {
        try (RunningJvm jvm = RunningJvm.startWithoutNetwork(DumpedProgram.class)) {
            assertEquals(0, run("dump", jvm.pid()), err::toString);
            assertEquals(String.join("\n", jvm.output.subList(1, jvm.output.size())) + "\n", out.toString());
        }
    }

    @Test
    void shouldDumpForRootWhenTheProcessIsAnothers() throws Exception {
        try (RunningJvm jvm = RunningJvm.startAsNobody(DumpedProgram.class)) {
            assertEquals(0, run("dump", "--json", jvm.pid()), err::toString);
            assertEquals(jvm.output.getFirst() + System.lineSeparator(), out.toString());
        }
    }

    @Test
    void shouldLeaveNoFileBehind() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (RunningJvm jvm = RunningJvm.start(DumpedProgram.class);
                RunningJvm closed = RunningJvm.start(DumpedProgram.class, "-XX:-EnableDynamicAgentLoading")) {
            long before = exchanges(temporary);
            assertEquals(0, run("dump", jvm.pid()), err::toString);
            assertEquals(2, run("dump", closed.pid()));
            assertTrue(err.toString().startsWith("creel dump: process " + closed.pid() + " does not load the agent: "),
                    err::toString);
            assertEquals(before, exchanges(temporary));
        }
    }

    private static long exchanges(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("creel-attach")).count();
        }
    }

    @Test
    void shouldRefuseWhenNoProcessIsNamed() {
        String sentence = "give the PID of a JVM, with or without --json, or --list.";
        assertRefused(sentence);
        assertRefused(sentence, "--json");
        assertRefused(sentence, "--list", "1");
        assertRefused(sentence, "--list", "--json");
        assertRefused("'net-0' is not the number of a process; --list lists those that run Creel.", "net-0");
    }

    private void assertRefused(String sentence, String... arguments) {
        err.getBuffer().setLength(0);
        String[] all = new String[arguments.length + 1];
        all[0] = "dump";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertEquals(2, run(all));
        assertEquals("creel dump: " + sentence + "\nTry 'creel dump --help'.\n", err.toString());
        assertEquals("", out.toString());
    }

    private int run(String... arguments) {
        return CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }
}
