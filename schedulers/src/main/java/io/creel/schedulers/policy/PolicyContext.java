package io.creel.schedulers.policy;

import io.creel.core.Coroutine;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * What policies may ask about a handle, the random numbers they draw, and the clock. What is not given is the same for all
 * handles, so that a policy that needs it still works, without distinction. Immutable; any thread calls the functions.
 *
 * @param types
 *            how many types there are, at least 1
 * @param type
 *            the type, tenant or class of a handle, from 0
 * @param engine
 *            the engine or receive queue of a handle; policies take it modulo how many they have
 * @param flow
 *            the flow of a handle
 * @param deadlineNs
 *            when a handle is due, in nanoseconds of the clock
 * @param bytes
 *            the size of a handle's request
 * @param random
 *            the generator of policies that draw; any thread
 * @param nanoClock
 *            the time; any thread reads it, also inside coroutines
 */
public record PolicyContext(int types, ToIntFunction<Coroutine> type, ToIntFunction<Coroutine> engine,
        ToLongFunction<Coroutine> flow, ToLongFunction<Coroutine> deadlineNs, ToLongFunction<Coroutine> bytes,
        RandomGenerator random, LongSupplier nanoClock) {
    /** How many engines or receive queues there are unless a policy's number says otherwise, and unless there are more types. */
    public static final int DEFAULT_ENGINES = 4;

    /** Checks. */
    public PolicyContext {
        if (types < 1) {
            throw new IllegalArgumentException("types out of range: types=" + types + ", least=1");
        }
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(deadlineNs, "deadlineNs");
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(nanoClock, "nanoClock");
    }

    /** One type, one engine, one flow, no deadline, one byte each. */
    public static PolicyContext of(RandomGenerator random, LongSupplier nanoClock) {
        return new PolicyContext(1, handle -> 0, handle -> 0, handle -> 0, handle -> 0, handle -> 1, random, nanoClock);
    }

    /** With types; each is an engine, too. */
    public PolicyContext withTypes(int count, ToIntFunction<Coroutine> typeOf) {
        return new PolicyContext(count, typeOf, typeOf, flow, deadlineNs, bytes, random, nanoClock);
    }

    /** With engines that are not the types. */
    public PolicyContext withEngine(ToIntFunction<Coroutine> engineOf) {
        return new PolicyContext(types, type, engineOf, flow, deadlineNs, bytes, random, nanoClock);
    }

    /** With flows. */
    public PolicyContext withFlow(ToLongFunction<Coroutine> flowOf) {
        return new PolicyContext(types, type, engine, flowOf, deadlineNs, bytes, random, nanoClock);
    }

    /** With deadlines. */
    public PolicyContext withDeadline(ToLongFunction<Coroutine> deadlineNsOf) {
        return new PolicyContext(types, type, engine, flow, deadlineNsOf, bytes, random, nanoClock);
    }

    /** With sizes. */
    public PolicyContext withBytes(ToLongFunction<Coroutine> bytesOf) {
        return new PolicyContext(types, type, engine, flow, deadlineNs, bytesOf, random, nanoClock);
    }

    /** How many engines there are unless a number says otherwise: {@link #DEFAULT_ENGINES}, or one per type if that is more. */
    public int engines() {
        return Math.max(DEFAULT_ENGINES, types);
    }
}
