package io.creel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.internal.Memory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How the memory of a closed pool returns to the system. */
@EnabledOnOs(OS.LINUX)
class PoolMemoryTest {
    private static final int PACKETS = 4096;
    private static final int PAGE_BYTES = 4096;
    /** One page per buffer. */
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

    /** A packet in use keeps its bytes; the last packet that returns frees the memory. */
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

    /** In each round two threads release while a third closes; the last of them frees the memory. */
    @Test
    void shouldGiveMemoryBackWhenClosedBesideReleases() throws Exception {
        for (int round = 0; round < 300; round++) {
            var raced = new PacketPool("raced", 8, PAGE_BYTES, 0);
            List<Packet> packets = new ArrayList<>();
            for (Packet packet = raced.allocate(); packet != null; packet = raced.allocate()) {
                packet.resize(4);
                packet.set32(0, round);
                packets.add(packet);
            }
            var start = new CyclicBarrier(3);
            Thread one = startAt(start, () -> packets.subList(0, 4).forEach(Packet::release));
            Thread other = startAt(start, () -> packets.subList(4, 8).forEach(Packet::release));
            start.await();
            raced.close();
            one.join();
            other.join();
            assertEquals(0, raced.outstanding());
            assertEquals(0, ResidentPages.of(raced), "round " + round);
        }
    }

    private static Thread startAt(CyclicBarrier start, Runnable work) {
        return Thread.ofPlatform().start(() -> {
            try {
                start.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new AssertionError(e);
            }
            work.run();
        });
    }

    /** A reference that is older than the release reads zero at worst; the canary is {@link StaleRead}. */
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
