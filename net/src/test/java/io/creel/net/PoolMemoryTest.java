package io.creel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where the memory of a closed pool goes. */
@EnabledOnOs(OS.LINUX)
class PoolMemoryTest {
    private static final int PACKETS = 4096;
    private static final int BUFFER_BYTES = 4096;
    private static final long POOL_KIB = (long) PACKETS * BUFFER_BYTES >> 10;

    private final PacketPool pool = new PacketPool("p", PACKETS, BUFFER_BYTES, 0);

    @Test
    void shouldCostNothingBeforeItIsWritten() throws Exception {
        assertTrue(residentKib(pool) < POOL_KIB / 16, () -> "KiB: " + residentKib(pool));
        write(pool).forEach(Packet::release);
        assertTrue(residentKib(pool) >= POOL_KIB, () -> "KiB: " + residentKib(pool));
    }

    @Test
    void shouldGiveMemoryBackWhenClosed() throws Exception {
        write(pool).forEach(Packet::release);
        pool.close();
        pool.close();
        assertTrue(residentKib(pool) < POOL_KIB / 16, () -> "KiB: " + residentKib(pool));
        assertEquals(0, pool.outstanding());
        assertNull(pool.allocate());
        assertEquals(1, pool.exhausted());
    }

    /** A packet that is still out keeps its bytes; the last that comes home takes the memory along. */
    @Test
    void shouldGiveMemoryBackWhenTheLastPacketComesHome() throws Exception {
        List<Packet> packets = write(pool);
        Packet last = packets.removeLast();
        pool.close();
        packets.forEach(Packet::release);
        assertEquals(1, pool.outstanding());
        assertEquals(PACKETS - 1, last.get32(0));
        assertTrue(residentKib(pool) >= POOL_KIB, () -> "KiB: " + residentKib(pool));
        last.release();
        assertTrue(residentKib(pool) < POOL_KIB / 16, () -> "KiB: " + residentKib(pool));
        assertEquals(0, pool.outstanding());
        assertThrows(IllegalStateException.class, () -> last.get32(0));
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

    /** What the system says is resident of the pages of a pool, and of the few that it shows together with them. */
    private static long residentKib(PacketPool pool) {
        try {
            long from = pool.address();
            long to = from + ((long) PACKETS * BUFFER_BYTES);
            long sum = 0;
            boolean inside = false;
            for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
                String[] words = line.split("[\\s-]+");
                if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                    inside = Long.parseUnsignedLong(words[0], 16) < to && Long.parseUnsignedLong(words[1], 16) > from;
                } else if (inside && words[0].equals("Rss:")) {
                    sum += Long.parseLong(words[1]);
                }
            }
            return sum;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
