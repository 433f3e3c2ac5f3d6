package io.creel.cli.sim;

import io.creel.sim.Curve;
import io.creel.sim.Metric;
import io.creel.sim.SimulationResult;
import io.creel.sim.SimulationSettings;
import io.creel.sim.Target;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All results of a run of the command.
 *
 * @param settings
 *            the settings, with the first seed
 * @param targets
 *            the targets that a load must meet; may be empty
 * @param shown
 *            the number that table and page show
 * @param runs
 *            per seed, a curve per policy over the same loads
 */
record SimReport(SimulationSettings settings, List<Target> targets, Metric shown, List<List<Curve>> runs) {
    SimReport {
        targets = List.copyOf(targets);
        runs = List.copyOf(runs);
    }

    /** Returns the number of seeds. */
    int seeds() {
        return runs.size();
    }

    /** Returns the curves of the first seed. */
    List<Curve> curves() {
        return runs.getFirst();
    }

    /** Returns the loads of the scan. */
    List<Double> loads() {
        return curves().getFirst().results().stream().map(SimulationResult::load).toList();
    }

    /** Returns a number of one cell over all seeds. */
    SeedSpread spread(int curve, int load, ToDoubleFunction<SimulationResult> number) {
        return SeedSpread.of(runs.stream().mapToDouble(run -> number.applyAsDouble(run.get(curve).results().get(load)))
                .toArray());
    }

    /** Returns whether every seed has enough samples for the shown number of a cell. */
    boolean isKnown(int curve, int load) {
        return runs.stream().allMatch(run -> shown.isKnown(run.get(curve).results().get(load)));
    }

    /** Returns the highest load that meets the targets, over all seeds; unknown if it is unknown for one of them. */
    Curve.Highest highestLoad(int curve) {
        List<Curve.Highest> each = runs.stream().map(run -> run.get(curve).highestLoad(targets)).toList();
        return new Curve.Highest(each.stream().mapToDouble(Curve.Highest::load).min().getAsDouble(),
                each.stream().allMatch(Curve.Highest::known));
    }

    /** Returns the highest load in words. */
    String highestText(int curve) {
        Curve.Highest highest = highestLoad(curve);
        if (!highest.known()) {
            return highest.load() == 0
                    ? "unknown, too few requests"
                    : "unknown, at least " + SimTable.load(highest.load()) + ", too few requests beyond";
        }
        return highest.load() == 0 ? "none of the scan" : SimTable.load(highest.load());
    }
}
