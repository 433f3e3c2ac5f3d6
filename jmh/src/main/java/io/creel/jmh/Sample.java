package io.creel.jmh;

import java.util.Map;

/**
 * The result of one peer in one round, in one JVM.
 *
 * @param peer
 *            the name of the peer
 * @param params
 *            the parameters, in the order they are printed
 * @param round
 *            the number of the round; samples of the same round and parameters were taken one after the other
 * @param nsPerOp
 *            nanoseconds per operation; {@code NaN} if the question is not about time
 * @param bytesPerOp
 *            bytes per operation
 */
record Sample(String peer, Map<String, String> params, int round, double nsPerOp, double bytesPerOp) {
    /** Returns the number that peers are compared by. */
    double compared() {
        return Double.isNaN(nsPerOp) ? bytesPerOp : nsPerOp;
    }
}
