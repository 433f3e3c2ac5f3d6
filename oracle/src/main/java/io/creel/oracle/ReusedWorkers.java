package io.creel.oracle;

import io.creel.sim.explore.Choices;
import org.jspecify.annotations.Nullable;

/** Gives the workers of one run to the next one, unless something of the run is left in them. */
final class ReusedWorkers {
    private final int count;
    private @Nullable SimulatedWorkers workers;

    ReusedWorkers(int count) {
        this.count = count;
    }

    SimulatedWorkers next(Choices choices) {
        SimulatedWorkers known = workers;
        if (known == null || !known.renew(choices)) {
            known = new SimulatedWorkers(count, choices);
            workers = known;
        }
        return known;
    }
}
