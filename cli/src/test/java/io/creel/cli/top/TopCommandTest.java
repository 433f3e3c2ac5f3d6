package io.creel.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.creel.cli.CreelCommand;
import io.creel.cli.dump.DumpedProgram;
import io.creel.cli.dump.IdleProgram;
import io.creel.cli.dump.RunningJvm;
import io.creel.cli.report.JsonReader;
import io.creel.core.JvmArguments;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs {@code creel top} against real JVMs, also in a terminal that {@code script} makes. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TopCommandTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private void assertRefused(String sentence, String... arguments) {
        err.getBuffer().setLength(0);
        assertEquals(2, run(arguments), out::toString);
        assertEquals("creel top: " + sentence + "\nTry 'creel top --help'.\n", err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldPrintOneIntervalOfAProcess() throws IOException {
        try (RunningJvm jvm = RunningJvm.start(ShownProgram.class)) {
            assertEquals(0, run("top", jvm.pid(), "--once", "--interval", "0.2"), err::toString);
            String text = out.toString();
            assertTrue(text.startsWith("creel top   pid " + jvm.pid()), text);
            for (String row : List.of("\nnet-1  ", "\napp.web  ", "\nswitch:shown/0  ", "\nfor-ever  ",
                    "\n  SWITCH_UNDELIVERED=")) {
                assertTrue(text.contains(row), () -> row + " is not in " + text);
            }
            assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
        }
    }

    @Test
    void shouldPrintJsonForScripts() throws IOException {
        try (RunningJvm jvm = RunningJvm.start(ShownProgram.class)) {
            assertEquals(0, run("top", "--once", "--json", jvm.pid(), "--interval", "0.5"), err::toString);
            Map<?, ?> json = (Map<?, ?>) JsonReader.read(out.toString());
            assertEquals(Long.parseLong(jvm.pid()), json.get("pid"));
            assertTrue((long) json.get("intervalNs") >= 500_000_000L);
            Map<?, ?> web = (Map<?, ?>) ((List<?>) json.get("classes")).getLast();
            assertEquals("app.web", web.get("name"));
            assertTrue((long) web.get("p99Ns") >= 3_000, web::toString);
        }
    }

    @Test
    void shouldRefuseAProcessThatIsNotThere() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertRefused("there is no process " + ended.pid() + ".", "top", Long.toString(ended.pid()), "--once");
    }

    @Test
    void shouldRefuseAJvmWithoutCreel() throws IOException {
        try (RunningJvm jvm = RunningJvm.start(IdleProgram.class)) {
            assertRefused("Creel has not run in process " + jvm.pid() + ".", "top", jvm.pid(), "--once");
        }
    }

    @Test
    void shouldNameTheUserWhenTheProcessIsAnothers() throws Exception {
        Path setpriv = Path.of("/usr/bin/setpriv");
        assumeTrue(Files.isExecutable(setpriv), "setpriv is not installed");
        Process sleep = new ProcessBuilder(setpriv.toString(), "--reuid", "65534", "--clear-groups", "sh", "-c",
                "echo changed; exec sleep 1000").start();
        try {
            assumeTrue("changed".equals(sleep.inputReader().readLine()), "setpriv may not change the user here");
            String user = sleep.info().user().orElseThrow();
            assertRefused("process " + sleep.pid() + " belongs to " + user + ": run this as " + user + ".", "top",
                    Long.toString(sleep.pid()), "--once");
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void shouldShowRootAProcessOfAnotherUser() throws Exception {
        try (RunningJvm jvm = RunningJvm.startAsNobody(DumpedProgram.class)) {
            assertEquals(0, run("top", jvm.pid(), "--once", "--interval", "0.2"), err::toString);
            assertTrue(out.toString().contains("\ndumped-carrier  "), out::toString);
        }
    }

    @Test
    void shouldRefuseACommandLineThatMakesNoSense() {
        assertRefused("--json prints one interval: give --once, too.", "top", "1", "--json");
        assertRefused("--interval is a number of seconds from 0.1 to 3600.", "top", "1", "--interval", "0");
        assertRefused("--interval is a number of seconds from 0.1 to 3600.", "top", "1", "--interval", "NaN");
        assertRefused("'web' is not the number of a process; 'creel dump --list' lists those that run Creel.", "top",
                "web");
    }

    @Test
    void shouldRefuseToShowAScreenWithoutATerminal() throws Exception {
        try (RunningJvm jvm = RunningJvm.start(ShownProgram.class)) {
            Process top = new ProcessBuilder(command("top", jvm.pid())).start();
            top.getOutputStream().close();
            assertEquals("creel top: there is no terminal: give --once for a text, or --once --json for scripts.",
                    top.errorReader().readLine());
            assertEquals(2, top.waitFor());
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JvmArguments.lines());
        command.addAll(List.of("-Xmx128m", "-Dstdout.encoding=UTF-8", "-cp", System.getProperty("java.class.path"),
                CreelCommand.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs the command in a terminal of a size, and presses a key when a text has appeared. Returns the output. */
    private static String inTerminal(int columns, int lines, String waitFor, String keys, String... arguments)
            throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "script is not installed");
        String java = command(arguments).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Process terminal = new ProcessBuilder(SCRIPT.toString(), "-qec",
                "stty cols " + columns + " rows " + lines + "; before=$(stty -g); " + java
                        + "; echo code=$?; test \"$before\" = \"$(stty -g)\" && echo restored",
                "/dev/null").redirectErrorStream(true).start();
        StringBuilder seen = new StringBuilder();
        try (OutputStream typed = terminal.getOutputStream();
                var shown = terminal.inputReader(StandardCharsets.UTF_8)) {
            boolean pressed = waitFor.isEmpty();
            for (int next = shown.read(); next >= 0; next = shown.read()) {
                seen.append((char) next);
                if (!pressed && seen.indexOf(waitFor) >= 0) {
                    pressed = true;
                    typed.write(keys.getBytes(StandardCharsets.UTF_8));
                    typed.flush();
                }
            }
        }
        assertTrue(terminal.waitFor(60, TimeUnit.SECONDS));
        return seen.toString();
    }

    @Test
    void shouldShowTheScreenAndRestoreTheTerminalWhenTheOperatorQuits() throws Exception {
        try (RunningJvm jvm = RunningJvm.start(ShownProgram.class)) {
            String seen = inTerminal(100, 30, "app.web", "q", "top", jvm.pid(), "--interval", "0.2");
            assertTrue(seen.contains("\033[?1049h\033[?25l"), "the alternate screen, without a cursor");
            assertTrue(seen.indexOf("\033[?25h\033[?1049l") > seen.indexOf("app.web"), "the screen as before");
            assertTrue(seen.contains("code=0") && seen.contains("restored"), seen);
        }
    }

    @Test
    void shouldRestoreTheTerminalWhenItIsInterrupted() throws Exception {
        try (RunningJvm jvm = RunningJvm.start(ShownProgram.class)) {
            String seen = inTerminal(100, 30, "app.web", "\003", "top", jvm.pid(), "--interval", "0.2");
            assertTrue(seen.contains("\033[?25h\033[?1049l"), seen);
        }
    }

    @Test
    void shouldRefuseATerminalThatIsTooSmall() throws Exception {
        try (RunningJvm jvm = RunningJvm.start(ShownProgram.class)) {
            String seen = inTerminal(60, 10, "", "", "top", jvm.pid());
            assertTrue(seen.contains("creel top: the terminal has 60 columns and 10 lines: make it at least 80 by 16,"
                    + " or give --once."), seen);
            assertTrue(seen.contains("code=2") && seen.contains("restored"), seen);
        }
    }
}
