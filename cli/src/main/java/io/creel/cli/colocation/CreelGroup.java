package io.creel.cli.colocation;

import io.creel.net.Packet;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.WorkerProgram;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.services.Services;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** What the servers on Creel share: one worker with the settings of the echo, and its classes of service. */
final class CreelGroup {
    static final LongSupplier CLOCK = System::nanoTime;
    static final int BATCH = KernelThreadPair.BATCH;
    /** The slice is the default of {@code time-slice}. Packets get up to ten times the time of the work. */
    static final String TWO_CLASSES = """
                                      class packets: share 1000
                                      class work: when time-slice(5us)
                                      """;
    /** Type 0 is packets. */
    static final String MICRO_QUANTA = "class packets: when microquanta(900us, 1ms)";

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final WorkerGroup group;

    CreelGroup(Setup setup) {
        group = WorkerGroup.builder("app", 1).eachThread(setup.settings())
                .coroutineFailures((_, thrown) -> failure.compareAndSet(null, thrown))
                .failures((_, thrown) -> failure.compareAndSet(null, thrown)).build();
    }

    static Services services(String classes) {
        PolicyContext context = PolicyContext.of(new SplittableRandom(1), CLOCK).withTypes(2,
                handle -> handle.argument() instanceof Packet ? 0 : 1);
        return Services.builder("app", 1, context).add(classes).build();
    }

    WorkerGroup group() {
        return group;
    }

    void start(WorkerProgram program) {
        group.start(program);
    }

    /** Closes the workers. A failure of a coroutine or of a program is thrown. */
    void close() {
        group.close();
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("the server has failed: worker=app-0", thrown);
        }
    }
}
