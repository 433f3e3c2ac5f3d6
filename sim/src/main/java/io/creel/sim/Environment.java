package io.creel.sim;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.sim.load.ServiceMix;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a policy that is made for a run may be given.
 *
 * @param cores
 *            how many workers there are
 * @param mix
 *            how long requests take
 * @param clock
 *            the time of the run
 * @param chance
 *            where random choices come from
 */
public record Environment(int cores, ServiceMix mix, LongSupplier clock, Draw chance) {
    /** A deadline is as far off as so many service times. */
    private static final int SLACK = 10;

    /** A choice that is left open: seeded in a run, enumerated in an exploration. */
    @FunctionalInterface
    public interface Draw {
        /** Draws from 0, included, to a bound, excluded. */
        int below(int bound);
    }

    /**
     * The key of a simulated request's flow, for policies that hash flows: random, drawn per seed, as the hash of addresses and ports is.
     * The flows' own numbers are consecutive, and a multiplicative hash spreads those more evenly than any real traffic.
     */
    public static long flowOf(Coroutine handle) {
        return Request.of(handle).flowKey;
    }

    /** The number of a simulated request's flow, from 0, for policies whose engines are flows. */
    public static int flowNumberOf(Coroutine handle) {
        return Request.of(handle).flow;
    }

    /** The type of a simulated request, for policies that tell types apart. */
    public static int typeOf(Coroutine handle) {
        return Request.of(handle).type;
    }

    /** What policies made by name may ask: a request's engine is the number of its flow, its size is its service time. */
    public PolicyContext context() {
        return PolicyContext.of(random(), clock).withTypes(mix.types().size(), Environment::typeOf)
                .withEngine(Environment::flowNumberOf).withFlow(Environment::flowOf)
                .withDeadline(Environment::deadlineNsOf).withBytes(handle -> Request.of(handle).serviceNs);
    }

    /** A deadline is as far off as ten service times. */
    private static long deadlineNsOf(Coroutine handle) {
        Request request = Request.of(handle);
        return request.arrivedNs + SLACK * request.serviceNs;
    }

    /** The same choice as policies of the JDK's habit want it. */
    public RandomGenerator random() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return (long) chance.below(1 << 22) << 42 ^ (long) chance.below(1 << 21) << 21 ^ chance.below(1 << 21);
            }

            @Override
            public int nextInt(int bound) {
                return chance.below(bound);
            }
        };
    }
}
