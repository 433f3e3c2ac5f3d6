package io.creel.schedulers;

/**
 * The platform thread of a worker of a {@link WorkerGroup}: code on it, or on a virtual thread there, finds its worker
 * through it.
 */
public final class WorkerThread extends Thread {
    private final Worker worker;

    WorkerThread(Runnable runner, Worker worker) {
        super(runner, worker.name());
        this.worker = worker;
    }

    /** {@return the worker whose thread this is} */
    public Worker worker() {
        return worker;
    }
}
