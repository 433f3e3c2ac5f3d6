package io.creel.schedulers.latency;

import java.util.Locale;

/** Prints a split as a table in Markdown. */
public final class SplitReport {
    /** How many of the slowest requests a report looks at. */
    public static final int SLOWEST = 100;
    /** A run of which more than this share went to others is void. */
    public static final double MAX_OTHERS = 0.05;

    /** A percentile's parts are the mean over at most so many requests around it. */
    private static final int AROUND = 100;
    private static final double[] PERCENTILES = {50, 99, 99.9};
    private final LatencySplit split;
    private final int[] order;

    /**
     * Makes the report of a run.
     *
     * @param split
     *            its requests
     */
    public SplitReport(LatencySplit split) {
        this.split = split;
        order = split.bySpeed();
    }

    /**
     * {@return the slowest requests, the slowest first}
     *
     * @param count
     *            how many at most
     */
    public int[] slowest(int count) {
        int[] slowest = new int[Math.min(count, order.length)];
        for (int i = 0; i < slowest.length; i++) {
            slowest[i] = order[order.length - 1 - i];
        }
        return slowest;
    }

    /** {@return the least share of a request's time that named parts explain, of the slowest} From 0 to 1. */
    public double leastExplained() {
        double least = 1;
        for (int request : slowest(SLOWEST)) {
            least = Math.min(least, split.explained(request));
        }
        return least;
    }

    /** {@return the table: mean parts of the requests around each percentile, and of the slowest} */
    public String markdown() {
        StringBuilder text = new StringBuilder("| requests | raw µs | adjusted µs |");
        StringBuilder rule = new StringBuilder("|---|---|---|");
        for (LatencyCause cause : LatencyCause.values()) {
            text.append(' ').append(cause.text()).append(" |");
            rule.append("---|");
        }
        text.append('\n').append(rule).append('\n');
        if (order.length == 0) {
            return text.toString();
        }
        long[] adjusted = split.sortedAdjustedNs();
        for (double percentile : PERCENTILES) {
            int rank = rank(percentile);
            int half = (int) Math.min(AROUND / 2, order.length * (100 - percentile) / 100 / 20);
            row(text, "p" + (percentile == Math.rint(percentile) ? "%.0f" : "%.1f").formatted(percentile), split.rawNs(
                    order[rank]), adjusted[rank], rank - half, Math.min(order.length, rank + half + 1));
        }
        int last = order.length - 1;
        row(text, "slowest " + Math.min(SLOWEST, order.length), split.rawNs(order[last]), adjusted[last],
                Math.max(0, order.length - SLOWEST), order.length);
        text.append(String.format(Locale.ROOT,
                "%nexplained by named parts: %.1f %% of the time of the %d slowest; of each of them at least %.1f %%%n",
                100 * explained(Math.max(0, order.length - SLOWEST)), Math.min(SLOWEST, order.length),
                100 * leastExplained()));
        return text.toString();
    }

    private int rank(double percentile) {
        return Math.clamp((long) Math.ceil(order.length * percentile / 100) - 1, 0, order.length - 1);
    }

    private double explained(int fromRank) {
        long raw = 0;
        long unexplained = 0;
        for (int i = fromRank; i < order.length; i++) {
            raw += split.rawNs(order[i]);
            unexplained += split.partNs(order[i], LatencyCause.UNEXPLAINED);
        }
        return raw == 0 ? 1 : 1 - (double) unexplained / raw;
    }

    private void row(StringBuilder text, String name, long rawNs, long adjustedNs, int from, int to) {
        text.append(String.format(Locale.ROOT, "| %s | %.1f | %.1f |", name, rawNs / 1e3, adjustedNs / 1e3));
        for (LatencyCause cause : LatencyCause.values()) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += split.partNs(order[i], cause);
            }
            text.append(String.format(Locale.ROOT, " %.1f |", sum / (to - from) / 1e3));
        }
        text.append('\n');
    }
}
