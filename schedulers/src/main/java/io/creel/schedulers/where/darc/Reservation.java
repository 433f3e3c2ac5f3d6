package io.creel.schedulers.where.darc;

import java.util.Arrays;

/**
 * A mapping of workers to the types they serve, in order; computed from a window of samples and immutable afterwards.
 *
 * <p>
 * Pure; O(types × workers).
 */
final class Reservation {
    /** A type whose mean is within this part of the mean of a group's first type belongs to the group. */
    static final double SIMILARITY = 0.2;

    /** Types by mean service time, shortest first. */
    final int[] order;
    /** The group of each type. */
    final int[] groupOf;
    /** The demand of each group, in workers. */
    final double[] demand;
    /** The group for which each worker is reserved. */
    final int[] groupOfWorker;

    private Reservation(int[] order, int[] groupOf, double[] demand, int[] groupOfWorker) {
        this.order = order;
        this.groupOf = groupOf;
        this.demand = demand;
        this.groupOfWorker = groupOfWorker;
    }

    /**
     * Computes a reservation.
     *
     * @param counts
     *            finished requests of each type in the window
     * @param sumsNs
     *            their service time in nanoseconds
     * @param workers
     *            the number of workers
     */
    static Reservation of(long[] counts, long[] sumsNs, int workers) {
        int types = counts.length;
        double[] means = new double[types];
        long allNs = 0;
        for (int type = 0; type < types; type++) {
            means[type] = counts[type] == 0 ? 0 : (double) sumsNs[type] / counts[type];
            allNs += sumsNs[type];
        }
        for (int type = 0; type < types; type++) {
            means[type] = counts[type] == 0 ? Double.MAX_VALUE : means[type]; // no request seen: with the longest
        }
        int[] order = byMean(means);
        int[] groupOf = new int[types];
        double[] demand = new double[types];
        int groups = 0;
        for (int i = 0; i < types && (groups == 0 || counts[order[i]] > 0);) {
            double first = means[order[i]];
            double workNs = 0;
            for (; i < types && means[order[i]] <= first * (1 + SIMILARITY); i++) {
                groupOf[order[i]] = groups;
                workNs += sumsNs[order[i]];
            }
            demand[groups++] = allNs == 0 ? 0 : workNs / allNs * workers;
        }
        for (int type = 0; type < types; type++) {
            groupOf[type] = counts[type] == 0 ? groups - 1 : groupOf[type];
        }
        return new Reservation(order, groupOf, Arrays.copyOf(demand, groups),
                assign(Arrays.copyOf(demand, groups), workers));
    }

    /**
     * Assigns workers to groups, shortest first. Groups that come too late share the last worker, and left-over workers
     * go to the longest group.
     */
    private static int[] assign(double[] demand, int workers) {
        int[] groupOfWorker = new int[workers];
        Arrays.fill(groupOfWorker, demand.length - 1);
        int next = 0;
        for (int group = 0; group < demand.length - 1; group++) {
            for (int count = rounded(demand[group]); count > 0 && next < workers - 1; count--) {
                groupOfWorker[next++] = group;
            }
        }
        return groupOfWorker;
    }

    /** Rounds a demand to whole workers: 0 becomes 1, a fraction of at most .5 goes down, more goes up. */
    static int rounded(double demand) {
        int floor = (int) demand;
        if (floor == 0) {
            return 1;
        }
        return demand - floor <= .5 ? floor : floor + 1;
    }

    private static int[] byMean(double[] means) {
        int[] order = new int[means.length];
        for (int i = 0; i < order.length; i++) {
            int at = i;
            for (; at > 0 && means[order[at - 1]] > means[i]; at--) {
                order[at] = order[at - 1];
            }
            order[at] = i;
        }
        return order;
    }

    /** {@return whether a group's demand differs from that in another reservation by more than this part of it} */
    boolean movedFrom(Reservation other, double part) {
        if (demand.length != other.demand.length || !Arrays.equals(groupOf, other.groupOf)) {
            return true;
        }
        for (int group = 0; group < demand.length; group++) {
            if (Math.abs(demand[group] - other.demand[group]) > part * other.demand[group]) {
                return true;
            }
        }
        return false;
    }
}
