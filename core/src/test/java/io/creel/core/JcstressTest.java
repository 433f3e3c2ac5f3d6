package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.Main;

/**
 * The races under jcstress, in the short form: one fork and a fraction of a second each, in many small strides, so that
 * the actors meet. {@code docs/evidence.md} has the long form.
 */
class JcstressTest {
    private static final Pattern VERDICT = Pattern
            .compile("\\[(\\w+)] io\\.creel\\.core\\.(?:[a-z]+\\.)?(\\w+)\\.(\\w+)");
    /** The samples that must fail, with their expected failure. */
    private static final Map<String, String> CANARIES = Map.of("BrokenClaim.CheckThenAct", "1, 1 (two owners)",
            "BrokenTimeOut.MarkLate", "1, 0 (taken for a normal wake-up)");
    private static final int CANARY_FORKS = 20;
    private static final int RACES = 26;

    /** The canaries, which must fail, run with the others and by the same options. */
    @Test
    void shouldForbidNothingButTheCanaries(@TempDir Path reports) {
        Fork fork = run("io.creel.core", reports);
        Map<String, String> verdicts = verdicts(fork.output());
        CANARIES.forEach((canary, state) -> assertFails(canary, state, verdicts.remove(canary), fork, reports));
        assertEquals(RACES, verdicts.size(), fork.output());
        verdicts.forEach((race, said) -> assertEquals("OK", said, () -> race + "\n" + fork.output()));
    }

    private static void assertFails(String canary, String state, String firstVerdict, Fork first, Path reports) {
        Fork fork = first;
        String verdict = firstVerdict;
        for (int i = 0; i < CANARY_FORKS && !"FAILED".equals(verdict); i++) { // its actors did not meet on a busy machine
            fork = run(canary, reports);
            verdict = verdicts(fork.output()).get(canary);
        }
        assertEquals("FAILED", verdict, fork.output());
        assertTrue(fork.output().contains("Observed forbidden state: " + state), fork.output());
    }

    private static Fork run(String races, Path reports) {
        List<String> arguments = new ArrayList<>(Fork.ALL);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        arguments.addAll(List.of("-t", races, "-r", reports.toString(), "-v"));
        arguments.addAll(List.of("-jvmArgs", String.join(" ", Fork.ALL)));
        arguments.addAll(List.of("-f", "1", "-fsm", "1", "-sc", "false", "-iters", "1", "-time", "150"));
        arguments.addAll(List.of("-strideSize", "4", "-strideCount", "512", "-spinStyle", "THREAD_YIELD"));
        return Fork.java(reports, arguments);
    }

    private static Map<String, String> verdicts(String output) {
        Map<String, String> verdicts = new TreeMap<>();
        Matcher matcher = VERDICT.matcher(output.substring(output.indexOf("RUN RESULTS")));
        while (matcher.find()) {
            verdicts.put(matcher.group(2) + "." + matcher.group(3), matcher.group(1));
        }
        return verdicts;
    }
}
