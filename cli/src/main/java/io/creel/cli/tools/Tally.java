package io.creel.cli.tools;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the packets that a tool did not forward, by reason. Any thread; a known reason costs one atomic add and
 * allocates nothing.
 */
final class Tally {
    private final ConcurrentHashMap<String, AtomicLong> counts = new ConcurrentHashMap<>();

    void count(String reason, long packets) {
        if (packets == 0) {
            return;
        }
        AtomicLong count = counts.get(reason);
        if (count == null) {
            count = counts.computeIfAbsent(reason, _ -> new AtomicLong());
        }
        count.getAndAdd(packets);
    }

    long total() {
        return counts.values().stream().mapToLong(AtomicLong::get).sum();
    }

    Map<String, Long> byReason() {
        Map<String, Long> sorted = new TreeMap<>();
        counts.forEach((reason, count) -> sorted.put(reason, count.get()));
        return sorted;
    }
}
