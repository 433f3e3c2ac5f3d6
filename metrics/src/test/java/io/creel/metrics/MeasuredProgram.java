package io.creel.metrics;

import io.creel.core.Coroutine;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.services.Services;
import io.creel.schedulers.where.Where;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/** A group with one class of service, and a NIC with counters. */
final class MeasuredProgram implements AutoCloseable {
    static final int COROUTINES = 10;

    final WorkerGroup group = new WorkerGroup("web", 2);
    final Services services = Services
            .builder("app", 2, PolicyContext.of(new SplittableRandom(1), System::nanoTime)).add("class page: when fifo")
            .build();
    final Nic nic;

    MeasuredProgram() throws IOException, InterruptedException {
        nic = Nics.open("switch:measured");
        nic.statistics().add(NicCounter.RX_PACKETS, 5);
        nic.statistics().add(NicCounter.RX_RING_FULL, 2);
        services.start(group, 8);
        CountDownLatch done = new CountDownLatch(COROUTINES);
        for (int i = 0; i < COROUTINES; i++) {
            if (!services.get("page").place(Coroutine.create(argument -> done.countDown(), null), Where.NONE)) {
                throw new IllegalStateException("refused");
            }
        }
        done.await();
        while (services.get("page").latencies().count() < COROUTINES) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        group.close();
        nic.close();
    }
}
