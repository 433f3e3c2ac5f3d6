package io.creel.cli.top;

import io.creel.core.Coroutine;
import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.queues.MpscStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.services.Services;
import io.creel.schedulers.where.Where;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A program with two classes of service, a NIC that loses packets, and coroutines that wait for ever. Prints "ready"
 * and runs until its input ends; with the argument {@code top} it shows itself.
 */
public final class ShownProgram {
    private static final int WAITING = 7;
    private static volatile boolean ending;

    private ShownProgram() {
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        MpscStash forever = new MpscStash("for-ever", 16);
        WorkerGroup net = new WorkerGroup("net", 2);
        WorkerGroup idle = new WorkerGroup("idle", 1);
        try (net; idle; Nic nic = Nics.open("switch:shown"); Nic peer = Nics.open("switch:shown")) {
            Services services = Services
                    .builder("app", 2, PolicyContext.of(new SplittableRandom(1), System::nanoTime))
                    .add("class web: where jbsq, when two-queue(5us, 256), slo 50us\nclass bulk: when fifo, share 20")
                    .build();
            services.start(net, 32);
            idle.start(worker -> park(worker, forever));
            Thread feeder = Thread.ofPlatform().daemon().start(() -> feed(services, nic, peer));
            System.out.print("ready\n");
            System.out.flush();
            if (args.length > 0) {
                Top.run();
            } else {
                awaitEnd();
            }
            ending = true;
            feeder.join();
        }
        System.out.print("ended\n");
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            continue;
        }
    }

    /** Lets a few coroutines wait; nothing resumes them. */
    private static int park(Worker worker, MpscStash forever) {
        if (forever.size() < WAITING) {
            return worker.start(forever, argument -> {
            }, null) ? 1 : 0;
        }
        return 0;
    }

    private static void feed(Services services, Nic nic, Nic peer) {
        while (!ending) {
            for (int i = 0; i < 8; i++) {
                long burnNs = i == 0 ? 40_000 : 3_000;
                Coroutine request = Coroutine.create(argument -> burn(burnNs), null);
                if (!services.get(i < 6 ? "web" : "bulk").place(request, Where.NONE)) {
                    request.abandon();
                }
            }
            Packet packet = nic.pool().allocate();
            if (packet != null) {
                packet.resize(100);
                if (!nic.tx(0).transmit(packet)) {
                    packet.release();
                }
            }
            var _ = peer.rx(0).poll(8, received -> {
                received.release();
                return true;
            });
            LockSupport.parkNanos(200_000);
        }
    }

    private static void burn(long ns) {
        long untilNs = System.nanoTime() + ns;
        while (System.nanoTime() < untilNs) {
            Coroutine.checkpoint();
        }
    }
}
