package io.creel.schedulers.latency;

/**
 * What one serving thread did: from when to when it served which request, and when it made no progress. The serving
 * thread writes; another thread reads after the run. Recording allocates nothing and takes two stores. A full log
 * counts what it loses, see {@link #lost()}.
 */
public final class ServingLog {
    /** The thread serves no request. */
    private static final int NONE = -1;

    private final long[] atNs;
    private final int[] requests;
    private int size;
    private int serving = NONE;
    private final long[] gapFromNs;
    private final long[] gapToNs;
    private final long[] lateNs;
    private final long[] stolenNs;
    private final long[] blockedNs;
    private int gaps;
    private long lost;

    /**
     * Makes an empty log.
     *
     * @param segments
     *            how often the thread may begin or end to serve a request; 12 B each
     * @param gaps
     *            how often it may make no progress; 40 B each
     */
    public ServingLog(int segments, int gaps) {
        atNs = new long[segments];
        requests = new int[segments];
        gapFromNs = new long[gaps];
        gapToNs = new long[gaps];
        lateNs = new long[gaps];
        stolenNs = new long[gaps];
        blockedNs = new long[gaps];
    }

    /**
     * {@return the request that the thread serves; -1 if none} A request that finds another number here after a
     * suspension was suspended, and calls {@link #serves} again.
     */
    public int serving() {
        return serving;
    }

    /**
     * Records that the thread serves a request from now on, and no other.
     *
     * @param request
     *            its number, from 0
     * @param nowNs
     *            the time
     */
    public void serves(int request, long nowNs) {
        serving = request;
        if (size == atNs.length) {
            lost++;
            return;
        }
        atNs[size] = nowNs;
        requests[size++] = request;
    }

    /**
     * Records that the request has ended.
     *
     * @param nowNs
     *            the time
     */
    public void ended(long nowNs) {
        serves(NONE, nowNs);
    }

    /**
     * Records that the thread made no progress.
     *
     * @param fromNs
     *            the last time before
     * @param toNs
     *            the first time after
     * @param late
     *            how long the thread waited for the core meanwhile, in nanoseconds
     * @param stolen
     *            how long the hypervisor had the core
     * @param blocked
     *            how long the thread slept
     */
    public void gap(long fromNs, long toNs, long late, long stolen, long blocked) {
        if (gaps == gapFromNs.length) {
            lost++;
            return;
        }
        gapFromNs[gaps] = fromNs;
        gapToNs[gaps] = toNs;
        lateNs[gaps] = late;
        stolenNs[gaps] = stolen;
        blockedNs[gaps++] = blocked;
    }

    /** {@return how many entries found no room; a run with any is void} */
    public long lost() {
        return lost;
    }

    /** {@return when the thread served any request} */
    IntervalSet busy() {
        IntervalSet.IntervalBuilder busy = new IntervalSet.IntervalBuilder(size);
        for (int i = 0; i < size; i++) {
            if (requests[i] != NONE) {
                busy.add(atNs[i], endOf(i));
            }
        }
        return busy.build();
    }

    private long endOf(int segment) {
        return segment + 1 < size ? atNs[segment + 1] : atNs[segment];
    }

    /** {@return when the thread made no progress} */
    IntervalSet gaps() {
        return gapPart((gap, length) -> new long[]{0, length});
    }

    /** {@return what of the gaps the thread waited for the core} Its place within a gap is a convention: first. */
    IntervalSet late() {
        return gapPart((gap, length) -> new long[]{0, lateNs[gap]});
    }

    /** {@return what of the gaps the thread slept} It comes after what it waited for the core. */
    IntervalSet blocked() {
        return gapPart((gap, length) -> new long[]{lateNs[gap], lateNs[gap] + blockedNs[gap]});
    }

    /** {@return what of the gaps the hypervisor had the core} It comes last. */
    IntervalSet stolen() {
        return gapPart((gap, length) -> new long[]{length - stolenNs[gap], length});
    }

    private interface Part {
        /** Returns the begin and the end within a gap. */
        long[] of(int gap, long length);
    }

    private IntervalSet gapPart(Part part) {
        IntervalSet.IntervalBuilder all = new IntervalSet.IntervalBuilder(gaps);
        for (int i = 0; i < gaps; i++) {
            long length = gapToNs[i] - gapFromNs[i];
            long[] ends = part.of(i, length);
            all.add(gapFromNs[i] + Math.clamp(ends[0], 0, length), gapFromNs[i] + Math.clamp(ends[1], 0, length));
        }
        return all.build();
    }

    /** {@return the number of segments} */
    int segments() {
        return size;
    }

    int request(int segment) {
        return requests[segment];
    }

    long fromNs(int segment) {
        return atNs[segment];
    }

    long toNs(int segment) {
        return endOf(segment);
    }
}
