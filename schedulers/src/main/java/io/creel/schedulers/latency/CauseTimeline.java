package io.creel.schedulers.latency;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one worker's time went to: for each time at most one cause, made of layers of which the first that has a time
 * wins. Immutable.
 */
public final class CauseTimeline {
    /**
     * A request that waits for longer than this, in nanoseconds, while the worker sleeps and its core is free, does not
     * wait for a wake-up. That time is unexplained.
     */
    public static final long LONGEST_WAKE_UP_NS = 1_000_000;

    private final Map<LatencyCause, IntervalSet> times;
    private final IntervalSet asleep;

    private CauseTimeline(Map<LatencyCause, IntervalSet> times, IntervalSet asleep) {
        this.times = times;
        this.asleep = asleep;
    }

    /**
     * {@return the times of a cause}
     *
     * @param cause
     *            the cause
     */
    public IntervalSet times(LatencyCause cause) {
        return times.getOrDefault(cause, IntervalSet.EMPTY);
    }

    /**
     * Adds the causes of one interval to a request's parts; what adds up to the interval's length exactly.
     *
     * @param fromNs
     *            its first nanosecond
     * @param toNs
     *            its end
     * @param running
     *            the cause of the times at which the worker made progress: {@link LatencyCause#QUEUE} if it was not with this
     *            request
     * @param partsNs
     *            nanoseconds, indexed by {@link LatencyCause#ordinal()}
     */
    public void split(long fromNs, long toNs, LatencyCause running, long[] partsNs) {
        if (toNs <= fromNs) {
            return;
        }
        long leftNs = toNs - fromNs;
        for (Map.Entry<LatencyCause, IntervalSet> each : times.entrySet()) {
            long ns = each.getValue().overlapNs(fromNs, toNs);
            LatencyCause cause = each.getKey() == LatencyCause.RUNNING ? running : each.getKey();
            partsNs[cause.ordinal()] += ns;
            leftNs -= ns;
        }
        long asleepNs = asleep.overlapNs(fromNs, toNs);
        if (asleepNs <= LONGEST_WAKE_UP_NS) {
            partsNs[LatencyCause.WORKER_LATE.ordinal()] += asleepNs;
            leftNs -= asleepNs;
        }
        partsNs[LatencyCause.UNEXPLAINED.ordinal()] += leftNs;
    }

    /**
     * {@return the share of an interval, from 0 to 1, that went to causes which are not this program's} The worker's
     * run delay counts: another task had the core, and only exact records tell which.
     *
     * @param fromNs
     *            its first nanosecond
     * @param toNs
     *            its end
     */
    public double shareOfOthers(long fromNs, long toNs) {
        long ns = 0;
        for (Map.Entry<LatencyCause, IntervalSet> each : times.entrySet()) {
            ns += each.getKey().isOwn() && each.getKey() != LatencyCause.WORKER_LATE
                    ? 0
                    : each.getValue().overlapNs(fromNs, toNs);
        }
        return toNs <= fromNs ? 0 : (double) ns / (toNs - fromNs);
    }

    /** Puts layers on top of each other. One thread. */
    public static final class TimelineBuilder {
        private final Map<LatencyCause, IntervalSet> times = new EnumMap<>(LatencyCause.class);
        private IntervalSet covered = IntervalSet.EMPTY;
        private IntervalSet asleep = IntervalSet.EMPTY;

        /** Makes a timeline without layers. */
        public TimelineBuilder() {
        }

        /**
         * Puts a layer below the earlier ones: its times that no earlier layer has go to a cause.
         *
         * @param cause
         *            the cause; it may have several layers
         * @param layer
         *            the times
         * @return this
         */
        public TimelineBuilder below(LatencyCause cause, IntervalSet layer) {
            times.merge(cause, layer.minus(covered), IntervalSet::union);
            covered = covered.union(layer);
            return this;
        }

        /**
         * Sets the lowest layer: when the worker slept, or was about to wake up. A request's time in it goes to
         * {@link LatencyCause#WORKER_LATE} unless it is above {@link #LONGEST_WAKE_UP_NS}.
         *
         * @param layer
         *            the times
         * @return this
         */
        public TimelineBuilder asleep(IntervalSet layer) {
            asleep = layer;
            return this;
        }

        /** {@return the timeline} */
        public CauseTimeline build() {
            return new CauseTimeline(new EnumMap<>(times), asleep.minus(covered));
        }
    }
}
