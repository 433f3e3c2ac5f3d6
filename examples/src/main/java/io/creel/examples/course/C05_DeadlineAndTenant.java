package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.queues.IndexedStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerCounts;

/**
 * A hundred thousand requests wait, each as a suspended coroutine, in a tree by deadline and in a map by tenant at
 * once. One tenant's requests get later deadlines, another's are cancelled, and the others resume when they are due. A
 * handle that is taken out of one index is gone from both.
 *
 * <p>
 * The worker is driven by hand and its clock is a variable, so the output is always the same.
 */
public final class C05_DeadlineAndTenant {
    private static final int REQUESTS = 100_000;
    private static final int TENANTS = 100;
    private static final int POSTPONED = 7;
    private static final int POSTPONED_MS = 1_000_000;
    private static final int CANCELLED = 13;

    private final IndexedStash parked = new IndexedStash("parked", REQUESTS);
    private final Batch batch = new Batch(64);
    private final Worker worker = new Worker("worker", this::due, () -> 0);
    private long nowMs;
    private int served;
    private int outOfOrder;
    private int cleanedUp;
    private long firstMs = -1;
    private long lastMs = -1;

    private record Request(int tenant, long deadlineMs) {
    }

    /** WHAT: waits for its turn, which may never come; is served; cleans up. */
    private final Body<Request> body = request -> {
        try {
            this.parked.await(request.deadlineMs(), request.tenant()); // WHERE
            serve(request);
        } finally {
            cleanedUp++;
        }
    };

    /** WHEN: due requests, the earliest first, a batch at a time. */
    private int due(Worker self) {
        return self.resume(parked.popUpTo(nowMs, batch, batch.capacity()));
    }

    private void serve(Request request) {
        long dueMs = request.deadlineMs() + (request.tenant() == POSTPONED ? POSTPONED_MS : 0);
        served++;
        firstMs = firstMs < 0 ? dueMs : firstMs;
        outOfOrder += dueMs < lastMs ? 1 : 0;
        lastMs = dueMs;
    }

    private void park() {
        nowMs = -1;
        for (int i = 0; i < REQUESTS; i++) {
            // 7919 is prime, so every deadline from 0 to 99,999 occurs once, unordered
            worker.start(body, new Request(i % TENANTS, i * 7919L % REQUESTS));
            if (i % 1_000 == 999) {
                worker.doWork();
            }
        }
        Coroutine earliest = parked.peek();
        System.out.printf("parked: %d, of each tenant: %d, earliest deadline: %d ms%n", parked.size(),
                parked.count(0), earliest.key());
    }

    private void postpone() {
        int moved = parked.reorderAll(POSTPONED, deadlineMs -> deadlineMs + POSTPONED_MS);
        System.out.printf("tenant %d: %d deadlines put off, still parked: %d%n", POSTPONED, moved, parked.size());
    }

    private void cancel() {
        for (Coroutine handle = parked.pop(CANCELLED); handle != null; handle = parked.pop(CANCELLED)) {
            handle.abandon(); // ends on its worker by an exception, so its finally block runs
        }
        worker.doWork();
        System.out.printf("tenant %d: %d cancelled, %d cleaned up, still parked: %d, of the tenant: %d%n", CANCELLED,
                worker.counts().cancelled(), cleanedUp, parked.size(), parked.count(CANCELLED));
    }

    private void serveUntil(long untilMs) {
        nowMs = untilMs;
        while (worker.doWork() > 0) {
            continue;
        }
        System.out.printf("%d ms: served %d, first deadline: %d ms, last: %d ms, out of order: %d, still parked: %d%n",
                nowMs, served,
                firstMs, lastMs, outOfOrder, parked.size());
    }

    /** Runs it. */
    public static void main(String[] args) {
        var example = new C05_DeadlineAndTenant();
        example.park();
        example.postpone();
        example.cancel();
        example.serveUntil(50_000);
        example.serveUntil(1_000_000);
        example.serveUntil(1_100_000);
        WorkerCounts counts = example.worker.counts();
        System.out.printf("created %d = completed %d + cancelled %d + failed %d; cleaned up %d%n", counts.created(),
                counts.completed(), counts.cancelled(), counts.failed(), example.cleanedUp);
        example.worker.carrier().close(); // no coroutine waits any more; the carrier leaves this thread
    }
}
/*
Output:
parked: 100000, of each tenant: 1000, earliest deadline: 0 ms
tenant 7: 1000 deadlines put off, still parked: 100000
tenant 13: 1000 cancelled, 1000 cleaned up, still parked: 99000, of the tenant: 0
50000 ms: served 49001, first deadline: 0 ms, last: 50000 ms, out of order: 0, still parked: 49999
1000000 ms: served 98000, first deadline: 0 ms, last: 99999 ms, out of order: 0, still parked: 1000
1100000 ms: served 99000, first deadline: 0 ms, last: 1099933 ms, out of order: 0, still parked: 0
created 100000 = completed 99000 + cancelled 1000 + failed 0; cleaned up 100000
*/
