package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's first program is a file that compiles, counts and ends. */
class FirstProgramTest {
    private static final Path PROGRAM = Path.of("src/readme/FirstProgram.java");
    private static final Path CAPTURE = Path.of("../cli/src/main/resources/io/creel/cli/demo.pcapng");
    private static final Path ARGUMENTS = Path.of("../core/src/main/resources/io/creel/core/creel.args");
    /** Long enough for a busy machine; the program takes a second or two. */
    private static final long PATIENCE_S = 120;
    /** Room for the stack traces of both workers and of the main thread, and not for an endless series. */
    private static final int MOST_ERROR_CHARACTERS = 40_000;

    @TempDir
    private Path folder;

    private record Result(int exitCode, String out, String err) {
    }

    /** Runs the program from its source, as README does. */
    private Result run(String source) throws Exception {
        Path program = Files.writeString(folder.resolve("FirstProgram.java"), source);
        Files.copy(CAPTURE, folder.resolve("traffic.pcapng"));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + ARGUMENTS.toAbsolutePath().normalize(), "-cp", System.getProperty("java.class.path"),
                program.toString()).directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        assertTrue(ended, () -> "still running after " + PATIENCE_S + " s: " + text(out) + head(text(err)));
        return new Result(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    private static String head(String text) {
        return text.substring(0, Math.min(text.length(), 4_000));
    }

    @Test
    void shouldBeTheOneThatReadmeShows() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        int title = readme.indexOf("## The first program");
        String begin = "```java\n";
        int from = readme.indexOf(begin, title) + begin.length();
        assertEquals(Files.readString(PROGRAM), readme.substring(from, readme.indexOf("```", from)));
    }

    @Test
    void shouldCountAndEndWithOneWorker() throws Exception {
        Result result = run(Files.readString(PROGRAM));
        assertEquals("", result.err);
        assertEquals(0, result.exitCode);
        String[] lines = result.out.split("\\R");
        assertTrue(lines[0].matches("RX_PACKETS=6655, RX_BYTES=(\\d+), TX_PACKETS=6655, TX_BYTES=\\1"), result.out);
        assertTrue(lines[1].matches("flows=[1-9]\\d{2,}"), result.out);
    }

    /** Two workers may not share lists for one thread; the message says so and names the alternative. */
    @Test
    void shouldExplainAndEndWithTwoWorkers() throws Exception {
        String source = Files.readString(PROGRAM);
        String two = source.replace("new WorkerGroup(\"net\", 1)", "new WorkerGroup(\"net\", 2)");
        assertTrue(!two.equals(source), "the program names its number of workers");
        Result result = run(two);
        assertTrue(result.err.contains(" is for one thread, use "), () -> head(result.err));
        assertTrue(result.exitCode != 0);
        assertTrue(result.err.length() < MOST_ERROR_CHARACTERS, () -> head(result.err));
        assertTrue(result.err.contains("net-0") && result.err.contains("net-1"), () -> head(result.err));
    }
}
