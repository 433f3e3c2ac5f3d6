package io.creel.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Starts programs under the agent. The jar has only a manifest that points to the compiled classes. */
final class AgentJar {
    private static final Path JAR = make();

    private AgentJar() {
    }

    /** What a program printed, and its exit status. */
    record Run(int status, String out) {
    }

    static Path path() {
        return JAR;
    }

    private static Path make() {
        try {
            Path jar = Files.createTempFile("creel-agent", ".jar");
            jar.toFile().deleteOnExit();
            Manifest manifest = new Manifest();
            Attributes attributes = manifest.getMainAttributes();
            attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            attributes.putValue("Premain-Class", CreelAgent.class.getName());
            attributes.putValue("Agent-Class", CreelAgent.class.getName());
            attributes.putValue("Can-Redefine-Classes", "true");
            attributes.putValue("Can-Retransform-Classes", "true");
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
            return jar;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Runs a main class of the tests under the agent, without {@code creel.args}. */
    static Run run(String options, String... command) {
        List<String> all = new ArrayList<>(List.of("-javaagent:" + JAR + (options.isEmpty() ? "" : "=" + options)));
        all.addAll(Arrays.asList(command));
        return java(all);
    }

    /** Runs {@code java} with this class path. */
    static Run java(List<String> arguments) {
        try {
            List<String> all = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                    .toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
            all.addAll(arguments);
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            String out = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the program does not end: " + all);
            }
            return new Run(process.exitValue(), out);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
