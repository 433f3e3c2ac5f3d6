package io.creel.schedulers.vthreads;

import io.creel.core.Batch;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.placement.PlacementProgram;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Workers that serve one placement, and a class of virtual threads on it. */
final class Central implements AutoCloseable {
    final WorkerGroup group;
    final Placement placement;
    final VirtualThreads threads;
    /** Handles that run as soon as a worker looks, for those who want a stash. */
    final MpmcStash ready = new MpmcStash("ready", 256);

    Central(String name, int workers) {
        this(name, workers, settings -> settings);
    }

    Central(String name, int workers, UnaryOperator<PlacementBuilder> policies) {
        this(name, workers, TimeUnit.SECONDS.toNanos(10), policies);
    }

    Central(String name, int workers, long closeTimeoutNs, UnaryOperator<PlacementBuilder> policies) {
        group = WorkerGroup.builder(name, workers).closeTimeoutNs(closeTimeoutNs).build();
        placement = policies.apply(Placement.builder(name, workers, System::nanoTime)).build();
        placement.onWake(worker -> group.worker(worker).wake());
        threads = new VirtualThreads(name, Runnables.in(placement, group), System::nanoTime);
        group.startEach(index -> {
            PlacementProgram program = new PlacementProgram(placement, index, 8, System::nanoTime);
            Batch batch = new Batch(8);
            return threads.serving(worker -> worker.resume(ready.drain(batch, 8)) + program.doWork(worker));
        });
    }

    @Override
    public void close() {
        group.close();
    }
}
