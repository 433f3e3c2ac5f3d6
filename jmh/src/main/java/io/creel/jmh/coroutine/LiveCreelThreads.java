package io.creel.jmh.coroutine;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Virtual threads that one worker, the calling thread, serves: in the queue of a placement, or in a list for one
 * thread, which is the least cost of a handle.
 */
final class LiveCreelThreads implements ThreadQueues {
    private final Thread[] threads;
    private final Placement placement = Placement.builder("bench", 1, System::nanoTime).build();
    private final ListStash list = new ListStash("bench");
    private final boolean inList;
    private final VirtualThreads service = new VirtualThreads("bench", this, System::nanoTime);
    private final Worker worker;
    private final int rounds;
    private volatile boolean stopped;

    private LiveCreelThreads(int count, int batchSize, boolean inList, int rounds) {
        this.rounds = rounds;
        this.inList = inList;
        Batch batch = new Batch(batchSize);
        worker = new Worker("bench", inList
                ? running -> running.resume(list.drain(batch, batchSize))
                : new PlacementProgram(placement, 0, batchSize, System::nanoTime), System::nanoTime);
        threads = new Thread[count];
    }

    /** Makes threads that yield in turn. */
    static LiveCreelThreads yielding(int count, int batchSize, boolean inList) {
        Priming.run(() -> new LiveCreelThreads(Priming.LIVE, batchSize, inList, Priming.ROUNDS).yielding().runAll());
        return new LiveCreelThreads(count, batchSize, inList, Integer.MAX_VALUE).yielding();
    }

    /** Makes two threads; each unparks the other and parks. */
    static LiveCreelThreads parking(boolean inList) {
        Priming.run(() -> new LiveCreelThreads(2, 1, inList, Priming.ROUNDS).handingOver().runAll());
        return new LiveCreelThreads(2, 1, inList, Integer.MAX_VALUE).handingOver();
    }

    private LiveCreelThreads yielding() {
        start(this::yieldOften);
        return this;
    }

    private LiveCreelThreads handingOver() {
        start(this::handOver);
        return this;
    }

    private void yieldOften(Thread other) {
        for (int left = rounds; left > 0 && !stopped; left--) {
            Thread.yield();
        }
    }

    private void handOver(Thread other) {
        for (int left = rounds; left > 0 && !stopped; left--) {
            LockSupport.unpark(other);
            LockSupport.park();
        }
        LockSupport.unpark(other);
    }

    private void start(Consumer<Thread> body) {
        for (int i = 0; i < threads.length; i++) {
            int me = i;
            threads[i] = service.factory().newThread(() -> body.accept(threads[(me + 1) % threads.length]));
        }
        for (Thread thread : threads) {
            thread.start();
        }
        run(threads.length);
    }

    @Override
    public boolean place(Coroutine handle, Worker by) {
        return inList ? list.push(handle) : placement.place(handle, 0);
    }

    @Override
    public void wake() {
    }

    /** Lets the worker run at least {@code switches} of them, each to its next suspension. */
    void run(int switches) {
        int done = 0;
        while (done < switches) {
            done += worker.doWork() + service.retry();
        }
    }

    /** Ends them all. */
    void close() {
        stopped = true;
        runAll();
    }

    private void runAll() {
        for (int idle = 0; idle < 2;) {
            idle = worker.doWork() + service.retry() == 0 ? idle + 1 : 0;
        }
    }
}
