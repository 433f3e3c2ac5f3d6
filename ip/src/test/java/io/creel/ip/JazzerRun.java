package io.creel.ip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Fuzzing guided by coverage, in a JVM of its own. Findings are left in {@code target/fuzz}. */
public final class JazzerRun {
    /** The exit status if a fault was found. */
    public static final int FOUND = 77;

    private JazzerRun() {
    }

    /**
     * Fuzzes a target: a number of runs, or as many as fit into {@code -Dcreel.fuzz.seconds}.
     *
     * @param corpus the inputs to start from
     * @param folder an empty folder
     * @param said receives what Jazzer prints
     * @return its exit status: 0 or {@link #FOUND}
     */
    public static int of(Class<?> target, List<byte[]> corpus, Path folder, int runs, StringBuilder said)
            throws IOException, InterruptedException {
        int number = 0;
        for (byte[] seed : corpus) {
            Files.write(folder.resolve("seed-" + number++), seed);
        }
        Path findings = Files.createDirectories(Path.of("target/fuzz"));
        String seconds = System.getProperty("creel.fuzz.seconds");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("../core/src/main/resources/io/creel/core/creel.args"),
                "-XX:+EnableDynamicAgentLoading", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(), "--instrumentation_includes=io.creel.ip.**",
                "--reproducer_path=" + findings, "-artifact_prefix=" + findings + "/", "-seed=25", "-max_len=6000",
                "-rss_limit_mb=0", seconds == null ? "-runs=" + runs : "-max_total_time=" + seconds,
                folder.toString()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        said.append(new String(process.getInputStream().readAllBytes()));
        return process.waitFor();
    }
}
