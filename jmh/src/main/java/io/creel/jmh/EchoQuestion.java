package io.creel.jmh;

import io.creel.jmh.nic.EchoLoad;
import io.creel.jmh.nic.EchoPeer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures how fast frames are echoed over a veth pair between two network namespaces, by a process that echoes and one
 * that sends, on a core each. JMH cannot measure this: the peers do not share a language. Needs root.
 */
record EchoQuestion(String name, String asks, String note) implements Question {
    private static final List<String> OPTIONS = List.of("-Xmx256m");
    private static final String BASELINE = "bareLoop";
    private static final String C_PEER = "cLoop";
    /** The peer {@code creel} under the agent with its run-time checks. */
    private static final String CHECKED = "creelChecked";
    private static final List<String> JAVA_PEERS = List.of(BASELINE, "creel", "creelOneByOne", CHECKED,
            "creelOnAfPacket", "datagramChannel");
    /** With many in flight the time is that of the slower end; with one it is a round trip. */
    private static final List<String> IN_FLIGHT = List.of("256", "1");

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
        progress.expect(settings.rounds() * peers.size() * IN_FLIGHT.size());
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            for (String peer : peers) {
                for (Sample sample : measure(peer, round, binary, settings)) {
                    samples.add(sample);
                    progress.finished(sample);
                }
            }
        }
        return Ratios.rows(name, BASELINE, samples);
    }

    /** Compiles the C peer; {@code null} if there is no C compiler, which the log reports. */
    private static Path compile(Path folder, Settings settings) throws IOException, InterruptedException {
        Path source = folder.resolve("xdpecho.c");
        try (var resource = EchoQuestion.class.getResourceAsStream("nic/xdpecho.c")) {
            Files.copy(resource, source);
        }
        Path binary = folder.resolve("xdpecho");
        try {
            Programs.execute(settings, List.of("cc", "-O2", "-Wall", "-o", binary.toString(), source.toString()));
            return binary;
        } catch (IOException noCompiler) {
            settings.log().println("no C peer: " + noCompiler.getMessage());
            return null;
        }
    }

    private static List<Sample> measure(String peer, int round, Path binary, Settings settings) throws Exception {
        try (EchoLink link = EchoLink.open(!peer.equals("datagramChannel"))) {
            boolean inC = peer.equals(C_PEER);
            List<String> words = inC
                    ? List.of(binary.toString(), "nic0")
                    : peer.equals(CHECKED)
                            ? Programs.java(List.of(OPTIONS.get(0), AgentArgument.of("check=on,verify=off")),
                                    EchoPeer.class.getName(), "creel")
                            : Programs.java(OPTIONS, EchoPeer.class.getName(), peer);
            Process echo = new ProcessBuilder(link.inNicSpace(words)).redirectErrorStream(true).start();
            BufferedReader said = echo.inputReader();
            try {
                String first = said.readLine();
                if (!"ready".equals(first)) {
                    throw new IllegalStateException("the echo does not start: peer=" + peer + ", said=" + first);
                }
                var allocated = inC ? null : new Allocated(echo.outputWriter(), said);
                return load(peer, round, link, allocated, settings);
            } finally {
                echo.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static List<Sample> load(String peer, int round, EchoLink link, Allocated allocated, Settings settings)
            throws IOException {
        List<String> words = new ArrayList<>(Programs.java(OPTIONS, EchoLoad.class.getName(), link.macAddress(),
                settings.quick() ? "1000" : "3000", settings.quick() ? "500" : "2000"));
        words.addAll(IN_FLIGHT);
        settings.log().println(String.join(" ", words));
        Process process = new ProcessBuilder(link.inPeerSpace(words)).redirectErrorStream(true).start();
        List<Sample> samples = new ArrayList<>();
        StringBuilder output = new StringBuilder();
        BufferedReader lines = process.inputReader();
        long before = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.append(line).append('\n');
            if (line.equals(EchoLoad.BEGIN)) {
                before = allocated == null ? 0 : allocated.bytes();
            } else if (line.contains(EchoLoad.LOST)) {
                String[] values = line.split(" ");
                double bytes = allocated == null ? Double.NaN : allocated.bytes() - before;
                Map<String, String> params = new LinkedHashMap<>();
                params.put("frameBytes", "106");
                params.put("inFlight", IN_FLIGHT.get(samples.size()));
                samples.add(new Sample(peer, params, round, Double.parseDouble(values[0]),
                        bytes / Long.parseLong(values[1])));
            }
        }
        settings.log().println(output);
        if (samples.size() != IN_FLIGHT.size()) {
            throw new IOException("the load failed: peer=" + peer + ", output=" + output);
        }
        return samples;
    }

    /** Asks a Java peer how much its echoing thread has allocated. */
    private record Allocated(BufferedWriter question, BufferedReader answer) {
        long bytes() throws IOException {
            question.newLine();
            question.flush();
            return Long.parseLong(answer.readLine());
        }
    }
}
