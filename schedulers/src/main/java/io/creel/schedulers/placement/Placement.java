package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.core.diagnostics.LiveObjects;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.internal.SchedulerEvents;
import io.creel.schedulers.metrics.LatencyHistogram;
import io.creel.schedulers.scaling.CoreLending;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Connects a {@link Where} and a {@link When}: a runnable coroutine goes into the queue that the {@link Where} names,
 * waits there in the order of the queue's {@link When}, and is taken by a worker that the {@link Where} sends to that
 * queue. No thread ever waits for another: a full queue refuses a handle, and a queue that another thread is using is
 * left alone.
 *
 * <p>
 * <b>The life of a handle:</b> {@link #place} puts it into a queue. A {@link PlacementTaker} takes it out and begins
 * it; then the handle either finishes, or is preempted and taken again. A {@link PlacementProgram} drives a taker on a
 * real worker. A simulator drives takers of virtual workers from one thread, with handles that are never begun; the
 * placement treats both alike.
 *
 * <p>
 * Threads: any thread may call {@link #place}, {@link #suspended} and {@link #maintain}; each worker has one
 * {@link PlacementTaker}. Nothing blocks and nothing allocates. A placement costs O(1) and a take O(1) per handle, plus
 * the cost of the policies.
 */
public final class Placement implements TransferCallback {
    /**
     * The result of {@link PlacementTaker#take} if another thread is using the queue: the worker must look again before
     * it sleeps.
     */
    public static final int CONTENDED = -1;

    private static final LiveObjects<Placement> LIVE = new LiveObjects<>();
    private static final VarHandle MAINTAINING;
    private static final VarHandle MOVES;
    private static final VarHandle HANDED;
    private static final VarHandle DUE;
    /** A removed worker whose coroutine does not make room is asked again after this many looks of the scaling. */
    private static final int REMIND_LOOKS = 16;

    static {
        try {
            MAINTAINING = MethodHandles.lookup().findVarHandle(Placement.class, "maintaining", int.class);
            MOVES = MethodHandles.lookup().findVarHandle(Placement.class, "moves", long.class);
            HANDED = MethodHandles.lookup().findVarHandle(Placement.class, "handedOver", long.class);
            DUE = MethodHandles.lookup().findVarHandle(Placement.class, "dueNs", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final String name;
    private final Where where;
    private final @Nullable Scaling scaling;
    private final LongSupplier nanoClock;
    private final ToIntFunction<Coroutine> typeOf;
    private final PlacementQueue[] queues;
    private final SchedulerEvents.Lengths lengths;
    private final PlacementWorker[] workers;
    private final IdleWorkers idle;
    private final TypeTimes times;
    private final PlacementSignals signals;
    private final boolean accounts;
    private final @Nullable LatencyHistogram latencies;
    /** The group that serves; {@code null} before its start. Written by the thread that starts it. */
    private volatile @Nullable WorkerGroup group;
    private final boolean maintains;
    /** The queue from which other queues are refilled; {@link Where#NONE} if the policy refills none. */
    private final int refilledFrom;
    private final ActiveWorkers active;
    private final boolean lends;
    private volatile IntConsumer waker = this::wakeServer;
    /**
     * The program of each worker; {@code null} until the program's first cycle, when the worker is awake anyway.
     * Written by that worker.
     */
    private final AtomicReferenceArray<PlacementProgram> servers;
    private volatile int maintaining;
    /** How many times a handle has gone back into a queue. */
    private volatile long moves;
    /** How many handles workers have handed over because they were not active any more. */
    private volatile long handedOver;
    /** When a periodic policy is due next. Opaque; written by the thread that maintains, read by workers. */
    private long dueNs;
    /** How many times scaling was asked; it reminds workers that do not make room. */
    private int looks;
    private long nextRebalanceNs;
    private long nextScalingNs;
    private boolean maintained;
    /**
     * A watchdog waits for a handle of this age or an older one to begin; {@link ReadyTime#UNKNOWN} once one has.
     * Written by the watchdog and by the worker that begins the handle.
     */
    private volatile long watchedNs = ReadyTime.UNKNOWN;

    Placement(PlacementBuilder settings) {
        name = settings.name;
        where = settings.where;
        scaling = settings.scaling;
        nanoClock = settings.nanoClock;
        typeOf = settings.typeOf;
        queues = new PlacementQueue[checkedCount(where.queues(settings.workers))];
        lengths = each -> queues[each].length();
        boolean whenAccounts = false;
        for (int i = 0; i < queues.length; i++) {
            String queue = name + "-" + i;
            When order = settings.when.apply(queue);
            whenAccounts |= order.accounts();
            queues[i] = new PlacementQueue(i, queue, order, settings.capacity);
        }
        latencies = settings.latencies;
        accounts = settings.timed || latencies != null || whenAccounts || where.accounts() || scaling != null;
        maintains = scaling != null || where.periodNs() != Long.MAX_VALUE;
        refilledFrom = where.refilledFrom();
        workers = new PlacementWorker[settings.workers];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new PlacementWorker();
        }
        active = new ActiveWorkers(workers.length, settings.lending);
        lends = settings.lending != CoreLending.NONE;
        servers = new AtomicReferenceArray<>(workers.length);
        idle = new IdleWorkers(workers.length);
        times = new TypeTimes(settings.types);
        signals = new PlacementSignals(nanoClock, queues, workers, idle, times, active::count);
        where.attach(signals);
    }

    /**
     * Returns a builder of a placement.
     *
     * @param name
     *            its name in error messages and dumps; its queues are {@code name-0}, {@code name-1}, …
     * @param workers
     *            the number of workers it serves, from 1 to {@value PlacementBuilder#MAX_WORKERS}
     * @param nanoClock
     *            the time in nanoseconds; read by any thread, also inside coroutines
     * @return the builder
     */
    public static PlacementBuilder builder(String name, int workers, LongSupplier nanoClock) {
        return new PlacementBuilder(name, workers, nanoClock);
    }

    /** {@return the name of this placement in error messages and dumps} */
    public String name() {
        return name;
    }

    /** {@return the policy that decides which worker runs which handle} */
    public Where where() {
        return where;
    }

    /** {@return the signals that the policies see} */
    public Signals signals() {
        return signals;
    }

    /** {@return the number of queues} */
    public int queues() {
        return queues.length;
    }

    /**
     * {@return the policy that orders a queue}
     *
     * @param queue
     *            from 0 to {@link #queues()} - 1
     */
    public When when(int queue) {
        return queues[queue].when;
    }

    /**
     * {@return whether each run is timed on its own, because a policy or the builder asked for it} Otherwise
     * {@link PlacementTaker#resume} only counts runs.
     */
    public boolean accounts() {
        return accounts;
    }

    /**
     * {@return the recorder of {@link PlacementBuilder#latencies}; {@code null} if latencies are not recorded}
     */
    public @Nullable LatencyHistogram latencies() {
        return latencies;
    }

    /** {@return how many handles wait in all queues} A moment's answer; O(queues). */
    public int waiting() {
        int waiting = 0;
        for (PlacementQueue queue : queues) {
            waiting += queue.length();
        }
        return waiting;
    }

    /** {@return the group that serves this placement; {@code null} before its start} */
    public @Nullable WorkerGroup group() {
        return group;
    }

    /** Shows this placement in live views from now on. */
    void servedBy(WorkerGroup serving) {
        if (group == null) {
            group = serving;
            LIVE.add(this);
        }
    }

    /** {@return the placements that running groups serve} Allocates the answer. */
    public static List<Placement> served() {
        return LIVE.toList().stream().filter(Placement::isServed).toList();
    }

    private boolean isServed() {
        WorkerGroup serving = group;
        return serving != null && serving.isRunning();
    }

    /** {@return the number of workers it serves} */
    public int workers() {
        return workers.length;
    }

    /**
     * Gives each worker of a group a {@link PlacementProgram} for this placement, and starts the group.
     *
     * @param group
     *            has as many workers as this placement serves
     * @param maxBatch
     *            how many handles a worker resumes at most in one duty cycle
     * @throws IllegalArgumentException
     *            if the group is of another size
     * @throws IllegalStateException
     *            if the group was started before, or is closed
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
     * Sets how to wake a worker. Only needed by a caller that drives the placement itself: a {@link PlacementProgram}
     * registers the waking of its worker on its own.
     *
     * @param wakesWorker
     *            called with the worker's number, by any thread; must not block
     */
    public void onWake(IntConsumer wakesWorker) {
        waker = wakesWorker;
    }

    /** Registers the program that serves this placement as that worker: from now on it wakes the worker. */
    void servedBy(int worker, PlacementProgram program) {
        servers.set(worker, program);
    }

    private void wakeServer(int worker) {
        PlacementProgram server = servers.get(worker);
        if (server != null) {
            server.wake();
        }
    }

    /**
     * Puts a runnable coroutine into the queue that the policy names, and wakes the worker that should take it.
     *
     * @param handle
     *            owned by the caller until this returns {@code true}
     * @param byWorker
     *            the worker that places it; {@link Where#NONE} for a thread that is no worker of this placement
     * @return {@code false} if the queue is full or the policy refuses: the caller still owns the handle, and the
     *         refusal was counted
     * @throws IllegalStateException
     *            if the handle has another owner, or if the policy names a queue that does not exist; in the latter
     *            case the caller still owns the handle
     */
    @CheckReturnValue
    public boolean place(@Transfers(when = Result.TRUE) @GivenBack Coroutine handle, int byWorker) {
        int queue = where.place(handle, byWorker);
        if (queue == Where.NONE) {
            return false;
        }
        PlacementQueue target = answered(queue, "place");
        SchedulerEvents.placement(name, where.name(), byWorker, queue, lengths, queues.length);
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

    /** Places a coroutine that awaits this placement; a coroutine that is refused runs on at once. */
    @Override
    public @Nullable Coroutine suspended(Coroutine self) {
        return place(self, Where.NONE) ? null : self;
    }

    /**
     * Takes the handles that a worker runs next. Before it returns 0, it marks the worker idle and looks at the queues
     * once more, so that a later placer sees which worker to wake.
     *
     * @param batch
     *            empty
     * @param max
     *            how many handles at most, no more than fit into the batch
     * @return the number of handles taken; {@link #CONTENDED}; or 0 if nothing is there for this worker
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
            if (workers[worker].kept && !active.isRemoved(worker)) {
                workers[worker].kept = false;
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
            // count the handles before they leave the guarded queue: each is counted on at least one side
            workers[worker].took(queue, taken, queue.when.quantumNs());
        } finally {
            queue.leave();
        }
        int joins = where.joins(worker, chosen);
        return joins != Where.NONE && taken > 0 ? join(worker, joins, batch, max) : taken;
    }

    /** Merges handles taken elsewhere into the worker's own queue in order of age, and takes that queue's next ones. */
    private int join(int worker, int own, Batch batch, int max) {
        PlacementQueue queue = answered(own, "joins");
        if (!queue.tryEnter()) {
            return batch.size(); // another worker is stealing from our queue: run what we have
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
     * Moves handles to the queues that the policy wants refilled. If another thread is using the source, nothing moves:
     * that thread moves them, or the next thread that takes or places.
     *
     * @param worker
     *            the worker that has taken; {@link Where#NONE} after a placement
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
        MOVES.getAndAdd(this, 1L); // counted before it leaves: a count that missed the handle sees that something moved
        return from.moveOne(to);
    }

    /**
     * Returns whether a worker is to hand over what it has: it is not active any more, and no handle was left to it
     * since it found nothing last. A handle is left to it if there is no room elsewhere, or if the policy gives queues
     * to workers by its own rules, as {@code compacting} does.
     */
    boolean isRemoved(int worker) {
        return active.isRemoved(worker) && !workers[worker].kept;
    }

    /**
     * Hands over what a removed worker has: the handles of its batch that have not begun, and those in its own queue. A
     * handle that the policy leaves to this worker, or for which there is no room elsewhere, stays; the worker serves
     * it. Called by that worker, outside coroutines.
     *
     * @return how many handles went elsewhere
     */
    int handOver(int worker, Batch batch) {
        int gone = 0;
        for (int left = batch.size(); left > 0; left--) {
            gone += movesOn(worker, batch) ? 1 : 0;
        }
        if (!batch.isEmpty() && !keeps(worker)) {
            gone += rejoin(worker, batch);
        }
        if (batch.isEmpty()) {
            int own = where.next(worker);
            while (own != Where.NONE && movesOn(worker, answered(own, "next"))) {
                gone++;
                own = where.next(worker);
            }
        }
        return gone;
    }

    /** Returns whether the policy leaves the queue to this worker from which it has taken last. */
    private boolean keeps(int worker) {
        PlacementWorker self = workers[worker];
        self.kept |= where.next(worker) == self.queue.index;
        return self.kept;
    }

    /** Moves the first handle of a batch to the queue that the policy chooses now, or to the end of the batch. */
    @SuppressWarnings("NullAway") // the batch is not empty
    private boolean movesOn(int worker, Batch batch) {
        PlacementWorker self = workers[worker];
        Coroutine handle = batch.take();
        boolean gone = false;
        try {
            gone = offerElsewhere(worker, self.queue, handle, self.queue.when.readyNs(handle));
        } finally {
            if (!gone) {
                stay(batch, handle);
            }
        }
        if (gone) {
            MOVES.getAndAdd(this, 1L); // as in preempted: in, then the move, then the count of the worker
            self.released(1);
        }
        return gone;
    }

    private static void stay(Batch batch, @Transfers(onException = true) Coroutine handle) {
        if (!batch.add(handle)) {
            handle.abandon(); // never: it has just come from there
        }
    }

    /** Lets a batch return to the queue it came from, by age if that queue is ordered by age. */
    private int rejoin(int worker, Batch batch) {
        PlacementWorker self = workers[worker];
        PlacementQueue from = self.queue;
        int count = batch.size();
        if (!from.tryEnter()) {
            return 0; // in the next cycle
        }
        try {
            from.admit();
            from.when.merge(batch);
        } finally {
            from.leave();
        }
        HANDED.getAndAdd(this, (long) count);
        MOVES.getAndAdd(this, (long) count);
        self.released(count);
        wake(where.wake(from.index, worker));
        return count;
    }

    private boolean movesOn(int worker, PlacementQueue own) {
        if (!own.tryEnter()) {
            return false;
        }
        try {
            own.admit();
            MOVES.getAndAdd(this, 1L); // counted before it leaves, as in move
            return own.moveOne(this, worker);
        } finally {
            own.leave();
        }
    }

    /**
     * Takes a preempted handle back: elsewhere if its worker is not active any more, or into the queue it came from.
     *
     * @return {@code false} if it is to run on
     */
    @CheckReturnValue
    private boolean putBack(int worker, @Transfers(when = Result.TRUE) @GivenBack Coroutine handle) {
        PlacementWorker self = workers[worker];
        PlacementQueue from = self.queue;
        if (isRemoved(worker)) {
            if (offerElsewhere(worker, from, handle, self.readyNs)) {
                return true;
            }
            if (keeps(worker)) {
                return false;
            }
        }
        if (from.giveBack(handle) != null) {
            return false;
        }
        if (isRemoved(worker)) {
            var _ = keeps(worker); // there is no room elsewhere: or it would be given back again and again
        }
        wake(where.wake(from.index, worker));
        return true;
    }

    /**
     * Offers a handle to the queue that the policy chooses now, and wakes the worker that should take it.
     *
     * @param worker
     *            the worker that is not active any more
     * @param from
     *            where the handle was placed before
     * @return {@code false} if it is the same queue as before, or has no room: the caller still owns the handle
     */
    @CheckReturnValue
    boolean offerElsewhere(int worker, PlacementQueue from,
            @Transfers(when = Result.TRUE) @GivenBack Coroutine handle, long readyNs) {
        int chosen = where.place(handle, Where.NONE);
        if (chosen == Where.NONE) {
            return false;
        }
        PlacementQueue to = answered(chosen, "place");
        if (to == from || !to.hasRoom()) {
            where.refused(chosen, handle);
            return false;
        }
        where.leaves(from.index, handle);
        ReadyTime.stamp(handle, readyNs); // the key may be one of the policy it comes from
        boolean in = false;
        try {
            in = to.offer(handle);
        } finally {
            if (!in) {
                where.refused(chosen, handle);
            }
        }
        if (in) {
            HANDED.getAndAdd(this, 1L);
            wake(where.wake(chosen, worker));
        }
        return in;
    }

    /**
     * Notes that a worker holds nothing and has found nothing. If it is not active, its core is lent. Called by that
     * worker, outside coroutines.
     */
    void left(int worker) {
        if (active.isRemoved(worker)) {
            workers[worker].kept = false;
            PlacementProgram server = servers.get(worker);
            if (server != null) {
                server.withdraw();
            }
            active.left(worker);
        }
    }

    /** {@return whether this worker, or a higher one, is active and its core would be lent if it were not} */
    boolean mayLend(int worker) {
        return lends && active.count() > 1 && !active.isRemoved(worker);
    }

    /** {@return how many handles workers have handed over because they were not active any more} */
    public long handedOver() {
        return handedOver;
    }

    /**
     * Notes that a worker begins to run a handle that it has taken. If a hint throws, the handle is cancelled instead.
     */
    void began(int worker, @Transfers(when = Result.NEVER, onException = true) Coroutine handle) {
        PlacementWorker self = workers[worker];
        boolean known = false;
        try {
            long readyNs = self.queue.when.readyNs(handle);
            self.began(typeOf.applyAsInt(handle), self.queue.when.account(handle), nanoClock.getAsLong(), readyNs);
            if (readyNs <= watchedNs && readyNs != ReadyTime.UNKNOWN) {
                watchedNs = ReadyTime.UNKNOWN;
            }
            where.began(worker, handle);
            known = true;
        } finally {
            if (!known) {
                handle.abandon();
                self.released(1);
            }
        }
    }

    /** Watches for a handle that became runnable at that time or before. */
    void watch(long readyNs) {
        watchedNs = readyNs;
    }

    /** Returns whether such a handle has begun since. */
    boolean hasWatchedBegun() {
        return watchedNs == ReadyTime.UNKNOWN;
    }

    /** Notes that the handle which the worker began last has ended, or waits for something else. */
    void finished(int worker) {
        left(worker, true);
    }

    /** Notes that handles of a taken batch have run without being timed. */
    void finished(int worker, int count) {
        workers[worker].released(count);
    }

    /**
     * Puts back the handle which the worker began last, because it has used up its quantum while others wait.
     *
     * @return {@code false} if there is no room for it to wait: it runs on
     */
    @CheckReturnValue
    boolean preempted(int worker, @Transfers(when = Result.TRUE) @GivenBack Coroutine handle) {
        PlacementWorker self = workers[worker];
        if (!putBack(worker, handle)) {
            return false;
        }
        SchedulerEvents.preemption(name, worker, self.quantumNs);
        MOVES.getAndAdd(this, 1L);
        if (accounts) { // after it waits again: it is counted on at least one side
            left(worker, false);
        } else {
            self.released(1);
        }
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

    /** {@return the queue that the policy has answered to a question; the answer is not {@link Where#NONE}} */
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
        long nowNs = nanoClock.getAsLong();
        long ranNs = self.ended(nowNs);
        self.leftNs = nowNs;
        if (finished && latencies != null && self.readyNs != ReadyTime.UNKNOWN) {
            latencies.record(worker, nowNs - self.readyNs);
        }
        times.add(type, ranNs, finished);
        self.queue.when.charge(self.account, ranNs);
        where.ran(worker, type, ranNs, finished);
    }

    /** Returns when the handle began that a worker runs or ran last. */
    long beganNs(int worker) {
        return workers[worker].sinceNs();
    }

    /** {@return the time by the clock of this placement, in nanoseconds} */
    long nowNs() {
        return nanoClock.getAsLong();
    }

    /**
     * {@return how long each handle of the batch that a worker took last may run, in nanoseconds; 0 if the worker is to
     * hand over what it has}
     */
    long quantumNs(int worker) {
        return isRemoved(worker) ? 0 : workers[worker].quantumNs;
    }

    /**
     * Returns whether a coroutine that has used up its quantum should make room for others, apart from the rest of its
     * batch. The order of the worker's own queue compares the coroutine with the handles that wait there. Handles that
     * wait in other queues count only if the own queue is empty and the quantum is not zero. With a zero quantum two
     * coroutines of two queues would make room for each other for ever, and neither would run. On a worker that is not
     * active any more, every coroutine makes room. May be called inside that coroutine.
     */
    boolean expires(int worker, Coroutine running) {
        if (isRemoved(worker)) {
            return true;
        }
        PlacementWorker self = workers[worker];
        PlacementQueue queue = self.queue;
        if (queue == null) {
            return where.waits(worker); // the worker has taken nothing yet, and runs what was started there
        }
        queue.tryAdmit();
        return queue.when.preempts(running) || self.quantumNs > 0 && queue.length() == 0 && where.waits(worker);
    }

    /**
     * {@return whether a handle waits that this worker would take}
     *
     * @param worker
     *            from 0
     */
    public boolean waits(int worker) {
        return where.waits(worker);
    }

    /**
     * {@return for how many nanoseconds the longest waiting handle of all queues has waited; 0 if ages are not
     * measured} O(queues).
     */
    public long longestDelayNs() {
        long longest = 0;
        for (int queue = 0; queue < queues.length; queue++) {
            longest = Math.max(longest, signals.delayNs(queue));
        }
        return longest;
    }

    /**
     * Returns whether no handle waits and no worker holds one. The answer is exact once no thread places any more.
     * O(queues + workers).
     *
     * <p>
     * The counts are not read at one moment. A handle that goes from a queue to a worker is counted at the worker
     * before it leaves the queue, so queues are read first. A handle that goes back is counted as a move before the
     * worker's count falls, so if no move happened during the reads, no handle was missed.
     *
     * @return {@code true} if nothing waits and nothing runs
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

    /**
     * Calls each periodic policy whose time has come. Cheap if none is due. If several threads call it at once, one of
     * them does the work.
     */
    public void maintain() {
        if (maintains && maintaining == 0 && MAINTAINING.compareAndSet(this, 0, 1)) {
            try {
                maintain(nanoClock.getAsLong());
            } finally {
                MAINTAINING.setRelease(this, 0);
            }
        }
    }

    @SuppressWarnings("NullAway") // without scaling the next time to scale is never
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
            scale(Math.clamp(scaling.active(signals, queues.length, active.count(), nowNs), 1, workers.length));
        }
        DUE.setOpaque(this, nextRebalanceNs - nextScalingNs < 0 ? nextRebalanceNs : nextScalingNs);
        if (rebalances || scales) {
            wakeWorkersWithWork();
        }
    }

    private void scale(int next) {
        int before = active.count();
        if (next != before) {
            active.change(next);
            SchedulerEvents.groupChange(name, SchedulerEvents.GroupChange.SCALED, next);
        }
        for (int worker = Math.min(before, next); worker < workers.length; worker++) {
            if (worker < next) {
                tell(worker, false);
            } else if (worker < before) {
                tell(worker, workers[worker].holding() > 0);
                if (lends && idle.isIdle(worker)) {
                    waker.accept(worker); // it sleeps, and has to lend its core on its own thread
                }
            } else if (workers[worker].holding() > 0) {
                tell(worker, looks % REMIND_LOOKS == 0);
            }
        }
        looks++;
    }

    /** Asks what runs on a worker to make room, or asks no longer, which would slow down every poll of the process. */
    private void tell(int worker, boolean makesRoom) {
        PlacementProgram server = servers.get(worker);
        if (server != null && makesRoom) {
            server.askToMakeRoom();
        } else if (server != null) {
            server.withdraw();
        }
    }

    /**
     * Calls each periodic policy whose time had come when a worker ended its last run, so that a long batch does not
     * put them off. Called by that worker, outside coroutines.
     */
    void maintainAfter(int worker) {
        if (maintains && workers[worker].leftNs - (long) DUE.getOpaque(this) >= 0) {
            maintain();
        }
    }

    /** Admits the handles in all rings before policies look at ages: no taker may come by for a while. */
    private void admitAll() {
        for (PlacementQueue queue : queues) {
            queue.tryAdmit();
        }
    }

    /** Wakes sleeping workers to which the last decision has given work: no placement had a reason to wake them. */
    private void wakeWorkersWithWork() {
        for (int worker = 0; worker < workers.length; worker++) {
            if (idle.isIdle(worker) && where.waits(worker)) {
                waker.accept(worker);
            }
        }
    }

    /** {@return how often {@link #maintain} has something to do, in nanoseconds; {@link Long#MAX_VALUE} for never} */
    public long periodNs() {
        return Math.min(where.periodNs(), scaling == null ? Long.MAX_VALUE : scaling.periodNs());
    }

    /**
     * {@return how many handles a queue has refused because it was full}
     *
     * @param queue
     *            from 0 to {@link #queues()} - 1
     */
    public long refused(int queue) {
        return queues[queue].refused();
    }

    /**
     * Sets the group that cancels the handles in this placement's queues when it closes.
     *
     * @param carrier
     *            of any worker of that group
     */
    public void takenBy(Carrier carrier) {
        for (PlacementQueue queue : queues) {
            queue.takenBy(carrier);
        }
    }

    /**
     * Refuses every later placement, and cancels the handles that have not reached a policy yet. A closing group calls
     * this once no worker takes from here any more. Idempotent.
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
