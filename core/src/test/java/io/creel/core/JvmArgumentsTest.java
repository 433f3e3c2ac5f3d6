package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.probe.StartProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmArgumentsTest {
    @Test
    void shouldRunWhenEveryArgumentIsThere() {
        assertEquals(new Fork(0, "ran in module null\n"), Fork.run(Fork.ALL, StartProbe.class));
    }

    @Test
    void shouldListEveryLineWhenNoneIsThere() {
        Fork fork = Fork.run(List.of(), StartProbe.class);
        assertEquals(1, fork.exitCode());
        assertTrue(fork.output()
                .contains(
                        """
                        Creel cannot run, the JVM lacks arguments. Start the program with -javaagent:creel-agent.jar, or add \
                        these lines, or all of them with @creel.args \
                        ('java -jar creel-core.jar --jvm-args' prints the file):
                          --add-exports=java.base/jdk.internal.vm=ALL-UNNAMED
                          --add-exports=java.base/jdk.internal.access=ALL-UNNAMED
                          --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED
                          --add-opens=java.base/java.lang=ALL-UNNAMED
                          --enable-native-access=ALL-UNNAMED
                          -XX:+UnlockDiagnosticVMOptions
                          -XX:CompileCommand=quiet
                          -XX:CompileCommand=ControlIntrinsic,*::*,-_currentThread
                        \tat"""),
                fork.output());
    }

    @Test
    void shouldListExactlyTheMissingLineWhenOneIsMissing() {
        for (String missing : Fork.ALL) {
            Fork fork = Fork.run(Fork.ALL.stream().filter(line -> !line.equals(missing)).toList(), StartProbe.class);
            if (missing.endsWith("DynamicAgentLoading")) {
                assertEquals(new Fork(0, "ran in module null\n"), fork, "optional: roaming, and nothing is said");
            } else if (missing.startsWith("-XX:+Unlock")) {
                assertTrue(fork.output().contains("UnlockDiagnosticVMOptions"),
                        "the JVM itself refuses: " + fork.output());
            } else if (missing.endsWith("quiet")) {
                assertEquals("CompileCommand: ControlIntrinsic *.* const char* ControlIntrinsic = '-_currentThread'\n"
                        + "ran in module null\n", fork.output(), "roaming; the JVM prints its command");
            } else if (missing.startsWith("-XX:")) {
                assertEquals(homed(missing, "none") + "ran in module null\n", fork.output());
            } else {
                assertTrue(fork.output().contains("prints the file):\n  " + missing + "\n\tat"), fork.output());
            }
        }
    }

    @Test
    void shouldSayInOneLineThatCoroutinesAreHomedWhenNoLineForRoamingIsThere() {
        assertEquals(new Fork(0, homed("-XX:+UnlockDiagnosticVMOptions -XX:CompileCommand=quiet"
                + " -XX:CompileCommand=ControlIntrinsic,*::*,-_currentThread", "none") + "ran in module null\n"),
                Fork.run(Fork.WITHOUT_ROAMING, StartProbe.class));
    }

    @Test
    void shouldSayInOneLineWhatUndoesTheArgumentsWhenAnotherCommandDoes() {
        String later = "-XX:CompileCommand=ControlIntrinsic,*::*,+_currentThread";
        List<String> command = new ArrayList<>(Fork.ALL);
        command.add(later);
        assertEquals(new Fork(0, homed("none", later) + "ran in module null\n"), Fork.run(command, StartProbe.class));
    }

    /** A flags file has no "-XX:" before the name, so a search for whole arguments would not find it. */
    @Test
    void shouldSeeWhatUndoesTheArgumentsWhenItComesFromAFlagsFile(@TempDir Path folder) throws IOException {
        Path flags = Files.writeString(folder.resolve("flags"),
                "+UnlockDiagnosticVMOptions\nCompileCommand=ControlIntrinsic,Foo::*,+_currentThread\n");
        List<String> command = new ArrayList<>(Fork.ALL);
        command.add("-XX:Flags=" + flags);
        String output = Fork.run(command, StartProbe.class).output();
        assertTrue(output.contains(homed("none", "-XX:CompileCommand=ControlIntrinsic,Foo::*,+_currentThread")),
                output);
    }

    private static String homed(String missing, String undoneBy) {
        return "coroutines are homed, each stays on the carrier that began it, because compiled code would see a stale"
                + " thread on another: missing=" + missing + ", undone by=" + undoneBy
                + ", cure=start the JVM with @creel.args or -javaagent:creel-agent.jar, and without the arguments"
                + " that undo it\n";
    }

    @Test
    void shouldUseTheSameArgumentsWhenOnTheModulePath() {
        List<String> command = new ArrayList<>(Fork.ALL);
        String[] path = System.getProperty("java.class.path").split(java.io.File.pathSeparator);
        command.addAll(List.of("-p", entry(path, "target/classes"), "--add-modules", "io.creel.core", "-cp",
                entry(path, "target/test-classes"), StartProbe.class.getName()));
        assertEquals(new Fork(0, "ran in module io.creel.core\n"), Fork.java(command));
    }

    @Test
    void shouldPrintTheFileWhenAskedForJvmArguments() {
        Fork fork = Fork.run(List.of(), PrintJvmArguments.class, "--jvm-args");
        assertEquals(new Fork(0, String.join("\n", JvmArguments.lines()) + "\n"), fork);
    }

    @Test
    void shouldPrintTheUsageWhenTheArgumentIsUnknown() {
        Fork fork = Fork.run(List.of(), PrintJvmArguments.class, "--jvm");
        assertEquals(
                new Fork(2,
                        "usage: java -jar creel-core.jar --jvm-args    prints the JVM arguments that Creel needs, one a"
                                + " line, for use as: java @creel.args ...\n"),
                fork);
    }

    private static String entry(String[] path, String directory) {
        for (String entry : path) {
            if (entry.endsWith(directory)) {
                return entry;
            }
        }
        throw new AssertionError("not on the class path: " + directory);
    }
}
