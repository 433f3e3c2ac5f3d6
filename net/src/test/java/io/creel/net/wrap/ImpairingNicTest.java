package io.creel.net.wrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.creel.net.memory.MemoryNic;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketBatch;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImpairingNicTest {
    private static final int FRAME_BYTES = 100;

    private long nowNs;

    private ImpairingNic receiving(MemoryNic inner, Impairment impairment, long seed) {
        return new ImpairingNic(inner, impairment, Impairment.none(), seed, () -> nowNs);
    }

    private ImpairingNic transmitting(MemoryNic inner, Impairment impairment, long seed) {
        return new ImpairingNic(inner, Impairment.none(), impairment, seed, () -> nowNs);
    }

    private static void send(Nic nic, int number) {
        Packet packet = nic.pool().allocate();
        packet.resize(FRAME_BYTES);
        for (int i = 0; i < FRAME_BYTES; i++) {
            packet.set8(i, 0);
        }
        packet.set32(0, number);
        assertTrue(nic.tx(0).transmit(packet));
    }

    private static List<Integer> numbers(Nic nic) {
        var batch = new PacketBatch(64);
        var numbers = new ArrayList<Integer>();
        while (nic.rx(0).poll(batch, 64) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                numbers.add(batch.get(i).get32(0));
            }
            batch.releaseAll();
        }
        return numbers;
    }

    private List<Integer> fates(Impairment impairment, long seed, int count) {
        try (MemoryNic end = MemoryNic.pair(); ImpairingNic nic = receiving(end, impairment, seed)) {
            for (int i = 0; i < count; i++) {
                send(end.peer(), i);
            }
            return numbers(nic);
        }
    }

    @Test
    void shouldChangeNothingWhenNothingIsWrong() {
        assertEquals(IntStream.range(0, 500).boxed().toList(), fates(Impairment.none(), 1, 500));
    }

    @Test
    void shouldRepeatItselfWhenSeedIsTheSame() {
        Impairment bad = Impairment.none().drop(0.2).duplicate(0.1).delay(0, 1);
        assertEquals(fates(bad, 7, 500), fates(bad, 7, 500));
        assertNotEquals(fates(bad, 7, 500), fates(bad, 8, 500));
    }

    @Test
    void shouldLoseAboutAsManyAsAsked() {
        int left = fates(Impairment.none().drop(0.3), 3, 1000).size();
        assertTrue(left > 630 && left < 770, "left: " + left);
        assertEquals(0, fates(Impairment.none().drop(1), 3, 100).size());
        assertEquals(200, fates(Impairment.none().duplicate(1), 3, 100).size());
    }

    @Test
    void shouldFlipOneBitBehindEthernetHeaderWhenCorrupting() {
        try (MemoryNic end = MemoryNic.pair(); ImpairingNic nic = receiving(end, Impairment.none().corrupt(1), 5)) {
            for (int round = 0; round < 100; round++) {
                send(end.peer(), 0);
                nic.rx(0).poll(1, packet -> {
                    int bits = 0;
                    for (int i = 14; i < FRAME_BYTES; i++) {
                        bits += Integer.bitCount(packet.get8(i));
                    }
                    assertEquals(1, bits);
                    packet.release();
                    return true;
                });
            }
            assertEquals(100, nic.statistics().get(NicCounter.IMPAIRED_CORRUPTED));
        }
    }

    @Test
    void shouldDeliverWhenDelayIsOver() {
        try (MemoryNic end = MemoryNic.pair();
                ImpairingNic nic = receiving(end, Impairment.none().delay(1000, 0), 1)) {
            send(end.peer(), 1);
            assertEquals(List.of(), numbers(nic));
            nowNs = 999;
            assertFalse(nic.rx(0).awaitReadable(0));
            assertEquals(List.of(), numbers(nic));
            nowNs = 1000;
            assertTrue(nic.rx(0).awaitReadable(0));
            assertEquals(List.of(1), numbers(nic));
        }
    }

    @Test
    void shouldOvertakeWhenOneIsHeldBack() {
        try (MemoryNic end = MemoryNic.pair();
                ImpairingNic nic = receiving(end, Impairment.none().holdBack(0.2, 50), 4)) {
            for (int i = 0; i < 100; i++) {
                send(end.peer(), i);
            }
            List<Integer> first = numbers(nic);
            nowNs = 50;
            List<Integer> late = numbers(nic);
            assertEquals(nic.statistics().get(NicCounter.IMPAIRED_HELD_BACK), late.size());
            assertTrue(!late.isEmpty() && late.getFirst() < first.getLast());
            assertEquals(100, first.size() + late.size());
        }
    }

    @Test
    void shouldKeepToRateAndDropPacketsThatDoNotFit() {
        Impairment slow = Impairment.none().rate(8_000_000).queue(4);
        try (MemoryNic end = MemoryNic.pair(); ImpairingNic nic = transmitting(end, slow, 1)) {
            for (int i = 0; i < 6; i++) {
                send(nic, i);
            }
            assertEquals(2, nic.statistics().get(NicCounter.IMPAIRED_QUEUE_FULL));
            assertEquals(2, nic.statistics().lost());
            for (int i = 0; i < 4; i++) {
                assertEquals(List.of(), numbers(end.peer()));
                nowNs += 100_000;
                nic.rx(0).poll(1, PacketConsumer.RELEASE);
                assertEquals(List.of(i), numbers(end.peer()));
            }
        }
    }

    @Test
    void shouldAnswerThroughImpairedLinkWhenPacketIsTurnedRound() {
        try (MemoryNic end = MemoryNic.pair(); ImpairingNic nic = transmitting(end, Impairment.none().drop(1), 1)) {
            send(end.peer(), 1);
            nic.rx(0).poll(1, packet -> {
                assertSame(nic.tx(0), packet.egress());
                return packet.transmit();
            });
            assertEquals(List.of(), numbers(end.peer()));
            assertEquals(1, nic.statistics().get(NicCounter.IMPAIRED_DROPPED));
        }
    }

    @Test
    void shouldReleaseAndCountPacketsUnderWayWhenClosed() {
        MemoryNic end = MemoryNic.pair();
        var nic = new ImpairingNic(end, Impairment.none().delay(10, 0), Impairment.none().delay(10, 0), 1, () -> nowNs);
        send(end.peer(), 1);
        send(nic, 2);
        assertEquals(List.of(), numbers(nic));
        nic.close();
        nic.close();
        assertTrue(nic.isFinished());
        assertEquals(1, nic.statistics().get(NicCounter.RX_UNREAD_AT_CLOSE));
        assertEquals(1, nic.statistics().get(NicCounter.TX_UNSENT_AT_CLOSE));
        assertEquals(0, end.pool().outstanding() + end.peer().pool().outstanding());
    }

    @Test
    void shouldAllocateNothingWhenSteady() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Impairment bad = Impairment.none().drop(0.1).duplicate(0.1).corrupt(0.1).delay(0, 5);
        try (MemoryNic end = MemoryNic.pair(); ImpairingNic nic = receiving(end, bad, 2)) {
            long perPacket = Long.MAX_VALUE;
            for (int round = 0; round < 200 && perPacket > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 10_000; i++) {
                    nowNs++;
                    send(end.peer(), i);
                    nic.rx(0).poll(8, PacketConsumer.RELEASE);
                }
                perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / 10_000;
            }
            assertEquals(0, perPacket);
        }
    }

    @Test
    void impossibleChance() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> Impairment.none().drop(1.5));
        assertEquals("impossible impairment: drop=1.5, duplicate=0.0, corrupt=0.0, holdBack=0.0, holdBackNs=0,"
                + " delayNs=0, jitterNs=0, rateBitsPerSecond=0, queuePackets=1024; chances are from 0 to 1, times and"
                + " rate not negative, the queue 1 to 65536", thrown.getMessage());
    }
}
