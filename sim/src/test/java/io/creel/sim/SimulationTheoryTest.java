package io.creel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.when.shares.Shares;
import io.creel.schedulers.when.timeslice.TimeSlice;
import io.creel.schedulers.where.central.Central;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the simulator with the exact results of queueing theory. A value is the mean of runs with different seeds;
 * the exact one must lie within five standard errors of it, as estimated from the runs themselves.
 */
class SimulationTheoryTest {
    private static final int RUNS = 8;
    private static final long SAMPLES = 150_000;
    private static final double STANDARD_ERRORS = 5;
    /** The error of times in whole nanoseconds and histograms of three digits. */
    private static final double ROUNDING = 0.003;

    private static void agrees(double exact, int cores, String mix, double load, SimulatedPolicy policy,
            ToDoubleFunction<SimulationResult> value) {
        agrees(exact, seed -> Runs.settings(cores, mix, SAMPLES, seed), load, policy, value);
    }

    private static void agrees(double exact, LongFunction<SimulationSettings> settings, double load,
            SimulatedPolicy policy, ToDoubleFunction<SimulationResult> value) {
        double sum = 0;
        double squares = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            double one = value.applyAsDouble(
                    Simulation.run(settings.apply(seed), load, policy));
            sum += one;
            squares += one * one;
        }
        double mean = sum / RUNS;
        double error = Math.sqrt(Math.max(0, squares / RUNS - mean * mean) / (RUNS - 1));
        assertEquals(exact, mean, STANDARD_ERRORS * error + ROUNDING * exact,
                "standard error " + error + ", which must be small for this to mean anything");
        assertEquals(0, error, 0.03 * exact, "standard error");
    }

    @Test
    void shouldGiveThe99thPercentileOfAnMM1Queue() {
        agrees(4.605 / 0.3 * 1_000, 1, "EX1", 0.7, Runs.CENTRAL, result -> result.all().sojournNs(99));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "1, 0.8", "2, 0.7", "4, 0.8", "16, 0.9"})
    void shouldGiveMeanAndPercentileOfAnMMcQueue(int cores, double load) {
        agrees(Theory.mmcMean(cores, load) * 1_000, cores, "EX1", load, Runs.CENTRAL, result -> result.all().meanNs());
        agrees(Theory.mmcQuantile(cores, load, 0.99) * 1_000, cores, "EX1", load, Runs.CENTRAL,
                result -> result.all().sojournNs(99));
    }

    @Test
    void shouldGiveTheMeanOfAnMD1Queue() {
        agrees(Theory.mg1Mean(0.8, 1) * 1_000, 1, "FX1", 0.8, Runs.CENTRAL, result -> result.all().meanNs());
    }

    @Test
    void shouldGiveTheMeanOfAnMG1Queue() {
        double secondMoment = (0.9 * 0.25 + 0.1 * 5.5 * 5.5) / 1;
        agrees(Theory.mg1Mean(0.6, secondMoment) * 10_000, 1, "B9:10us", 0.6, Runs.CENTRAL,
                result -> result.all().meanNs());
    }

    /** Slices of a fiftieth of the mean service time, without cost, are nearly processor sharing. */
    @ParameterizedTest
    @CsvSource({"EX10, 10000", "B9:10us, 10000"})
    void shouldGiveTheMeanOfAnMG1QueueUnderProcessorSharing(String mix, double meanNs) {
        SimulatedPolicy sharing = new SimulatedPolicy("sharing", environment -> new Central(),
                (environment, name) -> new TimeSlice(name, 200));
        agrees(Theory.psMeanSlowdown(0.6) * meanNs, 1, mix, 0.6, sharing, result -> result.all().meanNs());
    }

    /** The guard of {@code central/priority} lets the long type through too seldom to matter here. */
    @ParameterizedTest
    @CsvSource({"0.3, 121.6", "0.5, 150.3", "0.7, 217.0", "0.9, 550.5"})
    void shouldGiveTheMeanOfAPreemptedTypeUnderPriority(double load, double exactUs) {
        double exactNs = Theory.preemptiveResumeMean(load, 1_000, 100_000);
        assertEquals(exactUs, exactNs / 1_000, 0.05);
        agrees(exactNs, 1, "HB", load, SimulatedPolicy.parse("central/priority(32)"),
                result -> result.types().get(1).meanNs());
    }

    /** Preempted best-effort work goes on before other best-effort work, so a worker serves it as priority does. */
    @ParameterizedTest
    @CsvSource({"0.5", "0.7"})
    void shouldGiveTheMeanOfPreemptedBestEffortWork(double load) {
        agrees(Theory.preemptiveResumeMean(load, 1_000, 100_000), 1, "HB", load,
                SimulatedPolicy.parse("central/best-effort"), result -> result.types().get(1).meanNs());
    }

    /** A single tenant is served in order of arrival, however often its slices end. */
    @Test
    void shouldGiveTheMeanOfAnMG1QueueWhenATenantIsAlone() {
        double secondMoment = 0.9 * 0.25 + 0.1 * 5.5 * 5.5;
        SimulatedPolicy alone = new SimulatedPolicy("alone", environment -> new Central(),
                (environment, name) -> new Shares(name, 1_000, handle -> 0, 100));
        agrees(Theory.mg1Mean(0.6, secondMoment) * 10_000, 1, "B9:10us", 0.6, alone, result -> result.all().meanNs());
    }

    /** A checkpoint of 50 ns each 500 ns adds a tenth to everything, for policies with a quantum. */
    @ParameterizedTest
    @CsvSource({"central/time-slice(1ms), 1.1", "central/fifo, 1"})
    void shouldTakeTheTimeOfCheckpointsWhenQuantaAreBounded(String policy, double longer) {
        double exactNs = Theory.mg1Mean(0.6 * longer, 1) * 10_000 * longer;
        agrees(exactNs, seed -> Runs.settings(1, "fixed:10us",
                Costs.parse("checkpoint=50ns/500ns"), SAMPLES, seed), 0.6, SimulatedPolicy.parse(policy),
                result -> result.all().meanNs());
    }

    /** Unlimited flows and one queue per core: as many separate queues. */
    @Test
    void shouldGiveThePercentileOfSeparateQueuesWhenFlowsAreHashed() {
        agrees(Theory.mmcQuantile(1, 0.7, 0.99) * 1_000, 4, "EX1", 0.7, Runs.HASH,
                result -> result.all().sojournNs(99));
    }
}
