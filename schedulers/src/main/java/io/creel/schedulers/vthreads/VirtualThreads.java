package io.creel.schedulers.vthreads;

import io.creel.core.Coroutine;
import io.creel.core.Guests;
import io.creel.core.spec.Unchecked;
import io.creel.schedulers.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads of one class of service. They are the JDK's own and behave as virtual threads do. But a runnable
 * thread is a {@link Coroutine} handle in the queue that this class names, beside the coroutines there, in the order of
 * its policy, and runs when a worker resumes it.
 *
 * <p>
 * <b>Awaiting.</b> Inside such a thread every operation works that awaits in a coroutine: {@link Coroutine#await} on a
 * stash or a callback, {@link Coroutine#transfer}, tasks, channels, coroutine locks, {@link Coroutine#checkpoint()}. A
 * holder of the handle that resumes it runs the thread there and then, without a queue. An interrupt ends such a wait
 * with a {@link io.creel.core.CoroutineCancelledException}, and the status stays set.
 *
 * <p>
 * <b>Children.</b> As usual in the JDK, a virtual thread that one of these threads starts with
 * {@code Thread.ofVirtual()}, {@code Thread.startVirtualThread} or an executor of the JDK's belongs to the same class.
 * Use {@link #jdkFactory()} to avoid that. The JDK's own socket pollers never belong to a class.
 *
 * <p>
 * <b>Locks.</b> A lock of {@code java.util.concurrent} that these threads take must not be taken on their workers by
 * code that blocks the worker: a coroutine, a worker program, or a thread below a frame that pins it. It does not help
 * that no thread holds the lock across a wait. Suppose a third thread holds it for a moment. Meanwhile a thread of this
 * class waits for it, and behind that thread waits a coroutine, which blocks the worker. The lock is given to the
 * thread of this class, which can run on that worker only. {@link io.creel.core.lock.CoroutineLock} serves both,
 * because its waiters leave the worker. {@link io.creel.core.diagnostics.LockDeadlocks#find()} and the
 * {@link io.creel.core.diagnostics.StallWatchdog} name such a lock. Monitors do not have this problem: a thread that
 * waits to enter one looks again by itself.
 *
 * <p>
 * <b>Preemption.</b> A thread keeps its worker until it blocks, yields, ends or comes to a checkpoint.
 *
 * <p>
 * Threads: any thread may call everything, unless a method says otherwise.
 */
public final class VirtualThreads implements AutoCloseable {
    /** How long {@link #close()} waits, in nanoseconds. */
    public static final long DEFAULT_CLOSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final VarHandle THROWN_BY_PLACE;

    static {
        try {
            THROWN_BY_PLACE = MethodHandles.lookup().findVarHandle(VirtualThreads.class, "thrownByPlace",
                    Throwable.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
        Guests.findBy(VirtualThreads::coroutineOf);
    }

    private final String name;
    private final ThreadQueues where;
    private final LongSupplier nanoClock;
    private final PostponedThreads waiting = new PostponedThreads();
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
     * The last exception of {@link ThreadQueues#place} that was not rethrown to a worker yet; {@code null} if there is
     * none. Written by any thread.
     */
    private volatile @Nullable Throwable thrownByPlace;

    /**
     * Makes a class without threads.
     *
     * @param name
     *            its name in messages and dumps; its threads are {@code name-0}, {@code name-1}, …
     * @param where
     *            the queues of its runnable threads
     * @param nanoClock
     *            the time in nanoseconds; bounds {@link #close}
     * @throws UnsupportedOperationException
     *            if this JVM does not let virtual threads run on our workers; the message is {@link #missing()}
     */
    public VirtualThreads(String name, ThreadQueues where, LongSupplier nanoClock) {
        this.name = Objects.requireNonNull(name, "name");
        this.where = Objects.requireNonNull(where, "where");
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        String missing = missing();
        if (missing != null) {
            throw new UnsupportedOperationException(missing);
        }
        where.usedBy(this);
    }

    /**
     * {@return why virtual threads cannot run on Creel's workers in this JVM, in one sentence; {@code null} if they
     * can}
     */
    public static @Nullable String missing() {
        return JdkThreads.missing();
    }

    /**
     * {@return a factory of virtual threads on the JDK's own scheduler, whichever thread uses it} Use it for children
     * that are to be no threads of the class.
     */
    public static ThreadFactory jdkFactory() {
        return task -> JdkThreads.newThread(JdkThreads.defaultScheduler(), null, task);
    }

    /** {@return the name of this class in messages and dumps} */
    public String name() {
        return name;
    }

    /**
     * {@return a factory of this class's threads; after {@link #close()} it throws {@link RejectedExecutionException}}
     */
    public ThreadFactory factory() {
        return this::newThread;
    }

    /** {@return an executor with a thread of this class per task; see {@link Executors#newThreadPerTaskExecutor}} */
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
     * Returns the coroutine of a virtual thread. While the thread waits in Creel, the handle belongs to that wait or to
     * its queue. While the thread does not wait in Creel (it has not begun, sleeps, parks, blocks, or its queue is
     * full), the handle belongs to the thread, in state {@link io.creel.core.CoroutineState#BLOCKED}: pushing, resuming
     * or abandoning it throws.
     *
     * @param thread
     *            any thread
     * @return the coroutine; {@code null} if it is no virtual thread of any class
     */
    public static @Nullable Coroutine coroutineOf(Thread thread) {
        return thread.isVirtual() && JdkThreads.schedulerOf(thread) instanceof ThreadGuest guest
                ? guest.handle()
                : null;
    }

    /** {@return the threads that were started and have not ended; allocates the answer} */
    public List<Thread> threads() {
        return live.list().stream().map(ThreadGuest::thread).toList();
    }

    /** {@return the counts so far; a moment's estimate while threads run} */
    public VirtualThreadCounts counts() {
        return new VirtualThreadCounts(started.get(), inherited.get(), ended.get(), detached.get(), postponed.get());
    }

    /**
     * Places runnable threads that found no room before, oldest first. At least one worker calls this once per duty
     * cycle; it costs two reads if there are none. One call places at most {@value PostponedThreads#MAX_PLACED} threads and
     * meets at most {@value PostponedThreads#MAX_REFUSALS} refusals more than its first.
     *
     * @return how many were placed; if none was, 1 if the caller has to call again before it may sleep, otherwise 0
     * @throws RuntimeException
     *            if {@link ThreadQueues#place} has thrown it since the last call, here or on the thread of an unparker
     */
    public int retry() {
        if (thrownByPlace != null) {
            rethrow();
        }
        return waiting.isEmpty() ? 0 : waiting.placeAll(this::tryPlace, JdkThreads.worker());
    }

    private void rethrow() {
        Throwable thrown = (Throwable) THROWN_BY_PLACE.getAndSet(this, null);
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw (RuntimeException) thrown;
        }
    }

    // Called by guests, on any thread; must not block or throw.

    void place(ThreadGuest guest) {
        if (!waiting.isEmpty() || !tryPlace(guest, JdkThreads.worker())) {
            postponed.getAndIncrement();
            waiting.push(guest);
            where.wake(); // the queue that was full may be empty by now, and its workers asleep
        }
    }

    /** Returns {@code false} if there is no room; the guest owns the handle again then. Never throws. */
    @Unchecked("unblock makes this method the owner of the handle, which the guest keeps for life")
    private boolean tryPlace(ThreadGuest guest, @Nullable Worker by) {
        Coroutine handle = guest.handle();
        handle.unblock(guest);
        try {
            if (where.place(handle, by)) {
                return true;
            }
        } catch (RuntimeException | Error failure) {
            thrownByPlace = failure; // not to the unparker, which has done nothing wrong
        }
        return !handle.block(guest); // if a foreign holder of the handle was faster, that holder resumes the thread
    }

    /** Adds a started thread and returns whether it is to run here. */
    boolean started(ThreadGuest guest) {
        started.getAndIncrement();
        guest.entry(live.add(guest));
        if (left) {
            detach(guest);
        }
        return !left;
    }

    /** Adopts a thread that was started from inside a thread of this class and has inherited its scheduler. */
    void inherited(Runnable task) {
        Thread child = JdkThreads.threadOf(task);
        inherited.getAndIncrement();
        ThreadGuest guest = new ThreadGuest(this);
        guest.thread(child);
        JdkThreads.setScheduler(child, guest);
        guest.execute(task);
    }

    void ended() {
        long endedNow = ended.incrementAndGet();
        if (endedNow - sweptAtEnded > started.get() - endedNow + LiveThreads.SLACK && live.sweep()) {
            sweptAtEnded = endedNow;
        }
    }

    // Closing.

    /** Does {@link #close(long)} with {@link #DEFAULT_CLOSE_TIMEOUT_NS}. */
    @Override
    public void close() {
        close(DEFAULT_CLOSE_TIMEOUT_NS);
    }

    /**
     * Takes no new threads, interrupts the live ones and waits for their ends. Threads that have not ended in time go
     * on, on the JDK's own scheduler; none is stranded. Close it before the group whose workers run its threads.
     * Idempotent.
     *
     * @param timeoutNs
     *            how long to wait at most, in nanoseconds, at least 0
     * @throws IllegalStateException
     *            if threads go on elsewhere: one suppressed exception per thread, with its stack
     */
    public void close(long timeoutNs) {
        closed = true;
        live.list().forEach(guest -> guest.thread().interrupt());
        long deadlineNs = nanoClock.getAsLong() + timeoutNs;
        while (!remaining().isEmpty() && nanoClock.getAsLong() - deadlineNs < 0) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NS);
        }
        left = true; // before the last look: a thread that starts later sees it
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
