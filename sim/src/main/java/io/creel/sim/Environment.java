package io.creel.sim;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.sim.load.ServiceMix;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The parts of a run from which its policies are made.
 *
 * @param cores
 *            the number of workers
 * @param mix
 *            the service times of requests
 * @param clock
 *            the time of the run, in nanoseconds
 * @param chance
 *            the source of random choices
 */
public record Environment(int cores, ServiceMix mix, LongSupplier clock, Draw chance) {
    /** A deadline is this many service times away. */
    private static final int SLACK = 10;

    /** A choice that is left open: random by a seed in a run, enumerated in an exploration. */
    @FunctionalInterface
    public interface Draw {
        /**
         * Draws a number below a bound.
         *
         * @param bound
         *            at least 1
         * @return from 0, included, to the bound, excluded
         */
        int below(int bound);
    }

    /**
     * Returns the key of a simulated request's flow, for policies that hash flows. Keys are random and drawn per seed,
     * like a hash of addresses and ports. The flows' own numbers are consecutive, and a multiplicative hash spreads
     * those more evenly than any real traffic.
     *
     * @param handle
     *            of a simulated request
     * @return any 64 bits
     */
    public static long flowOf(Coroutine handle) {
        return Request.of(handle).flowKey;
    }

    /**
     * {@return the number of a simulated request's flow, from 0, for policies whose engines are flows}
     *
     * @param handle
     *            of a simulated request
     */
    public static int flowNumberOf(Coroutine handle) {
        return Request.of(handle).flow;
    }

    /**
     * {@return the type of a simulated request, for policies that tell types apart}
     *
     * @param handle
     *            of a simulated request
     */
    public static int typeOf(Coroutine handle) {
        return Request.of(handle).type;
    }

    /**
     * {@return the hints for policies made by name: a request's engine is the number of its flow, its size is its
     * service time}
     */
    public PolicyContext context() {
        return PolicyContext.of(random(), clock).withTypes(mix.types().size(), Environment::typeOf)
                .withEngine(Environment::flowNumberOf).withFlow(Environment::flowOf)
                .withDeadline(Environment::deadlineNsOf).withBytes(handle -> Request.of(handle).serviceNs);
    }

    /** {@return the deadline of a request: ten service times after its arrival} */
    private static long deadlineNsOf(Coroutine handle) {
        Request request = Request.of(handle);
        return request.arrivedNs + SLACK * request.serviceNs;
    }

    /** {@return the draws as a {@code RandomGenerator}, for policies that take one} */
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
