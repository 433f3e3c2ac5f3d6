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
 * The races under jcstress, in the short form: one fork and a fraction of a second each, many small strides so that the
 * actors meet. The long form is in {@code docs/evidence.md}.
 */
class JcstressTest {
    private static final Pattern VERDICT = Pattern.compile("\\[(\\w+)] io\\.creel\\.core\\.(\\w+)\\.(\\w+)");
    private static final String CANARY = "BrokenClaim.CheckThenAct";
    private static final int CANARY_FORKS = 20;
    private static final int RACES = 22;

    /** The canary, which has to fail, runs with the others and by the same options. */
    @Test
    void shouldForbidNothingButTheCanary(@TempDir Path reports) {
        Fork fork = run("io.creel.core", reports);
        Map<String, String> verdicts = verdicts(fork.output());
        Fork canary = fork;
        String verdict = verdicts.remove(CANARY);
        for (int i = 0; i < CANARY_FORKS && !"FAILED".equals(verdict); i++) { // its actors never met on a machine that is full
            canary = run(CANARY, reports);
            verdict = verdicts(canary.output()).get(CANARY);
        }
        assertEquals("FAILED", verdict, canary.output());
        assertTrue(canary.output().contains("Observed forbidden state: 1, 1 (two owners)"), canary.output());
        assertEquals(RACES, verdicts.size(), fork.output());
        verdicts.forEach((race, said) -> assertEquals("OK", said, () -> race + "\n" + fork.output()));
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
