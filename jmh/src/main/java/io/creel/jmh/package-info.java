/**
 * Benchmarks by question: {@link io.creel.jmh.BenchMain} runs one, {@link io.creel.jmh.Benchmarks} lists them.
 *
 * <p>
 * Rule of this package: it measures and reports, and does not know the measured code. Every benchmark has a baseline
 * and peers that do the same work, measured in the same run; figures are read as ratios.
 */
package io.creel.jmh;
