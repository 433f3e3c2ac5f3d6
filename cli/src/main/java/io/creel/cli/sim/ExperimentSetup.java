package io.creel.cli.sim;

import io.creel.sim.Costs;
import io.creel.sim.Metric;
import io.creel.sim.SimulatedPolicy;
import io.creel.sim.Simulation;
import io.creel.sim.SimulationResult;
import io.creel.sim.SimulationSettings;
import io.creel.sim.Target;
import io.creel.sim.load.ArrivalPlan;
import io.creel.sim.load.Flows;
import io.creel.sim.load.ServiceMix;
import java.util.function.Consumer;

/**
 * The setting of an experiment: cores, a workload, costs. Immutable; each {@code with} returns another one.
 *
 * @param progress
 *            called before each run
 * @param points
 *            gets the point of each row that lies on a curve of latency over load
 */
record ExperimentSetup(SimulationSettings settings, Consumer<String> progress, Consumer<LoadPoint> points) {
    private static final int QUEUE_CAPACITY = 1 << 14;
    private static final int MAX_IN_FLIGHT = 1 << 19;
    private static final int MANY_FLOWS = 1 << 17;
    private static final int WARM_UP_SHARE = 10;

    static ExperimentSetup of(long samples, long seed, Consumer<String> progress,
            Consumer<LoadPoint> points) {
        return new ExperimentSetup(
                settings(1, ServiceMix.parse("EX1"), ArrivalPlan.parse("poisson"), new Flows(MANY_FLOWS, 0),
                        Costs.NONE, false, 1, samples, seed),
                progress, points);
    }

    private static SimulationSettings settings(int cores, ServiceMix mix, ArrivalPlan arrivals, Flows flows,
            Costs costs,
            boolean parks, int batch, long samples, long seed) {
        return new SimulationSettings(cores, mix, arrivals, flows, costs, parks, batch, QUEUE_CAPACITY, samples,
                samples / WARM_UP_SHARE, MAX_IN_FLIGHT, seed);
    }

    ExperimentSetup with(int cores, String mix) {
        return with(settings(cores, ServiceMix.parse(mix), settings.arrivals(), settings.flows(), settings.costs(),
                settings.parksIdle(), settings.maxBatch(), settings.samples(), settings.seed()));
    }

    ExperimentSetup costs(String text) {
        return with(settings(settings.cores(), settings.mix(), settings.arrivals(), settings.flows(), Costs.parse(text),
                settings.parksIdle(), settings.maxBatch(), settings.samples(), settings.seed()));
    }

    ExperimentSetup arrivals(String text) {
        return with(settings(settings.cores(), settings.mix(), ArrivalPlan.parse(text), settings.flows(),
                settings.costs(), settings.parksIdle(), settings.maxBatch(), settings.samples(), settings.seed()));
    }

    ExperimentSetup flows(int count, double skew) {
        return with(settings(settings.cores(), settings.mix(), settings.arrivals(), new Flows(count, skew),
                settings.costs(), settings.parksIdle(), settings.maxBatch(), settings.samples(), settings.seed()));
    }

    ExperimentSetup parking() {
        return with(settings(settings.cores(), settings.mix(), settings.arrivals(), settings.flows(), settings.costs(),
                true, settings.maxBatch(), settings.samples(), settings.seed()));
    }

    ExperimentSetup batch(int most) {
        return with(settings(settings.cores(), settings.mix(), settings.arrivals(), settings.flows(), settings.costs(),
                settings.parksIdle(), most, settings.samples(), settings.seed()));
    }

    /** Returns the same setting with fewer samples, for a percentile that does not need more. */
    ExperimentSetup shorter(int divisor) {
        return with(settings(settings.cores(), settings.mix(), settings.arrivals(), settings.flows(), settings.costs(),
                settings.parksIdle(), settings.maxBatch(), settings.samples() / divisor, settings.seed()));
    }

    private ExperimentSetup with(SimulationSettings other) {
        return new ExperimentSetup(other, progress, points);
    }

    SimulationResult run(String policy, double load) {
        progress.accept(policy);
        return Simulation.run(settings, load, SimulatedPolicy.parse(policy));
    }

    /** Returns a row with a percentile in microseconds, and notes its point. */
    ExperimentRow percentile(String what, String metric, String policy, double load, double expectedUs) {
        return percentile(what, metric, policy, run(policy, load), expectedUs);
    }

    /** Does so with a result at hand. */
    ExperimentRow percentile(String what, String metric, String policy, SimulationResult result, double expectedUs) {
        Metric shown = Metric.parse(metric, settings.mix());
        double measuredUs = shown.valueOf(result) / 1e3;
        points.accept(new LoadPoint(settings, shown, policy, result.load(), expectedUs, result.load(), measuredUs));
        return ExperimentRow.of(what, "us", expectedUs, measuredUs);
    }

    /** Returns a row with the highest load of a grid that meets a target, and notes its point; see {@link #highestLoad}. */
    ExperimentRow highest(String what, String target, String policy, double expected, double step) {
        double load = highestLoad(policy, target, expected, step);
        Target bound = Target.parse(target, settings.mix());
        double most = bound.most() / LoadPoint.unit(bound.metric());
        points.accept(new LoadPoint(settings, bound.metric(), policy, expected, most, load, most));
        return ExperimentRow.highestLoad(what, expected, load, step);
    }

    /** Returns the 99th percentile in microseconds. */
    double p99Us(String policy, double load) {
        return run(policy, load).all().sojournNs(99) / 1e3;
    }

    /**
     * Finds the highest load of a grid that meets a target. Starts at the expected load, and goes up while the target
     * is met or down until it is.
     *
     * @return 0 if not even the lowest load meets it
     * @throws IllegalStateException
     *             if there are too few samples to tell
     */
    double highestLoad(String policy, String target, double expected, double step) {
        Target bound = Target.parse(target, settings.mix());
        int at = Math.max(1, (int) Math.round(expected / step));
        int most = (int) Math.round(1 / step) - 1;
        if (isMet(bound, policy, at * step)) {
            while (at < most && isMet(bound, policy, (at + 1) * step)) {
                at++;
            }
            return at * step;
        }
        while (at > 1 && !isMet(bound, policy, (at - 1) * step)) {
            at--;
        }
        return (at - 1) * step;
    }

    private boolean isMet(Target bound, String policy, double load) {
        SimulationResult result = run(policy, load);
        if (!bound.isMet(result) && !bound.isMissed(result)) {
            throw new IllegalStateException("too few samples to tell: target=" + bound.text() + ", policy=" + policy
                    + ", load=" + load + ", samples=" + result.all().samples());
        }
        return bound.isMet(result);
    }
}
