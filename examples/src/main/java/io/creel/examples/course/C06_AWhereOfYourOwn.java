package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.queues.MpscStash;
import io.creel.schedulers.WorkerGroup;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * WHERE as one line: the packets of a flow always go to the same worker, so what the worker keeps about a flow needs no
 * lock. The line is a function of the handle; replace it, and the placement is another one.
 */
public final class C06_AWhereOfYourOwn {
    private static final int WORKERS = 2;
    private static final int PACKETS = 1_000;
    private static final int FLOWS = 7;

    private final MpscStash[] queues = {new MpscStash("one", 1 << 10), new MpscStash("two", 1 << 10)};
    /** Of worker 0 and of worker 1; no other thread touches it. */
    private final List<Map<Integer, Integer>> packetsOfFlow = List.of(new TreeMap<>(), new TreeMap<>());
    private final CountDownLatch served = new CountDownLatch(PACKETS);

    private record Packet(int flow) {
    }

    /** WHERE. */
    private boolean sameWorkerForAFlow(@Transfers(when = Result.TRUE) Coroutine self) {
        return queues[workerOf((Packet) self.argument())].push(self);
    }

    private static int workerOf(Packet packet) {
        return packet.flow() % WORKERS;
    }

    private void serve(Packet packet) {
        packetsOfFlow.get(workerOf(packet)).merge(packet.flow(), 1, Integer::sum);
        served.countDown();
    }

    private void run() throws InterruptedException {
        var group = new WorkerGroup("net", WORKERS);
        try (group) {
            group.startEach(index -> {
                var batch = new Batch(32);
                return worker -> worker.resume(queues[index].drain(batch, 32));
            });
            for (int i = 0; i < PACKETS; i++) {
                Coroutine handle = Coroutine.create(this::serve, new Packet(i % FLOWS));
                if (!sameWorkerForAFlow(handle)) {
                    handle.abandon();
                }
            }
            served.await();
        } // the workers have ended
        for (int i = 0; i < WORKERS; i++) {
            System.out.printf("worker %d completed %d; packets of each flow: %s%n", i,
                    group.worker(i).counts().completed(), packetsOfFlow.get(i));
        }
    }

    /** Serves the packets of seven flows on two workers. */
    public static void main(String[] args) throws InterruptedException {
        new C06_AWhereOfYourOwn().run();
    }
}
/*
Output:
worker 0 completed 571; packets of each flow: {0=143, 2=143, 4=143, 6=142}
worker 1 completed 429; packets of each flow: {1=143, 3=143, 5=143}
*/
