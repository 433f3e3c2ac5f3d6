package io.creel.schedulers.vthreads;

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
 * The races of virtual threads, of preemption, of sleeping workers and of workers that come and go under jcstress, in
 * the short form: one fork and a fraction of a second each.
 */
class JcstressTest {
    private static final Pattern VERDICT = Pattern
            .compile("\\[(\\w+)] io\\.creel\\.schedulers\\.(?:vthreads\\.|placement\\.)?(\\w+\\.\\w+)");
    private static final int RACES = 19;

    /** The canaries, which have to fail, run with the others and by the same options. */
    @Test
    void shouldForbidNothingButTheCanaries(@TempDir Path reports) throws Exception {
        String jvm = String.join(" ", JvmArguments.lines());
        List<String> command = new ArrayList<>(JvmArguments.lines());
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("-t", "io.creel.schedulers", "-r", reports.toString(), "-v", "-jvmArgs", jvm));
        command.addAll(List.of("-f", "1", "-fsm", "1", "-sc", "false", "-iters", "1", "-time", "300"));
        command.addAll(List.of("-strideSize", "4", "-strideCount", "512", "-spinStyle", "THREAD_YIELD"));
        Path output = reports.resolve("output.txt");
        Process process = new ProcessBuilder(command).directory(reports.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES));
        String said = Files.readString(output);

        Map<String, String> verdicts = new TreeMap<>();
        Matcher matcher = VERDICT.matcher(said.substring(said.indexOf("RUN RESULTS")));
        while (matcher.find()) {
            verdicts.put(matcher.group(2), matcher.group(1));
        }
        assertEquals("FAILED", verdicts.remove("BrokenGuest.NoSecondLook"), said);
        assertEquals("FAILED", verdicts.remove("BrokenRepark.PermitFirst"), said);
        assertEquals("FAILED", verdicts.remove("BrokenRepark.PermitFirstThenInterrupt"), said);
        assertEquals("FAILED", verdicts.remove("BrokenPreempt.Flag"), said);
        assertEquals("FAILED", verdicts.remove("BrokenSleep.CheckThenAnnounce"), said);
        assertEquals("FAILED", verdicts.remove("BrokenSleep.NoFence"), said);
        assertEquals("FAILED", verdicts.remove("BrokenGroup.LendsWithoutAState"), said);
        assertEquals("FAILED", verdicts.remove("BrokenGroup.SleepsWithoutALastLook"), said);
        assertEquals(RACES, verdicts.size(), said);
        verdicts.forEach((race, verdict) -> assertEquals("OK", verdict, () -> race + "\n" + said));
    }
}
