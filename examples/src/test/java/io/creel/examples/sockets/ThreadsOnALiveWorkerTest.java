package io.creel.examples.sockets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.ip.IpAddress;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpStreams;
import io.creel.net.Nic;
import io.creel.net.memory.MemoryNic;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two hosts and their virtual threads on one live worker, by the real clock: threads are started from outside, sleep,
 * and use sockets, all on the worker that runs the hosts.
 */
@Timeout(120)
class ThreadsOnALiveWorkerTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldExchangeBytesBetweenThreadsOfOneWorker() throws Exception {
        var random = new Random(11);
        MemoryNic nic = MemoryNic.pair();
        IpHost one = IpHost.open(nic, new HostOptions(System::nanoTime, random::nextLong)
                .macAddress(0x02_0000_0000_01L).address("10.0.0.1/24"));
        IpHost two = IpHost.open(nic.peer(), new HostOptions(System::nanoTime, random::nextLong)
                .macAddress(0x02_0000_0000_02L).address("10.0.0.2/24"));
        var runnable = new MpmcStash("runnable threads", 256);
        var server = new AtomicReference<TcpServer>();
        try (var group = new WorkerGroup("net", 1)) {
            var threads = new VirtualThreads("threads", ThreadQueues.in((handle, by) -> {
                boolean placed = runnable.push(handle);
                group.worker(0).wake();
                return placed;
            }, group), System::nanoTime);
            var batch = new Batch(32);
            var opened = new CountDownLatch(1);
            group.start(worker -> {
                if (server.get() == null) {
                    server.set(two.tcp().listen(IpAddress.ANY_IPV4, 80, 32));
                    opened.countDown();
                }
                return work(one, nic, worker, batch) + work(two, nic.peer(), worker, batch)
                        + worker.resume(runnable.drain(batch, 32));
            });
            opened.await();
            ExecutorService executor = threads.executor();
            Future<?> acceptor = executor.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    TcpStreams streams = TcpStreams.accept(server.get());
                    executor.submit(() -> echo(streams));
                }
                return null;
            });
            List<Future<byte[]>> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                byte[] sent = bytes(i);
                clients.add(executor.submit(() -> exchange(one, sent)));
            }
            for (int i = 0; i < 20; i++) {
                assertArrayEquals(bytes(i), clients.get(i).get(60, TimeUnit.SECONDS));
            }
            acceptor.get(60, TimeUnit.SECONDS);
            executor.close();
            awaitEnd(threads);
            assertEquals(0, threads.threads().size());
        }
        one.close();
        two.close();
        assertEquals(0, nic.pool().outstanding() + nic.peer().pool().outstanding(), "packets");
        nic.close();
        nic.peer().close();
    }

    /** The executor is told of an end by the thread itself, which its worker forgets only afterwards. */
    private static void awaitEnd(VirtualThreads threads) {
        long giveUpNs = System.nanoTime() + 60 * SECOND;
        while (threads.threads().size() > 0 && System.nanoTime() < giveUpNs) {
            Thread.yield();
        }
    }

    /** One duty cycle of a host, as its documentation has it. */
    private static int work(IpHost host, Nic nic, Worker worker, Batch batch) {
        int work = nic.rx(0).poll(32, packet -> {
            worker.start(host.path(), packet);
            return true;
        });
        work += worker.resume(host.timers().drainDue(System.nanoTime(), batch, 32));
        return work + worker.resume(host.ready().drain(batch, 32));
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[30_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Void echo(TcpStreams streams) throws Exception {
        try (streams) {
            streams.input().transferTo(streams.output());
            streams.shutdownOutput();
            return null;
        }
    }

    private static byte[] exchange(IpHost host, byte[] sent) throws Exception {
        try (var streams = TcpStreams.connect(host.tcp(), IpAddress.parse("10.0.0.2"), 80, 30 * SECOND)) {
            streams.output().write(sent, 0, 10_000);
            Thread.sleep(1); // it blocks outside Creel, and comes back to the worker of the host
            streams.output().write(sent, 10_000, 20_000);
            streams.shutdownOutput();
            byte[] came = streams.input().readAllBytes();
            Coroutine.checkpoint();
            return came;
        }
    }
}
