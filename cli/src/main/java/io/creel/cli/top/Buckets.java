package io.creel.cli.top;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The latencies of a class in one interval: the longest latency of each bucket with its count. */
final class Buckets {
    /** 99.9 % of 1,000 are 999, and not, by the rounding of a double, the next number. */
    private static final double ROUNDING = 1 - 1e-12;

    private final TreeMap<Long, Long> counts = new TreeMap<>();
    private long count;

    private Buckets() {
    }

    /**
     * Returns what was counted between two samples.
     *
     * @param now
     *            the field {@code latencies} of a class; {@code null} if it records none
     * @param before
     *            the same, earlier; {@code null} to count from the start
     * @return {@code null} if the class records no latencies
     */
    static Buckets between(Object now, Object before) {
        if (!(now instanceof List<?> list)) {
            return null;
        }
        Buckets between = new Buckets();
        list.forEach(pair -> between.add(pair, 1));
        if (before instanceof List<?> earlier) {
            earlier.forEach(pair -> between.add(pair, -1));
        }
        between.counts.values().removeIf(each -> each <= 0);
        between.count = between.counts.values().stream().mapToLong(Long::longValue).sum();
        return between;
    }

    private void add(Object pair, int sign) {
        if (pair instanceof List<?> two && two.size() == 2 && two.get(0) instanceof Long latencyNs
                && two.get(1) instanceof Long times) {
            counts.merge(latencyNs, sign * times, Long::sum);
        }
    }

    long count() {
        return count;
    }

    /** Returns a percentile in nanoseconds; -1 without latencies. */
    long percentileNs(double percent) {
        long rank = Math.max(1, (long) Math.ceil(percent * count / 100 * ROUNDING));
        long seen = 0;
        for (Map.Entry<Long, Long> bucket : counts.entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                return bucket.getKey();
            }
        }
        return -1;
    }
}
