package io.creel.jmh;

import io.creel.jmh.check.CheckPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what the agent's run-time checks cost per packet, in a JVM per peer, in turn. */
final class AgentChecksQuestion implements Question {
    private static final String BASELINE = "noAgent";
    private static final List<String> PATHS = List.of("barePacket", "memoryEcho");
    /** A call waits for its compilation, so all that is measured is compiled, whatever else runs. */
    private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m", "-Xbatch");
    private final String note;
    private String beside = "";

    AgentChecksQuestion(String note) {
        this.note = note;
    }

    @Override
    public String name() {
        return "agent-checks";
    }

    @Override
    public String asks() {
        return "what do the agent's run-time checks cost per packet?";
    }

    @Override
    public String note() {
        return note + beside;
    }

    @Override
    public List<Row> answer(Settings settings, Progress progress) throws Exception {
        Map<String, List<String>> peers = new LinkedHashMap<>();
        peers.put(BASELINE, List.of());
        peers.put("off", List.of(AgentArgument.of("check=off,verify=off")));
        peers.put("on", List.of(AgentArgument.of("check=on,verify=off")));
        peers.keySet().removeIf(peer -> !peer.equals(BASELINE)
                && !settings.jmh().getParameter("peer").orElse(List.of(peer)).contains(peer));
        int rounds = settings.jmh().getForkCount().orElse(settings.quick() ? 1 : 7);
        progress.expect(rounds * PATHS.size() * peers.size());
        Neighbours neighbours = Neighbours.begin();
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (String path : PATHS) {
                for (Map.Entry<String, List<String>> peer : peers.entrySet()) {
                    Sample sample = measure(path, peer.getKey(), peer.getValue(), round, settings);
                    samples.add(sample);
                    progress.finished(sample);
                }
            }
        }
        beside = neighbours.end();
        return Ratios.rows(name(), BASELINE, samples);
    }

    private static Sample measure(String path, String peer, List<String> agent, int round, Settings settings)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(agent);
        options.addAll(OPTIONS);
        String output = Programs.execute(settings, Programs.java(options, CheckPeer.class.getName(), path,
                settings.quick() ? "5" : "40", settings.quick() ? "5" : "41"));
        String[] values = output.lines().reduce("", (first, second) -> second).split(" ");
        return new Sample(peer, Map.of("path", path), round, Double.parseDouble(values[0]),
                Double.parseDouble(values[1]));
    }
}
