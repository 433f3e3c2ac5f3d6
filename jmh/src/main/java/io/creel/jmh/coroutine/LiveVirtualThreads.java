package io.creel.jmh.coroutine;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual threads whose scheduler is a ring of tasks that the calling thread drains in batches: the JDK's means to
 * choose where and when. They yield, the cheapest way to suspend and be runnable again.
 *
 * <p>
 * One thread only: a yielding virtual thread submits itself on its carrier, which is the caller.
 */
final class LiveVirtualThreads implements Executor {
    private final Runnable[] ring;
    private final Runnable[] batch;
    private final int rounds;
    private long head;
    private long tail;
    private volatile boolean stopped;

    private LiveVirtualThreads(int count, int batchSize, int rounds) {
        this.rounds = rounds;
        ring = new Runnable[Integer.highestOneBit(count) << 1];
        batch = new Runnable[batchSize];
        Thread.Builder.OfVirtual builder = builder(this);
        for (int i = 0; i < count; i++) {
            builder.start(this::yieldOften);
        }
        run(count);
    }

    /** Makes virtual threads and runs each to its first suspension. */
    static LiveVirtualThreads primed(int count, int batchSize) {
        Priming.run(() -> new LiveVirtualThreads(Priming.LIVE, batchSize, Priming.ROUNDS).runAll());
        return new LiveVirtualThreads(count, batchSize, Integer.MAX_VALUE);
    }

    /** Makes two virtual threads; each unparks the other and parks. */
    static LiveVirtualThreads parking() {
        Priming.run(() -> new LiveVirtualThreads(Priming.ROUNDS).runAll());
        return new LiveVirtualThreads(Integer.MAX_VALUE);
    }

    private LiveVirtualThreads(int rounds) {
        this.rounds = rounds;
        ring = new Runnable[4];
        batch = new Runnable[1];
        Thread[] pair = new Thread[2];
        for (int i = 0; i < pair.length; i++) {
            int other = 1 - i;
            pair[i] = builder(this).unstarted(() -> handOver(pair, other));
        }
        for (Thread thread : pair) {
            thread.start();
        }
        run(pair.length);
    }

    private void handOver(Thread[] pair, int other) {
        for (int left = rounds; left > 0 && !stopped; left--) {
            LockSupport.unpark(pair[other]);
            LockSupport.park();
        }
        LockSupport.unpark(pair[other]);
    }

    /**
     * Returns a builder of virtual threads on an executor of ours. The JDK has the constructor but does not export it.
     */
    private static Thread.Builder.OfVirtual builder(Executor executor) {
        try {
            Constructor<?> constructor = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            return (Thread.Builder.OfVirtual) constructor.newInstance(executor);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no virtual threads on a custom executor", e);
        }
    }

    private void yieldOften() {
        for (int left = rounds; left > 0 && !stopped; left--) {
            Thread.yield();
        }
    }

    @Override
    public void execute(Runnable task) {
        ring[(int) tail++ & ring.length - 1] = task;
    }

    /** Runs at least {@code switches} of them, a batch at a time, each to its next suspension. */
    void run(int switches) {
        int done = 0;
        while (done < switches) {
            int taken = 0;
            while (taken < batch.length && head < tail) {
                int slot = (int) head++ & ring.length - 1;
                batch[taken++] = ring[slot];
                ring[slot] = null;
            }
            for (int i = 0; i < taken; i++) {
                batch[i].run();
            }
            done += taken;
        }
    }

    /** Ends them all. */
    void close() {
        stopped = true;
        runAll();
    }

    private void runAll() {
        while (head < tail) {
            run(1);
        }
    }
}
