package io.creel.jmh.policy;

import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.jmh.coroutine.Priming;
import io.creel.schedulers.Worker;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.Policies;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.CompilerControl;

/** Coroutines that await a placement after each resume, and its workers, which one thread drives in turn. */
final class LivePlacement {
    private static final int TYPES = 2;
    private static final long DEADLINE_NS = 1_000_000;

    private final Placement placement;
    private final Worker[] workers;
    private final int rounds;

    /**
     * Makes coroutines that await a placement for ever.
     *
     * @param policy
     *            where and when in one text, {@code central/fifo}
     */
    static LivePlacement primed(String policy, int count, int workerCount, int batch) {
        Priming.run(() -> new LivePlacement(policy, Priming.LIVE, workerCount, batch, Priming.ROUNDS).end());
        return new LivePlacement(policy, count, workerCount, batch, Integer.MAX_VALUE);
    }

    private LivePlacement(String policy, int count, int workerCount, int batch, int rounds) {
        this.rounds = rounds;
        LongSupplier clock = System::nanoTime;
        PolicyContext context = PolicyContext.of(new SplittableRandom(1), clock)
                .withTypes(TYPES, handle -> ((Packet) handle.argument()).type)
                .withDeadline(handle -> ((Packet) handle.argument()).dueNs)
                .withFlow(handle -> ((Packet) handle.argument()).flow);
        String[] words = policy.split("/");
        placement = Placement.builder("bench", workerCount, clock)
                .where(Policies.where(words[0], context))
                .when(name -> Policies.when(words[1], name, context))
                .types(TYPES, handle -> ((Packet) handle.argument()).type)
                .capacity(Integer.highestOneBit(2 * count))
                .build();
        workers = new Worker[workerCount];
        for (int i = 0; i < workerCount; i++) {
            workers[i] = new Worker("bench-" + i, new PlacementProgram(placement, i, batch, clock), clock);
        }
        Body<Packet> body = LivePlacement::serve;
        for (int i = 0; i < count; i++) {
            Coroutine handle = Coroutine.create(body, new Packet(this, i));
            while (!placement.place(handle, i % workerCount)) {
                run(1);
            }
        }
        run(count);
    }

    /** The argument of a coroutine, with the hints that policies read. */
    private static final class Packet {
        final LivePlacement live;
        final int flow;
        final int type;
        long dueNs;

        Packet(LivePlacement live, int flow) {
            this.live = live;
            this.flow = flow;
            type = flow % TYPES;
            dueNs = DEADLINE_NS * flow;
        }
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void serve(Packet packet) {
        for (int left = packet.live.rounds; left > 0; left--) {
            packet.dueNs += DEADLINE_NS;
            Coroutine.transfer(packet.live.placement);
        }
    }

    /** Lets the workers run at least {@code switches} of them, each to its next suspension. */
    void run(int switches) {
        int done = 0;
        while (done < switches) {
            for (Worker worker : workers) {
                done += worker.doWork();
            }
        }
    }

    /** Runs the coroutines to their ends, if their bodies end. */
    void end() {
        for (int idle = 0; idle < 3;) {
            int done = 0;
            for (Worker worker : workers) {
                done += worker.doWork();
            }
            idle = done == 0 ? idle + 1 : 0;
        }
    }
}
