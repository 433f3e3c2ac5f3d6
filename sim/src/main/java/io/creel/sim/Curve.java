package io.creel.sim;

import io.creel.sim.load.LoadRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.IntConsumer;

/**
 * One policy over ascending loads.
 *
 * @param name
 *            its name in tables and pages
 * @param results
 *            one per load
 */
public record Curve(String name, List<SimulationResult> results) {
    /** Copies the list. */
    public Curve {
        results = List.copyOf(results);
    }

    /**
     * Runs every load.
     *
     * @param name
     *            the name of the policy in tables and pages
     * @param loads
     *            the loads
     * @param run
     *            makes the result of one load
     * @param done
     *            gets the number of finished loads, after each
     * @return the curve
     */
    public static Curve scan(String name, LoadRange loads, DoubleFunction<SimulationResult> run, IntConsumer done) {
        List<SimulationResult> results = new ArrayList<>();
        for (double load : loads.loads()) {
            results.add(run.apply(load));
            done.accept(results.size());
        }
        return new Curve(name, results);
    }

    /**
     * A highest load.
     *
     * @param load
     *            the highest load of the scan that meets all targets, together with every lower one; 0 if none is known
     *            to
     * @param known
     *            {@code false} if the next higher one has too few samples to tell: the highest load may be above this
     */
    public record Highest(double load, boolean known) {
    }

    /**
     * Returns the highest load that meets all targets, together with every lower one of the scan.
     *
     * @param targets
     *            the bounds to meet
     * @return the load, and whether it is certain
     */
    public Highest highestLoad(List<Target> targets) {
        double highest = 0;
        for (SimulationResult result : results) {
            if (targets.stream().anyMatch(target -> target.isMissed(result))) {
                break;
            }
            if (!targets.stream().allMatch(target -> target.isMet(result))) {
                return new Highest(highest, false);
            }
            highest = result.load();
        }
        return new Highest(highest, true);
    }
}
