package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketBatch;
import io.creel.net.ResidentPages;
import io.creel.net.RxQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of every driver, for any device behind it. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class NicContract {
    static final int ARRIVALS = 20;

    /** Opens a link whose other end has sent, or will send on request, datagrams 0 to {@link #ARRIVALS}. */
    abstract TestLink open() throws Exception;

    /** Polls until {@code count} datagrams of these tests have arrived. */
    static List<Packet> await(Nic nic, int count) {
        var packets = new ArrayList<Packet>();
        var batch = new PacketBatch(8);
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (packets.size() < count && System.nanoTime() < endNs) {
            nic.rx(0).awaitReadable(1_000_000);
            nic.rx(0).poll(batch, Math.min(8, count - packets.size()));
            for (int i = 0; i < batch.size(); i++) {
                if (Datagram.isOurs(batch.get(i))) {
                    packets.add(batch.get(i));
                } else {
                    batch.get(i).release();
                }
            }
            batch.clear();
        }
        assertEquals(count, packets.size(), () -> "arrived: " + nic.statistics());
        return packets;
    }

    static void sendAll(TestLink link, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            assertTrue(link.send(i));
        }
    }

    @Test
    void shouldHandOverOwnedPacketsInOrderWhenPolled() throws Exception {
        try (TestLink link = open()) {
            Nic nic = link.nic();
            sendAll(link, ARRIVALS);
            List<Packet> packets = await(nic, ARRIVALS);
            for (int i = 0; i < ARRIVALS; i++) {
                Packet packet = packets.get(i);
                assertEquals(i, packet.get32(Datagram.HEADER_BYTES));
                assertEquals(0, packet.queue());
                assertSame(nic.tx(0), packet.egress());
                packet.parse();
                assertEquals("NONE", packet.verifyChecksums().name());
                packet.release();
                assertThrows(IllegalStateException.class, packet::release);
            }
            assertTrue(nic.statistics().get(NicCounter.RX_PACKETS) >= ARRIVALS);
            assertEquals(0, nic.statistics().lost());
        }
    }

    @Test
    void shouldSayNothingWhenNothingHasCome() throws Exception {
        try (TestLink link = open()) {
            sendAll(link, 1);
            await(link.nic(), 1).forEach(Packet::release);
            for (int i = 0; i < 3 * ARRIVALS; i++) {
                link.nic().rx(0).poll(8, PacketConsumer.RELEASE);
            }
            assertEquals(0, link.nic().rx(0).poll(8, PacketConsumer.RELEASE));
            assertFalse(link.nic().rx(0).awaitReadable(0));
            assertFalse(link.nic().rx(0).awaitReadable(-1));
        }
    }

    @Test
    void shouldTakeBackEverythingWhenClosedTwice() throws Exception {
        try (TestLink link = open()) {
            Nic nic = link.nic();
            sendAll(link, ARRIVALS);
            List<Packet> packets = await(nic, ARRIVALS / 2);
            nic.close();
            nic.close();
            assertTrue(nic.isFinished());
            assertEquals(0, nic.rx(0).poll(new PacketBatch(4), 4));
            assertFalse(nic.rx(0).awaitReadable(RxQueue.MAX_AWAIT_NS));
            packets.forEach(Packet::release);
            assertEquals(0, nic.pool().outstanding());
            assertEquals(0, ResidentPages.of(nic.pool()), "memory was kept");
        }
    }

    @Test
    void shouldDescribeItselfWhenAsked() throws Exception {
        try (TestLink link = open()) {
            assertTrue(link.nic().queues() >= 1);
            assertTrue(link.nic().capabilities().mtuBytes() >= 1500);
            assertFalse(link.nic().capabilities().mode().isEmpty());
            assertNotNull(link.nic().name());
            assertSame(link.nic(), link.nic().rx(0).nic());
            assertSame(link.nic(), link.nic().tx(0).nic());
            assertThrows(IndexOutOfBoundsException.class, () -> link.nic().rx(link.nic().queues()));
        }
    }
}
