package io.creel.sim;

import io.creel.sim.load.ArrivalPlan;
import io.creel.sim.load.Chance;
import io.creel.sim.load.Flows;
import io.creel.sim.load.LoadRange;
import io.creel.sim.load.ServiceMix;
import java.util.List;

/**
 * What is simulated, whatever the policy.
 *
 * @param cores
 *            from 1 to {@link #MAX_CORES}
 * @param mix
 *            how long requests take
 * @param arrivals
 *            when requests arrive
 * @param flows
 *            which flow a request belongs to
 * @param costs
 *            what scheduling costs
 * @param parksIdle
 *            whether a core that finds nothing sleeps until it is woken, which costs {@link Costs#wakeNs}; otherwise it spins
 * @param maxBatch
 *            how many handles a core takes at most at once
 * @param queueCapacity
 *            how many handles a queue takes in before somebody looks; what comes then is dropped
 * @param samples
 *            how many requests are counted; the 99.9th percentile wants 10^6
 * @param warmUp
 *            how many before them are not
 * @param maxInFlight
 *            how many may be in the system at once; what comes then is dropped
 * @param seed
 *            of everything random
 */
public record SimulationSettings(int cores, ServiceMix mix, ArrivalPlan arrivals, Flows flows, Costs costs,
        boolean parksIdle,
        int maxBatch,
        int queueCapacity, long samples, long warmUp, int maxInFlight, long seed) {
    /** At most so many cores. */
    public static final int MAX_CORES = 4_096;
    /** At most so many requests, warm-up included. */
    public static final long MAX_REQUESTS = 10_000_000_000L;
    /** At most so many in flight. */
    public static final int MAX_IN_FLIGHT = 1 << 22;

    /** Checks the bounds. */
    public SimulationSettings {
        requireRange("cores", cores, 1, MAX_CORES);
        requireRange("maxBatch", maxBatch, 1, 1 << 16);
        requireRange("queueCapacity", queueCapacity, 1, 1 << 22);
        requireRange("samples", samples, 1, MAX_REQUESTS);
        requireRange("warmUp", warmUp, 0, MAX_REQUESTS);
        requireRange("maxInFlight", maxInFlight, 1, MAX_IN_FLIGHT);
    }

    private static void requireRange(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " must be from " + least + " to " + most + ": " + name + "=" + value);
        }
    }

    /** The same with another seed. */
    public SimulationSettings withSeed(long other) {
        return new SimulationSettings(cores, mix, arrivals, flows, costs, parksIdle, maxBatch, queueCapacity, samples,
                warmUp, maxInFlight, other);
    }

    /** Requests per nanosecond at which all cores have just enough to do. */
    public double fullLoadPerNs() {
        return cores / mix.meanNs();
    }

    /** The mean load of arrivals that say it themselves. */
    public LoadRange ownLoad() {
        return new LoadRange(
                List.of(arrivals.open(fullLoadPerNs(), 1, new Chance(seed, "load")).perNs() / fullLoadPerNs()));
    }
}
