package io.creel.cli.colocation;

import io.creel.net.PacketConsumer;
import io.creel.net.RxQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Two virtual threads of the JDK on one carrier, which has the core of the echo. A virtual thread cannot block on a
 * descriptor without blocking its carrier, so the echo looks at its NIC and parks for a moment. The work never yields,
 * or yields as often as a coroutine's slice ends.
 */
final class VirtualThreadPair implements Server {
    /** How long the echo parks while no frame is there, in nanoseconds. */
    private static final long PARK_NS = 20_000;
    /** After how many pieces of 1 us the work yields: the slice of the classes. */
    private static final int PIECES_PER_YIELD = 5;

    private final ColocatedWork work;
    private final ColocatedEcho echo;
    private final Thread echoing;
    private final Thread working;
    private volatile boolean stopped;

    VirtualThreadPair(Setup setup, boolean yields) throws InterruptedException {
        work = new ColocatedWork(setup.work());
        echo = new ColocatedEcho(setup.nic());
        var echoBegan = new CountDownLatch(1);
        echoing = Thread.ofVirtual().name("app-echo").start(() -> {
            setup.beginEcho();
            echoBegan.countDown();
            serve(setup.nic().rx(0));
        });
        echoBegan.await();
        var workBegan = new CountDownLatch(1);
        working = Thread.ofVirtual().name("app-work").start(() -> {
            workBegan.countDown();
            work.run(yields ? new Yield() : () -> {
            });
        });
        workBegan.await();
    }

    /** One carrier for all virtual threads, as Creel has one worker. Before the first virtual thread of the process. */
    static void oneCarrier() {
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
        System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", "1");
    }

    private static final class Yield implements Runnable {
        private int pieces;

        @Override
        public void run() {
            if (++pieces == PIECES_PER_YIELD) {
                pieces = 0;
                Thread.yield();
            }
        }
    }

    private void serve(RxQueue rx) {
        PacketConsumer consumer = packet -> {
            echo.run(packet);
            return true;
        };
        while (!stopped) {
            if (rx.poll(KernelThreadPair.BATCH, consumer) == 0) {
                LockSupport.parkNanos(PARK_NS);
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
        stopped = true; // before the work ends: what waited until now was not answered
        work.stop();
        working.join();
        echoing.join();
    }
}
