package io.creel.cli.colocation;

import io.creel.net.PacketConsumer;
import io.creel.net.RxQueue;
import java.util.concurrent.CountDownLatch;

/** Two kernel threads on one core. The echo blocks in {@code poll} while no frame is there. */
final class KernelThreadPair implements Server {
    /** The most frames between two looks at the stop flag. */
    static final int BATCH = 32;

    private final ColocatedWork work;
    private final ColocatedEcho echo;
    private final Thread echoing;
    private final Thread working;
    private volatile boolean stopped;

    KernelThreadPair(Setup setup) throws InterruptedException {
        work = new ColocatedWork(setup.work());
        echo = new ColocatedEcho(setup.nic());
        var began = new CountDownLatch(2);
        working = Thread.ofPlatform().daemon().name("app-work").start(() -> {
            setup.beginWork();
            began.countDown();
            work.run(() -> {
            });
        });
        echoing = Thread.ofPlatform().daemon().name("app-echo").start(() -> {
            setup.beginEcho();
            began.countDown();
            serve(setup.nic().rx(0));
        });
        began.await();
    }

    private void serve(RxQueue rx) {
        PacketConsumer consumer = packet -> {
            echo.run(packet);
            return true;
        };
        while (!stopped) {
            if (rx.poll(BATCH, consumer) == 0) {
                rx.awaitReadable(RxQueue.MAX_AWAIT_NS);
            }
        }
    }

    @Override
    public long pieces() {
        return work.pieces();
    }

    @Override
    public long kept() {
        return echo.strange();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true; // before the work ends: what has waited until now was not answered
        work.stop();
        working.join();
        echoing.join();
    }
}
