package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.WaitResult;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;

/**
 * Two requests wait for their answers, for 3 ms at most. One answer comes in time. When the time of the other is up,
 * the runtime takes its handle out of the stash, so it cannot be resumed twice.
 *
 * <p>
 * The clock of this worker is a variable; on a running worker it is the machine's.
 */
public final class C01_TimeOuts {
    private static final long MS = 1_000_000;

    private final ListStash answered = new ListStash("waits for an answer");
    private final Batch batch = new Batch(4);
    private long nowNs;

    private void request(String name) {
        WaitResult end = Coroutine.await(answered, 3 * MS);
        System.out.printf("%d ms: %s: %s%n", nowNs / MS, name, switch (end) {
            case RESUMED -> "has its answer";
            case TIMED_OUT -> "gives up";
            case REFUSED -> "found no room to wait";
        });
    }

    /** One answer comes each 2 ms, and is for the request that has waited longest. */
    private int answer(Worker worker) {
        return nowNs == 2 * MS ? worker.resume(answered.drain(batch, 1)) : 0;
    }

    /** Runs 5 ms of virtual time. */
    public static void main(String[] args) {
        var example = new C01_TimeOuts();
        var worker = new Worker("worker", example::answer, () -> example.nowNs);
        worker.start(example::request, "first");
        worker.start(example::request, "second");
        for (; example.nowNs <= 5 * MS; example.nowNs += MS) {
            worker.doWork();
        }
        System.out.println("still waiting: " + example.answered.size());
        worker.carrier().close();
    }
}
/*
Output:
2 ms: first: has its answer
3 ms: second: gives up
still waiting: 0
*/
