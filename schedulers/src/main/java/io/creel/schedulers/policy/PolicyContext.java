package io.creel.schedulers.policy;

import io.creel.core.Coroutine;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * The hints about handles that policies may use, the random numbers they draw, and the clock. A hint that is not given
 * is the same for all handles, so that a policy that needs it still works, without distinction. Immutable; any thread
 * calls the functions.
 *
 * @param types
 *            the number of types, at least 1
 * @param type
 *            the type, tenant or class of a handle, from 0
 * @param engine
 *            the engine or receive queue of a handle; policies take it modulo the number of their engines
 * @param flow
 *            the flow of a handle
 * @param deadlineNs
 *            when a handle is due, in nanoseconds of the clock
 * @param bytes
 *            the size of a handle's request
 * @param random
 *            the generator of policies that draw; any thread
 * @param nanoClock
 *            the time in nanoseconds; any thread reads it, also inside coroutines
 */
public record PolicyContext(int types, ToIntFunction<Coroutine> type, ToIntFunction<Coroutine> engine,
        ToLongFunction<Coroutine> flow, ToLongFunction<Coroutine> deadlineNs, ToLongFunction<Coroutine> bytes,
        RandomGenerator random, LongSupplier nanoClock) {
    /**
     * The default number of engines or receive queues, used unless a policy's number says otherwise or there are more
     * types.
     */
    public static final int DEFAULT_ENGINES = 4;

    /** Checks the number of types. */
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

    /**
     * Makes a context with one type, one engine, one flow, no deadline, and one byte per request.
     *
     * @param random
     *            the generator of policies that draw; called by any thread
     * @param nanoClock
     *            the time in nanoseconds; called by any thread, also inside coroutines
     * @return the context
     */
    public static PolicyContext of(RandomGenerator random, LongSupplier nanoClock) {
        return new PolicyContext(1, handle -> 0, handle -> 0, handle -> 0, handle -> 0, handle -> 1, random, nanoClock);
    }

    /**
     * Returns this context with types; each type is an engine, too.
     *
     * @param count
     *            the number of types, at least 1
     * @param typeOf
     *            the type of a handle, from 0
     * @return a new context
     */
    public PolicyContext withTypes(int count, ToIntFunction<Coroutine> typeOf) {
        return new PolicyContext(count, typeOf, typeOf, flow, deadlineNs, bytes, random, nanoClock);
    }

    /**
     * Returns this context with engines that are not the types.
     *
     * @param engineOf
     *            the engine of a handle; taken modulo the number of engines
     * @return a new context
     */
    public PolicyContext withEngine(ToIntFunction<Coroutine> engineOf) {
        return new PolicyContext(types, type, engineOf, flow, deadlineNs, bytes, random, nanoClock);
    }

    /**
     * Returns this context with flows.
     *
     * @param flowOf
     *            the flow of a handle; any number
     * @return a new context
     */
    public PolicyContext withFlow(ToLongFunction<Coroutine> flowOf) {
        return new PolicyContext(types, type, engine, flowOf, deadlineNs, bytes, random, nanoClock);
    }

    /**
     * Returns this context with deadlines.
     *
     * @param deadlineNsOf
     *            when a handle is due, in nanoseconds of the clock
     * @return a new context
     */
    public PolicyContext withDeadline(ToLongFunction<Coroutine> deadlineNsOf) {
        return new PolicyContext(types, type, engine, flow, deadlineNsOf, bytes, random, nanoClock);
    }

    /**
     * Returns this context with sizes.
     *
     * @param bytesOf
     *            the size of a handle's request
     * @return a new context
     */
    public PolicyContext withBytes(ToLongFunction<Coroutine> bytesOf) {
        return new PolicyContext(types, type, engine, flow, deadlineNs, bytesOf, random, nanoClock);
    }

    /**
     * {@return the number of engines unless a policy's number says otherwise: {@link #DEFAULT_ENGINES}, or one per type
     * if that is more}
     */
    public int engines() {
        return Math.max(DEFAULT_ENGINES, types);
    }
}
