package io.creel.net.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketConsumer;
import io.creel.net.TestPackets;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MemoryNicTest {
    private final MemoryNic nic = MemoryNic.pair(2, 8);
    private final MemoryNic peer = nic.peer();
    private final PacketBatch batch = new PacketBatch(16);

    @Test
    void shouldDeliverSamePacketInOrderWhenTransmitted() {
        var sent = new ArrayList<Packet>();
        for (int i = 0; i < 3; i++) {
            Packet packet = TestPackets.udp4(nic.pool().allocate(), i);
            packet.timestampNs(i);
            sent.add(packet);
            assertTrue(nic.tx(1).transmit(packet));
        }
        assertEquals(0, peer.rx(0).poll(batch, 16));
        assertEquals(3, peer.rx(1).poll(batch, 16));
        for (int i = 0; i < 3; i++) {
            Packet packet = batch.get(i);
            assertSame(sent.get(i), packet);
            assertEquals(42 + i, packet.lengthBytes());
            assertEquals(i, packet.timestampNs());
            assertEquals(1, packet.queue());
            assertSame(peer.tx(1), packet.egress());
        }
        batch.releaseAll();
        assertEquals(0, nic.pool().outstanding());
        assertEquals("TX_PACKETS=3, TX_BYTES=129", nic.statistics().toString());
        assertEquals("RX_PACKETS=3, RX_BYTES=129", peer.statistics().toString());
    }

    @Test
    void shouldFinishOpenChecksumWhenDeviceDoesNot() {
        Packet packet = TestPackets.udp4(nic.pool().allocate(), 33);
        packet.parse();
        assertTrue(packet.deferChecksum());
        assertTrue(packet.isChecksumOpen());
        assertEquals("NONE", packet.verifyChecksums().name());
        packet.set8(60, 77);
        assertTrue(nic.tx(0).transmit(packet));
        peer.rx(0).poll(batch, 1);
        batch.get(0).parse();
        assertEquals("NONE", batch.get(0).verifyChecksums().name());
        assertFalse(batch.get(0).isChecksumOpen());
        assertEquals(77, batch.get(0).get8(60));
        batch.releaseAll();
    }

    @Test
    void shouldDeferNothingWhenThereIsNoChecksumToFinish() {
        Packet packet = nic.pool().allocate();
        assertFalse(packet.deferChecksum(), "not parsed");
        TestPackets.udp4(packet, 33);
        packet.resize(packet.lengthBytes() + 3);
        packet.parse();
        assertFalse(packet.deferChecksum(), "padding behind the payload");
        packet.release();
    }

    @Test
    void shouldLeaveRestInBatchWhenRingIsFull() {
        for (int i = 0; i < 10; i++) {
            batch.add(TestPackets.udp4(nic.pool().allocate(), 0));
        }
        Packet ninth = batch.get(8);
        assertEquals(8, nic.tx(0).transmit(batch));
        assertEquals(2, batch.size());
        assertSame(ninth, batch.get(0));
        assertEquals(0, nic.tx(0).transmit(batch));
        assertEquals(2, nic.statistics().get(NicCounter.TX_REFUSED_RING_FULL));
        batch.releaseAll();
        assertEquals(5, peer.rx(0).poll(batch, 5));
        assertEquals(3, peer.rx(0).poll(batch, 5));
    }

    @Test
    void shouldReleaseAndCountPacketsThatTheConsumerRefuses() {
        send(4);
        assertEquals(4, peer.rx(0).poll(8, packet -> packet.lengthBytes() % 2 == 1 && batch.add(packet)));
        assertEquals(2, batch.size());
        assertEquals(2, peer.statistics().get(NicCounter.RX_REFUSED));
        assertEquals(2, peer.statistics().lost());
        assertEquals(2, nic.pool().outstanding());
        batch.releaseAll();
        assertEquals(0, nic.pool().outstanding());
    }

    @Test
    void shouldReleaseAndCountThePacketAtWhichTheConsumerThrows() {
        send(2);
        assertThrows(IllegalStateException.class, () -> peer.rx(0).poll(4, packet -> {
            throw new IllegalStateException("faulty consumer");
        }));
        assertEquals(1, peer.statistics().get(NicCounter.RX_REFUSED));
        assertEquals(1, nic.pool().outstanding());
        assertEquals(1, peer.rx(0).poll(4, PacketConsumer.RELEASE));
        assertEquals(0, nic.pool().outstanding());
    }

    /**
     * {@link Packet#transmit()} releases a packet that cannot be transmitted, so the packet may have another owner
     * already.
     */
    @Test
    void shouldLeaveAPacketAloneThatTheConsumerHasReleasedAndRefused() {
        send(3);
        nic.close();
        var next = new ArrayList<Packet>();
        assertEquals(3, peer.rx(0).poll(4, packet -> {
            boolean sent = packet.transmit();
            for (int i = 0; i < nic.pool().capacity() - 3; i++) {
                next.add(nic.pool().allocate());
            }
            while (next.remove(null)) {
                continue;
            }
            return sent;
        }));
        assertEquals(0, peer.statistics().get(NicCounter.RX_REFUSED));
        assertEquals(3, peer.statistics().get(NicCounter.TX_DROPPED));
        assertEquals(next.size(), nic.pool().outstanding());
        next.forEach(Packet::release);
        assertEquals(0, nic.pool().outstanding());
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(nic.tx(0).transmit(TestPackets.udp4(nic.pool().allocate(), i)));
        }
    }

    @Test
    void shouldDeliverRestLaterWhenConsumerThrows() {
        for (int i = 0; i < 4; i++) {
            nic.tx(0).transmit(TestPackets.udp4(nic.pool().allocate(), i));
        }
        assertThrows(IllegalStateException.class, () -> peer.rx(0).poll(4, packet -> {
            packet.release();
            throw new IllegalStateException("faulty consumer");
        }));
        assertEquals(1, peer.rx(0).poll(1, PacketConsumer.RELEASE));
        assertEquals(2, peer.rx(0).poll(batch, 16));
        assertEquals(44, batch.get(0).lengthBytes());
        batch.releaseAll();
        assertEquals(0, nic.pool().outstanding());
    }

    @Test
    void shouldReleaseUnreadAndRefuseWhenClosed() {
        nic.tx(0).transmit(TestPackets.udp4(nic.pool().allocate(), 0));
        peer.close();
        peer.close();
        assertTrue(peer.isFinished());
        assertNull(peer.fault());
        assertEquals(1, peer.statistics().get(NicCounter.RX_UNREAD_AT_CLOSE));
        assertEquals(0, nic.pool().outstanding());
        Packet packet = TestPackets.udp4(nic.pool().allocate(), 0);
        assertFalse(nic.tx(0).transmit(packet));
        packet.release();
        assertEquals(1, nic.statistics().get(NicCounter.TX_REFUSED_CLOSED));
    }

    @Test
    void shouldRemoveTakenPacketsWhenLaterOneIsNotOwned() {
        Packet stale = nic.pool().allocate();
        batch.add(TestPackets.udp4(nic.pool().allocate(), 0));
        batch.add(stale);
        stale.release();
        assertThrows(IllegalStateException.class, () -> nic.tx(0).transmit(batch));
        assertEquals(1, batch.size());
        assertEquals(1, nic.statistics().get(NicCounter.TX_PACKETS));
    }

    @Test
    void shouldNameValuesWhenLinkIsImpossible() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> MemoryNic.pair(1, 5));
        assertEquals("impossible memory link: queues=1, ringCapacity=5", thrown.getMessage());
    }

    @Test
    void shouldAccountForEveryPacketWhenTwoThreadsEcho() throws Exception {
        int total = 300_000;
        var failure = new AtomicReference<Throwable>();
        Thread echo = Thread.ofPlatform().uncaughtExceptionHandler((_, e) -> failure.set(e)).start(() -> {
            var echoed = new PacketBatch(32);
            for (int count = 0; count < total && failure.get() == null;) {
                count += peer.rx(0).poll(echoed, 32);
                while (!echoed.isEmpty()) {
                    if (peer.tx(0).transmit(echoed) == 0) {
                        Thread.onSpinWait();
                    }
                }
            }
        });
        int sent = 0;
        int received = 0;
        while (received < total && failure.get() == null) {
            Packet packet = sent < total ? nic.pool().allocate() : null;
            if (packet != null) {
                packet.resize(64);
                packet.set32(0, sent);
                if (nic.tx(0).transmit(packet)) {
                    sent++;
                } else {
                    packet.release();
                }
            }
            nic.rx(0).poll(batch, 16);
            for (int i = 0; i < batch.size(); i++) {
                assertEquals(received++, batch.get(i).get32(0));
            }
            batch.releaseAll();
        }
        echo.join();
        assertNull(failure.get());
        assertEquals(total, peer.statistics().get(NicCounter.RX_PACKETS));
        assertEquals(total, peer.statistics().get(NicCounter.TX_PACKETS));
        assertEquals(64L * total, nic.statistics().get(NicCounter.RX_BYTES));
        assertEquals(0, nic.statistics().lost() + peer.statistics().lost());
        assertEquals(0, nic.pool().outstanding());
    }

    @Test
    void shouldAllocateNothingWhenSteady() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PacketConsumer echo = packet -> {
            packet.parse();
            packet.verifyChecksums();
            packet.conversationHash();
            return packet.transmit();
        };
        run(echo, 50_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(echo, 50_000);
        long perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / 50_000;
        assertEquals(0, perPacket);
    }

    private void run(PacketConsumer echo, int times) {
        for (int i = 0; i < times; i++) {
            Packet packet = TestPackets.udp4(nic.pool().allocate(), 32);
            nic.tx(0).transmit(packet);
            peer.rx(0).poll(4, echo);
            nic.rx(0).poll(batch, 4);
            batch.releaseAll();
        }
    }
}
