package io.creel.schedulers.latency;

import java.util.Arrays;

/**
 * The requests of a run, each with its parts. A request has every nanosecond of its time in exactly one part:
 *
 * <pre>
 *   due                                                        end
 *    |-------|----------|---------|------|-----------|----------|
 *    generator  queue    foreign   queue   running     inside       causes of one worker's {@link CauseTimeline}
 * </pre>
 *
 * One thread uses it, after the run. It takes {@code 8 × (2 + causes)} bytes a request.
 */
public final class LatencySplit {
    private long[] dueNs;
    private long[] endNs;
    private long[] partsNs;
    private int count;

    /**
     * Makes a split without requests.
     *
     * @param capacity
     *            how many requests to expect; it grows beyond
     */
    public LatencySplit(int capacity) {
        dueNs = new long[Math.max(16, capacity)];
        endNs = new long[dueNs.length];
        partsNs = new long[dueNs.length * LatencyCause.COUNT];
    }

    /**
     * Adds a request.
     *
     * @param due
     *            when it was due, in nanoseconds of {@code CLOCK_MONOTONIC}
     * @param end
     *            when its answer was seen
     * @param parts
     *            nanoseconds, indexed by {@link LatencyCause#ordinal()}; copied
     * @throws IllegalArgumentException
     *             if the parts do not add up to its time, or one is negative
     */
    public void add(long due, long end, long[] parts) {
        long sum = 0;
        for (long each : parts) {
            if (each < 0) {
                throw new IllegalArgumentException("a part is negative: parts=" + Arrays.toString(parts));
            }
            sum += each;
        }
        if (sum != end - due || parts.length != LatencyCause.COUNT) {
            throw new IllegalArgumentException("parts do not add up to the request: tookNs=" + (end - due) + ", sumNs="
                    + sum + ", parts=" + Arrays.toString(parts));
        }
        if (count == dueNs.length) {
            dueNs = Arrays.copyOf(dueNs, 2 * count);
            endNs = Arrays.copyOf(endNs, 2 * count);
            partsNs = Arrays.copyOf(partsNs, 2 * count * LatencyCause.COUNT);
        }
        System.arraycopy(parts, 0, partsNs, count * LatencyCause.COUNT, LatencyCause.COUNT);
        dueNs[count] = due;
        endNs[count++] = end;
    }

    /** {@return the number of requests} */
    public int size() {
        return count;
    }

    /**
     * {@return when a request was due}
     *
     * @param request
     *            in the order of {@link #add}, from 0
     */
    public long dueNs(int request) {
        return dueNs[request];
    }

    /**
     * {@return the whole time of a request, in nanoseconds}
     *
     * @param request
     *            from 0
     */
    public long rawNs(int request) {
        return endNs[request] - dueNs[request];
    }

    /**
     * {@return a part of a request, in nanoseconds}
     *
     * @param request
     *            from 0
     * @param cause
     *            the cause
     */
    public long partNs(int request, LatencyCause cause) {
        return partsNs[request * LatencyCause.COUNT + cause.ordinal()];
    }

    /**
     * {@return the time of a request without the parts that are not this program's}
     *
     * @param request
     *            from 0
     */
    public long adjustedNs(int request) {
        long ns = 0;
        for (LatencyCause cause : LatencyCause.values()) {
            ns += cause.isOwn() ? partNs(request, cause) : 0;
        }
        return ns;
    }

    /**
     * {@return the share of a request's time that named parts explain, from 0 to 1}
     *
     * @param request
     *            from 0
     */
    public double explained(int request) {
        long raw = rawNs(request);
        return raw == 0 ? 1 : 1 - (double) partNs(request, LatencyCause.UNEXPLAINED) / raw;
    }

    /** {@return the requests by their whole time, the fastest first} */
    public int[] bySpeed() {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(rawNs(a), rawNs(b)));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    /** {@return the adjusted times, the fastest first} */
    public long[] sortedAdjustedNs() {
        long[] adjusted = new long[count];
        Arrays.setAll(adjusted, this::adjustedNs);
        Arrays.sort(adjusted);
        return adjusted;
    }
}
