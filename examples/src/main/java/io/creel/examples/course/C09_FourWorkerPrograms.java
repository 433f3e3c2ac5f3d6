package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.MpscStash;
import io.creel.queues.SharedChannel;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.WorkerProgram;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.jbsq.Jbsq;
import io.creel.schedulers.where.stealing.Stealing;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * The four usual shapes of servers, as worker programs over the same requests: run to completion, a dispatcher and its
 * workers, poll and work, a pipeline. A request runs the same method in all of them.
 *
 * <p>
 * Source: run to completion, A. Belay and others, "IX: A protected dataplane operating system", OSDI 2014; a
 * dispatcher, K. Kaffes and others, "Shinjuku: preemptive scheduling for microsecond-scale tail latency", NSDI 2019;
 * poll and work with stealing, G. Prekas and others, "ZygOS", SOSP 2017; a pipeline, M. Welsh and others, "SEDA", SOSP
 * 2001.
 */
public final class C09_FourWorkerPrograms {
    private static final int REQUESTS = 10_000;
    private static final int WORKERS = 3;
    private static final int BURST = 32;

    private final WorkerGroup group = new WorkerGroup("server", WORKERS);
    /** The number of the next request that has arrived, in place of a NIC's queue. */
    private final AtomicInteger arrivals = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicLong sum = new AtomicLong();

    private C09_FourWorkerPrograms() {
    }

    /** Returns the next request, or 0 if none has arrived. */
    private int poll() {
        int number = arrivals.get() < REQUESTS ? arrivals.incrementAndGet() : 0;
        return number <= REQUESTS ? number : 0;
    }

    /** WHAT. */
    private void serve(int number) {
        sum.addAndGet(number * number % 1_000);
        if (served.incrementAndGet() == REQUESTS) {
            group.stop();
        }
    }

    /** The worker that polls a request runs it: no queue, no other worker. */
    private IntFunction<WorkerProgram> runToCompletion() {
        return index -> worker -> {
            int number = poll();
            if (number == 0) {
                return 0;
            }
            worker.start(this::serve, number);
            return 1;
        };
    }

    /** Worker 0 polls and places, the others run: {@code where jbsq} keeps their queues short. */
    private IntFunction<WorkerProgram> dispatcherAndWorkers() {
        Placement placement = Placement.builder("dispatched", WORKERS - 1, System::nanoTime).where(new Jbsq(2, 0))
                .build();
        return index -> index == 0
                ? worker -> place(placement, Where.NONE)
                : new PlacementProgram(placement, index - 1, BURST, System::nanoTime);
    }

    /** Every worker polls a burst into its own queue, runs that, and steals if the queue is empty. */
    private IntFunction<WorkerProgram> pollAndWork() {
        Placement placement = Placement.builder("polled", WORKERS, System::nanoTime).where(new Stealing()).build();
        return index -> {
            WorkerProgram works = new PlacementProgram(placement, index, BURST, System::nanoTime);
            return worker -> place(placement, index) + works.doWork(worker);
        };
    }

    private int place(Placement placement, int byWorker) {
        int placed = 0;
        for (int number = poll(); number != 0; number = ++placed < BURST ? poll() : 0) {
            Coroutine handle = Coroutine.create(this::serve, number);
            while (!placement.place(handle, byWorker)) {
                Thread.onSpinWait(); // full: the other workers are serving it
            }
        }
        return placed;
    }

    /** One worker per stage: the first polls, the second squares, the third adds up. */
    private IntFunction<WorkerProgram> pipeline() {
        MpscStash[] ready = {new MpscStash("ready 0", 4), new MpscStash("ready 1", 4), new MpscStash("ready 2", 4)};
        SharedChannel<Integer> polled = new SharedChannel<>("polled", 64, 1, ready[0], ready[1]);
        SharedChannel<Integer> parsed = new SharedChannel<>("parsed", 64, 1, ready[1], ready[2]);
        MustAccept.push(ready[0], Coroutine.create(ignored -> {
            for (int number = poll(); number != 0; number = poll()) {
                MustAccept.check(polled.send(number));
            }
        }, null));
        MustAccept.push(ready[1], Coroutine.create(ignored -> {
            while (true) { // until the group cancels it
                MustAccept.check(parsed.send(polled.receive()));
            }
        }, null));
        MustAccept.push(ready[2], Coroutine.create(ignored -> {
            while (true) {
                serve(parsed.receive());
            }
        }, null));
        return stage -> {
            Batch batch = new Batch(BURST);
            return worker -> worker.resume(ready[stage].drain(batch, BURST));
        };
    }

    private interface Shape {
        IntFunction<WorkerProgram> of(C09_FourWorkerPrograms server);
    }

    private static void run(String name, Shape shape) throws InterruptedException {
        C09_FourWorkerPrograms server = new C09_FourWorkerPrograms();
        try (WorkerGroup group = server.group) {
            group.startEach(shape.of(server));
            group.awaitStop();
        }
        System.out.printf("%s served=%d, sum=%d%n", name, server.served.get(), server.sum.get());
    }

    /** Serves the same requests four times. */
    public static void main(String[] args) throws InterruptedException {
        run("run to completion     ", C09_FourWorkerPrograms::runToCompletion);
        run("dispatcher and workers", C09_FourWorkerPrograms::dispatcherAndWorkers);
        run("poll and work         ", C09_FourWorkerPrograms::pollAndWork);
        run("pipeline              ", C09_FourWorkerPrograms::pipeline);
    }
}
/*
Output:
run to completion      served=10000, sum=4615000
dispatcher and workers served=10000, sum=4615000
poll and work          served=10000, sum=4615000
pipeline               served=10000, sum=4615000
*/
