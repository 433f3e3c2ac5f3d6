package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.ip.IpAddress;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpCounter;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.Nic;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import io.creel.queues.MpmcStash;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real threads: two workers serve the same connections of one host. Every other segment is processed by the second
 * worker; of each connection one worker's coroutine reads and the other's writes; the timers run on the first. The
 * peer is a host of its own, on a third thread, over a link that loses one packet in a hundred. The long form is
 * {@code -Dtcp.stress.bytes=16777216}.
 */
class WorkersStressTest {
    private static final int CONNECTIONS = 4;
    private static final int BYTES = Integer.getInteger("tcp.stress.bytes", 1 << 19);
    private static final int PORT = 80;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final MemoryNic link = MemoryNic.pair();
    private final MpmcStash toFirst = new MpmcStash("to the first worker", 4096);
    private final MpmcStash toSecond = new MpmcStash("to the second worker", 4096);
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong moved = new AtomicLong();
    private volatile boolean peerHasEnded;
    private volatile boolean secondHasEnded;

    private static int content(int position, int seed) {
        return position * 131 + (position >> 8) * 7 + seed & 0xff;
    }

    private void read(TcpSocket socket, int seed) {
        byte[] buffer = new byte[10_000];
        int position = 0;
        for (int n = socket.read(buffer, 0, buffer.length); n >= 0; n = socket.read(buffer, 0, buffer.length)) {
            for (int i = 0; i < n; i++, position++) {
                assertEquals((byte) content(position, seed), buffer[i], "byte " + position + " of " + socket);
            }
        }
        assertEquals(BYTES, position, socket.toString());
    }

    private void write(TcpSocket socket, int seed) {
        byte[] buffer = new byte[7_001];
        for (int position = 0; position < BYTES;) {
            int part = Math.min(buffer.length, BYTES - position);
            for (int i = 0; i < part; i++) {
                buffer[i] = (byte) content(position + i, seed);
            }
            socket.write(buffer, 0, part);
            position += part;
        }
        socket.shutdownOutput();
    }

    /** Reads on this carrier and writes in a coroutine that goes elsewhere, if there is an elsewhere. */
    private void converse(Carrier here, TcpSocket socket, int readSeed, int writeSeed, MpmcStash elsewhere) {
        var left = new AtomicInteger(2);
        here.start(nothing -> {
            if (elsewhere != null) {
                Coroutine.await(elsewhere);
            }
            write(socket, writeSeed);
            leave(socket, left);
        }, null);
        read(socket, readSeed);
        leave(socket, left);
    }

    private void leave(TcpSocket socket, AtomicInteger left) {
        if (left.decrementAndGet() == 0) {
            socket.close();
            ended.incrementAndGet();
        }
    }

    private static TcpSettings settings() {
        return TcpSettings.defaults().edit().timeWaitNs(50_000_000).minRtoNs(20_000_000).done();
    }

    private IpHost open(Nic nic, int number, boolean severalWorkers) {
        HostOptions options = new HostOptions(System::nanoTime, new Random(number)::nextLong)
                .macAddress(0x02_0000_0000_00L + number).address("10.0.0." + number + "/24").tcp(settings(), 64, 4);
        if (severalWorkers) {
            options.tcpOnSeveralWorkers();
        }
        int[] turn = {0};
        return IpHost.open(nic, options, steps -> {
            if (severalWorkers) {
                steps.tcp(own -> packet -> {
                    if ((turn[0]++ & 1) == 0) {
                        moved.incrementAndGet();
                        Coroutine.await(toSecond);
                    }
                    own.receive(packet);
                });
            }
        });
    }

    @Test
    @Timeout(120)
    void shouldDeliverEveryByteWhenTwoWorkersServeTheSameConnections() throws Exception {
        Nic lossy = new ImpairingNic(link.peer(), Impairment.none().drop(0.01), Impairment.none().drop(0.01), 7,
                System::nanoTime);
        IpHost server = open(link, 2, true);
        IpHost client = open(lossy, 1, false);
        TcpServer listening = server.tcp().listen(IpAddress.ANY_IPV4, PORT, 16);

        TestWorker first = new TestWorker("first", failures) {
            @Override
            int cycle() {
                return server.doWork(carrier, batch, 64) + carrier.resume(toFirst.drain(batch, 64));
            }

            @Override
            boolean mayEnd() {
                return secondHasEnded;
            }

            @Override
            void end() {
                assertEquals(0, server.tcp().sockets());
                server.close();
            }
        };
        TestWorker second = new TestWorker("second", failures) {
            @Override
            int cycle() {
                return carrier.resume(toSecond.drain(batch, 64));
            }

            @Override
            boolean mayEnd() {
                return peerHasEnded && server.tcp().connections() == 0;
            }

            @Override
            void end() {
                secondHasEnded = true;
            }
        };
        TestWorker peer = new TestWorker("peer", failures) {
            @Override
            int cycle() {
                return client.doWork(carrier, batch, 64);
            }

            @Override
            boolean mayEnd() {
                return ended.get() == 2 * CONNECTIONS && client.tcp().connections() == 0;
            }

            @Override
            void end() {
                client.close();
                peerHasEnded = true;
            }
        };
        second.carrier.start(nothing -> {
            for (int i = 0; i < CONNECTIONS; i++) {
                TcpSocket socket = listening.accept();
                second.carrier.start(ignored -> converse(second.carrier, socket, 1, 2, toFirst), null);
            }
            listening.close();
        }, null);
        for (int i = 0; i < CONNECTIONS; i++) {
            peer.carrier.start(nothing -> converse(peer.carrier,
                    client.tcp().connect(IpAddress.parse("10.0.0.2"), PORT, 30_000_000_000L), 2, 1, null), null);
        }
        List<TestWorker> all = List.of(first, second, peer);
        all.forEach(Thread::start);
        for (TestWorker each : all) {
            each.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(2 * CONNECTIONS, ended.get());
        assertTrue(moved.get() > 100, "segments of the second worker: " + moved.get());
        assertTrue(server.tcp().statistics().get(TcpCounter.RETRANSMISSIONS) > 0);
        assertEquals(0, server.counters().unaccounted(), () -> server.counters().toString());
        assertEquals(0, client.counters().unaccounted(), () -> client.counters().toString());
        lossy.close();
        link.close();
        assertEquals(0, link.pool().outstanding());
        assertEquals(0, link.peer().pool().outstanding());
    }
}
