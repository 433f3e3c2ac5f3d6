package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.spec.Owned;
import io.creel.queues.MpscStash;
import io.creel.queues.SpscStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.WorkerProgram;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A dispatcher and its workers: worker 0 deals out arriving requests, and the others run the requests in their own
 * short queues. It does the same as {@code where jbsq}, in two methods of a few lines. A worker program is any method
 * that returns its work count.
 *
 * <p>
 * Source: K. Kogias and others, "R2P2: making RPCs first-class datacenter citizens", USENIX ATC 2019: join bounded
 * shortest queue keeps a request out of a busy worker's queue while another worker is idle.
 */
public final class C08_AWorkerProgramOfYourOwn {
    private static final int REQUESTS = 10_000;
    private static final int WORKERS = 2;
    private static final int BOUND = 4;

    private final WorkerGroup group = new WorkerGroup("server", 1 + WORKERS);
    private final MpscStash arrivals = new MpscStash("arrivals", 1 << 14);
    private final SpscStash[] queues = {new SpscStash("one", BOUND), new SpscStash("two", BOUND)};
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicLong sum = new AtomicLong();
    @Owned
    private Coroutine undealt;
    private int turn;

    private C08_AWorkerProgramOfYourOwn() {
    }

    /** WHERE, on worker 0: into the next queue that is not full. A request without a place is kept, and goes first. */
    private int deal(Worker dispatcher) {
        int dealt = 0;
        for (int full = 0; full < WORKERS; turn = (turn + 1) % WORKERS) {
            undealt = undealt == null ? arrivals.pop() : undealt;
            if (undealt == null) {
                return dealt;
            }
            if (queues[turn].push(undealt)) {
                group.worker(1 + turn).wake();
                undealt = null;
                dealt++;
                full = 0;
            } else {
                full++;
            }
        }
        return dealt;
    }

    /** WHEN, on the others: the queue in order. Then there is room, so the dispatcher is woken. */
    private WorkerProgram runsQueue(SpscStash queue) {
        Batch batch = new Batch(BOUND);
        return worker -> {
            int ran = worker.resume(queue.drain(batch, BOUND));
            if (ran > 0) {
                group.worker(0).wake();
            }
            return ran;
        };
    }

    /** WHAT. */
    private void serve(int number) {
        sum.addAndGet(number * number % 1_000);
        if (served.incrementAndGet() == REQUESTS) {
            group.stop();
        }
    }

    private void run() throws InterruptedException {
        for (int i = 1; i <= REQUESTS; i++) {
            MustAccept.push(arrivals, Coroutine.create(this::serve, i));
        }
        try (group) {
            group.startEach(index -> index == 0 ? this::deal : runsQueue(queues[index - 1]));
            group.awaitStop();
        }
        System.out.printf("served=%d, sum=%d, on the dispatcher=%d%n", served.get(), sum.get(),
                group.worker(0).carrier().counters().completed());
    }

    /** Serves, and prints the results. */
    public static void main(String[] args) throws InterruptedException {
        new C08_AWorkerProgramOfYourOwn().run();
    }
}
/*
Output:
served=10000, sum=4615000, on the dispatcher=0
*/
