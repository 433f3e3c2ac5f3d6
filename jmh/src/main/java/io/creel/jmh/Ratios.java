package io.creel.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Turns the samples of all rounds into rows. Each sample is divided by the baseline's of the same round and parameters,
 * and the ratio is the median of these quotients. On a shared machine a slow minute affects both.
 */
final class Ratios {
    private Ratios() {
    }

    /**
     * Computes a row for every peer and set of parameters, in the order of first appearance.
     *
     * @throws IllegalStateException
     *             if a round has a peer's sample and none of the baseline
     */
    static List<Row> rows(String benchmark, String baseline, List<Sample> samples) {
        Map<List<Object>, List<Sample>> byPeer = new LinkedHashMap<>();
        for (Sample sample : samples) {
            byPeer.computeIfAbsent(List.of(sample.peer(), sample.params()), key -> new ArrayList<>()).add(sample);
        }
        List<Row> rows = new ArrayList<>();
        for (List<Sample> rounds : byPeer.values()) {
            rows.add(row(benchmark, baseline, rounds, samples));
        }
        return rows;
    }

    private static Row row(String benchmark, String baseline, List<Sample> rounds, List<Sample> all) {
        Sample any = rounds.getFirst();
        double[] ratios = sorted(rounds,
                sample -> sample.compared() / baselineOf(benchmark, baseline, sample, all).compared());
        double[] compared = sorted(rounds, Sample::compared);
        return new Row(benchmark, any.peer(), any.params(), median(sorted(rounds, Sample::nsPerOp)),
                median(sorted(rounds, Sample::bytesPerOp)), median(ratios), noisePercent(compared),
                noisePercent(ratios), rounds.size());
    }

    private static Sample baselineOf(String benchmark, String baseline, Sample sample, List<Sample> all) {
        for (Sample other : all) {
            if (other.peer().equals(baseline) && other.round() == sample.round()
                    && other.params().equals(sample.params())) {
                return other;
            }
        }
        throw new IllegalStateException("no baseline: benchmark=" + benchmark + ", baseline=" + baseline + ", peer="
                + sample.peer() + ", params=" + sample.params() + ", round=" + sample.round());
    }

    /** Returns the middle of sorted values, or the mean of the two in the middle. */
    static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double noisePercent(double[] sorted) {
        double spread = (sorted[sorted.length - 1] - sorted[0]) / 2;
        return spread == 0 ? 0 : 100 * spread / median(sorted);
    }

    private static double[] sorted(Collection<Sample> samples, ToDoubleFunction<Sample> value) {
        return samples.stream().mapToDouble(value).sorted().toArray();
    }
}
