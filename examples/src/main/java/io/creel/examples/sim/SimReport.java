package io.creel.examples.sim;

import io.creel.schedulers.sim.Curve;
import io.creel.schedulers.sim.Metric;
import io.creel.schedulers.sim.SimulationResult;
import io.creel.schedulers.sim.SimulationSettings;
import io.creel.schedulers.sim.Target;
import java.util.List;

/**
 * Everything a run of the command has found.
 *
 * @param settings
 *            what was simulated
 * @param targets
 *            what a load has to meet; may be empty
 * @param shown
 *            the number that table and page show
 * @param curves
 *            one for each policy, over the same loads
 */
record SimReport(SimulationSettings settings, List<Target> targets, Metric shown, List<Curve> curves) {
    SimReport {
        targets = List.copyOf(targets);
        curves = List.copyOf(curves);
    }

    /** The loads of the scan. */
    List<Double> loads() {
        return curves.getFirst().results().stream().map(SimulationResult::load).toList();
    }
}
