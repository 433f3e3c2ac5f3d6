package io.creel.jmh;

import io.creel.jmh.ip.TcpPeer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what a segment costs on the lean path over a link in memory, with and without locks. */
record TcpQuestion(String name, String asks, String note) implements Question {
    private static final List<String> OPTIONS = List.of("-Xmx512m");
    private static final String BASELINE = "bare";

    /** What is measured, and on how many workers. */
    private record Group(String measured, int workers, List<String> peers) {
    }

    private static final List<Group> GROUPS = List.of(
            new Group("path", 1, List.of(BASELINE, "ethernetIn", "ipv4In", "tcpIn", "tcpInLocked", "tcpOut",
                    "tcpOutLocked", "tcpEcho", "tcpEchoLocked")),
            new Group("step", 1, List.of(BASELINE, "lockFree", "locked")),
            new Group("step", 2, List.of(BASELINE, "lockFree", "locked")));

    @Override
    public List<Row> answer(Settings settings, Progress progress) throws Exception {
        progress.expect(settings.rounds() * GROUPS.stream().mapToInt(group -> group.peers().size()).sum());
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            for (Group group : GROUPS) {
                for (String peer : group.peers()) {
                    Sample sample = measure(group, peer, round, settings);
                    samples.add(sample);
                    progress.finished(sample);
                }
            }
        }
        return Ratios.rows(name, BASELINE, samples);
    }

    private static Sample measure(Group group, String peer, int round, Settings settings) throws Exception {
        String frames = settings.quick() ? "50000" : "1500000";
        String output = Programs.execute(settings, Programs.java(OPTIONS, TcpPeer.class.getName(), group.measured(),
                peer, String.valueOf(group.workers()), frames, frames));
        String[] values = output.lines().reduce("", (first, second) -> second).split(" ");
        Map<String, String> params = new LinkedHashMap<>();
        params.put("measured", group.measured());
        params.put("workers", String.valueOf(group.workers()));
        return new Sample(peer, params, round, Double.parseDouble(values[0]), Double.parseDouble(values[1]));
    }
}
