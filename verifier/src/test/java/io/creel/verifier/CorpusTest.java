package io.creel.verifier;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.verifier.corpus.Accepted;
import io.creel.verifier.corpus.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each program that is named after a crime is rejected for it, and its smallest repair is accepted. */
class CorpusTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/creel/verifier/golden");
    /** To write the expected texts anew: -Dcreel.verifier.golden=write, then read the difference. */
    private static final boolean WRITES = "write".equals(System.getProperty("creel.verifier.golden"));

    @TestFactory
    Stream<DynamicTest> shouldRejectEachCrimeAndAcceptItsRepair() throws IOException {
        return Corpus.all().map(program -> DynamicTest.dynamicTest(
                program.getEnclosingClass().getSimpleName() + "." + program.getSimpleName(), () -> check(program)));
    }

    private static void check(Class<?> program) {
        VerifierResult verdict = Corpus.verify(program);
        Rejected rejected = program.getAnnotation(Rejected.class);
        if (rejected == null) {
            assertTrue(verdict.isAccepted(), verdict::text);
        } else {
            assertEquals(java.util.List.of(rejected.value()), verdict.codes(), verdict::text);
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldSayWhatIsWrongInTheSameWords() throws IOException {
        return Corpus.files().stream().filter(file -> Corpus.programs(file)
                .anyMatch(program -> program.isAnnotationPresent(Rejected.class)))
                .map(file -> DynamicTest.dynamicTest(file.getSimpleName(), () -> compare(file)));
    }

    private static void compare(Class<?> file) throws IOException {
        String text = Corpus.programs(file).filter(program -> program.isAnnotationPresent(Rejected.class))
                .map(program -> "# " + program.getSimpleName() + "\n" + Corpus.verify(program).faultText())
                .collect(Collectors.joining());
        Path golden = GOLDEN.resolve(file.getSimpleName() + ".txt");
        if (WRITES) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }

    @Test
    void shouldHaveAtLeastEightCrimesPerRule() throws IOException {
        Map<String, Long> crimes = Corpus.all().filter(program -> program.isAnnotationPresent(Rejected.class))
                .collect(Collectors.groupingBy(program -> program.getAnnotation(Rejected.class).value(), TreeMap::new,
                        Collectors.counting()));
        assertEquals(23, crimes.size(), crimes::toString);
        assertAll(crimes.entrySet().stream().map(each -> () -> assertTrue(each.getValue() >= 8, each::toString)));
        long all = crimes.values().stream().mapToLong(Long::longValue).sum();
        assertTrue(all >= 150, () -> "crimes=" + all);
    }

    @Test
    void shouldShowARepairBesideEachCrime() throws IOException {
        Map<String, Class<?>> accepted = Corpus.all().filter(program -> program.isAnnotationPresent(Accepted.class))
                .collect(Collectors.toMap(Class::getName, Function.identity()));
        assertAll(Corpus.all().filter(program -> program.isAnnotationPresent(Rejected.class))
                .map(program -> () -> assertTrue(accepted.containsKey(program.getName() + "Repaired"),
                        program::getName)));
    }
}
