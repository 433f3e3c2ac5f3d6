package io.creel.examples.dump;

import io.creel.core.JvmArguments;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that a test has started; it ends with its input. */
final class RunningJvm implements AutoCloseable {
    /** What it printed before it said "ready". */
    final List<String> output = new ArrayList<>();
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
    static RunningJvm start(Class<?> program, String... options) throws IOException {
        return start(System.getProperty("java.class.path"), program, List.of(options), List.of());
    }

    /** Starts a program that gets the class path of the tests as arguments, and has only itself on its own. */
    static RunningJvm startApart(Class<?> program) throws IOException {
        List<String> path = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        String own = path.stream().filter(entry -> entry.endsWith("test-classes")).findFirst().orElseThrow();
        return start(own, program, List.of(), path);
    }

    private static RunningJvm start(String path, Class<?> program, List<String> options, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmArguments.lines());
        command.addAll(List.of("-Xmx128m", "-Dstdout.encoding=UTF-8"));
        command.addAll(options);
        command.addAll(List.of("-cp", path, program.getName()));
        command.addAll(arguments);
        return new RunningJvm(command);
    }

    /** Which process it is. */
    String pid() {
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
