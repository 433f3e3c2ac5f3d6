package io.creel.cli.demo;

import java.util.Map;
import java.util.TreeMap;

/**
 * The sums of all packets; if {@code in = out + drops} does not hold, packets were lost.
 *
 * @param in
 *            packets sent into the link
 * @param out
 *            packets received at its far end
 * @param drops
 *            dropped packets by reason
 */
record Balance(long in, long inBytes, long out, long outBytes, Map<String, Long> drops) {
    static final Balance NONE = new Balance(0, 0, 0, 0, Map.of());

    Balance plus(Balance other) {
        Map<String, Long> sum = new TreeMap<>(drops);
        other.drops.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return new Balance(in + other.in, inBytes + other.inBytes, out + other.out, outBytes + other.outBytes, sum);
    }

    long dropped() {
        return drops.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Checks that every packet is accounted for. */
    void require() throws LostPacketsException {
        if (in != out + dropped()) {
            throw new LostPacketsException(in, out, dropped());
        }
    }
}
