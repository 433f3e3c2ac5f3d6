package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;

/**
 * The idea in two functions. {@code queue} gets the handle of a coroutine that has suspended already, and puts it where
 * it likes. {@code worker} takes handles in batches and resumes them when it likes.
 */
public final class C00_QueueAndWorker {
    private final ListStash small = new ListStash("small");
    private final ListStash large = new ListStash("large");
    private final Batch batch = new Batch(4);

    private boolean queue(Coroutine self) {
        return (int) self.argument() <= 256 ? small.push(self) : large.push(self);
    }

    private int worker(Worker carrier) {
        int resumed = carrier.resume(small.drain(batch, 4));
        return resumed > 0 ? resumed : carrier.resume(large.drain(batch, 1));
    }

    private void packet(int bytes) {
        System.out.println("arrived: " + bytes + " bytes");
        if (Coroutine.await(this::queue)) {
            System.out.println("served:  " + bytes + " bytes");
        }
    }

    /** Starts a coroutine per packet, and runs the worker until nothing waits. */
    public static void main(String[] args) {
        var talk = new C00_QueueAndWorker();
        var worker = new Worker("worker", talk::worker, System::nanoTime);
        for (int bytes : new int[]{1500, 64, 1400, 128}) {
            worker.start(talk::packet, bytes);
        }
        while (worker.doWork() > 0) {
            continue;
        }
        worker.carrier().close();
    }
}
/*
Output:
arrived: 1500 bytes
arrived: 64 bytes
arrived: 1400 bytes
arrived: 128 bytes
served:  64 bytes
served:  128 bytes
served:  1500 bytes
served:  1400 bytes
*/
