package io.creel.schedulers.services;

import io.creel.core.Coroutine;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * What policies may ask about a handle, and the chance they draw from. What is not given is the same for all handles, so that a
 * policy that needs it still works, without distinction. Immutable; the functions are called by any thread.
 *
 * @param types
 *            how many types there are, at least 1
 * @param type
 *            the type, tenant, class or engine of a handle, from 0
 * @param flow
 *            the flow of a handle
 * @param deadlineNs
 *            when a handle is due
 * @param bytes
 *            the size of a handle's request
 * @param random
 *            where policies that draw draw from; any thread
 */
public record Hints(int types, ToIntFunction<Coroutine> type, ToLongFunction<Coroutine> flow,
        ToLongFunction<Coroutine> deadlineNs, ToLongFunction<Coroutine> bytes, RandomGenerator random) {
    /** Checks. */
    public Hints {
        if (types < 1) {
            throw new IllegalArgumentException("types out of range: types=" + types + ", least=1");
        }
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(deadlineNs, "deadlineNs");
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(random, "random");
    }

    /** One type, one flow, no deadline, one byte each. */
    public static Hints none(RandomGenerator random) {
        return new Hints(1, handle -> 0, handle -> 0, handle -> 0, handle -> 1, random);
    }

    /** With types. */
    public Hints withTypes(int count, ToIntFunction<Coroutine> typeOf) {
        return new Hints(count, typeOf, flow, deadlineNs, bytes, random);
    }

    /** With flows. */
    public Hints withFlow(ToLongFunction<Coroutine> flowOf) {
        return new Hints(types, type, flowOf, deadlineNs, bytes, random);
    }

    /** With deadlines. */
    public Hints withDeadline(ToLongFunction<Coroutine> deadlineNsOf) {
        return new Hints(types, type, flow, deadlineNsOf, bytes, random);
    }

    /** With sizes. */
    public Hints withBytes(ToLongFunction<Coroutine> bytesOf) {
        return new Hints(types, type, flow, deadlineNs, bytesOf, random);
    }

    /** How a policy is made that knows its hints and its clock. */
    @FunctionalInterface
    interface Maker<P> {
        P make(String name, Hints hints, LongSupplier nanoClock, long[] numbers);
    }
}
