package io.creel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

class CreelCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintOwnVersionAndThatOfTheJdk() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().matches("creel \\d+\\.\\d+\\.\\d+\\S* \\(JDK 25\\S*, .+\\)\\R"), out::toString);
        assertEquals("", err.toString());
    }

    @Test
    void shouldListEveryCommandWhenAskedForHelp() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().startsWith("Usage: creel "), out::toString);
        for (String name : CreelCommand.commandLine().getSubcommands().keySet()) {
            assertTrue(out.toString().lines().anyMatch(line -> line.startsWith("  " + name + " ")), name);
        }
    }

    @Test
    void shouldPrintEveryLineOfTheArgumentFileButItsComments() throws Exception {
        assertEquals(0, run("jvm-args"));
        Path file = Path.of("../core/src/main/resources/io/creel/core/creel.args");
        assertEquals(Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList(),
                out.toString().lines().toList());
    }

    @Test
    void shouldRejectUnknownCommandAndNameSimilarOne() {
        assertRejected("creel: there is no command 'jvm-arg'; did you mean 'jvm-args'? " + knownCommands(), "creel",
                "jvm-arg");
    }

    @Test
    void shouldRejectUnknownCommandAndListKnownOnesWhenNoneIsSimilar() {
        assertRejected("creel: there is no command 'xyzzy'; " + knownCommands(), "creel", "xyzzy");
    }

    @Test
    void shouldRejectUnknownOptionAndNameSimilarOne() {
        assertRejected(
                "creel: there is no option '--versoin'; did you mean '--version'? known: --help, --stacktrace, --version.",
                "creel", "--versoin");
    }

    @Test
    void shouldRejectUnknownOptionOfCommandInTheNameOfThatCommand() {
        assertRejected("creel jvm-args: there is no option '-9'; known: --help, --stacktrace, --version.",
                "creel jvm-args", "jvm-args", "-9");
    }

    @Test
    void shouldRejectSurplusArgument() {
        assertRejected("creel jvm-args: 'more' is one argument too many.", "creel jvm-args", "jvm-args", "more");
    }

    @Test
    void shouldRejectMissingCommand() {
        assertRejected("creel: which command? " + knownCommands(), "creel");
    }

    @Test
    void shouldNotReadArgumentsFromFilesWhenOneStartsWithAt() {
        assertEquals(2, run("@creel.args"));
        assertTrue(err.toString().startsWith("creel: there is no command '@creel.args'; known: "), err::toString);
    }

    @Test
    void shouldReportBadInputInOneSentence() {
        assertRejected("creel odd: cut.pcap: the file ends inside a record", "creel odd", "odd", "input");
    }

    @Test
    void shouldReportUnexpectedExceptionInOneLine() {
        assertEquals(1, run("odd", "bug"));
        assertEquals("creel odd: java.lang.IllegalStateException: found: coroutine=7 (more with --stacktrace)\n",
                err.toString());
    }

    @Test
    void shouldPrintStackTraceWhenAskedTo() {
        assertEquals(1, run("odd", "bug", "--stacktrace"));
        assertTrue(err.toString().startsWith("java.lang.IllegalStateException: found: coroutine=7"), err::toString);
        assertTrue(err.toString().contains("\tat io.creel.cli.CreelCommandTest"), err::toString);
    }

    private static String knownCommands() {
        return "known: " + String.join(", ", new TreeSet<>(CreelCommand.commandLine().getSubcommands().keySet())) + ".";
    }

    private void assertRejected(String sentence, String command, String... arguments) {
        assertEquals(2, run(arguments));
        assertEquals(sentence + "\nTry '" + command + " --help'.\n", err.toString());
        assertEquals("", out.toString());
    }

    private int run(String... arguments) {
        CommandLine commandLine = CreelCommand.commandLine();
        if (arguments.length > 0 && arguments[0].equals("odd")) {
            commandLine.addSubcommand(new OddCommand());
        }
        return commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    /** A subcommand that fails. */
    @Command(name = "odd")
    private static final class OddCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @CommandLine.Parameters
        private String what;

        @Override
        public Integer call() {
            if (what.equals("input")) {
                throw new ParameterException(spec.commandLine(), "cut.pcap: the file ends inside a record");
            }
            throw new IllegalStateException("found: coroutine=7");
        }
    }
}
