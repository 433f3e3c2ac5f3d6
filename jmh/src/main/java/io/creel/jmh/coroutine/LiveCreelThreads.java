package io.creel.jmh.coroutine;

import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.vthreads.Runnables;
import io.creel.schedulers.vthreads.VirtualThreads;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Virtual threads in the queue of a placement, which one worker serves: the calling thread. */
final class LiveCreelThreads implements Runnables {
    private final Thread[] threads;
    private final Placement placement = Placement.builder("bench", 1, System::nanoTime).build();
    private final VirtualThreads service = new VirtualThreads("bench", this, System::nanoTime);
    private final Worker worker;
    private volatile boolean stopped;

    private LiveCreelThreads(int count, int batchSize) {
        worker = new Worker("bench", new PlacementProgram(placement, 0, batchSize, System::nanoTime), System::nanoTime);
        threads = new Thread[count];
    }

    /** Threads that yield in turn. */
    static LiveCreelThreads yielding(int count, int batchSize) {
        LiveCreelThreads live = new LiveCreelThreads(count, batchSize);
        live.start(other -> Thread.yield());
        return live;
    }

    /** Two threads of which each unparks the other, and parks. */
    static LiveCreelThreads parking() {
        LiveCreelThreads live = new LiveCreelThreads(2, 1);
        live.start(other -> {
            LockSupport.unpark(other);
            LockSupport.park();
        });
        return live;
    }

    private void start(Consumer<Thread> turn) {
        for (int i = 0; i < threads.length; i++) {
            int me = i;
            threads[i] = service.factory().newThread(() -> {
                Thread other = threads[(me + 1) % threads.length];
                while (!stopped) {
                    turn.accept(other);
                }
                LockSupport.unpark(other);
            });
        }
        for (Thread thread : threads) {
            thread.start();
        }
        run(threads.length);
    }

    @Override
    public boolean place(Coroutine handle, Worker by) {
        return placement.place(handle, 0);
    }

    @Override
    public void wake() {
    }

    /** Lets the worker run the next ones, each to its next suspension; at least so many. */
    void run(int switches) {
        int done = 0;
        while (done < switches) {
            done += worker.doWork() + service.retry();
        }
    }

    /** Ends them all. */
    void close() {
        stopped = true;
        for (int idle = 0; idle < 2;) {
            idle = worker.doWork() + service.retry() == 0 ? idle + 1 : 0;
        }
    }
}
