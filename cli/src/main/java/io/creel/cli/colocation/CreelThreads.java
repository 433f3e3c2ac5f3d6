package io.creel.cli.colocation;

import io.creel.core.Coroutine;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.RxQueue;
import io.creel.schedulers.services.Services;
import io.creel.schedulers.services.ServicesProgram;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Two virtual threads in two classes of one Creel worker. The worker polls the NIC and unparks the thread that echoes.
 */
final class CreelThreads implements Server {
    private static final int ARRIVALS = 1024;

    private final Work work;
    private final Echo echo;
    private final CreelGroup group;
    private final Thread echoing;
    private final Thread working;
    /** Packets between the poll and the thread that echoes, which run on one worker. */
    private final ArrayDeque<Packet> arrivals = new ArrayDeque<>(ARRIVALS);
    private final PacketConsumer arrival = packet -> arrivals.size() < ARRIVALS && arrivals.add(packet);
    private volatile boolean stopped;
    private long left;

    CreelThreads(Setup setup) {
        work = new Work(setup.work());
        echo = new Echo(setup.nic());
        group = new CreelGroup(setup);
        Services services = CreelGroup.services(CreelGroup.TWO_CLASSES);
        var program = new ServicesProgram(services, 0, CreelGroup.BATCH, CreelGroup.CLOCK);
        var packets = new VirtualThreads("echo", ThreadQueues.in(services.get("packets")::place, group.group()),
                CreelGroup.CLOCK);
        var jobs = new VirtualThreads("work", ThreadQueues.in(services.get("work")::place, group.group()),
                CreelGroup.CLOCK);
        echoing = packets.factory().newThread(this::serve);
        working = jobs.factory().newThread(() -> work.run(Coroutine::checkpoint));
        RxQueue rx = setup.nic().rx(0);
        group.start(worker -> {
            int arrived = rx.poll(CreelGroup.BATCH, arrival);
            if (arrived > 0) {
                LockSupport.unpark(echoing);
            }
            return arrived + program.doWork(worker);
        });
        echoing.start();
        working.start();
    }

    private void serve() {
        while (!stopped) {
            Packet packet = arrivals.poll();
            if (packet == null) {
                LockSupport.park();
            } else {
                echo.run(packet);
            }
        }
        for (Packet packet = arrivals.poll(); packet != null; packet = arrivals.poll()) {
            packet.release();
            left++;
        }
    }

    @Override
    public long pieces() {
        return work.pieces();
    }

    @Override
    public long kept() {
        return echo.strange() + left;
    }

    @Override
    public void close() throws InterruptedException {
        work.stop();
        working.join();
        stopped = true;
        LockSupport.unpark(echoing);
        echoing.join();
        group.close();
        left += arrivals.size(); // polled after the thread has ended
        arrivals.forEach(Packet::release);
    }
}
