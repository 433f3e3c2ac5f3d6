package io.creel.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM with other arguments. */
record Fork(int exitCode, String output) {
    static final List<String> ALL = JvmArguments.lines();
    static final List<String> WITHOUT_ROAMING = ALL.stream().filter(line -> !line.startsWith("-XX:")).toList();

    static Fork run(List<String> jvmArguments, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(jvmArguments);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return java(command);
    }

    static Fork java(List<String> arguments) {
        List<String> command = new ArrayList<>(arguments);
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("JVM hangs: command=" + command);
            }
            return new Fork(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
