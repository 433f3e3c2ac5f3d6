package io.creel.jmh.http;

import io.creel.schedulers.latency.LatencyCause;
import io.creel.schedulers.latency.CauseTimeline;
import io.creel.schedulers.latency.IntervalSet;
import io.creel.schedulers.latency.LatencySplit;
import io.creel.schedulers.latency.SwitchRecords;

/**
 * Splits requests that another process has answered. The answer says from when to when its handler ran.
 *
 * <pre>
 *   due     sent      handler begins   handler ends   worker sleeps     answer seen
 *    |-------|---------------|---------------|--------------|----------------|
 *    generator  queue, or a     running, or a    running (it    generator: the client
 *               stop            stop             writes), or a  was late to look
 *                                                stop
 * </pre>
 */
final class ServedTimes {
    private final CauseTimeline timeline;
    private final IntervalSet awake;

    /** Uses the kernel's records; the server's thread that answers is {@code worker}. */
    ServedTimes(SwitchRecords records, int worker, int server, int[] stoppers, int[] dispatchers) {
        SwitchRecords.Stops stops = records.stops(worker, server);
        IntervalSet all = IntervalSet.of(records.beginNs(), records.endNs());
        IntervalSet off = all.minus(stops.onCore());
        awake = all.minus(stops.asleep());
        timeline = new CauseTimeline.TimelineBuilder().below(LatencyCause.OWN_THREADS, stops.own())
                .below(LatencyCause.OWN_THREADS, records.onCore(stoppers).intersection(off))
                .below(LatencyCause.OWN_THREADS, records.onCore(dispatchers).intersection(off))
                .below(LatencyCause.FOREIGN, stops.foreign()).below(LatencyCause.RUNNING, stops.onCore()).asleep(off)
                .build();
    }

    /** Knows nothing about the server's threads: a stop is part of what it stops. */
    ServedTimes() {
        awake = IntervalSet.EMPTY;
        timeline = new CauseTimeline.TimelineBuilder().below(LatencyCause.RUNNING, IntervalSet.of(0, Long.MAX_VALUE))
                .build();
    }

    double shareOfOthers(long fromNs, long toNs) {
        return timeline.shareOfOthers(fromNs, toNs);
    }

    void add(long dueNs, long sentNs, long beginNs, long endNs, long seenNs, LatencySplit to) {
        long[] parts = new long[LatencyCause.values().length];
        long sent = Math.clamp(sentNs, dueNs, seenNs);
        long begin = Math.clamp(beginNs, sent, seenNs);
        long end = Math.clamp(endNs, begin, seenNs);
        long written = Math.clamp(awake.endOfIntervalAt(end), end, seenNs);
        parts[LatencyCause.GENERATOR.ordinal()] = sent - dueNs + seenNs - written;
        timeline.split(sent, begin, LatencyCause.QUEUE, parts);
        timeline.split(begin, written, LatencyCause.RUNNING, parts);
        to.add(dueNs, seenNs, parts);
    }
}
