package io.creel.sim;

import io.creel.sim.load.ArrivalPlan;
import io.creel.sim.load.Chance;
import io.creel.sim.load.Flows;
import io.creel.sim.load.LoadRange;
import io.creel.sim.load.ServiceMix;
import java.util.List;

/**
 * The settings of a simulation that do not depend on the policy.
 *
 * @param cores
 *            from 1 to {@link #MAX_CORES}
 * @param mix
 *            the service times of requests
 * @param arrivals
 *            when requests arrive
 * @param flows
 *            the flow of each request
 * @param costs
 *            the costs of scheduling
 * @param parksIdle
 *            whether a core that finds nothing sleeps until it is woken, which costs {@link Costs#wakeNs}; otherwise it
 *            spins
 * @param maxBatch
 *            how many handles a core takes at most at once
 * @param queueCapacity
 *            how many handles a queue takes in before a core looks at it; later arrivals are dropped
 * @param samples
 *            how many requests are counted; the 99.9th percentile needs 10^6
 * @param warmUp
 *            how many requests before them are not counted
 * @param maxInFlight
 *            how many requests may be in the system at once; later arrivals are dropped
 * @param seed
 *            of everything random
 */
public record SimulationSettings(int cores, ServiceMix mix, ArrivalPlan arrivals, Flows flows, Costs costs,
        boolean parksIdle,
        int maxBatch,
        int queueCapacity, long samples, long warmUp, int maxInFlight, long seed) {
    /** The most cores. */
    public static final int MAX_CORES = 4_096;
    /** The most requests, warm-up included. */
    public static final long MAX_REQUESTS = 10_000_000_000L;
    /** The most requests in flight. */
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

    /**
     * {@return the same settings with another seed}
     *
     * @param other
     *            the seed
     */
    public SimulationSettings withSeed(long other) {
        return new SimulationSettings(cores, mix, arrivals, flows, costs, parksIdle, maxBatch, queueCapacity, samples,
                warmUp, maxInFlight, other);
    }

    /** {@return requests per nanosecond at which all cores have just enough to do} */
    public double fullLoadPerNs() {
        return cores / mix.meanNs();
    }

    /** {@return the mean load of arrivals that state it themselves} */
    public LoadRange ownLoad() {
        return new LoadRange(
                List.of(arrivals.open(fullLoadPerNs(), 1, new Chance(seed, "load")).perNs() / fullLoadPerNs()));
    }
}
