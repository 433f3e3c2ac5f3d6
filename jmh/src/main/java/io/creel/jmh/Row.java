package io.creel.jmh;

import java.util.Map;

/**
 * One line of a report: what one peer costs under one set of parameters.
 *
 * @param benchmark
 *            the word after {@code -Dbench=}
 * @param peer
 *            who did the work
 * @param params
 *            under which conditions, in the order they are printed
 * @param nsPerOp
 *            nanoseconds for one operation; {@code NaN} where time is not the question
 * @param bytesPerOp
 *            bytes allocated by one operation, on all threads, or held by one coroutine where memory is the question
 * @param ratioToBaseline
 *            to the baseline of the same benchmark under the same parameters; of time, or of bytes where time is
 *            {@code NaN}
 * @param noisePercent
 *            half the distance between the lowest and the highest round, in per cent of {@code nsPerOp}, or of
 *            {@code bytesPerOp} where time is {@code NaN}
 * @param ratioNoisePercent
 *            the same for the ratio; rounds are paired, so what slows the whole machine down is not in it
 * @param rounds
 *            how many rounds were measured, each in a JVM of its own
 */
record Row(String benchmark, String peer, Map<String, String> params, double nsPerOp, double bytesPerOp,
        double ratioToBaseline, double noisePercent, double ratioNoisePercent, int rounds) {
}
