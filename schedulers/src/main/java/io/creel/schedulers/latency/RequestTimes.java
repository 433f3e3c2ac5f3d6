package io.creel.schedulers.latency;

import java.util.Arrays;
import java.util.List;

/** Splits the requests that workers of this process have served. */
public final class RequestTimes {
    private final List<ServingLog> logs;
    private final List<CauseTimeline> timelines;
    /** The segments of request r are from {@code first[r]} up to {@code first[r + 1]}, in the order of their times. */
    private final int[] first;
    private final int[] worker;
    private final int[] segment;

    /**
     * Orders what workers have served by request.
     *
     * @param requests
     *            the number of requests
     * @param logs
     *            a log per worker
     * @param timelines
     *            a timeline per worker
     */
    public RequestTimes(int requests, List<ServingLog> logs, List<CauseTimeline> timelines) {
        this.logs = List.copyOf(logs);
        this.timelines = List.copyOf(timelines);
        first = new int[requests + 1];
        for (ServingLog log : logs) {
            for (int i = 0; i < log.segments(); i++) {
                if (log.request(i) >= 0) {
                    first[log.request(i) + 1]++;
                }
            }
        }
        Arrays.parallelPrefix(first, Integer::sum);
        worker = new int[first[requests]];
        segment = new int[first[requests]];
        fill();
    }

    /** Puts each segment behind the earlier ones of its request: a merge of the workers' logs by time. */
    private void fill() {
        int[] next = Arrays.copyOf(first, first.length);
        int[] at = new int[logs.size()];
        for (int taken = earliest(at); taken >= 0; taken = earliest(at)) {
            int request = logs.get(taken).request(at[taken]);
            if (request >= 0) {
                worker[next[request]] = taken;
                segment[next[request]++] = at[taken];
            }
            at[taken]++;
        }
    }

    private int earliest(int[] at) {
        int found = -1;
        for (int i = 0; i < at.length; i++) {
            if (at[i] < logs.get(i).segments() && (found < 0
                    || logs.get(i).fromNs(at[i]) < logs.get(found).fromNs(at[found]))) {
                found = i;
            }
        }
        return found;
    }

    /**
     * Splits a request and adds it.
     *
     * @param request
     *            its number, as in the logs
     * @param dueNs
     *            when it was due
     * @param sentNs
     *            when it was offered to the workers
     * @param endNs
     *            when it had ended
     * @param to
     *            takes the request
     */
    public void addTo(int request, long dueNs, long sentNs, long endNs, LatencySplit to) {
        long[] parts = new long[LatencyCause.COUNT];
        long at = Math.clamp(sentNs, dueNs, endNs);
        parts[LatencyCause.GENERATOR.ordinal()] = at - dueNs;
        for (int i = first[request]; i < first[request + 1]; i++) {
            CauseTimeline timeline = timelines.get(worker[i]);
            ServingLog log = logs.get(worker[i]);
            long from = Math.clamp(log.fromNs(segment[i]), at, endNs);
            long until = Math.clamp(log.toNs(segment[i]), from, endNs);
            timeline.split(at, from, LatencyCause.QUEUE, parts);
            timeline.split(from, until, LatencyCause.RUNNING, parts);
            at = until;
        }
        parts[LatencyCause.UNEXPLAINED.ordinal()] += endNs - at;
        to.add(dueNs, endNs, parts);
    }
}
