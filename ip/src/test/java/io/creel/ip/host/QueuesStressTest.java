package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpAddress;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.Nic;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real threads: two hosts of two queues each, a worker per queue, over a link that loses one packet in a hundred. A
 * frame arrives at the queue that has the number of the one that has sent it, so about half are passed on to the other
 * worker. Each worker closes its own queue, while others still run. The long form is
 * {@code -Dtcp.stress.bytes=16777216}.
 */
class QueuesStressTest {
    private static final int QUEUES = 2;
    private static final int CONNECTIONS = 6;
    private static final int BYTES = Integer.getInteger("tcp.stress.bytes", 1 << 19) / 2;
    private static final int PORT = 80;
    private static final long SECOND = 1_000_000_000L;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final MemoryNic link = MemoryNic.pair(QUEUES, 1024);
    private final AtomicInteger ended = new AtomicInteger();
    /** Per worker, the connections of its queue. */
    private final AtomicIntegerArray connections = new AtomicIntegerArray(2 * QUEUES);

    /** Runs one queue until no queue has a connection. */
    private final class QueueWorker extends TestWorker {
        private final int number;
        private final IpHost host;

        QueueWorker(int number, IpHost host) {
            super("worker " + number, failures);
            this.number = number;
            this.host = host;
        }

        @Override
        int cycle() {
            int work = host.doWork(carrier, batch, 64);
            connections.set(number, host.tcp().connections());
            return work;
        }

        @Override
        boolean mayEnd() {
            int open = 0;
            for (int i = 0; i < connections.length(); i++) {
                open += connections.get(i);
            }
            return ended.get() == 2 * CONNECTIONS && open == 0;
        }

        @Override
        void end() {
            assertEquals(0, host.tcp().sockets());
            host.close();
        }
    }

    private static byte content(int position, int seed) {
        return (byte) (position * 131 + (position >> 8) * 7 + seed);
    }

    private static void read(TcpSocket socket, int seed) {
        byte[] buffer = new byte[10_000];
        int position = 0;
        for (int n = socket.read(buffer, 0, buffer.length); n >= 0; n = socket.read(buffer, 0, buffer.length)) {
            for (int i = 0; i < n; i++, position++) {
                assertEquals(content(position, seed), buffer[i], "byte " + position + " of " + socket);
            }
        }
        assertEquals(BYTES, position, socket.toString());
    }

    private static void write(TcpSocket socket, int seed) {
        byte[] buffer = new byte[7_001];
        for (int position = 0; position < BYTES;) {
            int part = Math.min(buffer.length, BYTES - position);
            for (int i = 0; i < part; i++) {
                buffer[i] = content(position + i, seed);
            }
            socket.write(buffer, 0, part);
            position += part;
        }
        socket.shutdownOutput();
    }

    private void converse(TestWorker here, TcpSocket socket, int readSeed, int writeSeed) {
        int[] left = {2};
        here.carrier.start(nothing -> {
            write(socket, writeSeed);
            leave(socket, left);
        }, null);
        read(socket, readSeed);
        leave(socket, left);
    }

    private void leave(TcpSocket socket, int[] left) {
        if (--left[0] == 0) {
            socket.close();
            ended.incrementAndGet();
        }
    }

    private static MultiQueueHost open(Nic nic, int number) {
        TcpSettings settings = TcpSettings.defaults().edit().timeWaitNs(50_000_000).minRtoNs(20_000_000).done();
        return MultiQueueHost.open(nic, new HostOptions(System::nanoTime, new Random(number)::nextLong)
                .macAddress(0x02_0000_0000_00L + number).address("10.0.0." + number + "/24").tcp(settings, 64, 4));
    }

    @Test
    @Timeout(120)
    void shouldDeliverEveryByteWhenEachWorkerServesAQueue() throws Exception {
        Impairment loss = Impairment.none().drop(0.01);
        Nic lossy = new ImpairingNic(link.peer(), loss, loss, 7, System::nanoTime);
        MultiQueueHost server = open(link, 2);
        MultiQueueHost client = open(lossy, 1);
        List<TcpServer> servers = server.listen(IpAddress.ANY_IPV4, PORT, 16);
        List<TestWorker> workers = new ArrayList<>();
        for (int q = 0; q < QUEUES; q++) {
            TcpServer listening = servers.get(q);
            var serving = new QueueWorker(q, server.host(q));
            serving.carrier.start(nothing -> {
                for (TcpSocket next = listening.accept(); next != null; next = listening.accept()) {
                    TcpSocket socket = next;
                    serving.carrier.start(ignored -> converse(serving, socket, 1, 2), null);
                }
            }, null);
            workers.add(serving);
        }
        for (int q = 0; q < QUEUES; q++) {
            IpHost host = client.host(q);
            var asking = new QueueWorker(QUEUES + q, host);
            for (int i = 0; i < CONNECTIONS / QUEUES; i++) {
                asking.carrier.start(nothing -> converse(asking,
                        host.tcp().connect(IpAddress.parse("10.0.0.2"), PORT, 30 * SECOND), 2, 1), null);
            }
            workers.add(asking);
        }
        workers.forEach(Thread::start);
        for (TestWorker each : workers) {
            each.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(2 * CONNECTIONS, ended.get());
        long steered = 0;
        for (MultiQueueHost hosts : List.of(server, client)) {
            hosts.close();
            for (int q = 0; q < QUEUES; q++) {
                HostCounters counters = hosts.host(q).counters();
                assertEquals(0, counters.unaccounted(), counters::toString);
                steered += counters.get(HostCounter.RX_STEERED);
            }
        }
        assertTrue(steered > 100, "frames that were passed on: " + steered);
        lossy.close();
        link.close();
        assertEquals(0, link.pool().outstanding());
        assertEquals(0, link.peer().pool().outstanding());
    }
}
