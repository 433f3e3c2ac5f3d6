package io.creel.cli.groups;

import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerThreadSetup;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLongArray;

/** Knows the threads of a group, and their processor time. */
final class WorkerThreads implements WorkerThreadSetup {
    private final AtomicLongArray ids;
    private final WorkerThreadSetup more;

    WorkerThreads(int workers, WorkerThreadSetup more) {
        ids = new AtomicLongArray(workers);
        this.more = more;
    }

    @Override
    public void begin(Worker worker) {
        ids.set(worker.index(), Thread.currentThread().threadId()); // outside any coroutine
        more.begin(worker);
    }

    /** {@return the processor time of all threads that have begun, in nanoseconds} */
    long cpuNs() {
        long sumNs = 0;
        for (int worker = 0; worker < ids.length(); worker++) {
            sumNs += ids.get(worker) == 0 ? 0 : Math.max(0, cpuNs(ids.get(worker)));
        }
        return sumNs;
    }

    static long cpuNs(long thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
    }
}
