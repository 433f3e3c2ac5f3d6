package io.creel.jmh;

import io.creel.jmh.policy.PollLoadPeer;
import io.creel.jmh.policy.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures one open load, served by code that never calls Creel, without and with polls; in a process per peer. */
record PollLoadQuestion(String name, String asks, String note) implements Question {
    private static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx1g");
    private static final String BASELINE = "noPolls";
    private static final List<String> PEERS = List.of(BASELINE, "polls", "checkpoints");
    private static final String MIX = "GH";
    private static final String LOAD = "0.7";
    private static final List<String> FIGURES = List.of("short ones, median, ns", "short ones, p99, ns",
            "short ones, p99.9, ns", "all, slowdown, p99, thousandths", "all, slowdown, p99.9, thousandths");

    @Override
    public List<Row> answer(Settings settings, Progress progress) throws Exception {
        progress.expect(settings.rounds() * PEERS.size());
        String rounds = Integer.toString(Work.calibrate().rounds());
        List<List<Sample>> samples = FIGURES.stream().<List<Sample>>map(figure -> new ArrayList<>()).toList();
        for (int round = 0; round < settings.rounds(); round++) {
            for (String peer : PEERS) {
                String output = Programs.execute(settings, Programs.java(OPTIONS, PollLoadPeer.class.getName(), peer,
                        MIX, LOAD, rounds, settings.quick() ? "1000" : "2000", settings.quick() ? "4000" : "10000"));
                String[] numbers = output.strip().lines().toList().getLast().split(" ");
                for (int i = 0; i < FIGURES.size(); i++) {
                    samples.get(i).add(new Sample(peer, Map.of(MIX, FIGURES.get(i)), round,
                            Double.parseDouble(numbers[i]), Double.NaN));
                }
                progress.finished(samples.get(2).getLast());
            }
        }
        List<Row> rows = new ArrayList<>();
        samples.forEach(figure -> rows.addAll(Ratios.rows(name, BASELINE, figure)));
        return rows;
    }
}
