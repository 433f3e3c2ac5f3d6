package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * Where × when: runnable coroutines go into the queue that the {@link Where} names, wait there in the order of a {@link When},
 * and are taken by the workers that the {@link Where} sends. Nobody ever waits for anybody: a full queue refuses, a queue that
 * somebody else is at is left alone.
 *
 * <p>
 * <b>The life of a handle:</b> {@link #place}, and then what a {@link PlacementTaker} does: it takes the handle, which begins, and
 * either finishes or is preempted and taken again. {@link PlacementProgram} drives one on real workers. A simulator drives its own
 * for virtual ones, from one thread, with handles that are never begun; nothing here notices the difference.
 *
 * <p>
 * Threads: {@link #place} and {@link #suspended} from any; {@link #maintain} from any; one {@link PlacementTaker} for each worker. Nothing blocks; nothing allocates. A
 * placement costs O(1) and a take O(1) a handle, besides what the policies cost.
 */
public final class Placement implements TransferCallback {
    /** What {@link PlacementTaker#take} says if another thread is at the queue: look again before you sleep. */
    public static final int CONTENDED = -1;

    private static final VarHandle MAINTAINING;
    private static final VarHandle MOVES;

    static {
        try {
            MAINTAINING = MethodHandles.lookup().findVarHandle(Placement.class, "maintaining", int.class);
            MOVES = MethodHandles.lookup().findVarHandle(Placement.class, "moves", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final String name;
    private final Where where;
    private final Scaling scaling;
    private final LongSupplier nanoClock;
    private final ToIntFunction<Coroutine> typeOf;
    private final PlacementQueue[] queues;
    private final PlacementWorker[] workers;
    private final IdleWorkers idle;
    private final TypeTimes times;
    private final PlacementSignals signals;
    private final boolean accounts;
    private final boolean maintains;
    /** The queue that others are refilled from, {@link Where#NONE} if there is none. */
    private final int refilledFrom;
    private volatile int active;
    private volatile IntConsumer waker = this::wakeServer;
    /** How to wake the worker that a {@link PlacementProgram} runs on; {@code null} until it has begun, and is awake. */
    private final AtomicReferenceArray<Runnable> servers;
    private volatile int maintaining;
    /** How often something has gone back into a queue. */
    private volatile long moves;
    private long nextRebalanceNs;
    private long nextScalingNs;
    private boolean maintained;

    Placement(PlacementBuilder settings) {
        name = settings.name;
        where = settings.where;
        scaling = settings.scaling;
        nanoClock = settings.nanoClock;
        typeOf = settings.typeOf;
        queues = new PlacementQueue[checkedCount(where.queues(settings.workers))];
        boolean whenAccounts = false;
        for (int i = 0; i < queues.length; i++) {
            String queue = name + "-" + i;
            When order = settings.when.apply(queue);
            whenAccounts |= order.accounts();
            queues[i] = new PlacementQueue(i, queue, order, settings.capacity);
        }
        accounts = settings.timed || whenAccounts || where.accounts() || scaling != null;
        maintains = scaling != null || where.periodNs() != Long.MAX_VALUE;
        refilledFrom = where.refilledFrom();
        workers = new PlacementWorker[settings.workers];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new PlacementWorker();
        }
        active = workers.length;
        servers = new AtomicReferenceArray<>(workers.length);
        idle = new IdleWorkers(workers.length);
        times = new TypeTimes(settings.types);
        signals = new PlacementSignals(nanoClock, queues, workers, idle, times, () -> active);
        where.attach(signals);
    }

    /**
     * Begins a placement.
     *
     * @param name
     *            what error messages and dumps call it; its queues are {@code name-0}, {@code name-1}, …
     * @param workers
     *            how many it serves, from 1 to {@value PlacementBuilder#MAX_WORKERS}
     * @param nanoClock
     *            the time; read by any thread, also inside coroutines
     */
    public static PlacementBuilder builder(String name, int workers, LongSupplier nanoClock) {
        return new PlacementBuilder(name, workers, nanoClock);
    }

    /** What error messages and dumps call it. */
    public String name() {
        return name;
    }

    /** Who decides where. */
    public Where where() {
        return where;
    }

    /** What the policies see. */
    public Signals signals() {
        return signals;
    }

    /** How many queues there are. */
    public int queues() {
        return queues.length;
    }

    /** Who orders a queue. */
    public When when(int queue) {
        return queues[queue].when;
    }

    /** Whether runs are timed one by one: somebody asked for it. Otherwise {@link PlacementTaker#resume} only counts them. */
    public boolean accounts() {
        return accounts;
    }

    /** How many workers it is for. */
    public int workers() {
        return workers.length;
    }

    /**
     * Makes the workers of a group serve, a {@link PlacementProgram} each, and starts the group.
     *
     * @param group
     *            has as many workers as this is for
     * @param maxBatch
     *            how many handles a worker resumes at most in one duty cycle
     * @throws IllegalArgumentException
     *             if the group is of another size
     * @throws IllegalStateException
     *             if the group was started before, or is closed
     */
    public void start(WorkerGroup group, int maxBatch) {
        if (group.size() != workers.length) {
            throw new IllegalArgumentException(
                    "placement refused, it is for another number of workers: placement=" + name
                            + ", workers=" + workers.length + ", group=" + group.name() + ", size=" + group.size());
        }
        group.startEach(index -> new PlacementProgram(this, index, maxBatch, nanoClock));
    }

    /**
     * Says how to wake a worker, by number, from any thread. Needed only by those who drive the placement themselves: a
     * {@link PlacementProgram} has its worker woken without it.
     */
    public void onWake(IntConsumer wakesWorker) {
        waker = wakesWorker;
    }

    /** A program serves this as that worker, and can be woken from now on. */
    void servedBy(int worker, Runnable wakesIt) {
        servers.set(worker, wakesIt);
    }

    private void wakeServer(int worker) {
        Runnable server = servers.get(worker);
        if (server != null) {
            server.run();
        }
    }

    /**
     * Puts a runnable coroutine where it belongs and wakes who should take it.
     *
     * @param handle
     *            the caller's, until this says {@code true}
     * @param byWorker
     *            who places it, {@link Where#NONE} for a thread that is no worker of this placement
     * @return {@code false} where the queue is full, or the policy refuses: the handle is still the caller's, and it was
     *         counted
     * @throws IllegalStateException
     *             where somebody else owns the handle, or the policy names a queue that is not there; then the handle is still the
     *             caller's
     */
    @CheckReturnValue
    public boolean place(Coroutine handle, int byWorker) {
        int queue = where.place(handle, byWorker);
        if (queue == Where.NONE) {
            return false;
        }
        PlacementQueue target = answered(queue, "place");
        if (accounts) {
            PlacementQueue.stamp(handle, nanoClock.getAsLong());
        }
        boolean in = false;
        try {
            in = target.offer(handle);
        } finally {
            if (!in) {
                where.refused(queue, handle);
            }
        }
        if (!in) {
            return false;
        }
        if (queue == refilledFrom) {
            refill(Where.NONE);
        }
        wake(where.wake(queue, byWorker));
        return true;
    }

    /** Places a coroutine that awaits this; one that is refused runs on at once. */
    @Override
    public Coroutine suspended(Coroutine self) {
        return place(self, Where.NONE) ? null : self;
    }

    /**
     * Takes what a worker runs next. Before it says that there is nothing, the worker is marked idle and the queues are looked
     * at once more, so that whoever places something later sees whom to wake.
     *
     * @param batch
     *            empty
     * @param max
     *            how many at most, no more than fit
     * @return how many were taken; {@link #CONTENDED}; or 0 where nothing is there for this worker
     */
    int take(int worker, Batch batch, int max) {
        int taken = tryTake(worker, batch, max);
        if (taken == 0 && !idle.isIdle(worker)) {
            idle.set(worker);
            taken = tryTake(worker, batch, max);
        }
        if (taken != 0) {
            if (idle.isIdle(worker)) {
                idle.clear(worker);
            }
            if (refilledFrom != Where.NONE) {
                refill(worker);
            }
            wake(where.wakeAfter(worker));
        }
        return taken;
    }

    private int tryTake(int worker, Batch batch, int asked) {
        int chosen = where.next(worker);
        if (chosen == Where.NONE) {
            return 0;
        }
        int max = Math.min(asked, where.atMost(worker, chosen, asked));
        PlacementQueue queue = answered(chosen, "next");
        if (!queue.tryEnter()) {
            return CONTENDED;
        }
        int taken;
        try {
            queue.admit();
            taken = queue.take(batch, max).size();
            workers[worker].took(queue, taken, queue.when.quantumNs()); // inside: never in nobody's count
        } finally {
            queue.leave();
        }
        int joins = where.joins(worker, chosen);
        return joins != Where.NONE && taken > 0 ? join(worker, joins, batch, max) : taken;
    }

    /** What was taken elsewhere goes into a queue by its age, and that queue's next ones come out. */
    private int join(int worker, int own, Batch batch, int max) {
        PlacementQueue queue = answered(own, "joins");
        if (!queue.tryEnter()) {
            return batch.size(); // somebody robs us: run what we have
        }
        try {
            queue.admit();
            int stolen = batch.size();
            MOVES.getAndAdd(this, 1L);
            queue.when.merge(batch);
            int taken = queue.take(batch, max).size();
            workers[worker].took(queue, taken - stolen, queue.when.quantumNs());
            return taken;
        } finally {
            queue.leave();
        }
    }

    /**
     * Moves handles on to the queues that the policy wants refilled. A source that another thread is at is left alone: that thread
     * moves them, or the next one that takes or places.
     *
     * @param worker
     *            the worker that has taken, {@link Where#NONE} after a placement
     */
    private void refill(int worker) {
        int to = where.refill(worker);
        if (to == Where.NONE) {
            return;
        }
        PlacementQueue source = answered(refilledFrom, "refilledFrom");
        if (!source.tryEnter()) {
            return;
        }
        try {
            source.admit();
            while (to != Where.NONE && move(source, answered(to, "refill"))) {
                wake(where.wake(to, worker));
                to = where.refill(worker);
            }
        } finally {
            source.leave();
        }
    }

    private boolean move(PlacementQueue from, PlacementQueue to) {
        MOVES.getAndAdd(this, 1L); // before it leaves: a count that has missed it sees that something moved
        return from.moveOne(to);
    }

    /** A worker begins to run a handle that it has taken. Where a hint throws, the handle is cancelled instead. */
    void began(int worker, Coroutine handle) {
        PlacementWorker self = workers[worker];
        boolean known = false;
        try {
            self.began(typeOf.applyAsInt(handle), self.queue.when.account(handle), nanoClock.getAsLong());
            where.began(worker, handle);
            known = true;
        } finally {
            if (!known) {
                handle.abandon();
                self.released(1);
            }
        }
    }

    /** What the worker began last has ended, or waits for something else. */
    void finished(int worker) {
        left(worker, true);
    }

    /** A batch that was taken has run without being timed. */
    void finished(int worker, int count) {
        workers[worker].released(count);
    }

    /**
     * What the worker began last has used up its quantum while others wait.
     *
     * @return {@code false} where there is no room to wait in: it runs on
     */
    @CheckReturnValue
    boolean preempted(int worker, Coroutine handle) {
        PlacementWorker self = workers[worker];
        PlacementQueue queue = self.queue;
        if (queue.giveBack(handle) != null) {
            return false;
        }
        MOVES.getAndAdd(this, 1L);
        if (accounts) { // after it waits again: never in nobody's count
            left(worker, false);
        } else {
            self.released(1);
        }
        wake(where.wake(queue.index, worker));
        return true;
    }

    private void wake(int worker) {
        if (worker == Where.NONE) {
            return;
        }
        if (worker < 0 || worker >= workers.length) {
            throw new IllegalStateException(
                    "wake refused, the policy names a worker that is not there: placement=" + name
                            + ", policy=" + where.name() + ", worker=" + worker + ", workers=" + workers.length);
        }
        waker.accept(worker);
    }

    /** The queue that the policy has answered to a question, which is not {@link Where#NONE}. */
    private PlacementQueue answered(int queue, String question) {
        if (queue < 0 || queue >= queues.length) {
            throw new IllegalStateException(
                    question + " refused, the policy names a queue that is not there: placement="
                            + name + ", policy=" + where.name() + ", queue=" + queue + ", queues=" + queues.length);
        }
        return queues[queue];
    }

    private int checkedCount(int asked) {
        if (asked < 1) {
            throw new IllegalArgumentException("placement refused, the policy needs no queue: placement=" + name
                    + ", policy=" + where.name() + ", queues=" + asked + ", least=1");
        }
        return asked;
    }

    private void left(int worker, boolean finished) {
        PlacementWorker self = workers[worker];
        int type = self.type();
        long ranNs = self.ended(nanoClock.getAsLong());
        times.add(type, ranNs, finished);
        self.queue.when.charge(self.account, ranNs);
        where.ran(worker, type, ranNs, finished);
    }

    /** How long each of the batch that a worker took last may run, in nanoseconds. */
    long quantumNs(int worker) {
        return workers[worker].quantumNs;
    }

    /**
     * Whether a coroutine whose quantum is used up should make room, apart from what is left of its batch. What waits in its own
     * queue is for that queue's order to weigh; what waits elsewhere counts where its own queue is empty. May be asked inside it.
     */
    boolean expires(int worker, Coroutine running) {
        PlacementQueue queue = workers[worker].queue;
        if (queue == null) {
            return where.waits(worker); // it has taken nothing yet, and runs what was started there
        }
        queue.tryAdmit();
        return queue.when.preempts(running) || queue.length() == 0 && where.waits(worker);
    }

    /** Whether something waits that this worker would take. */
    public boolean waits(int worker) {
        return where.waits(worker);
    }

    /** How long the one that has waited longest has waited, in any queue; 0 where nobody measures. O(queues). */
    public long longestDelayNs() {
        long longest = 0;
        for (int queue = 0; queue < queues.length; queue++) {
            longest = Math.max(longest, signals.delayNs(queue));
        }
        return longest;
    }

    /**
     * Whether nothing waits, and no worker holds anything: exact where nobody places any more. O(queues + workers).
     *
     * <p>
     * A look at many counts is not one moment. What goes from a queue to a worker is counted there before it has left here, so
     * queues are looked at first. What goes the other way is counted as a move before the worker's count falls, so a look
     * during which nothing moved has missed nothing.
     */
    public boolean isEmpty() {
        long before = (long) MOVES.getVolatile(this);
        return nothingIsSeen() && before == (long) MOVES.getVolatile(this);
    }

    private boolean nothingIsSeen() {
        for (PlacementQueue queue : queues) {
            if (queue.length() > 0) {
                return false;
            }
        }
        for (PlacementWorker worker : workers) {
            if (worker.holding() > 0) {
                return false;
            }
        }
        return true;
    }

    /** Lets the policies that act from time to time do so if their time has come. Cheap, and for one caller at a time. */
    public void maintain() {
        if (maintains && maintaining == 0 && MAINTAINING.compareAndSet(this, 0, 1)) {
            try {
                maintain(nanoClock.getAsLong());
            } finally {
                MAINTAINING.setRelease(this, 0);
            }
        }
    }

    private void maintain(long nowNs) {
        if (!maintained) {
            maintained = true;
            nextRebalanceNs = nowNs + Math.min(where.periodNs(), Long.MAX_VALUE / 2);
            nextScalingNs = scaling == null ? nowNs + Long.MAX_VALUE / 2 : nowNs;
        }
        boolean rebalances = nowNs - nextRebalanceNs >= 0;
        boolean scales = nowNs - nextScalingNs >= 0;
        if (rebalances || scales) {
            admitAll();
        }
        if (rebalances) {
            nextRebalanceNs = nowNs + where.periodNs();
            where.rebalance(nowNs);
        }
        if (scales) {
            nextScalingNs = nowNs + scaling.periodNs();
            active = Math.clamp(scaling.active(signals, queues.length, active, nowNs), 1, workers.length);
        }
        if (rebalances || scales) {
            wakeWhoHasWork();
        }
    }

    /** Brings what has come in before the policies that look at ages: nobody else may come by for a while. */
    private void admitAll() {
        for (PlacementQueue queue : queues) {
            queue.tryAdmit();
        }
    }

    /** A decision may have given work to a worker that sleeps, and that nobody had a reason to wake until now. */
    private void wakeWhoHasWork() {
        for (int worker = 0; worker < workers.length; worker++) {
            if (idle.isIdle(worker) && where.waits(worker)) {
                waker.accept(worker);
            }
        }
    }

    /** How often {@link #maintain} has something to do, in nanoseconds; {@link Long#MAX_VALUE} for never. */
    public long periodNs() {
        return Math.min(where.periodNs(), scaling == null ? Long.MAX_VALUE : scaling.periodNs());
    }

    /** How many handles a queue refused because it was full. */
    public long refused(int queue) {
        return queues[queue].refused();
    }

    /** Says whose group cancels what waits here when it closes: to be called for a worker of that group. */
    public void takenBy(Carrier carrier) {
        for (PlacementQueue queue : queues) {
            queue.takenBy(carrier);
        }
    }

    /**
     * Refuses what is placed from now on, and cancels what has not come to a policy yet. Called once no worker takes from here any more:
     * by a group that closes. Idempotent.
     */
    public void close() {
        for (PlacementQueue queue : queues) {
            queue.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
