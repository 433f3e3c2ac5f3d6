package io.creel.schedulers.where.darc;

import java.util.Arrays;

/**
 * Which worker serves which types, in which order: computed from a window of samples, immutable afterwards.
 *
 * <p>
 * Pure; O(types × workers).
 */
final class Reservation {
    /** Types within this part of a group's first mean belong to the group. */
    static final double SIMILARITY = 0.2;

    /** Types by mean service time, shortest first. */
    final int[] order;
    /** The group of each type. */
    final int[] groupOf;
    /** The demand of each group, in workers. */
    final double[] demand;
    /** The group a worker is reserved for. */
    final int[] groupOfWorker;

    private Reservation(int[] order, int[] groupOf, double[] demand, int[] groupOfWorker) {
        this.order = order;
        this.groupOf = groupOf;
        this.demand = demand;
        this.groupOfWorker = groupOfWorker;
    }

    /**
     * Reserves.
     *
     * @param counts
     *            finished requests of each type in the window
     * @param sumsNs
     *            their service time
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
            means[type] = counts[type] == 0 ? Double.MAX_VALUE : means[type]; // not seen: with the longest
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

    /** Shortest groups first; who comes too late shares the last worker, and workers left over go to the longest group. */
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

    /** 0 becomes 1, a fraction of at most .5 goes down, more goes up. */
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

    /** Whether a group's demand differs from another reservation's by more than this part of it. */
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
