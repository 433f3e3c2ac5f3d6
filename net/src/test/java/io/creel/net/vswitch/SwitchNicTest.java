package io.creel.net.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.TestPackets;
import io.creel.net.wire.Ethernet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwitchNicTest {
    private static final long EVERYBODY = 0xffff_ffff_ffffL;
    private static final long STRANGER = 0x02_aa_aa_aa_aa_aaL;

    private final List<Nic> opened = new ArrayList<>();
    private final PacketBatch batch = new PacketBatch(16);
    private final SwitchNic one = open("lab");
    private final SwitchNic two = open("lab");
    private final SwitchNic three = open("lab");

    private SwitchNic open(String name) {
        try {
            var nic = (SwitchNic) Nics.open("switch:" + name);
            opened.add(nic);
            return nic;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Nic::close);
        for (Nic nic : opened) {
            assertEquals(0, nic.pool().outstanding(), nic::name);
        }
    }

    private static Packet send(SwitchNic from, long source, long destination) {
        Packet packet = TestPackets.udp4(from.pool().allocate(), 20);
        Ethernet.source(packet, source);
        Ethernet.destination(packet, destination);
        assertTrue(from.tx(0).transmit(packet));
        return packet;
    }

    private int received(SwitchNic nic) {
        int count = nic.rx(0).poll(batch, 16);
        batch.releaseAll();
        return count;
    }

    @Test
    void shouldDeliverTheSamePacketWhenPortIsKnown() {
        assertNotEquals(one.macAddress(), two.macAddress());
        Packet packet = send(one, one.macAddress(), two.macAddress());
        assertEquals(0, three.rx(0).poll(batch, 16));
        assertEquals(1, two.rx(0).poll(batch, 16));
        assertSame(packet, batch.get(0));
        assertSame(two.tx(0), batch.get(0).egress());
        batch.releaseAll();
        assertEquals("TX_PACKETS=1, TX_BYTES=62", one.statistics().toString());
        assertEquals("RX_PACKETS=1, RX_BYTES=62", two.statistics().toString());
    }

    @Test
    void shouldGiveEveryOtherPortACopyWhenStationIsUnknown() {
        for (long destination : new long[]{STRANGER, EVERYBODY}) {
            Packet packet = send(one, one.macAddress(), destination);
            for (SwitchNic nic : List.of(two, three)) {
                assertEquals(1, nic.rx(0).poll(batch, 16));
                Packet copy = batch.get(0);
                assertNotSame(packet, copy);
                assertEquals(destination, Ethernet.destination(copy));
                copy.parse();
                assertEquals("NONE", copy.verifyChecksums().name());
                batch.releaseAll();
            }
            assertEquals(0, received(one));
        }
    }

    @Test
    void shouldRememberStationWhenItHasSpoken() {
        send(three, STRANGER, EVERYBODY);
        received(one);
        received(two);
        send(one, one.macAddress(), STRANGER);
        assertEquals(0, received(two));
        assertEquals(1, received(three));
        send(two, STRANGER, EVERYBODY);
        received(three);
        assertEquals(1, received(one), "it has moved");
        send(one, one.macAddress(), STRANGER);
        assertEquals(1, received(two));
    }

    @Test
    void shouldForgetStationsWhenPortIsClosed() {
        send(three, STRANGER, EVERYBODY);
        received(one);
        received(two);
        three.close();
        SwitchNic instead = open("lab");
        assertEquals(three.macAddress(), instead.macAddress(), "the same socket of the switch");
        send(one, one.macAddress(), STRANGER);
        assertEquals(1, received(two));
        assertEquals(1, received(instead));
    }

    @Test
    void shouldCountWhenThereIsNoOtherPort() {
        two.close();
        three.close();
        send(one, one.macAddress(), EVERYBODY);
        send(one, one.macAddress(), one.macAddress());
        assertEquals(2, one.statistics().get(NicCounter.SWITCH_UNDELIVERED));
        assertEquals(2, one.statistics().lost());
    }

    @Test
    void shouldRefuseWhenPortIsFullAndCountCopiesThere() {
        for (int i = 0; i < 1024; i++) {
            send(one, one.macAddress(), two.macAddress());
        }
        Packet packet = TestPackets.udp4(one.pool().allocate(), 0);
        Ethernet.destination(packet, two.macAddress());
        assertFalse(one.tx(0).transmit(packet));
        packet.release();
        assertEquals(1, one.statistics().get(NicCounter.TX_REFUSED_RING_FULL));
        send(one, one.macAddress(), EVERYBODY);
        assertEquals(1, two.statistics().get(NicCounter.RX_RING_FULL));
        assertEquals(1, received(three));
        assertEquals(0, one.statistics().lost());
    }

    @Test
    void shouldCountCopyThatFitsNoBuffer() {
        var large = new PacketPool("large", 2, 4096, 0);
        Packet packet = large.allocate();
        packet.resize(3000);
        Ethernet.destination(packet, EVERYBODY);
        assertTrue(one.tx(0).transmit(packet));
        assertEquals(1, two.statistics().get(NicCounter.RX_UNDELIVERABLE));
        assertEquals(0, large.outstanding());
    }

    @Test
    void shouldKeepSwitchesApartByName() {
        SwitchNic other = open("office");
        send(one, one.macAddress(), EVERYBODY);
        assertEquals(0, received(other));
        opened.forEach(Nic::close);
        SwitchNic fresh = open("lab");
        send(fresh, fresh.macAddress(), STRANGER);
        assertEquals(1, fresh.statistics().get(NicCounter.SWITCH_UNDELIVERED), "a switch goes with its last port");
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoPortLeft() {
        for (int i = 3; i < 64; i++) {
            open("lab");
        }
        assertEquals("the switch has no free port: switch=lab, ports=64; close one, or connect two switches by"
                + " 'creel bridge'", assertThrows(IOException.class, () -> Nics.open("switch:lab")).getMessage());
        assertEquals("a switch needs a name: word=switch:, known=switch:NAME",
                assertThrows(IllegalArgumentException.class, () -> Nics.open("switch:")).getMessage());
    }

    @Test
    void shouldAllocateNothingWhenSteady() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(30_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(30_000);
        assertEquals(0, (threads.getCurrentThreadAllocatedBytes() - before) / 30_000);
    }

    private void run(int times) {
        for (int i = 0; i < times; i++) {
            send(one, one.macAddress(), (i & 1) == 0 ? two.macAddress() : EVERYBODY);
            received(two);
            received(three);
        }
    }
}
