package io.creel.jmh;

import io.creel.jmh.coroutine.SuspendedMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures how many bytes of heap a suspended coroutine holds. JMH is not needed for one number after a full collection
 * in a JVM of its own.
 */
record MemoryQuestion(String name, String asks, String note) implements Question {
    @Override
    public List<Row> answer(Settings settings, Progress progress) throws IOException, InterruptedException {
        int rounds = settings.quick() ? 1 : 2;
        int count = settings.quick() ? 100_000 : 1_000_000;
        progress.expect(rounds * SuspendedMemory.PEERS.length);
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (String peer : SuspendedMemory.PEERS) {
                samples.add(new Sample(peer, Map.of("coroutines", Integer.toString(count)), round, Double.NaN,
                        measure(peer, count, settings)));
                progress.finished(samples.getLast());
            }
        }
        return Ratios.rows(name, SuspendedMemory.PEERS[0], samples);
    }

    private static double measure(String peer, int count, Settings settings) throws IOException, InterruptedException {
        String output = Programs.execute(settings, Programs.java(List.of("-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"),
                SuspendedMemory.class.getName(), peer, Integer.toString(count)));
        return Double.parseDouble(output.strip().lines().toList().getLast());
    }
}
