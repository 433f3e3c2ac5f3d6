package io.creel.cli.colocation;

import io.creel.core.Batch;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.RxQueue;
import io.creel.queues.ListStash;
import io.creel.queues.LocalChannel;
import io.creel.schedulers.Worker;
import io.creel.schedulers.services.Services;
import io.creel.schedulers.services.ServicesProgram;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;

/**
 * Two virtual threads in two classes of one Creel worker. The worker polls the NIC, and sends each packet through a
 * channel to the thread that echoes.
 */
final class CreelThreads implements Server {
    private static final int ARRIVALS = 1024;

    private final ColocatedWork work;
    private final ColocatedEcho echo;
    private final CreelGroup group;
    private final Thread echoing;
    private final Thread working;
    private final RxQueue rx;
    private final ServicesProgram classes;
    /** The thread that echoes, once a packet has come for it. */
    private final ListStash ready = new ListStash("ready");
    private final Batch batch = new Batch(1);
    private final LocalChannel<Packet> arrivals = new LocalChannel<>("arrivals", ARRIVALS, ready);
    private final PacketConsumer arrival = arrivals::trySend;
    private volatile boolean stopped;

    CreelThreads(Setup setup) {
        work = new ColocatedWork(setup.work());
        echo = new ColocatedEcho(setup.nic());
        rx = setup.nic().rx(0);
        group = new CreelGroup(setup);
        Services services = CreelGroup.services(CreelGroup.TWO_CLASSES);
        classes = new ServicesProgram(services, 0, CreelGroup.BATCH, CreelGroup.CLOCK);
        var packets = new VirtualThreads("echo", ThreadQueues.in(services.get("packets")::place, group.group()),
                CreelGroup.CLOCK);
        var jobs = new VirtualThreads("work", ThreadQueues.in(services.get("work")::place, group.group()),
                CreelGroup.CLOCK);
        echoing = packets.factory().newThread(this::serve);
        working = jobs.factory().newThread(() -> work.run(ColocatedWork::checkpoint));
        group.start(this::cycle);
        echoing.start();
        working.start();
    }

    private int cycle(Worker worker) {
        int done = 0;
        if (!stopped) {
            done = rx.poll(CreelGroup.BATCH, arrival);
        } else if (!arrivals.isClosed()) {
            arrivals.close();
            done = 1;
        }
        return done + worker.resume(ready.drain(batch, 1)) + classes.doWork(worker);
    }

    private void serve() {
        Packet packet = arrivals.receive();
        while (packet != null) {
            echo.run(packet);
            packet = arrivals.receive();
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
        stopped = true;
        work.stop();
        working.join();
        echoing.join();
        group.close();
    }
}
