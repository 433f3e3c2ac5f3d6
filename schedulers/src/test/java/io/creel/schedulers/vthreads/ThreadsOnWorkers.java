package io.creel.schedulers.vthreads;

import io.creel.schedulers.policy.PolicyAxis;
import io.creel.core.Batch;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.services.ServiceClass;
import io.creel.schedulers.services.Services;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Workers that serve one placement, or one class of service, and a class of virtual threads on it. */
final class ThreadsOnWorkers implements AutoCloseable {
    private static final long CLOSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    final WorkerGroup group;
    /** {@code null} in a setting whose policies are swapped. */
    final Placement placement;
    final VirtualThreads threads;
    /** A stash whose handles run as soon as a worker looks. */
    final MpmcStash ready = new MpmcStash("ready", 256);
    private volatile boolean closing;

    ThreadsOnWorkers(String name, int workers) {
        this(name, workers, CLOSE_TIMEOUT_NS, settings -> settings);
    }

    ThreadsOnWorkers(String name, int workers, UnaryOperator<PlacementBuilder> policies) {
        this(name, workers, CLOSE_TIMEOUT_NS, policies);
    }

    ThreadsOnWorkers(String name, int workers, long closeTimeoutNs, UnaryOperator<PlacementBuilder> policies) {
        group = WorkerGroup.builder(name, workers).closeTimeoutNs(closeTimeoutNs).build();
        placement = policies.apply(Placement.builder(name, workers, System::nanoTime)).build();
        placement.onWake(worker -> group.worker(worker).wake());
        threads = new VirtualThreads(name, ThreadQueues.in(placement::place, group), System::nanoTime);
        group.startEach(index -> {
            PlacementProgram program = new PlacementProgram(placement, index, 8, System::nanoTime);
            Batch batch = new Batch(8);
            return worker -> worker.resume(ready.drain(batch, 8)) + program.doWork(worker);
        });
    }

    ThreadsOnWorkers(String name, Setting setting) {
        group = WorkerGroup.builder(name, setting.workers).build();
        placement = null;
        Services services = Services
                .builder(name, setting.workers,
                        PolicyContext.of(new SplittableRandom(1), System::nanoTime).withFlow(Object::hashCode))
                .add("class " + name + ": where central, starving 0s").build();
        ServiceClass service = services.get(name);
        threads = new VirtualThreads(name, ThreadQueues.in(service::place, group), System::nanoTime);
        services.start(group, 8);
        if (setting.swapped) {
            Thread.ofPlatform().name("swapper").start(() -> swapAll(service));
        }
    }

    private void swapAll(ServiceClass service) {
        SplittableRandom random = new SplittableRandom(2);
        List<String> wheres = List.copyOf(Policies.names(PolicyAxis.WHERE));
        List<String> whens = List.copyOf(Policies.names(PolicyAxis.WHEN));
        while (!closing) {
            service.swap(service.spec().where(wheres.get(random.nextInt(wheres.size())))
                    .when(whens.get(random.nextInt(whens.size()))));
            Thread.yield();
        }
    }

    @Override
    public void close() {
        closing = true;
        group.close();
    }
}
