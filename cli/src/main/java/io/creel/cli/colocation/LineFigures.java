package io.creel.cli.colocation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The figures of one line over all rounds. */
final class LineFigures {
    /** Keeps a rank that is whole from being rounded up: 99.9 has no exact form. */
    private static final double ROUNDING = 1e-6;

    private final List<ColocationResult> rounds;
    private final long[] sortedNs;
    private final long[] sortedAdjustedNs;
    private final long[] sortedLatenessNs;

    /**
     * @param rounds
     *            at least one
     */
    LineFigures(List<ColocationResult> rounds) {
        this.rounds = List.copyOf(rounds);
        sortedNs = sorted(ColocationResult::latenciesNs);
        sortedAdjustedNs = rounds.stream().allMatch(each -> each.adjustedNs() != null)
                ? sorted(ColocationResult::adjustedNs)
                : new long[0];
        sortedLatenessNs = sorted(ColocationResult::latenessNs);
    }

    private long[] sorted(Function<ColocationResult, long[]> values) {
        return rounds.stream().map(values).flatMapToLong(Arrays::stream).sorted().toArray();
    }

    ColocationLine line() {
        return rounds.getFirst().line();
    }

    int rounds() {
        return rounds.size();
    }

    /** Returns how many packets were measured. */
    int packets() {
        return sortedNs.length;
    }

    /** Returns a percentile of all rounds in microseconds; infinite if it is a packet without an answer. */
    double us(double percentile) {
        return percentile(sortedNs, percentile);
    }

    /** Returns whether adjusted latencies are known. */
    boolean isAdjusted() {
        return sortedAdjustedNs.length > 0;
    }

    /** Returns a percentile of all rounds without the time of foreign threads, in microseconds. */
    double adjustedUs(double percentile) {
        return percentile(sortedAdjustedNs, percentile);
    }

    /** Returns the adjusted percentile, or the raw one if that is all there is: what is compared with a target. */
    double bestUs(double percentile) {
        return isAdjusted() ? adjustedUs(percentile) : us(percentile);
    }

    double foreignShare() {
        return rounds.stream().mapToDouble(ColocationResult::foreignShare).average().orElse(0);
    }

    /** Returns a percentile of one round in microseconds. */
    double us(int round, double percentile) {
        return percentile(Arrays.stream(rounds.get(round).latenciesNs()).sorted().toArray(), percentile);
    }

    double latenessUs(double percentile) {
        return percentile(sortedLatenessNs, percentile);
    }

    /** The smallest value that at least this share of the values does not exceed. */
    static double percentile(long[] sorted, double percentile) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percentile * sorted.length / 100 - ROUNDING);
        long ns = sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
        return ns == OpenLoop.LOST_NS ? Double.POSITIVE_INFINITY : ns / 1e3;
    }

    /** Returns the pieces of work per second, in millions: with pieces of 1 us, the share of the core. */
    double workMillions() {
        double pieces = rounds.stream().mapToDouble(each -> each.done().pieces()).sum();
        double ns = rounds.stream().mapToDouble(each -> each.done().ns()).sum();
        return pieces / ns * 1e3;
    }

    long sent() {
        return rounds.stream().mapToLong(each -> each.account().sent()).sum();
    }

    long lost() {
        return rounds.stream().mapToLong(each -> each.account().lostPackets()).sum();
    }

    /** Returns the losses of all rounds by the end that has counted them. */
    Map<String, Long> losses() {
        Map<String, Long> all = new LinkedHashMap<>();
        rounds.forEach(each -> each.account().lost().forEach((by, packets) -> all.merge(by, packets, Long::sum)));
        return all;
    }

    double onTime() {
        return rounds.stream().mapToDouble(ColocationResult::onTime).average().orElse(0);
    }

    double foreignCores() {
        return rounds.stream().mapToDouble(each -> each.after().foreignCores(each.before())).average().orElse(0);
    }

    long stolenMs() {
        return rounds.stream().mapToLong(each -> each.after().stolenNs() - each.before().stolenNs()).sum() / 1_000_000;
    }

    long compiledMs() {
        return rounds.stream().mapToLong(each -> each.after().compiledMs() - each.before().compiledMs()).sum();
    }

    /** Returns which rounds are void and why, or "no". */
    String voidRounds() {
        List<String> reasons = rounds.stream().map(ColocationResult::whyVoid).filter(Objects::nonNull).toList();
        return reasons.isEmpty()
                ? "no"
                : reasons.size() + " of " + rounds.size() + ": "
                        + reasons.stream().distinct().collect(Collectors.joining(", "));
    }

    boolean isVoid() {
        return rounds.stream().anyMatch(each -> each.whyVoid() != null);
    }
}
