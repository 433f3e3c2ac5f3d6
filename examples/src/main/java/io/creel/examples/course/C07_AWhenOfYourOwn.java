package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import io.creel.queues.TreeStash;
import io.creel.schedulers.Worker;

/**
 * WHEN as one function: what this worker resumes next. Here two rules share the worker. Requests with a deadline go
 * first, the earliest first; the others get every fourth turn, so that they never starve.
 */
public final class C07_AWhenOfYourOwn {
    private final TreeStash urgent = new TreeStash("urgent");
    private final ListStash patient = new ListStash("patient");
    private final Batch batch = new Batch(1);
    private final StringBuilder order = new StringBuilder();
    private int turn;

    /** WHEN. */
    private int next(Worker worker) {
        boolean urgentTurn = ++turn % 4 != 0 || patient.isEmpty();
        int resumed = urgentTurn ? worker.resume(urgent.drain(batch, 1)) : 0;
        return resumed > 0 ? resumed : worker.resume(patient.drain(batch, 1));
    }

    private void due(long deadlineMs) {
        Coroutine.awaitByKey(urgent, deadlineMs);
        order.append(deadlineMs).append(' ');
    }

    private void whenever(String name) {
        Coroutine.await(patient);
        order.append(name).append(' ');
    }

    /** Starts six urgent requests, in no order, and three patient ones. */
    public static void main(String[] args) {
        var example = new C07_AWhenOfYourOwn();
        var worker = new Worker("worker", example::next, System::nanoTime);
        for (long deadlineMs : new long[]{50, 20, 60, 10, 40, 30}) {
            worker.start(example::due, deadlineMs);
        }
        for (String name : new String[]{"a", "b", "c"}) {
            worker.start(example::whenever, name);
        }
        while (worker.counts().completed() < 9) {
            worker.doWork();
        }
        System.out.println("order: " + example.order.toString().strip());
        worker.carrier().close();
    }
}
/*
Output:
order: 10 20 a 30 40 50 b 60 c
*/
