package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketPool;
import io.creel.net.TxQueue;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The contract of every driver with two directions. */
abstract class EchoContract extends NicContract {
    private static final int WINDOW = 128;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    /** Sends {@code count} datagrams, with at most {@link #WINDOW} under way, and requires each to return intact. */
    static void echo(TestLink link, int count) throws Exception {
        echo(link, 0, count);
    }

    static void echo(TestLink link, int from, int count) throws Exception {
        var back = new BitSet(count);
        int sent = 0;
        int received = 0;
        long lastNs = System.nanoTime();
        while (received < count) {
            while (sent < count && sent - received < WINDOW && link.send(from + sent)) {
                sent++;
            }
            for (int sequence = link.receive(); sequence >= 0; sequence = link.receive()) {
                assertFalse(back.get(sequence - from), "came back twice: sequence=" + sequence);
                back.set(sequence - from);
                received++;
                lastNs = System.nanoTime();
            }
            Thread.yield();
            if (System.nanoTime() - lastNs > PATIENCE_NS) {
                throw new AssertionError("lost: sent=" + sent + ", received=" + received + ", first="
                        + (from + back.nextClearBit(0)) + ", nic=" + link.nic().statistics());
            }
        }
    }

    @Test
    void shouldReturnEveryDatagramIntactWhenEchoed() throws Exception {
        try (TestLink link = open()) {
            int count = Live.times(100_000, 1_000_000);
            try (var _ = new EchoServer(link.nic(), 0)) {
                echo(link, count);
            }
            assertEquals(0, link.nic().statistics().lost(), link.nic().statistics()::toString);
            assertTrue(link.nic().statistics().get(NicCounter.TX_PACKETS) >= count);
            link.nic().close();
            assertEquals(0, link.nic().pool().outstanding());
        }
    }

    @Test
    void shouldWakeReaderWhenPacketArrives() throws Exception {
        try (TestLink link = open()) {
            var woken = new AtomicBoolean();
            Thread reader = Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < 100 && !woken.get(); i++) {
                    woken.set(link.nic().rx(0).awaitReadable(Long.MAX_VALUE));
                }
            });
            while (reader.getState() == Thread.State.NEW) {
                Thread.onSpinWait();
            }
            sendAll(link, 1);
            reader.join();
            assertTrue(woken.get());
            await(link.nic(), 1).forEach(Packet::release);
        }
    }

    @Test
    void shouldRefuseWhenClosed() throws Exception {
        try (TestLink link = open()) {
            sendAll(link, 1);
            Packet packet = await(link.nic(), 1).getFirst();
            link.nic().close();
            assertFalse(link.nic().tx(0).transmit(packet));
            packet.release();
            assertEquals(1, link.nic().statistics().get(NicCounter.TX_REFUSED_CLOSED));
        }
    }

    @Test
    void shouldCarryPacketsOfAnotherPoolWhenTransmitted() throws Exception {
        try (TestLink link = open()) {
            var foreign = new PacketPool("foreign", 16, 2048, 256);
            sendAll(link, ARRIVALS);
            for (Packet packet : await(link.nic(), ARRIVALS)) {
                Packet copy = foreign.allocate();
                copy.resize(packet.lengthBytes());
                copy.copyFrom(packet, 0, 0, packet.lengthBytes());
                packet.release();
                Datagram.turn(copy);
                assertTrue(link.nic().tx(0).transmit(copy));
                awaitBack(link, 1);
            }
            link.nic().close();
            assertEquals(0, foreign.outstanding());
        }
    }

    static void awaitBack(TestLink link, int count) throws Exception {
        long endNs = System.nanoTime() + PATIENCE_NS;
        for (int received = 0; received < count; received += link.receive() >= 0 ? 1 : 0) {
            assertTrue(System.nanoTime() < endNs, () -> "nothing came back: " + link.nic().statistics());
        }
    }

    @Test
    void shouldLoseNothingWhenSeveralThreadsTransmit() throws Exception {
        int threads = 3;
        int each = 2_000;
        try (TestLink link = open()) {
            sendAll(link, 1);
            Packet model = await(link.nic(), 1).getFirst();
            Datagram.turn(model);
            byte[] frame = new byte[model.lengthBytes()];
            model.get(0, frame, 0, frame.length);
            model.release();
            var senders = new ArrayList<Thread>();
            var window = new Semaphore(64);
            for (int i = 0; i < threads; i++) {
                senders.add(Thread.ofPlatform().daemon().start(() -> {
                    for (int sent = 0; sent < each; sent++) {
                        window.acquireUninterruptibly();
                        send(link.nic(), frame);
                    }
                }));
            }
            long endNs = System.nanoTime() + PATIENCE_NS;
            for (int received = 0; received < threads * each;) {
                if (link.receive() >= 0) {
                    received++;
                    window.release();
                    endNs = System.nanoTime() + PATIENCE_NS;
                }
                assertTrue(System.nanoTime() < endNs, () -> "lost: " + link.nic().statistics());
            }
            for (Thread sender : senders) {
                sender.join();
            }
            link.nic().close();
            assertEquals(0, link.nic().pool().outstanding());
        }
    }

    private static void send(Nic nic, byte[] frame) {
        TxQueue tx = nic.tx(0);
        Packet packet = nic.pool().allocate();
        assertNotNull(packet);
        packet.resize(frame.length);
        packet.set(0, frame, 0, frame.length);
        while (!tx.transmit(packet)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldAllocateNothingWhenSteady() throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (TestLink link = open()) {
            PacketConsumer echo = packet -> {
                if (Datagram.isOurs(packet)) {
                    Datagram.turn(packet);
                    return packet.transmit();
                }
                packet.release();
                return true;
            };
            long allocated = 0;
            int rounds = 30_000;
            for (int i = 0; i < 2 * rounds; i++) {
                assertTrue(link.send(i));
                long before = threads.getCurrentThreadAllocatedBytes();
                while (link.nic().rx(0).poll(8, echo) == 0) {
                    link.nic().rx(0).awaitReadable(10_000);
                }
                long after = threads.getCurrentThreadAllocatedBytes();
                allocated += i < rounds ? 0 : after - before;
                awaitBack(link, 1);
            }
            assertTrue(allocated / rounds < 1, "bytes per packet: " + (double) allocated / rounds);
        }
    }
}
