package io.creel.schedulers;

/** The platform thread of a worker of a {@link WorkerGroup}: how code on it, or on a virtual thread there, finds its worker. */
public final class WorkerThread extends Thread {
    private final Worker worker;

    WorkerThread(Runnable runner, Worker worker) {
        super(runner, worker.name());
        this.worker = worker;
    }

    /** Whose thread it is. */
    public Worker worker() {
        return worker;
    }
}
