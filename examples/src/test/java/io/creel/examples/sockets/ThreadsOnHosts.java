package io.creel.examples.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.ip.IpAddress;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpServer;
import io.creel.net.memory.MemoryNic;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Two hosts, and virtual threads on the carrier that runs both, in virtual time: the thread of the test drives it. */
final class ThreadsOnHosts implements ThreadQueues, AutoCloseable {
    static final IpAddress PEER = IpAddress.parse("10.0.0.2");
    static final long SECOND = 1_000_000_000L;

    final IpHost one;
    final IpHost two;
    final Carrier carrier = new Carrier("hosts and threads");
    final VirtualThreads threads = new VirtualThreads("threads", this, System::nanoTime);
    private final MpmcStash runnable = new MpmcStash("runnable threads", 256);
    private final MemoryNic nic = MemoryNic.pair();
    private final Batch batch = new Batch(64);
    private final List<TcpServer> servers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private long nowNs = 1_000 * SECOND;

    /** What a thread does. */
    interface Work {
        void run() throws Exception;
    }

    ThreadsOnHosts() {
        var random = new Random(7);
        one = IpHost.open(nic, new HostOptions(() -> nowNs, random::nextLong).macAddress(0x02_0000_0000_01L)
                .address("10.0.0.1/24"));
        two = IpHost.open(nic.peer(), new HostOptions(() -> nowNs, random::nextLong).macAddress(0x02_0000_0000_02L)
                .address("10.0.0.2/24"));
        carrier.setClock(() -> nowNs);
        carrier.tick(nowNs);
    }

    @Override
    public boolean place(Coroutine handle, Worker by) {
        return runnable.push(handle);
    }

    @Override
    public void wake() {
        // the test runs until nothing is left to do
    }

    /** A server of the second host, closed with this. */
    TcpServer listen() {
        TcpServer server = two.tcp().listen(IpAddress.ANY_IPV4, 80, 64);
        servers.add(server);
        return server;
    }

    /** Starts a virtual thread. What it throws fails the test at its end. */
    Thread start(Work work) {
        Thread thread = threads.factory().newThread(() -> {
            try {
                work.run();
            } catch (Throwable thrown) {
                failures.add(thrown);
            }
        });
        thread.start();
        return thread;
    }

    void settle() {
        int work = 1;
        while (work > 0) {
            carrier.tick(nowNs);
            work = threads.retry() + one.doWork(carrier, batch, 64) + two.doWork(carrier, batch, 64) + carrier.poll()
                    + carrier.resume(runnable.drain(batch, 64));
        }
    }

    void pass(long ns) {
        for (long left = ns; left > 0; left -= 1_000_000) {
            nowNs += Math.min(1_000_000, left);
            settle();
        }
    }

    /** Lets time pass until a thread has ended, for a minute of virtual time at most. */
    void await(Thread... started) {
        for (Thread each : started) {
            for (int i = 0; i < 60_000 && each.isAlive(); i++) {
                pass(1_000_000);
            }
            assertEquals(false, each.isAlive(), () -> "it waits: thread=" + VirtualThreads.coroutineOf(each));
        }
    }

    @Override
    public void close() {
        settle();
        servers.forEach(TcpServer::close);
        settle();
        one.close();
        two.close();
        settle();
        threads.close();
        carrier.close();
        nic.close();
        nic.peer().close();
        failures.forEach(each -> {
            throw new AssertionError("a thread has failed", each);
        });
        assertEquals(0, nic.pool().outstanding() + nic.peer().pool().outstanding(), "packets");
    }
}
