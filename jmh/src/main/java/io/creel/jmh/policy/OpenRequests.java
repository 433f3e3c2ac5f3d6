package io.creel.jmh.policy;

import io.creel.sim.load.Chance;
import io.creel.sim.load.ServiceMix;

/** The requests of an open load: Poisson arrivals, types and sizes, drawn before the first is sent. */
final class OpenRequests {
    /** When each request is due, in nanoseconds after the begin. */
    final long[] dueNs;
    /** How many pieces of work each request has. */
    final int[] pieces;
    final byte[] types;
    /** The first request after the warm-up. */
    final int firstMeasured;

    /**
     * Draws the requests.
     *
     * @param load
     *            offered work divided by the capacity of one worker
     */
    OpenRequests(ServiceMix mix, double load, long warmUpNs, long measuredNs, long seed) {
        int count = (int) ((warmUpNs + measuredNs) * load / mix.meanNs());
        dueNs = new long[count];
        pieces = new int[count];
        types = new byte[count];
        Chance arrivals = new Chance(seed, "arrivals");
        Chance kinds = new Chance(seed, "types");
        Chance times = new Chance(seed, "service");
        double atNs = 0;
        int first = 0;
        for (int i = 0; i < count; i++) {
            atNs += mix.meanNs() / load * arrivals.nextExponential();
            dueNs[i] = (long) atNs;
            types[i] = (byte) mix.drawType(kinds);
            pieces[i] = (int) Math.max(1, mix.drawNs(types[i], times) / Work.PIECE_NS);
            if (atNs < warmUpNs) {
                first = i + 1;
            }
        }
        firstMeasured = first;
    }

    /** Returns the index of a percentile in {@code count} sorted values. */
    static int rank(int count, double part) {
        return (int) Math.ceil(count * part) - 1;
    }
}
