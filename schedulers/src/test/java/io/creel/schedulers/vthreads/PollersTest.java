package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.JvmArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JDK's socket pollers are virtual threads, and inherit the scheduler of the first thread that waits for a socket.
 */
class PollersTest {
    @Test
    void shouldStayOffOurWorkersWhenAVirtualThreadIsTheFirstToWaitForASocket(@TempDir Path folder) throws Exception {
        assertEquals("pollers on our scheduler: 0", run(folder, "protected"));
    }

    /** The canary: the same without the preparation of {@link JdkInternals}. */
    @Test
    void shouldFindThePollersOnOurSchedulerWhenTheyAreNotStartedFirst(@TempDir Path folder) throws Exception {
        String found = run(folder, "bare");
        assertTrue(found.matches("pollers on our scheduler: [1-9]\\d*"), found);
    }

    private static String run(Path folder, String how) throws Exception {
        List<String> command = new ArrayList<>(JvmArguments.lines());
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), FirstToWaitForASocket.class.getName(), how));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        return Files.readString(output).strip();
    }
}
