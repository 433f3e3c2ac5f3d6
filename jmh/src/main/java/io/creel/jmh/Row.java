package io.creel.jmh;

import java.util.Map;

/**
 * One line of a report: the cost of one peer under one set of parameters.
 *
 * @param benchmark
 *            the word after {@code -Dbench=}
 * @param peer
 *            the name of the peer
 * @param params
 *            the parameters, in the order they are printed
 * @param nsPerOp
 *            nanoseconds per operation; {@code NaN} if the question is not about time
 * @param bytesPerOp
 *            bytes allocated per operation, on all threads; bytes held by a coroutine if the question is about memory
 * @param ratioToBaseline
 *            the ratio to the baseline under the same parameters, of time, or of bytes if time is {@code NaN}
 * @param noisePercent
 *            half the distance between the lowest and the highest round, in per cent of {@code nsPerOp}, or of {@code
 *            bytesPerOp} if time is {@code NaN}
 * @param ratioNoisePercent
 *            the same for the ratio; rounds are paired, so a slowdown of the whole machine is not in it
 * @param rounds
 *            how many rounds were measured, each in a JVM of its own
 */
record Row(String benchmark, String peer, Map<String, String> params, double nsPerOp, double bytesPerOp,
        double ratioToBaseline, double noisePercent, double ratioNoisePercent, int rounds) {
}
