package io.creel.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Class files of the corpus with a few bytes changed at random: {@code -Dcreel.fuzz.mutants} of them, drawn from
 * {@code -Dcreel.fuzz.seed}.
 */
class MutatedClassesTest {
    private static final int MUTANTS = Integer.getInteger("creel.fuzz.mutants", 4_000);
    private static final int SEED = Integer.getInteger("creel.fuzz.seed", 20);
    private static final int MOST_BYTES = 4_000;

    static List<byte[]> corpus() throws IOException {
        List<byte[]> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("target/test-classes/io/creel/verifier/corpus"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length <= MOST_BYTES) {
                    found.add(bytes);
                }
            }
        }
        return found;
    }

    @Test
    void shouldRefuseOrReportAnyDamage() throws IOException {
        List<byte[]> corpus = corpus();
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, Integer> ends = new TreeMap<>();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                bytes[10 + random.nextInt(bytes.length - 10)] = (byte) random.nextInt(256);
            }
            String text = verify(bytes, i);
            ends.merge(text.startsWith("error[CR09") ? text.substring(0, 12) : "report", 1, Integer::sum);
        }
        System.out.println("mutants=" + MUTANTS + ", ends=" + ends);
        assertTrue(ends.getOrDefault("report", 0) > MUTANTS / 10, ends::toString);
        assertTrue(ends.getOrDefault("error[CR091]", 0) > MUTANTS / 10, ends::toString);
    }

    private static String verify(byte[] bytes, int number) {
        try {
            return ClassFileTarget.verify(bytes);
        } catch (RuntimeException | Error crash) {
            throw new AssertionError("mutant=" + number, crash);
        }
    }
}
