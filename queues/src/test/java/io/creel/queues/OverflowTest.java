package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.JvmArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stack that overflows at any depth, in or around a primitive, leaves no operation half done; see
 * {@link OverflowProgram}. Each case runs in a JVM of its own, because an overflow in the first use of a class shows
 * only once.
 */
class OverflowTest {
    private static final int PATIENCE_MINUTES = 3;
    private static final int SUBJECTS = 18;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-Xmixed", "-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
    void shouldLoseNothingWhenTheStackOverflowsAtAnyDepth(String mode) throws Exception {
        assertEquals(SUBJECTS, run(mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "semaphore", "condition", "event", "shared channel", "local select", "cancel",
            "scope"})
    void shouldLoseNothingWhenTheFirstOperationOfTheJvmOverflows(String scenario) throws Exception {
        assertEquals(1, run("-Xmixed", scenario));
    }

    /** C1 compiles a method before the classes that it calls are loaded, so more of them are loaded near the end. */
    @ParameterizedTest
    @ValueSource(strings = {"lock", "semaphore", "condition", "event", "shared channel", "shared select",
            "local channel", "local select", "cancel", "scope", "start", "list", "tree", "red-black tree", "mpsc ring",
            "mpmc ring", "spsc ring"})
    void shouldLoseNothingWhenTheFirstOperationOverflowsUnderC1(String scenario) throws Exception {
        assertEquals(1, run("-XX:TieredStopAtLevel=1", scenario));
    }

    /** The canary: two steps that do not ask for room are torn, or this program finds nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xmixed", "-Xint", "-XX:TieredStopAtLevel=1"})
    void shouldFindTwoStepsThatDoNotAskForRoom(String mode) throws Exception {
        List<String> lines = lines(mode, OverflowProgram.CANARY);
        assertTrue(lines.getFirst().startsWith("FAULT " + OverflowProgram.CANARY), () -> String.join("\n", lines));
    }

    /** Runs primitives in a new JVM. Returns how many were in order; each of them must be. */
    private int run(String mode, String... scenarios) throws Exception {
        List<String> lines = lines(mode, scenarios);
        assertTrue(lines.stream().allMatch(line -> line.startsWith("OK ")), () -> String.join("\n", lines));
        return lines.size();
    }

    private List<String> lines(String mode, String... scenarios) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmArguments.lines());
        command.addAll(List.of(mode, "-cp", System.getProperty("java.class.path"), OverflowProgram.class.getName()));
        command.addAll(List.of(scenarios));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("JVM hangs: command=" + command + ", output=" + Files.readString(output));
        }
        return Files.readAllLines(output);
    }
}
