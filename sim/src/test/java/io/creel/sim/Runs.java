package io.creel.sim;

import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import io.creel.schedulers.where.central.Central;
import io.creel.schedulers.where.hash.FlowHash;
import io.creel.schedulers.where.stealing.Stealing;
import io.creel.sim.load.ArrivalPlan;
import io.creel.sim.load.Flows;
import io.creel.sim.load.ServiceMix;

/** Settings and policies that tests share. */
final class Runs {
    static final SimulatedPolicy CENTRAL = new SimulatedPolicy("central/fifo", environment -> new Central(),
            (environment, name) -> new Fifo(name));
    static final SimulatedPolicy TWO_QUEUES = new SimulatedPolicy("central/two-queue", environment -> new Central(),
            (environment, name) -> new TwoQueue(name));
    static final SimulatedPolicy HASH = new SimulatedPolicy("hash/fifo",
            environment -> new FlowHash(Environment::flowOf), (environment, name) -> new Fifo(name));
    static final SimulatedPolicy STEALING = new SimulatedPolicy("stealing/fifo", environment -> new Stealing(),
            (environment, name) -> new Fifo(name));

    private Runs() {
    }

    static SimulationSettings settings(int cores, String mix, long samples, long seed) {
        return settings(cores, mix, Costs.NONE, samples, seed);
    }

    static SimulationSettings settings(int cores, String mix, Costs costs, long samples, long seed) {
        return new SimulationSettings(cores, ServiceMix.parse(mix), ArrivalPlan.parse("poisson"),
                new Flows(1 << 20, 0), costs, false, 1, 1 << 12, samples, samples / 10, 1 << 18, seed);
    }
}
