package io.creel.schedulers.vthreads;

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

/** The first wait of a JVM overflows in a virtual thread; all later ones work. */
class OverflowInThreadTest {
    private static final int PATIENCE_MINUTES = 2;

    @ParameterizedTest
    @ValueSource(strings = {"-Xmixed", "-Xint"})
    void shouldWaitLaterWhenTheFirstWaitOverflows(String mode, @TempDir Path directory) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmArguments.lines());
        command.addAll(List.of(mode, "-cp", System.getProperty("java.class.path"), OverflowInThread.class.getName()));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("JVM hangs: command=" + command + ", output=" + Files.readString(output));
        }
        String said = Files.readString(output);
        assertTrue(said.startsWith("OK"), said);
    }
}
