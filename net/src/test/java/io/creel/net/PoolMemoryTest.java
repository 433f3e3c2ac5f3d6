package io.creel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.internal.Memory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where the memory of a closed pool goes. */
@EnabledOnOs(OS.LINUX)
class PoolMemoryTest {
    private static final int PACKETS = 4096;
    private static final int PAGE_BYTES = 4096;
    /** A page each. */
    private static final int BUFFER_BYTES = PAGE_BYTES;

    private final PacketPool pool = new PacketPool("p", PACKETS, BUFFER_BYTES, 0);

    @Test
    void shouldCostNothingBeforeItIsWritten() throws IOException {
        assertEquals(0, ResidentPages.of(pool));
        write(pool).forEach(Packet::release);
        assertEquals(PACKETS, ResidentPages.of(pool));
    }

    @Test
    void shouldGiveMemoryBackWhenClosed() throws IOException {
        write(pool).forEach(Packet::release);
        pool.close();
        pool.close();
        assertEquals(0, ResidentPages.of(pool));
        assertEquals(0, pool.outstanding());
        assertNull(pool.allocate());
        assertEquals(1, pool.exhausted());
    }

    /** A packet that is still out keeps its bytes; the last that comes home takes the memory along. */
    @Test
    void shouldGiveMemoryBackWhenTheLastPacketComesHome() throws IOException {
        List<Packet> packets = write(pool);
        Packet last = packets.removeLast();
        pool.close();
        packets.forEach(Packet::release);
        assertEquals(1, pool.outstanding());
        assertEquals(PACKETS - 1, last.get32(0));
        assertEquals(PACKETS, ResidentPages.of(pool));
        last.release();
        assertEquals(0, ResidentPages.of(pool));
        assertEquals(0, pool.outstanding());
        assertThrows(IllegalStateException.class, () -> last.get32(0));
    }

    /** A reference that is older than the release reads zero, at worst; the canary is {@link StaleRead}. */
    @Test
    void shouldReadZeroThroughStaleAddress() {
        write(pool).forEach(Packet::release);
        pool.close();
        assertEquals(0, Memory.get32(pool.address() + 3 * BUFFER_BYTES));
    }

    @Test
    void shouldCrashWhenAddressesGoWithTheMemory() throws Exception {
        assertTrue(StaleRead.run().contains("SIGSEGV"));
    }

    private static List<Packet> write(PacketPool pool) {
        var packets = new ArrayList<Packet>();
        for (int i = 0; i < PACKETS; i++) {
            Packet packet = pool.allocate();
            packet.resize(BUFFER_BYTES);
            packet.set32(0, i);
            packets.add(packet);
        }
        return packets;
    }
}
