package io.creel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.JvmArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.Main;

/**
 * Runs the races under jcstress in their short form: one fork, a fraction of a second per race, and many small strides
 * so that the actors meet. The long form is the profile {@code jcstress-net}.
 */
class JcstressTest {
    private static final Pattern VERDICT = Pattern.compile("\\[(\\w+)] io\\.creel\\.net\\.(\\w+)\\.(\\w+)");
    private static final String CANARY = "BrokenLease.CheckThenFree";
    private static final int CANARY_FORKS = 20;
    private static final int RACES = 8;
    private static final int PATIENCE_MINUTES = 5;

    @TempDir
    Path reports;

    /** The canary must fail; it runs with the other races and with the same options. */
    @Test
    void shouldForbidNothingButTheCanary() throws Exception {
        String output = run("io.creel.net");
        Map<String, String> verdicts = verdicts(output);
        assertCanaryFails(verdicts.remove(CANARY), output);
        assertEquals(RACES, verdicts.size(), output);
        verdicts.forEach((race, verdict) -> assertEquals("OK", verdict, () -> race + "\n" + output));
    }

    private void assertCanaryFails(String firstVerdict, String firstOutput) throws Exception {
        String verdict = firstVerdict;
        String output = firstOutput;
        // repeated because the actors may never meet on a fully loaded machine
        for (int i = 0; i < CANARY_FORKS && !"FAILED".equals(verdict); i++) {
            output = run(CANARY);
            verdict = verdicts(output).get(CANARY);
        }
        assertEquals("FAILED", verdict, output);
        assertTrue(output.contains("Observed forbidden state: 1, 1 (taken from its next owner)"), output);
    }

    private String run(String races) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmArguments.lines());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("-t", races, "-r", reports.toString(), "-v"));
        command.addAll(List.of("-jvmArgs", String.join(" ", JvmArguments.lines())));
        command.addAll(List.of("-f", "1", "-fsm", "1", "-sc", "false", "-iters", "1", "-time", "150"));
        command.addAll(List.of("-strideSize", "4", "-strideCount", "512", "-spinStyle", "THREAD_YIELD"));
        Path said = reports.resolve("output.txt");
        Process process = new ProcessBuilder(command).directory(reports.toFile()).redirectErrorStream(true)
                .redirectOutput(said.toFile()).start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("jcstress hangs: output=" + Files.readString(said));
        }
        return Files.readString(said);
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
