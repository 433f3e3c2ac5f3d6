package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.spec.Unchecked;
import io.creel.verifier.VerifierResult;
import io.creel.verifier.Verifier;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verifier accepts the first program, the course and Creel itself. What it takes on trust stands in a list with the
 * reason, and everything in that list is needed.
 */
class VerifyCreelTest {
    private static final Path TRUSTED = Path.of("../agent/src/main/resources/io/creel/agent/trusted.txt");
    private static final Path JCTOOLS = Path.of("../agent/src/main/resources/io/creel/agent/jctools.spec");
    private static final List<String> MODULES = List.of("core", "queues", "net", "ip", "schedulers", "sim", "servers",
            "cli", "examples");

    private static Path classes(String module) {
        return Path.of("..", module, "target", "classes");
    }

    private static Verifier verifier() throws IOException {
        Verifier verifier = new Verifier().specification("jctools.spec", Files.readString(JCTOOLS));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.exists(Path.of(entry))) {
                verifier.classPath(Path.of(entry));
            }
        }
        return verifier;
    }

    /** What is trusted, a class or all classes of a package with a star, with the reason. */
    private static Map<String, String> trusted() throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        for (String line : Files.readAllLines(TRUSTED)) {
            if (!line.isBlank() && !line.startsWith("//")) {
                String[] parts = line.split(" — ", 2);
                assertEquals(2, parts.length, () -> "no reason: " + line);
                entries.put(parts[0], parts[1]);
            }
        }
        return entries;
    }

    private static boolean covers(String entry, String type) {
        return entry.endsWith("*")
                ? type.startsWith(entry.substring(0, entry.length() - 1))
                : type.equals(entry) || type.startsWith(entry + "$") || type.startsWith(entry + ".");
    }

    @Test
    void shouldAcceptCreelAndItsExamples() throws IOException {
        Map<String, String> trusted = trusted();
        Verifier verifier = verifier().trusting(
                type -> trusted.keySet().stream().anyMatch(entry -> covers(entry, type)));
        MODULES.forEach(module -> verifier.add(classes(module)).sources(Path.of("..", module, "src", "main", "java")));
        VerifierResult verdict = verifier.run();
        System.out.println("Creel: " + verdict.statisticsLine());
        verdict.assertAccepted();
    }

    /**
     * Prints one line: the wall-clock and processor time of a JVM that verifies Creel and ends. Needs
     * {@code -Dcreel.verify.cold=ROUNDS}.
     */
    @Test
    @EnabledIfSystemProperty(named = "creel.verify.cold", matches = ".*")
    void shouldAcceptCreelFromTheCommandLine() throws Exception {
        String entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.exists(Path.of(entry))).collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                entries, "io.creel.verifier.Main", "--class-path", entries, "--spec", JCTOOLS.toString(), "--trusted",
                TRUSTED.toString()));
        MODULES.forEach(module -> command.add(classes(module).toString()));
        long[] wallMs = new long[Math.max(1, Integer.getInteger("creel.verify.cold", 5))];
        long[] cpuMs = new long[wallMs.length];
        String text = "";
        for (int round = 0; round < wallMs.length; round++) {
            long cpuBefore = childrenCpuMs();
            long began = System.nanoTime();
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            text = new String(process.getInputStream().readAllBytes());
            assertEquals(0, process.waitFor(), text);
            wallMs[round] = (System.nanoTime() - began) / 1_000_000;
            cpuMs[round] = childrenCpuMs() - cpuBefore;
        }
        System.out.println("Creel, cold: wall=" + spread(wallMs) + ", processor=" + spread(cpuMs) + ", rounds="
                + wallMs.length + ", load=" + Files.readString(Path.of("/proc/loadavg")).split(" ")[0] + ": "
                + text.strip());
    }

    /** The processor time of children that have ended, in the JVM's ticks of 10 ms. */
    private static long childrenCpuMs() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return 10 * (Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
    }

    private static String spread(long[] ms) {
        long[] sorted = ms.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] + " ms (" + sorted[0] + " to " + sorted[sorted.length - 1] + ")";
    }

    @Test
    void shouldTrustNothingThatItCouldCheck() throws IOException {
        Verifier verifier = verifier();
        MODULES.forEach(module -> verifier.add(classes(module)));
        TreeSet<String> rejected = Arrays.stream(verifier.run().json().split("\n"))
                .filter(line -> line.contains("\"class\": \""))
                .map(line -> line.replaceFirst(".*\"class\": \"([^\"]*)\".*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> idle = trusted().keySet().stream()
                .filter(entry -> rejected.stream().noneMatch(type -> covers(entry, type))).toList();
        assertEquals(List.of(), idle, "these entries hide no fault and can go");
    }

    @Test
    void shouldAcceptTheFirstProgram(@TempDir Path folder) throws IOException {
        ToolProvider compiler = ToolProvider.findFirst("javac").orElseThrow();
        int status = compiler.run(System.out, System.err, "-proc:none", "-parameters", "-g", "-d", folder.toString(),
                "-cp", System.getProperty("java.class.path"), "src/readme/FirstProgram.java");
        assertEquals(0, status);
        VerifierResult verdict = verifier().add(folder).sources(Path.of("src/readme")).run();
        verdict.assertAccepted();
        assertTrue(verdict.statisticsLine().contains("classes=1"), verdict.statisticsLine());
    }

    @Test
    void shouldGiveAReasonForEachUncheckedMethod() throws IOException {
        try (Stream<Path> sources = MODULES.stream().map(module -> Path.of("..", module, "src", "main", "java"))
                .flatMap(VerifyCreelTest::files)) {
            List<String> bare = sources.filter(file -> !file.toString().contains("/core/spec/"))
                    .flatMap(file -> lines(file)
                            .filter(line -> line.strip().startsWith("@Unchecked")
                                    && !line.matches(".*@Unchecked\\((\".{20,}|)$|.*@Unchecked\\(\".{20,}\"\\)"))
                            .map(line -> file + ": " + line))
                    .toList();
            assertEquals(List.of(), bare);
        }
    }

    private static Stream<Path> files(Path folder) {
        try {
            return Files.walk(folder).filter(file -> file.toString().endsWith(".java"));
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }
}
