package io.creel.cli.os;

/**
 * What one idle strategy costs.
 *
 * @param strategy
 *            its name
 * @param cpuShare
 *            CPU time of the idle worker per time, from 0 to 1
 * @param wakeP50Us
 *            median time from a wake-up to the cycle that sees it, in microseconds
 * @param wakeP99Us
 *            the 99th percentile
 * @param samples
 *            how many wake-ups
 */
record IdleFigures(String strategy, double cpuShare, double wakeP50Us, double wakeP99Us, long samples) {
}
