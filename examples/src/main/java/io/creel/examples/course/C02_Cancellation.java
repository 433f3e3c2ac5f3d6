package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;

/**
 * A coroutine that waits is asked to end. It is removed from its stash and resumes with an exception, so what it holds
 * is given back by the {@code finally} that any Java programmer would write.
 */
public final class C02_Cancellation {
    private final ListStash waiting = new ListStash("waiting");
    private final Batch batch = new Batch(4);
    private int buffers = 2;

    private void download(String name) {
        buffers--;
        System.out.printf("%s holds a buffer, left: %d%n", name, buffers);
        try {
            Coroutine.await(waiting);
            System.out.println(name + " is complete");
        } catch (CoroutineCancelledException cancelled) {
            System.out.println(name + " is cancelled");
            throw cancelled;
        } finally {
            buffers++;
            System.out.printf("%s gave its buffer back, left: %d%n", name, buffers);
        }
    }

    /** Cancels the first of two downloads. */
    public static void main(String[] args) {
        var example = new C02_Cancellation();
        var worker = new Worker("worker", self -> 0, System::nanoTime);
        worker.start(example::download, "one");
        worker.start(example::download, "two");
        worker.doWork();
        System.out.println("cancel(): " + example.waiting.peek().cancel());
        worker.doWork();
        System.out.println("waiting: " + example.waiting.size());
        worker.resume(example.waiting.drain(example.batch, 4));
        System.out.printf("completed %d, cancelled %d%n", worker.counts().completed(), worker.counts().cancelled());
        worker.carrier().close();
    }
}
/*
Output:
one holds a buffer, left: 1
two holds a buffer, left: 0
cancel(): true
one is cancelled
one gave its buffer back, left: 1
waiting: 1
two is complete
two gave its buffer back, left: 2
completed 1, cancelled 1
*/
