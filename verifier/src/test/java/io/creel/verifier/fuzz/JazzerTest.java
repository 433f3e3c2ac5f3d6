package io.creel.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Class files that are mutated under the guidance of coverage, from the corpus on. An input that takes longer than 25
 * seconds counts as a hang. {@code -Dcreel.fuzz.seconds=600} lets it run for ten minutes, {@code -Dcreel.fuzz.seed}
 * lets it take another way.
 */
class JazzerTest {
    private static final int RUNS = 2_000;
    private static final int FOUND = 77;
    private static final int SEED = Integer.getInteger("creel.fuzz.seed", 25);

    @TempDir
    Path folder;

    @Test
    void shouldNeitherCrashNorHang() throws Exception {
        StringBuilder said = new StringBuilder();
        assertEquals(0, run(ClassFileTarget.class, RUNS, said), said::toString);
        assertTrue(said.toString().contains("Done "), said::toString);
        said.toString().lines().filter(line -> line.startsWith("Done ")).forEach(System.out::println);
    }

    @Test
    void shouldFindAPlantedFault() throws Exception {
        StringBuilder said = new StringBuilder();
        assertEquals(FOUND, run(ClassFileCanary.class, 100 * RUNS, said), said::toString);
        assertTrue(said.toString().contains("planted: "), said::toString);
    }

    private int run(Class<?> target, int runs, StringBuilder said) throws IOException, InterruptedException {
        List<byte[]> corpus = MutatedClassesTest.corpus();
        for (int i = 0; i < corpus.size(); i++) {
            Files.write(folder.resolve("seed-" + i), corpus.get(i));
        }
        Path findings = Files.createDirectories(Path.of("target/fuzz"));
        String seconds = System.getProperty("creel.fuzz.seconds");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+EnableDynamicAgentLoading", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(), "--instrumentation_includes=io.creel.verifier.**",
                "--reproducer_path=" + findings, "-artifact_prefix=" + findings + "/", "-seed=" + SEED, "-max_len=4000",
                "-timeout=25", "-rss_limit_mb=0", seconds == null ? "-runs=" + runs : "-max_total_time=" + seconds,
                folder.toString()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        said.append(new String(process.getInputStream().readAllBytes()));
        return process.waitFor();
    }
}
