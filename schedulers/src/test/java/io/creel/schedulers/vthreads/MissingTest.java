package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.JvmArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The error if the JDK does not let virtual threads run on our workers. */
class MissingTest {
    @Test
    void shouldHaveNothingToSayInThisJvm() {
        assertNull(VirtualThreads.missing());
    }

    @Test
    void shouldNameTheMissingPartsInOneSentence(@TempDir Path folder) throws Exception {
        List<String> command = new ArrayList<>(JvmArguments.lines());
        command.removeIf(line -> line.startsWith("--add-opens=java.base/java.lang="));
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        List<String> said = Files.readAllLines(output);
        assertEquals(2, said.size(), said::toString);
        assertTrue(
                said.getFirst()
                        .startsWith("virtual threads cannot run on Creel's workers, everything else can: java=25"),
                said::toString);
        assertTrue(said.getFirst().contains(", reason=add --add-opens=java.base/java.lang=ALL-UNNAMED"),
                said::toString);
        assertEquals("refused: " + said.getFirst(), said.getLast());
    }

    /** Asks for the missing parts, and then tries. */
    static final class Program {
        private Program() {
        }

        public static void main(String[] arguments) {
            System.out.println(VirtualThreads.missing());
            try {
                new VirtualThreads("web", ThreadQueues.in((handle, by) -> false, null), System::nanoTime);
            } catch (UnsupportedOperationException refused) {
                System.out.println("refused: " + refused.getMessage());
            }
        }
    }
}
