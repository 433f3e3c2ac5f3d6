package io.creel.cli.tools;

import io.creel.net.live.Live;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Network namespaces and veth pairs for one test, and creel commands started in them as processes. {@link #close}
 * always removes them; names are unique per process.
 */
final class Namespaces {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String prefix = "creel-tools-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet()
            + "-";
    private final List<String> spaces = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final Path folder;

    /**
     * Skips the test if the machine does not allow it; if CI=true, that is a failure instead.
     *
     * @param folder
     *            the folder for the processes' output
     */
    Namespaces(Path folder) {
        this.folder = folder;
        Live.require();
    }

    /** Adds a namespace without IPv6, so that only the test sends frames. */
    void add(String space) throws Exception {
        spaces.add(space);
        execute("ip netns add " + prefix + space);
        for (String which : List.of("all", "default")) {
            in(space, "sysctl -qw net.ipv6.conf." + which + ".disable_ipv6=1");
        }
    }

    /** Adds a veth pair, up, with its transmit offloads off. */
    void link(String spaceA, String interfaceA, String spaceB, String interfaceB) throws Exception {
        in(spaceA, "ip link add " + interfaceA + " type veth peer name " + interfaceB + " netns " + prefix + spaceB);
        for (String[] end : new String[][]{{spaceA, interfaceA}, {spaceB, interfaceB}}) {
            in(end[0], "ethtool -K " + end[1] + " tx off");
            in(end[0], "ip link set " + end[1] + " up");
        }
    }

    /** Adds a veth pair, up, with its default offloads. */
    void linkAsItComes(String spaceA, String interfaceA, String spaceB, String interfaceB) throws Exception {
        in(spaceA, "ip link add " + interfaceA + " type veth peer name " + interfaceB + " netns " + prefix + spaceB);
        in(spaceA, "ip link set " + interfaceA + " up");
        in(spaceB, "ip link set " + interfaceB + " up");
    }

    /** Runs a command in a namespace and returns its output. */
    String in(String space, String command) throws Exception {
        return execute("ip netns exec " + prefix + space + " " + command);
    }

    private static String execute(String command) throws Exception {
        Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("command failed: command=" + command + ", output=" + output);
        }
        return output;
    }

    /** A running creel command. */
    record Tool(Process process, Path out, Path err) {
        @Override
        public String toString() {
            try {
                return said();
            } catch (IOException e) {
                return e.toString();
            }
        }

        String said() throws IOException {
            return Files.readString(out) + Files.readString(err);
        }

        /** Waits for its first output. */
        Tool started() throws Exception {
            long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.readString(err).contains("Ctrl-C ends it")) {
                if (!process.isAlive() || System.nanoTime() > endNs) {
                    throw new AssertionError("did not start: " + said());
                }
                Thread.onSpinWait();
            }
            return this;
        }

        /** Sends the signal of Ctrl-C. */
        void interrupt() throws Exception {
            execute("kill -INT " + process.pid());
        }

        int ended() throws Exception {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("does not end: " + said());
            }
            return process.exitValue();
        }
    }

    /** Starts {@code creel} in a namespace, with words in front of the JVM's. */
    Tool creel(String space, String before, String arguments, String... jvm) throws Exception {
        return java(space, before, "io.creel.cli.CreelCommand " + arguments, jvm);
    }

    /** Starts a class of the class path in a namespace, with words in front of the JVM's. */
    Tool java(String space, String before, String arguments, String... jvm) throws Exception {
        var words = new ArrayList<>(List.of("ip", "netns", "exec", prefix + space));
        words.addAll(before.isEmpty() ? List.of() : List.of(before.split(" ")));
        words.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@../core/src/main/resources/io/creel/core/creel.args", "-Xmx256m"));
        words.addAll(List.of(jvm));
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(arguments.split(" ")));
        Path out = Files.createTempFile(folder, "tool", ".out");
        Path err = Files.createTempFile(folder, "tool", ".err");
        Process process = new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        processes.add(process);
        return new Tool(process, out, err);
    }

    void close() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        for (String space : spaces) {
            execute("ip netns del " + prefix + space);
        }
    }
}
