package io.creel.net.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.DutyCycle;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketConsumer;
import io.creel.net.TestPackets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device may throw from any of its methods: no packet is lost without a count, and the queue goes on. */
@Timeout(60)
class FaultyDeviceTest {
    private FaultyNic nic;

    private void open(boolean combining, String... faults) {
        nic = new FaultyNic(combining);
        nic.faults.addAll(List.of(faults));
    }

    private Packet frame() {
        Packet packet = nic.pool().allocate();
        packet.resize(64);
        packet.egress(nic.tx(0));
        return packet;
    }

    private PacketBatch batch(int packets) {
        var batch = new PacketBatch(packets);
        for (int i = 0; i < packets; i++) {
            assertTrue(batch.add(frame()));
        }
        return batch;
    }

    private long count(NicCounter counter) {
        return nic.statistics().get(counter);
    }

    private static void assertPlanted(String call, Executable action) {
        assertEquals("planted in " + call, assertThrows(IllegalStateException.class, action).getMessage());
    }

    /** Checks that every fault was met, that the device works again, and that every packet has returned to its pool. */
    private void assertGoesOn() {
        assertTrue(nic.faults.isEmpty(), "faults=" + nic.faults);
        int before = nic.sent;
        assertTrue(nic.tx(0).transmit(frame()));
        assertEquals(before + 1, nic.sent);
        nic.close();
        assertEquals(0, nic.pool().outstanding());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReleaseAndCountPacketAtWhichTransmitThrows(boolean combining) {
        open(combining, "transmit");
        assertPlanted("transmit", () -> nic.tx(0).transmit(frame()));
        assertEquals(0, nic.pool().outstanding());
        assertEquals(1, count(NicCounter.TX_FAILED));
        assertEquals(1, nic.statistics().lost());
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndTheOwnershipByPacketTransmitWhenDeviceThrows(boolean combining) {
        open(combining, "transmit");
        Packet packet = frame();
        assertPlanted("transmit", packet::transmit);
        assertEquals(1, count(NicCounter.TX_FAILED));
        assertEquals(0, count(NicCounter.TX_DROPPED));
        assertThrows(IllegalStateException.class, packet::release);
        assertGoesOn();
    }

    @Test
    void shouldEndTheOwnershipByPacketTransmitWhenForeignQueueThrows() {
        open(false);
        Packet packet = frame();
        packet.egress(new io.creel.net.TxQueue() {
            @Override
            public boolean transmit(Packet one) {
                throw new UnsupportedOperationException("planted");
            }

            @Override
            public int transmit(PacketBatch batch) {
                throw new UnsupportedOperationException("planted");
            }

            @Override
            public io.creel.net.Nic nic() {
                return nic;
            }
        });
        assertThrows(UnsupportedOperationException.class, packet::transmit);
        assertEquals(1, count(NicCounter.TX_DROPPED));
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCountPacketAsTakenWhenDeviceThrowsAfterItsFlight(boolean combining) {
        open(combining, "completed");
        assertPlanted("completed", () -> nic.tx(0).transmit(frame()));
        assertEquals(0, count(NicCounter.TX_FAILED));
        assertEquals(1, nic.sent);
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReleaseAndCountPacketAtWhoseChecksumDeviceThrows(boolean combining) {
        open(combining, "finishesChecksum", "finishesChecksum");
        assertPlanted("finishesChecksum", () -> nic.tx(0).transmit(open(frame())));
        var batch = new PacketBatch(2);
        assertTrue(batch.add(open(frame())));
        assertTrue(batch.add(frame()));
        assertPlanted("finishesChecksum", () -> nic.tx(0).transmit(batch));
        assertEquals(1, batch.size());
        batch.releaseAll();
        assertEquals(2, count(NicCounter.TX_FAILED));
        assertGoesOn();
    }

    private static Packet open(Packet packet) {
        TestPackets.udp4(packet, 10);
        packet.parse();
        assertTrue(packet.deferChecksum());
        return packet;
    }

    @Test
    void shouldLeaveTheRestOfABatchToItsOwnerWhenDirectDeviceThrows() {
        open(false, "completed", "transmit");
        PacketBatch batch = batch(4);
        assertPlanted("completed", () -> nic.tx(0).transmit(batch));
        assertEquals(3, batch.size());
        assertPlanted("transmit", () -> nic.tx(0).transmit(batch));
        assertEquals(2, batch.size());
        assertEquals(List.of("transmit", "completed", "transmit"), nic.calls);
        assertEquals(2, nic.tx(0).transmit(batch));
        assertEquals(3, nic.sent);
        assertEquals(1, count(NicCounter.TX_FAILED));
        assertEquals(2, count(NicCounter.TX_PACKETS));
        assertGoesOn();
    }

    @Test
    void shouldFlushAndCountWhatWasTakenOfABatchWhenDirectDeviceThrowsLater() {
        open(false);
        PacketBatch batch = batch(4);
        nic.meanwhile = () -> nic.meanwhile = () -> nic.faults.addAll(List.of("transmit", "flush"));
        var thrown = assertThrows(IllegalStateException.class, () -> nic.tx(0).transmit(batch));
        assertEquals("planted in transmit", thrown.getMessage());
        assertEquals("planted in flush", thrown.getSuppressed()[0].getMessage());
        assertEquals(2, batch.size());
        assertEquals(1, count(NicCounter.TX_PACKETS));
        assertEquals(64, count(NicCounter.TX_BYTES));
        assertEquals(1, count(NicCounter.TX_FAILED));
        batch.releaseAll();
        assertGoesOn();
    }

    @Test
    void shouldLeaveThePacketWithTheCallerWhenItIsRefusedAfterAFault() {
        open(false, "transmit");
        assertPlanted("transmit", () -> nic.tx(0).transmit(frame()));
        nic.full = true;
        Packet packet = frame();
        assertFalse(nic.tx(0).transmit(packet));
        packet.release();
        nic.full = false;
        assertGoesOn();
    }

    /** The first packet of the round is lost; those behind it wait for the next flush, and leave. */
    @Test
    void shouldKeepTheOtherWaitingPacketsWhenCombiningDeviceThrows() {
        open(true);
        nic.full = true;
        for (int i = 0; i < 4; i++) {
            assertTrue(nic.tx(0).transmit(frame()));
        }
        nic.full = false;
        nic.faults.add("transmit");
        assertPlanted("transmit", () -> nic.rx(0).poll(new PacketBatch(1), 1));
        assertEquals(1, count(NicCounter.TX_FAILED));
        assertEquals(3, nic.pool().outstanding());
        assertTrue(((DriverTxQueue) nic.tx(0)).needsFlush());
        nic.rx(0).poll(new PacketBatch(1), 1);
        assertEquals(3, nic.sent);
        assertEquals(4, count(NicCounter.TX_PACKETS));
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reclaim", "flush"})
    void shouldServeTheNextFlushWhenCombiningDeviceThrows(String call) {
        open(true, call);
        assertPlanted(call, () -> nic.tx(0).transmit(frame()));
        assertTrue(call.equals("flush") == (nic.sent == 1));
        assertTrue(((DriverTxQueue) nic.tx(0)).needsFlush());
        assertEquals(1, count(NicCounter.TX_PACKETS));
        nic.rx(0).poll(new PacketBatch(1), 1);
        assertEquals(1, nic.sent);
        assertEquals(0, count(NicCounter.TX_FAILED));
        assertGoesOn();
    }

    @Test
    void shouldThrowBothWhenDeviceThrowsTwiceInARound() {
        open(true, "transmit", "flush");
        var thrown = assertThrows(IllegalStateException.class, () -> nic.tx(0).transmit(frame()));
        assertEquals("planted in transmit", thrown.getMessage());
        assertEquals("planted in flush", thrown.getSuppressed()[0].getMessage());
        assertGoesOn();
    }

    /** Another thread asks for a flush while the device is about to throw; the round that it asked for is served. */
    @Test
    void shouldServeThoseWhoAskedMeanwhileWhenCombiningDeviceThrows() throws Exception {
        open(true, "transmit");
        nic.meanwhile = () -> {
            Thread other = Thread.ofPlatform().start(() -> nic.tx(0).transmit(frame()));
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        assertPlanted("transmit", () -> nic.tx(0).transmit(frame()));
        assertEquals(1, nic.sent, "the other's");
        assertEquals(0, nic.pool().outstanding());
        assertGoesOn();
    }

    @Test
    void shouldReleaseThePacketThatFoundNoRoomWhenTheFlushForItThrows() {
        open(true);
        nic.full = true;
        for (int i = 0; i < 8; i++) {
            assertTrue(nic.tx(0).transmit(frame()));
        }
        nic.faults.add("reclaim");
        assertPlanted("reclaim", () -> nic.tx(0).transmit(frame()));
        assertEquals(8, nic.pool().outstanding());
        assertEquals(1, count(NicCounter.TX_FAILED));
        nic.full = false;
        nic.rx(0).poll(new PacketBatch(1), 1);
        assertGoesOn();
    }

    @Test
    void shouldLeaveWhatWasPutOffToTheNextFlushWhenTheEndOfACycleThrows() {
        open(true);
        var cycle = DutyCycle.ofWorker();
        cycle.begin();
        nic.rx(0).poll(new PacketBatch(1), 1);
        assertTrue(nic.tx(0).transmit(frame()));
        assertTrue(nic.tx(0).transmit(frame()));
        nic.faults.add("transmit");
        assertPlanted("transmit", cycle::end);
        assertEquals(1, count(NicCounter.TX_FAILED));
        cycle.begin();
        nic.rx(0).poll(new PacketBatch(1), 1);
        assertEquals(1, nic.sent);
        assertTrue(nic.tx(0).transmit(frame()));
        assertEquals(1, nic.sent, "put off");
        cycle.end();
        assertEquals(2, nic.sent);
        assertGoesOn();
    }

    @Test
    void shouldPutOffAgainAfterTheFlushBeforeANewPollerHasThrown() {
        open(true);
        nic.full = true;
        nic.rx(0).poll(new PacketBatch(1), 1);
        assertTrue(nic.tx(0).transmit(frame()));
        nic.full = false;
        var cycle = DutyCycle.ofWorker();
        cycle.begin();
        nic.faults.add("reclaim");
        assertPlanted("reclaim", () -> nic.rx(0).poll(new PacketBatch(1), 1));
        nic.rx(0).poll(new PacketBatch(1), 1);
        assertEquals(1, nic.sent);
        assertTrue(nic.tx(0).transmit(frame()));
        assertEquals(1, nic.sent, "put off until the end of the cycle");
        cycle.end();
        assertEquals(2, nic.sent);
        assertGoesOn();
    }

    @Test
    void shouldEndEveryQueueWhenOneEndThrows() {
        open(true);
        nic.full = true;
        assertTrue(nic.tx(0).transmit(frame()));
        nic.faults.addAll(List.of("endReceive", "end"));
        var thrown = assertThrows(IllegalStateException.class, nic::close);
        assertEquals("planted in endReceive", thrown.getMessage());
        assertEquals("planted in end", thrown.getSuppressed()[0].getMessage());
        assertEquals(2, nic.ended);
        assertEquals(1, count(NicCounter.TX_UNSENT_AT_CLOSE));
        assertEquals(0, nic.pool().outstanding());
        nic.close();
        assertEquals(2, nic.ended);
    }

    // Receiving.

    @Test
    void shouldDeliverWhatHadComeAndThrowAtTheNextPollWhenDeviceThrows() {
        open(false, "receive2");
        nic.arrivals = 4;
        var batch = new PacketBatch(8);
        assertEquals(2, nic.rx(0).poll(batch, 8));
        assertEquals(2, batch.size());
        assertEquals(nic.tx(0), batch.get(1).egress());
        assertEquals(2, count(NicCounter.RX_PACKETS));
        assertTrue(nic.rx(0).awaitReadable(0), "there is something to throw");
        assertPlanted("receive2", () -> nic.rx(0).poll(batch, 8));
        assertEquals(2, batch.size());
        assertEquals(2, nic.rx(0).poll(batch, 8));
        batch.releaseAll();
        assertGoesOn();
    }

    @Test
    void shouldThrowAtOnceWhenNothingHadCome() {
        open(false, "receive0", "received", "await");
        nic.arrivals = 1;
        var batch = new PacketBatch(8);
        assertPlanted("receive0", () -> nic.rx(0).poll(batch, 8));
        assertEquals(1, nic.rx(0).poll(batch, 8));
        batch.releaseAll();
        assertPlanted("received", () -> nic.rx(0).poll(batch, 8));
        assertPlanted("await", () -> nic.rx(0).awaitReadable(0));
        assertFalse(nic.rx(0).awaitReadable(0), "the turn is free");
        assertGoesOn();
    }

    @Test
    void shouldHandOverWhatHadComeBeforeThePollThrows() {
        open(false, "receive3");
        nic.arrivals = 5;
        int[] seen = {0};
        PacketConsumer consumer = packet -> {
            assertEquals(nic.tx(0), packet.egress());
            seen[0]++;
            packet.release();
            return true;
        };
        assertPlanted("receive3", () -> nic.rx(0).poll(16, consumer));
        assertEquals(3, seen[0]);
        assertEquals(2, nic.rx(0).poll(16, consumer));
        assertEquals(5, count(NicCounter.RX_PACKETS));
        assertGoesOn();
    }

    /** The consumer threw before, so packets are left for this poll, which meets the fault behind them. */
    @Test
    void shouldDeliverWhatWasLeftWhenDeviceThrowsBehindIt() {
        open(false);
        nic.arrivals = 3;
        assertThrows(UnsupportedOperationException.class, () -> nic.rx(0).poll(3, _ -> {
            throw new UnsupportedOperationException("faulty consumer");
        }));
        nic.arrivals = 1;
        nic.faults.add("receive0");
        var batch = new PacketBatch(8);
        assertEquals(2, nic.rx(0).poll(batch, 8));
        assertPlanted("receive0", () -> nic.rx(0).poll(batch, 8));
        assertEquals(1, nic.rx(0).poll(batch, 8));
        batch.releaseAll();
        assertGoesOn();
    }

    @Test
    void shouldReleaseWhatWasLeftWhenTheEndThrows() {
        open(false);
        nic.arrivals = 3;
        assertThrows(UnsupportedOperationException.class, () -> nic.rx(0).poll(3, _ -> {
            throw new UnsupportedOperationException("faulty consumer");
        }));
        nic.faults.add("endReceive");
        assertPlanted("endReceive", nic::close);
        assertEquals(2, count(NicCounter.RX_UNREAD_AT_CLOSE));
        assertEquals(1, count(NicCounter.RX_REFUSED));
        assertEquals(0, nic.pool().outstanding());
        assertEquals(List.of("endReceive"), List.copyOf(nic.calls.subList(nic.calls.size() - 1, nic.calls.size())),
                Arrays.toString(nic.calls.toArray()));
    }
}
