package io.creel.jmh;

import java.util.Map;

/**
 * What one peer showed in one round, in one JVM.
 *
 * @param peer
 *            who did the work
 * @param params
 *            under which conditions, in the order they are printed
 * @param round
 *            which round; samples of the same round and parameters were taken one right after the other
 * @param nsPerOp
 *            nanoseconds for one operation; {@code NaN} where time is not the question
 * @param bytesPerOp
 *            bytes for one operation
 */
record Sample(String peer, Map<String, String> params, int round, double nsPerOp, double bytesPerOp) {
    /** What peers are compared by. */
    double compared() {
        return Double.isNaN(nsPerOp) ? bytesPerOp : nsPerOp;
    }
}
