package io.creel.schedulers.vthreads;

import io.creel.core.Coroutine;
import io.creel.core.Guests;
import io.creel.schedulers.Worker;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The virtual threads of one class of service. They are the JDK's own, and do what virtual threads do; but a runnable one is a
 * {@link Coroutine} handle in the queue that this class names, beside the coroutines there, in the order of its policy, and runs
 * when a worker resumes it.
 *
 * <p>
 * <b>Between the worlds.</b> Inside such a thread everything works that awaits in a coroutine: {@link Coroutine#await} on a stash
 * or a callback, {@link Coroutine#transfer}, tasks, channels, coroutine locks, {@link Coroutine#checkpoint()}. Whoever gets the
 * handle and resumes it runs the thread there and then, without a queue. An interrupt ends such a wait with a
 * {@link io.creel.core.CoroutineCancelledException}, and the status stays set.
 *
 * <p>
 * <b>Children.</b> As the JDK has it, a virtual thread that is started from one of these with {@code Thread.ofVirtual()},
 * {@code Thread.startVirtualThread} or an executor of the JDK's is of the same class. Way out: {@link #jdkFactory()}. The JDK's
 * own socket pollers never are.
 *
 * <p>
 * <b>Preemption.</b> A thread keeps its worker until it blocks, yields, ends or comes to a checkpoint.
 *
 * <p>
 * Threads: any, for everything, unless it says otherwise.
 */
public final class VirtualThreads implements AutoCloseable {
    /** How long {@link #close()} waits. */
    public static final long DEFAULT_CLOSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(1);

    static {
        Guests.findBy(VirtualThreads::coroutineOf);
    }

    private final String name;
    private final Runnables where;
    private final LongSupplier nanoClock;
    private final GuestList waiting = new GuestList();
    private final LiveThreads live = new LiveThreads();
    private final AtomicLong made = new AtomicLong();
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong inherited = new AtomicLong();
    private final AtomicLong postponed = new AtomicLong();
    private final AtomicLong detached = new AtomicLong();
    private volatile long sweptAtEnded;
    private volatile boolean closed;
    private volatile boolean left;

    /**
     * Makes a class without threads.
     *
     * @param name
     *            what messages and dumps call it; its threads are {@code name-0}, {@code name-1}, …
     * @param where
     *            the queues of its runnable threads
     * @param nanoClock
     *            bounds {@link #close}
     * @throws UnsupportedOperationException
     *             where this JVM does not let virtual threads run on our workers; the message is {@link #missing()}
     */
    public VirtualThreads(String name, Runnables where, LongSupplier nanoClock) {
        this.name = Objects.requireNonNull(name, "name");
        this.where = Objects.requireNonNull(where, "where");
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        String missing = missing();
        if (missing != null) {
            throw new UnsupportedOperationException(missing);
        }
        where.usedBy(this);
    }

    /** Why virtual threads cannot run on Creel's workers in this JVM, in one sentence; {@code null} where they can. */
    public static String missing() {
        return JdkThreads.missing();
    }

    /** A factory of virtual threads on the JDK's own scheduler, wherever it is used: the way out for children. */
    public static ThreadFactory jdkFactory() {
        return task -> JdkThreads.newThread(JdkThreads.defaultScheduler(), null, task);
    }

    /** What messages and dumps call it. */
    public String name() {
        return name;
    }

    /** A factory of this class's threads; after {@link #close()} it throws {@link RejectedExecutionException}. */
    public ThreadFactory factory() {
        return this::newThread;
    }

    /** An executor with a thread of this class for each task; see {@link Executors#newThreadPerTaskExecutor}. */
    public ExecutorService executor() {
        return Executors.newThreadPerTaskExecutor(factory());
    }

    private Thread newThread(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (closed) {
            throw new RejectedExecutionException("thread refused, the class is closed: threads=" + name);
        }
        ThreadGuest guest = new ThreadGuest(this);
        Thread thread = JdkThreads.newThread(guest, name + "-" + made.getAndIncrement(), task);
        guest.thread(thread);
        return thread;
    }

    /**
     * The coroutine of a virtual thread of any class, {@code null} for every other thread. Its handle is that of the thread's
     * present wait, or its queue's.
     */
    public static Coroutine coroutineOf(Thread thread) {
        return thread.isVirtual() && JdkThreads.schedulerOf(thread) instanceof ThreadGuest guest
                ? guest.handle()
                : null;
    }

    /** The threads that were started and have not ended; allocates the answer. */
    public List<Thread> threads() {
        return live.list().stream().map(ThreadGuest::thread).toList();
    }

    /** What has happened so far; a moment's estimate while threads run. */
    public VirtualThreadCounts counts() {
        return new VirtualThreadCounts(started.get(), inherited.get(), ended.get(), detached.get(), postponed.get());
    }

    /**
     * Places the runnable threads that found no room before, oldest first. At least one worker calls this once a duty cycle;
     * where nothing waits it costs one read.
     *
     * @return how many were placed
     */
    public int retry() {
        if (waiting.isEmpty()) {
            return 0;
        }
        int placed = 0;
        Worker by = JdkThreads.worker();
        ThreadGuest next = waiting.takeAll();
        while (next != null) {
            ThreadGuest guest = next;
            next = guest.nextWaiting;
            guest.nextWaiting = null;
            if (where.place(guest.handle(), by)) {
                placed++;
            } else {
                waiting.push(guest);
            }
        }
        return placed;
    }

    // What guests call; by any thread, must not block or throw.

    void place(ThreadGuest guest) {
        if (!waiting.isEmpty() || !where.place(guest.handle(), JdkThreads.worker())) {
            postponed.getAndIncrement();
            waiting.push(guest);
            where.wake(); // the queue that was full may be empty by now, and its workers asleep
        }
    }

    /** Returns whether it is to run here. */
    boolean started(ThreadGuest guest) {
        started.getAndIncrement();
        live.add(guest);
        if (left) {
            detach(guest);
        }
        return !left;
    }

    /** A thread was started from inside one of this class and has inherited its scheduler. */
    void inherited(Runnable task) {
        Thread child = JdkThreads.threadOf(task);
        inherited.getAndIncrement();
        ThreadGuest guest = new ThreadGuest(this);
        guest.thread(child);
        JdkThreads.schedulerOf(child, guest);
        guest.execute(task);
    }

    void ended() {
        long endedNow = ended.incrementAndGet();
        if (endedNow - sweptAtEnded > started.get() - endedNow + LiveThreads.SLACK && live.sweep()) {
            sweptAtEnded = endedNow;
        }
    }

    // The end.

    /** {@link #close(long)} with {@link #DEFAULT_CLOSE_TIMEOUT_NS}. */
    @Override
    public void close() {
        close(DEFAULT_CLOSE_TIMEOUT_NS);
    }

    /**
     * Takes no new threads, interrupts those that live and waits for their ends. What has not ended in time goes on, on the
     * JDK's own scheduler; nothing is stranded. Close it before the group whose workers run its threads. Idempotent.
     *
     * @param timeoutNs
     *            how long to wait at most, at least 0
     * @throws IllegalStateException
     *             where threads go on elsewhere: one suppressed exception for each, with the stack it is in
     */
    public void close(long timeoutNs) {
        closed = true;
        live.list().forEach(guest -> guest.thread().interrupt());
        long deadlineNs = nanoClock.getAsLong() + timeoutNs;
        while (!remaining().isEmpty() && nanoClock.getAsLong() - deadlineNs < 0) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NS);
        }
        left = true; // before the last look: whoever starts later sees it
        List<ThreadGuest> remaining = remaining();
        if (remaining.isEmpty()) {
            return;
        }
        IllegalStateException report = new IllegalStateException(
                "close gave up, threads go on at the JDK's scheduler: threads=" + name + ", timeoutNs=" + timeoutNs
                        + ", left=" + remaining.size());
        for (ThreadGuest guest : remaining) {
            report.addSuppressed(alive(guest.thread()));
            detach(guest);
        }
        throw report;
    }

    private void detach(ThreadGuest guest) {
        guest.detach();
        detached.getAndIncrement();
    }

    private List<ThreadGuest> remaining() {
        return live.list().stream().filter(guest -> !guest.isDetached()).toList();
    }

    private static Throwable alive(Thread thread) {
        Throwable alive = new IllegalStateException("a thread does not end: thread=" + thread);
        alive.setStackTrace(thread.getStackTrace());
        return alive;
    }

    @Override
    public String toString() {
        return name;
    }
}
