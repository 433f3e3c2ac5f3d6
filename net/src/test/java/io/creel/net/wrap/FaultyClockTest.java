package io.creel.net.wrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketConsumer;
import io.creel.net.TestPackets;
import io.creel.net.memory.MemoryNic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The clock of a wrapping NIC throws at one reading: packets that pass meanwhile are passed on or counted, never lost.
 */
class FaultyClockTest {
    private final MemoryNic end = MemoryNic.pair();
    private final PacketBatch batch = new PacketBatch(16);
    /** How many readings are left until the clock throws; 0 for never. Written by the test. */
    private int readings;
    private long nowNs;

    private long clock() {
        if (readings > 0 && --readings == 0) {
            throw new IllegalStateException("planted clock");
        }
        return nowNs;
    }

    private static Packet frame(Nic nic) {
        return TestPackets.udp4(nic.pool().allocate(), 10);
    }

    private void arrive(int packets) {
        for (int i = 0; i < packets; i++) {
            assertTrue(end.peer().tx(0).transmit(frame(end.peer())));
        }
    }

    private static void assertPlanted(Executable action) {
        assertEquals("planted clock", assertThrows(IllegalStateException.class, action).getMessage());
    }

    private void assertEverythingHome(Nic nic) {
        batch.releaseAll();
        end.peer().rx(0).poll(64, PacketConsumer.RELEASE);
        nic.close();
        end.peer().close();
        assertEquals(0, end.pool().outstanding());
        assertEquals(0, end.peer().pool().outstanding());
    }

    private ImpairingNic impaired(Impairment receiving, Impairment transmitting) {
        return new ImpairingNic(end, receiving, transmitting, 1, this::clock);
    }

    @Test
    void shouldLoseTheOnePacketWhenAnImpairedArrivalMeetsIt() {
        ImpairingNic nic = impaired(Impairment.none(), Impairment.none());
        arrive(4);
        readings = 2;
        assertPlanted(() -> nic.rx(0).poll(batch, 16));
        assertEquals(1, nic.statistics().get(NicCounter.IMPAIRED_DROPPED));
        assertEquals(3, nic.rx(0).poll(batch, 16));
        assertEverythingHome(nic);
    }

    @Test
    void shouldLoseTheCopyAsWellWhenADuplicateMeetsIt() {
        ImpairingNic nic = impaired(Impairment.none().duplicate(1), Impairment.none());
        arrive(2);
        readings = 1;
        assertPlanted(() -> nic.rx(0).poll(batch, 16));
        assertEquals(2, nic.statistics().get(NicCounter.IMPAIRED_DROPPED));
        assertEquals(2, nic.rx(0).poll(batch, 16));
        assertEverythingHome(nic);
    }

    @Test
    void shouldReleaseArrivalsThatWereNotOfferedWhenClosed() {
        ImpairingNic nic = impaired(Impairment.none(), Impairment.none());
        arrive(4);
        readings = 2;
        assertPlanted(() -> nic.rx(0).poll(batch, 16));
        nic.close();
        assertEquals(3, nic.statistics().get(NicCounter.RX_UNREAD_AT_CLOSE));
        assertEverythingHome(nic);
    }

    @Test
    void shouldLoseTheOnePacketWhenAnImpairedTransmitMeetsIt() {
        ImpairingNic nic = impaired(Impairment.none(), Impairment.none());
        readings = 1;
        assertPlanted(() -> nic.tx(0).transmit(frame(nic)));
        assertEquals(1, nic.statistics().get(NicCounter.IMPAIRED_DROPPED));
        assertEquals(0, nic.statistics().get(NicCounter.TX_FAILED));
        assertTrue(nic.tx(0).transmit(frame(nic)));
        assertEquals(1, end.peer().rx(0).poll(batch, 16));
        assertEverythingHome(nic);
    }

    /** The reading within the flush, behind a packet that waits there. */
    @Test
    void shouldKeepWhatIsOnTheWayWhenAFlushMeetsIt() {
        ImpairingNic nic = impaired(Impairment.none(), Impairment.none().delay(5, 0));
        readings = 2;
        assertPlanted(() -> nic.tx(0).transmit(frame(nic)));
        nowNs = 5;
        assertEquals(0, nic.rx(0).poll(batch, 16));
        assertEquals(1, end.peer().rx(0).poll(batch, 16));
        assertEverythingHome(nic);
    }

    private TracingNic traced(List<String> lines) {
        return new TracingNic(end, this::clock, lines::add);
    }

    @Test
    void shouldReleaseAndCountPacketWhenTheCopyOfATransmitMeetsIt() {
        var lines = new ArrayList<String>();
        TracingNic nic = traced(lines);
        readings = 1;
        assertPlanted(() -> nic.tx(0).transmit(frame(nic)));
        assertEquals(1, nic.statistics().get(NicCounter.TX_FAILED));
        var two = new PacketBatch(3);
        for (int i = 0; i < 3; i++) {
            assertTrue(two.add(frame(nic)));
        }
        readings = 2;
        assertPlanted(() -> nic.tx(0).transmit(two));
        assertEquals(1, two.size(), "one is taken, one is lost");
        assertEquals(1, nic.tx(0).transmit(two));
        assertEquals(2, end.peer().rx(0).poll(batch, 16));
        assertEquals(2, nic.drain(8));
        assertEquals(2, nic.missing());
        assertEverythingHome(nic);
    }

    @Test
    void shouldPassEveryArrivalOnWhenTheCopyOfOneMeetsIt() {
        TracingNic nic = traced(new ArrayList<>());
        arrive(3);
        readings = 2;
        assertEquals(3, nic.rx(0).poll(batch, 16));
        assertEquals(nic.tx(0), batch.get(2).egress());
        assertPlanted(() -> nic.rx(0).poll(batch, 16));
        assertEquals(0, nic.rx(0).poll(batch, 16));
        assertEquals(1, nic.missing());
        assertEquals(2, nic.drain(8));
        assertEverythingHome(nic);
    }

    @Test
    void shouldRefuseTheArrivalWhoseCopyMeetsItWhenThereIsAConsumer() {
        TracingNic nic = traced(new ArrayList<>());
        arrive(3);
        readings = 2;
        assertPlanted(() -> nic.rx(0).poll(16, PacketConsumer.RELEASE));
        assertEquals(1, end.statistics().get(NicCounter.RX_REFUSED));
        assertEquals(1, nic.rx(0).poll(16, PacketConsumer.RELEASE));
        assertEverythingHome(nic);
    }

    /** The line of the last copy throws: the other copies are told or counted, and both pools are closed. */
    @Test
    void shouldCloseEverythingWhenTheLastLineThrows() {
        TracingNic nic = new TracingNic(end, this::clock, _ -> {
            throw new IllegalStateException("planted clock");
        });
        arrive(3);
        assertEquals(3, nic.rx(0).poll(16, PacketConsumer.RELEASE));
        assertPlanted(nic::close);
        assertTrue(end.isFinished());
        assertEquals(2, nic.missing());
        end.peer().close();
        assertEquals(0, end.pool().outstanding());
    }
}
