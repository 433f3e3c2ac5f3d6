package io.creel.modulepath;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import java.util.concurrent.locks.LockSupport;

/** A program on the class path that blocks, and awaits, in a virtual thread on the workers of a Creel on the module path. */
final class ThreadsProgram {
    private ThreadsProgram() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        MpmcStash runnable = new MpmcStash("runnable", 16);
        try (WorkerGroup group = new WorkerGroup("web", 1)) {
            VirtualThreads threads = new VirtualThreads("web",
                    ThreadQueues.in((handle, by) -> runnable.push(handle), group),
                    System::nanoTime);
            Batch batch = new Batch(8);
            group.startEach(index -> worker -> worker.resume(runnable.drain(batch, 8)));
            Thread thread = threads.factory().newThread(ThreadsProgram::live);
            thread.start();
            thread.join();
        }
    }

    private static void live() {
        LockSupport.parkNanos(1);
        Coroutine.transfer(self -> self);
        System.out.println("ran in " + VirtualThreads.class.getModule() + " on " + Thread.currentThread());
    }
}
