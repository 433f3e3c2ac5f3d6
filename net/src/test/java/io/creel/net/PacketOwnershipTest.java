package io.creel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.memory.MemoryNic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PacketOwnershipTest {
    private final TestPackets packets = new TestPackets();
    private final MemoryNic nic = MemoryNic.pair(1, 4);

    @Test
    void shouldThrowWhenReleasedTwice() {
        Packet packet = packets.udp4(10);
        packet.release();
        assertRefused("released a packet that is not owned: packet=test#0, state=free", packet::release);
    }

    @Test
    void shouldThrowWhenReadAfterRelease() {
        Packet packet = packets.udp4(10);
        packet.release();
        assertRefused("accessed a packet that is not owned: packet=test#0, state=free, offset=12, sizeBytes=2",
                () -> packet.get16(12));
        assertRefused("accessed a packet that is not owned: packet=test#0, state=free, offset=0, sizeBytes=0",
                packet::lengthBytes);
        assertRefused("accessed a packet that is not owned: packet=test#0, state=free, offset=0, sizeBytes=0",
                () -> packet.resize(5));
        assertRefused("accessed a packet that is not owned: packet=test#0, state=free, offset=0, sizeBytes=0",
                packet::parse);
    }

    @Test
    void shouldThrowWhenTransmittedAfterRelease() {
        Packet packet = packets.udp4(10);
        packet.egress(nic.tx(0));
        packet.release();
        assertRefused("transmitted a packet that is not owned: packet=test#0, state=free", packet::transmit);
    }

    @Test
    void shouldThrowWhenTransmittedTwice() {
        Packet packet = packets.udp4(10);
        assertTrue(nic.tx(0).transmit(packet));
        assertRefused("transmitted a packet that is not owned: packet=test#0, state=in flight",
                () -> nic.tx(0).transmit(packet));
        assertRefused("released a packet that is not owned: packet=test#0, state=in flight", packet::release);
        assertRefused("accessed a packet that is not owned: packet=test#0, state=in flight, offset=0, sizeBytes=1",
                () -> packet.set8(0, 1));
    }

    @Test
    void shouldThrowWhenTransmittedWithoutEgress() {
        assertRefused("transmitted a packet that has no egress: packet=test#0", packets.udp4(10)::transmit);
    }

    @Test
    void shouldKeepOwnershipWhenQueueRefuses() {
        fillRing();
        Packet packet = packets.udp4(10);
        assertFalse(nic.tx(0).transmit(packet));
        assertEquals(52, packet.lengthBytes());
        packet.release();
        assertEquals(1, nic.statistics().get(NicCounter.TX_REFUSED_RING_FULL));
        assertEquals(0, nic.statistics().lost());
    }

    @Test
    void shouldReleaseAndCountWhenPacketItselfIsRefused() {
        fillRing();
        Packet packet = packets.udp4(10);
        packet.egress(nic.tx(0));
        assertFalse(packet.transmit());
        assertRefused("released a packet that is not owned: packet=test#4, state=free", packet::release);
        assertEquals(1, nic.statistics().get(NicCounter.TX_DROPPED));
        assertEquals(1, nic.statistics().lost());
    }

    @Test
    void shouldReturnNullAndCountWhenPoolIsExhausted() {
        var pool = new PacketPool("tiny", 2, 128, 0);
        Packet first = pool.allocate();
        pool.allocate();
        assertNull(pool.allocate());
        assertEquals(1, pool.exhausted());
        assertEquals(2, pool.outstanding());
        first.release();
        assertSame(first, pool.allocate());
    }

    @Test
    void shouldNameBoundsWhenAccessLeavesFrame() {
        Packet packet = packets.of(new byte[60]);
        var thrown = assertThrows(IndexOutOfBoundsException.class, () -> packet.get32(57));
        assertEquals("access beyond the frame: offset=57, sizeBytes=4, lengthBytes=60", thrown.getMessage());
        for (int offset : new int[]{-1, 53, 60, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> packet.get64(offset));
            assertThrows(IndexOutOfBoundsException.class, () -> packet.set64(offset, 0));
        }
    }

    @Test
    void shouldNameLimitsWhenLengthOrStartDoesNotFit() {
        Packet packet = packets.of(new byte[60]);
        var length = assertThrows(IllegalArgumentException.class, () -> packet.resize(1985));
        assertEquals("length does not fit: packet=test#0, lengthBytes=1985, originalLengthBytes=1985, "
                + "capacityBytes=1984", length.getMessage());
        var start = assertThrows(IllegalArgumentException.class, () -> packet.advance(-65));
        assertEquals("start does not fit: packet=test#0, bytes=-65, lengthBytes=60, headroomBytes=64",
                start.getMessage());
        assertThrows(IllegalArgumentException.class, () -> packet.advance(61));
        assertThrows(IllegalArgumentException.class, () -> packet.advance(Integer.MIN_VALUE));
    }

    @Test
    void shouldKeepBytesWhenStartMoves() {
        Packet packet = packets.of((byte) 1, (byte) 2, (byte) 3);
        packet.advance(2);
        assertEquals(3, packet.get8(0));
        packet.advance(-2);
        assertEquals(0x0102, packet.get16(0));
        assertEquals(3, packet.originalLengthBytes());
    }

    private void fillRing() {
        for (int i = 0; i < 4; i++) {
            assertTrue(nic.tx(0).transmit(packets.udp4(10)));
        }
    }

    private static void assertRefused(String message, Executable misuse) {
        assertEquals(message, assertThrows(IllegalStateException.class, misuse).getMessage());
    }
}
