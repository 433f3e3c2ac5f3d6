package io.creel.jmh;

import io.creel.jmh.stash.TreeBenchmark;
import io.creel.jmh.stash.TreeGrowth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures the cost of waiting in order of a key: at a steady size by JMH, and during growth by single pushes. */
record TreeQuestion(String name, String asks, String note) implements Question {
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-Xmn1500m",
            "-XX:+AlwaysPreTouch");

    /** Returns the part that JMH measures. */
    JmhQuestion steady() {
        return new JmhQuestion(name, asks, note, List.of(Part.of(TreeBenchmark.class, TreeBenchmark.BASELINE)));
    }

    @Override
    public List<Row> answer(Settings settings, Progress progress) throws Exception {
        List<Row> rows = new ArrayList<>(steady().answer(settings, progress));
        String handles = settings.quick() ? "100000" : "1000000";
        String growths = settings.quick() ? "5" : "15";
        progress.expect(settings.rounds() * TreeGrowth.PEERS.length);
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            for (String peer : TreeGrowth.PEERS) {
                double[] measured = measure(settings, TreeGrowth.class.getName(), peer, handles, growths);
                samples.add(new Sample(peer, Map.of("grows to", handles, "ns", "of a push"), round, measured[0],
                        measured[1]));
                progress.finished(samples.getLast());
                samples.add(
                        new Sample(peer, Map.of("grows to", handles, "ns", "of the longest push"), round, measured[2],
                                measured[3]));
            }
        }
        rows.addAll(Ratios.rows(name, TreeGrowth.PEERS[0], samples));
        return rows;
    }

    private static double[] measure(Settings settings, String... words) throws IOException, InterruptedException {
        String output = Programs.execute(settings, Programs.java(OPTIONS, words));
        String[] numbers = output.strip().lines().toList().getLast().split(" ");
        double[] measured = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            measured[i] = Double.parseDouble(numbers[i]);
        }
        return measured;
    }
}
