package io.creel.jmh;

import io.creel.core.JvmArguments;
import io.creel.jmh.nic.EchoLoad;
import io.creel.jmh.nic.EchoPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How fast frames are echoed over a veth pair between two network namespaces: a process that echoes, a process that sends,
 * a core each. Not for JMH: the peers do not even share a language. Needs root.
 */
record EchoQuestion(String name, String asks, String note) implements Question {
    private static final String BASELINE = "bareLoop";
    private static final String C_PEER = "cLoop";
    private static final List<String> JAVA_PEERS = List.of(BASELINE, "creel", "creelOnAfPacket", "datagramChannel");

    @Override
    public List<Row> answer(Settings settings, Progress progress) throws Exception {
        Path folder = Files.createTempDirectory("creel-echo");
        List<String> peers = new ArrayList<>(JAVA_PEERS);
        Path binary = compile(folder, settings);
        if (binary != null) {
            peers.add(C_PEER);
        }
        peers.removeIf(peer -> !peer.equals(BASELINE)
                && !settings.jmh().getParameter("peer").orElse(List.of(peer)).contains(peer));
        progress.expect(settings.rounds() * peers.size());
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            for (String peer : peers) {
                samples.add(new Sample(peer, Map.of("frameBytes", "106"), round, measure(peer, binary, settings),
                        Double.NaN));
                progress.finished(samples.getLast());
            }
        }
        return Ratios.rows(name, BASELINE, samples);
    }

    /** Null where there is no C compiler, which the log says. */
    private static Path compile(Path folder, Settings settings) throws IOException, InterruptedException {
        Path source = folder.resolve("xdpecho.c");
        try (var resource = EchoQuestion.class.getResourceAsStream("nic/xdpecho.c")) {
            Files.copy(resource, source);
        }
        Path binary = folder.resolve("xdpecho");
        try {
            execute(settings, List.of("cc", "-O2", "-Wall", "-o", binary.toString(), source.toString()));
            return binary;
        } catch (IOException noCompiler) {
            settings.log().println("no C peer: " + noCompiler.getMessage());
            return null;
        }
    }

    private static double measure(String peer, Path binary, Settings settings) throws Exception {
        try (EchoLink link = EchoLink.open(!peer.equals("datagramChannel"))) {
            List<String> words = peer.equals(C_PEER)
                    ? List.of(binary.toString(), "nic0")
                    : java(EchoPeer.class.getName(), peer);
            Process echo = new ProcessBuilder(link.inNicSpace(words)).redirectErrorStream(true).start();
            try {
                String said = echo.inputReader().readLine();
                if (!"ready".equals(said)) {
                    throw new IllegalStateException("the echo does not start: peer=" + peer + ", said=" + said);
                }
                String warmUpMs = settings.quick() ? "1000" : "4000";
                String measureMs = settings.quick() ? "500" : "3000";
                String output = execute(settings, link.inPeerSpace(
                        java(EchoLoad.class.getName(), link.macAddress(), warmUpMs, measureMs)));
                return Double.parseDouble(output.strip().lines().toList().getLast());
            } finally {
                echo.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> java(String... program) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(JvmArguments.lines());
        words.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(program));
        return words;
    }

    private static String execute(Settings settings, List<String> words) throws IOException, InterruptedException {
        settings.log().println(String.join(" ", words));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        settings.log().println(output);
        if (process.waitFor() != 0) {
            throw new IOException("command failed: words=" + words + ", output=" + output);
        }
        return output;
    }
}
