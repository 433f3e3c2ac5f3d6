package io.creel.cli.dump;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.creel.core.JvmArguments;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that a test has started; it ends with its input. */
public final class RunningJvm implements AutoCloseable {
    /** The output before "ready". */
    public final List<String> output = new ArrayList<>();
    private final Process process;

    private RunningJvm(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); !"ready".equals(line); line = reader.readLine()) {
            if (line == null) {
                throw new IOException("it ended before it was ready: command=" + command + ", output=" + output);
            }
            output.add(line);
        }
    }

    /** Starts a program of the tests on their class path. */
    public static RunningJvm start(Class<?> program, String... options) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), program, List.of(options), List.of());
    }

    /**
     * Starts a program in a network namespace of its own, in which even the loopback interface is down. Skips the test
     * if that is not allowed.
     */
    public static RunningJvm startWithoutNetwork(Class<?> program) throws Exception {
        return startUnder(List.of("unshare", "--net"), program);
    }

    /** Starts a program as another, unprivileged user. Skips the test if that is not allowed. */
    public static RunningJvm startAsNobody(Class<?> program) throws Exception {
        return startUnder(List.of("setpriv", "--reuid", "65534", "--clear-groups"), program);
    }

    private static RunningJvm startUnder(List<String> tool, Class<?> program) throws Exception {
        List<String> trial = new ArrayList<>(tool);
        String own = program.getProtectionDomain().getCodeSource().getLocation().getPath();
        trial.addAll(List.of("test", "-r", own));
        int code;
        try {
            code = new ProcessBuilder(trial).redirectErrorStream(true).start().waitFor();
        } catch (IOException notThere) {
            code = -1;
        }
        assumeTrue(code == 0, String.join(" ", tool) + " is not allowed or not installed here, or cannot read " + own);
        return start(tool, System.getProperty("java.class.path"), program, List.of(), List.of());
    }

    /** Starts a program whose class path has only itself; the tests' class path is its arguments. */
    public static RunningJvm startApart(Class<?> program) throws IOException {
        List<String> path = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        String own = path.stream().filter(entry -> entry.endsWith("test-classes")).findFirst().orElseThrow();
        return start(List.of(), own, program, List.of(), path);
    }

    private static RunningJvm start(List<String> tool, String path, Class<?> program, List<String> options,
            List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(tool);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmArguments.lines());
        command.addAll(List.of("-Xmx128m", "-Dstdout.encoding=UTF-8"));
        command.addAll(options);
        command.addAll(List.of("-cp", path, program.getName()));
        command.addAll(arguments);
        return new RunningJvm(command);
    }

    /** Returns the process id. */
    public String pid() {
        return Long.toString(process.pid());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
