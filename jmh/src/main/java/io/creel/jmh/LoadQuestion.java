package io.creel.jmh;

import io.creel.jmh.policy.LoadPeer;
import io.creel.jmh.policy.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures one open load under several schedulers, in a process per peer with one thread that serves and one that
 * sends. JMH cannot measure this: the work is on other threads than the measuring one.
 */
record LoadQuestion(String name, String asks, String note) implements Question {
    private static final List<String> OPTIONS = List.of("-Xms2g", "-Xmx2g",
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1", "-Dkotlinx.coroutines.scheduler.core.pool.size=1",
            "-Dkotlinx.coroutines.scheduler.max.pool.size=1");
    private static final String BASELINE = "creelTwoQueue";
    private static final List<String> PEERS = List.of(BASELINE, "creelFifo", "virtualThreads",
            "virtualThreadsThatYield",
            "kotlin", "kotlinThatYields", "fixedPool");
    private static final List<String> MIXES = List.of("HB", "XB");
    private static final String LOAD = "0.7";
    private static final List<String> FIGURES = List.of("short ones, median, raw ns", "short ones, p99, raw ns",
            "short ones, p99.9, raw ns", "short ones, median, adjusted ns", "short ones, p99, adjusted ns",
            "short ones, p99.9, adjusted ns", "all, slowdown, p99, adjusted thousandths",
            "all, slowdown, p99.9, adjusted thousandths");

    @Override
    public List<Row> answer(Settings settings, Progress progress) throws Exception {
        progress.expect(settings.rounds() * MIXES.size() * PEERS.size());
        String rounds = Integer.toString(Work.calibrate().rounds());
        List<List<Sample>> samples = FIGURES.stream().<List<Sample>>map(figure -> new ArrayList<>()).toList();
        for (int round = 0; round < settings.rounds(); round++) {
            for (String mix : MIXES) {
                for (String peer : PEERS) {
                    String output = Programs.execute(settings,
                            Programs.java(OPTIONS, LoadPeer.class.getName(), peer, mix,
                                    LOAD, rounds, settings.quick() ? "1000" : "2000",
                                    settings.quick() ? "1500" : "6000"));
                    List<String> lines = output.strip().lines().toList();
                    String[] numbers = lines.getLast().split(" ");
                    for (int i = 0; i < FIGURES.size(); i++) {
                        samples.get(i).add(new Sample(peer, Map.of(mix, FIGURES.get(i)), round,
                                Double.parseDouble(numbers[i]), Double.NaN));
                    }
                    progress.finished(samples.get(1).getLast());
                    progress.note("\n" + peer + ", " + mix + ": where the time went\n\n"
                            + String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        samples.forEach(figure -> rows.addAll(Ratios.rows(name, BASELINE, figure)));
        return rows;
    }
}
