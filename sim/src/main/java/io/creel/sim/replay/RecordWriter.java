package io.creel.sim.replay;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyAxis;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.where.Signals;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the questions to a policy, everything it sees, and its answers; the policy sees the world through this
 * class. The room is allocated at once. Every access is under the guard, one question after the other: {@link #begin},
 * then looks and picked handles, and then {@link #end} or {@link #lost}. The guard is a flag and no monitor, because
 * policies are also asked inside coroutines.
 */
final class RecordWriter extends PolicyInputs {
    /** The most numbers a record can hold. */
    static final int MAX_CAPACITY = 1 << 28;

    private static final int SPINS = 100;
    private static final VarHandle GUARD;

    static {
        try {
            GUARD = MethodHandles.lookup().findVarHandle(RecordWriter.class, "guard", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final PolicyAxis axis;
    private final String policy;
    private final int workers;
    private final PolicyContext context;
    private final long[] numbers;
    @SuppressWarnings("NullAway.Init") // set by attach, before any question
    private Signals signals;
    private final Repetitions repetitions;
    private int size;
    private long decisions;
    private long missed;
    private boolean full;
    private volatile int guard;

    RecordWriter(PolicyAxis axis, String policy, int workers, PolicyContext context, int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("record capacity out of bounds: policy=" + policy + ", capacity="
                    + capacity + ", least=1, most=" + MAX_CAPACITY);
        }
        this.axis = axis;
        this.policy = policy;
        this.workers = workers;
        this.context = Objects.requireNonNull(context, "context");
        numbers = new long[capacity];
        repetitions = new Repetitions(numbers);
    }

    /** {@return the context from which the policy is to be made} */
    PolicyContext context() {
        return context(context.types());
    }

    /** Sets the signals that the policy looks at. */
    void signals(Signals seen) {
        signals = seen;
    }

    /** Takes the guard, which is held for one question. A thread that holds it must not take it again. */
    void enter() {
        for (int tries = 0; guard != 0 || !GUARD.compareAndSet(this, 0, 1); tries++) {
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // the holder may have been descheduled, possibly in favour of this thread
            }
        }
    }

    /** Gives the guard back. */
    void exit() {
        GUARD.setRelease(this, 0);
    }

    DecisionLog log() {
        enter();
        try {
            return new DecisionLog(axis, policy, workers, context.types(), Arrays.copyOf(numbers, size), decisions,
                    missed);
        } finally {
            exit();
        }
    }

    /** {@return whether there is no more room} */
    boolean isFull() {
        return full;
    }

    /** Writes down a question; returns its place. */
    int begin(PolicyQuestion asked, long first, long second, long third, long fourth) {
        int begun = size;
        write(DecisionLog.ASKED + asked.ordinal());
        for (int i = 0; i < asked.numbers; i++) {
            write(i == 0 ? first : i == 1 ? second : i == 2 ? third : fourth);
        }
        return begun;
    }

    private void write(long number) {
        if (size == numbers.length) {
            full = true;
        } else if (!full) {
            numbers[size++] = number;
        }
    }

    /** Writes down an answer. A decision that does not fit is left out whole, and so is every later one. */
    void end(int begun, long result) {
        write(DecisionLog.DECIDED);
        write(result);
        if (full) {
            lost(begun);
        } else {
            decisions++;
            size = repetitions.added(begun, size);
        }
    }

    /** Notes that a question has no recorded answer: a hint has thrown, or there is no more room. */
    void lost(int begun) {
        size = begun;
        missed++;
    }

    /** Writes down a value that was seen, or a handle that was picked. */
    void note(PolicyObservation what, int number, long value) {
        write(what.ordinal());
        write(number);
        write(value);
    }

    @Override
    long see(PolicyObservation what, int number, @Nullable Coroutine handle) {
        long value = look(what, number, handle);
        note(what, number, value);
        return value;
    }

    private long look(PolicyObservation what, int number, @Nullable Coroutine handle) {
        return switch (what) {
            case WORKERS -> signals.workers();
            case ACTIVE -> signals.active();
            case NOW_NS -> signals.nowNs();
            case LENGTH -> signals.length(number);
            case DELAY_NS -> signals.delayNs(number);
            case IS_IDLE -> signals.isIdle(number) ? 1 : 0;
            case IDLE -> signals.idle(number);
            case HOLDING -> signals.holding(number);
            case RUNNING -> signals.running(number);
            case RUNNING_SINCE_NS -> signals.runningSinceNs(number);
            case SERVED -> signals.served(number);
            case BUSY_NS -> signals.busyNs(number);
            case FINISHED -> signals.finished(number);
            case SERVICE_NS -> signals.serviceNs(number);
            case TYPE -> context.type().applyAsInt(handle);
            case ENGINE -> context.engine().applyAsInt(handle);
            case FLOW -> context.flow().applyAsLong(handle);
            case DEADLINE_NS -> context.deadlineNs().applyAsLong(handle);
            case BYTES -> context.bytes().applyAsLong(handle);
            case CLOCK_NS -> context.nanoClock().getAsLong();
            case RANDOM -> context.random().nextLong();
            case PICKED -> throw new IllegalStateException("a pick is recorded, not looked at");
        };
    }
}
