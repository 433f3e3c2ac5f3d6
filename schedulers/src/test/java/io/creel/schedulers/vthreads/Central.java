package io.creel.schedulers.vthreads;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import java.util.function.LongSupplier;

/** Workers that serve one ring, and a class of virtual threads on it. */
final class Central implements AutoCloseable {
    final WorkerGroup group;
    final MpmcStash ring;
    final VirtualThreads threads;

    Central(String name, int workers, int ringCapacity) {
        this(name, workers, ringCapacity, System::nanoTime);
    }

    Central(String name, int workers, int ringCapacity, LongSupplier clock) {
        group = WorkerGroup.builder(name, workers).build();
        ring = new MpmcStash(name + "-ring", ringCapacity);
        threads = new VirtualThreads(name, this::place, clock);
        group.startEach(index -> {
            Batch batch = new Batch(8);
            return worker -> cycle(worker, batch);
        });
    }

    private int cycle(Worker worker, Batch batch) {
        return threads.retry() + worker.resume(ring.drain(batch, 8));
    }

    private boolean place(Coroutine handle) {
        boolean in = ring.push(handle);
        for (int i = 0; i < group.size(); i++) {
            group.worker(i).wake();
        }
        return in;
    }

    @Override
    public void close() {
        try {
            threads.close();
        } finally {
            group.close();
        }
    }
}
