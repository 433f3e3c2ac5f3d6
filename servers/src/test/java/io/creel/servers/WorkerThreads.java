package io.creel.servers;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Virtual threads on the carrier of a test's worker, which runs them in each of its cycles. */
public final class WorkerThreads implements ThreadQueues, AutoCloseable {
    private final MpmcStash runnable = new MpmcStash("runnable threads", 2_048);
    private final Batch batch = new Batch(64);
    private final VirtualThreads threads = new VirtualThreads("http", this, System::nanoTime);

    public ThreadFactory factory() {
        return threads.factory();
    }

    /** How many threads have started. */
    public long started() {
        return threads.counts().started();
    }

    /** Runs the threads that can run; how many. */
    public int doWork(Carrier carrier) {
        return threads.retry() + carrier.resume(runnable.drain(batch, 64));
    }

    @Override
    public boolean place(Coroutine handle, @Nullable Worker by) {
        return runnable.push(handle);
    }

    @Override
    public void wake() {
        // the worker never sleeps for long
    }

    @Override
    public void close() {
        threads.close();
    }
}
