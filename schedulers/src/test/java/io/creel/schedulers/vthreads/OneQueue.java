package io.creel.schedulers.vthreads;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.Worker;
import java.util.function.Consumer;

/** A class of threads whose runnable ones wait in one bounded queue, driven by the thread of the test. */
final class OneQueue implements ThreadQueues {
    final MpmcStash queue;
    final VirtualThreads threads;
    final Carrier carrier = new Carrier("host");
    /** How many times a thread was offered to the queue. */
    long offers;
    /** Called with each handle before it is offered. */
    Consumer<Coroutine> before = handle -> {
    };
    private final Batch batch = new Batch(32);

    OneQueue(int capacity) {
        queue = new MpmcStash("runnable", capacity);
        threads = new VirtualThreads("class", this, System::nanoTime);
    }

    @Override
    public boolean place(Coroutine handle, Worker by) {
        offers++;
        before.accept(handle);
        return queue.push(handle);
    }

    @Override
    public void wake() {
    }

    Thread start(Runnable body) {
        Thread thread = threads.factory().newThread(body);
        thread.start();
        return thread;
    }

    /** One duty cycle of a worker: places threads that wait for room, then runs a batch. */
    int cycle() {
        return threads.retry() + carrier.poll() + carrier.resume(queue.drain(batch, 32));
    }

    void runAll() {
        while (cycle() > 0) {
            continue;
        }
    }
}
