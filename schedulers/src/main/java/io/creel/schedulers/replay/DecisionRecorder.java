package io.creel.schedulers.replay;

import io.creel.core.Coroutine;
import io.creel.schedulers.services.Hints;
import io.creel.schedulers.services.Policies;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A <em>where</em> policy whose decisions are written down with all it saw when it took them: give {@link #where} to a placement in
 * place of the policy, and take the {@link #log} when enough has happened.
 *
 * <pre>
 * DecisionRecorder recorder = new DecisionRecorder("jbsq(2)", 2, hints, System::nanoTime, 1 << 20);
 * Placement placement = Placement.builder("web", 2, System::nanoTime).where(recorder.where()).build();
 * ...
 * recorder.log().replay(); // empty: the same policy, asked the same, decides the same
 * </pre>
 *
 * <p>
 * <b>Cost.</b> The room for the record is allocated at once; nothing is allocated per decision. Decisions are taken one at a time, under
 * a lock, because only then is there an order in which to ask again: recording is for finding out, not for production at full speed.
 * When the room is used up, decisions go on and are counted as missed. Any thread.
 */
public final class DecisionRecorder {
    /** The most numbers a record can hold. */
    public static final int MAX_CAPACITY = 1 << 28;

    private final String policy;
    private final int workers;
    private final Hints hints;
    private final LongSupplier nanoClock;
    private final Where where;
    private final long[] numbers;
    private int size;
    private int decisions;
    private long missed;
    private boolean full;

    /**
     * Makes the policy and an empty record.
     *
     * @param policy
     *            by the names of {@link Policies}, with its numbers
     * @param workers
     *            of the placement
     * @param hints
     *            what is known of handles; the random source is asked under the lock
     * @param nanoClock
     *            the time that the policy is given
     * @param capacity
     *            how many numbers fit, from 1 to {@link #MAX_CAPACITY}; a decision takes 4 and 3 for each thing that it looks at
     * @throws IllegalArgumentException
     *             where there is no such policy, or the capacity is out of bounds
     */
    public DecisionRecorder(String policy, int workers, Hints hints, LongSupplier nanoClock, int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "record capacity out of bounds: policy=" + policy + ", capacity=" + capacity
                            + ", least=1, most=" + MAX_CAPACITY);
        }
        this.policy = policy;
        this.workers = workers;
        this.hints = Objects.requireNonNull(hints, "hints");
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        numbers = new long[capacity];
        World world = new World();
        where = new Recorded(Policies.where(policy, world.hints(hints.types()), world.clock()), world);
    }

    /** The policy, for one placement. */
    public Where where() {
        return where;
    }

    /** What was recorded up to now. Any thread. */
    public synchronized DecisionLog log() {
        return new DecisionLog(policy, workers, hints.types(), Arrays.copyOf(numbers, size), decisions, missed);
    }

    private void begin(Asked asked, long first, long second, long third, long fourth) {
        write(DecisionLog.ASKED + asked.ordinal());
        for (int i = 0; i < asked.numbers; i++) {
            write(i == 0 ? first : i == 1 ? second : i == 2 ? third : fourth);
        }
    }

    private void write(long number) {
        if (size == numbers.length) {
            full = true;
        } else if (!full) {
            numbers[size++] = number;
        }
    }

    /** A decision that does not fit is left out whole, and so is every later one. */
    private void end(int begun, long result) {
        write(DecisionLog.DECIDED);
        write(result);
        if (full) {
            size = begun;
            missed++;
        } else {
            decisions++;
        }
    }

    /** The world as it is; each look is written down. Inside a decision, and so under the lock. */
    private final class World extends Witness {
        private Signals signals;

        @Override
        long see(Seen what, int number, Coroutine handle) {
            long value = look(what, number, handle);
            write(what.ordinal());
            write(number);
            write(value);
            return value;
        }

        private long look(Seen what, int number, Coroutine handle) {
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
                case TYPE -> hints.type().applyAsInt(handle);
                case FLOW -> hints.flow().applyAsLong(handle);
                case DEADLINE_NS -> hints.deadlineNs().applyAsLong(handle);
                case BYTES -> hints.bytes().applyAsLong(handle);
                case CLOCK_NS -> nanoClock.getAsLong();
                case RANDOM -> hints.random().nextLong();
            };
        }
    }

    /** Asks the policy, one question at a time. */
    private final class Recorded implements Where {
        private final Where asked;
        private final World world;

        Recorded(Where asked, World world) {
            this.asked = asked;
            this.world = world;
        }

        @Override
        public String name() {
            return asked.name();
        }

        @Override
        public int queues(int count) {
            return asked.queues(count);
        }

        @Override
        public long periodNs() {
            return asked.periodNs();
        }

        @Override
        public boolean accounts() {
            return asked.accounts();
        }

        @Override
        public void attach(Signals signals) {
            ask(Asked.ATTACH, 0, 0, 0, 0, null, signals);
        }

        @Override
        public int place(Coroutine handle, int byWorker) {
            return (int) ask(Asked.PLACE, byWorker, 0, 0, 0, handle, null);
        }

        @Override
        public void refused(int queue, Coroutine handle) {
            ask(Asked.REFUSED, queue, 0, 0, 0, handle, null);
        }

        @Override
        public int next(int worker) {
            return (int) ask(Asked.NEXT, worker, 0, 0, 0, null, null);
        }

        @Override
        public int atMost(int worker, int queue, int max) {
            return (int) ask(Asked.AT_MOST, worker, queue, max, 0, null, null);
        }

        @Override
        public int joins(int worker, int queue) {
            return (int) ask(Asked.JOINS, worker, queue, 0, 0, null, null);
        }

        @Override
        public boolean waits(int worker) {
            return ask(Asked.WAITS, worker, 0, 0, 0, null, null) != 0;
        }

        @Override
        public int wake(int queue, int byWorker) {
            return (int) ask(Asked.WAKE, queue, byWorker, 0, 0, null, null);
        }

        @Override
        public int wakeAfter(int worker) {
            return (int) ask(Asked.WAKE_AFTER, worker, 0, 0, 0, null, null);
        }

        @Override
        public void rebalance(long nowNs) {
            ask(Asked.REBALANCE, nowNs, 0, 0, 0, null, null);
        }

        @Override
        public void began(int worker, Coroutine handle) {
            ask(Asked.BEGAN, worker, 0, 0, 0, handle, null);
        }

        @Override
        public void ran(int worker, int type, long ranNs, boolean finished) {
            ask(Asked.RAN, worker, type, ranNs, finished ? 1 : 0, null, null);
        }

        private long ask(Asked question, long first, long second, long third, long fourth, Coroutine handle,
                Signals signals) {
            synchronized (DecisionRecorder.this) {
                if (signals != null) {
                    world.signals = signals;
                }
                int begun = size;
                boolean answered = false;
                try {
                    begin(question, first, second, third, fourth);
                    long answer = Answers.of(asked, question, first, second, third, fourth, handle, world);
                    end(begun, answer);
                    answered = true;
                    return answer;
                } finally {
                    if (!answered) { // a hint has thrown
                        size = begun;
                        missed++;
                    }
                }
            }
        }
    }
}
