package io.creel.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM with other arguments. */
public record Fork(int exitCode, String output) {
    private static final int PATIENCE_MINUTES = 5;

    public static final List<String> ALL = JvmArguments.lines();
    public static final List<String> WITHOUT_ROAMING = ALL.stream().filter(line -> !line.startsWith("-XX:")).toList();

    public static Fork run(List<String> jvmArguments, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(jvmArguments);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return java(command);
    }

    public static Fork java(List<String> arguments) {
        return java(Path.of("").toAbsolutePath(), arguments);
    }

    public static Fork java(Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(arguments);
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        try {
            Path output = Files.createTempFile("creel-fork", ".txt");
            try {
                Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                        .redirectOutput(output.toFile()).start();
                if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly().waitFor();
                    throw new IllegalStateException(
                            "JVM hangs: command=" + command + ", output=" + Files.readString(output));
                }
                return new Fork(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
