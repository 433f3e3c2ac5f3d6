package io.creel.net.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.memory.MemoryNic;
import io.creel.net.pcap.CaptureWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that keeps more packets than its NIC has: what it observes, and how it gets more. */
class PoolSizesTest {
    private static final int JUMBO_BYTES = 9000;
    private static final int RECORDS = 300;

    private final List<String> lines = new ArrayList<>();
    private final PacketBatch kept = new PacketBatch(RECORDS);

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        PoolWatch.printer(lines::add);
    }

    @AfterEach
    void stopListening() {
        PoolWatch.printer(null);
    }

    @Test
    void shouldKeepMoreThanSixteenJumboFramesByDefault() throws Exception {
        try (Nic nic = Nics.open("pcap:" + jumbo())) {
            assertEquals(256, nic.rx(0).poll(kept, RECORDS));
            kept.releaseAll();
            assertEquals(RECORDS - 256, nic.rx(0).poll(kept, RECORDS));
            kept.releaseAll();
        }
    }

    @Test
    void shouldKeepAsManyAsSettingSays() throws Exception {
        try (Nic nic = Nics.open("pcap:" + jumbo() + ",packets=4,large=" + RECORDS)) {
            assertEquals(4, nic.pool().capacity());
            assertEquals(RECORDS, nic.rx(0).poll(kept, RECORDS));
            assertEquals(0, nic.statistics().get(NicCounter.RX_POOL_WAITS));
            kept.releaseAll();
        }
    }

    /**
     * A program that keeps every packet for ever gets one message that names the queue, and continues once it returns
     * some.
     */
    @Test
    void shouldNameStalledQueueAndItsSetting() throws Exception {
        Path file = jumbo();
        try (Nic nic = Nics.open("pcap:" + file + ",large=16")) {
            assertEquals(16, nic.rx(0).poll(kept, RECORDS));
            for (int i = 2; i < PoolWatch.POLLS; i++) {
                assertEquals(0, nic.rx(0).poll(kept, RECORDS));
            }
            assertEquals(List.of(), lines);
            assertEquals(0, nic.rx(0).poll(kept, RECORDS));
            assertFalse(nic.isFinished());
            String name = "pcap:" + file;
            assertEquals(List.of("no packet is free to receive into: queue=" + name + "/rx0, pool=" + name
                    + "/large, packetsOut=16, capacity=16, pollsInARow=65536; release or transmit packets sooner, or open "
                    + name + ",large=N with a larger N"), lines);
            assertEquals(PoolWatch.POLLS, nic.statistics().get(NicCounter.RX_POOL_WAITS));
            assertEquals(0, nic.statistics().lost());
            for (int i = 0; i < PoolWatch.POLLS; i++) {
                nic.rx(0).poll(kept, RECORDS);
            }
            assertEquals(1, lines.size(), "the line was printed again too early");
            int seen = 0;
            while (!nic.isFinished()) {
                seen += kept.size();
                kept.releaseAll();
                nic.rx(0).poll(kept, RECORDS);
            }
            assertEquals(RECORDS, seen);
        }
    }

    @Test
    void shouldCountLostFrameUnderItsOwnName() {
        var pool = new PacketPool("small", 2, 64, 0);
        MemoryNic nic = MemoryNic.pair();
        var watch = new PoolWatch(nic.rx(0), nic.statistics(), pool, NicCounter.RX_POOL_EXHAUSTED, "x,large=N");
        Packet first = watch.allocate();
        watch.allocate();
        for (int i = 0; i < PoolWatch.FRAMES; i++) {
            watch.allocate();
        }
        assertEquals(PoolWatch.FRAMES, nic.statistics().get(NicCounter.RX_POOL_EXHAUSTED));
        assertEquals(PoolWatch.FRAMES, nic.statistics().lost());
        assertEquals(
                List.of("no packet is free to receive into: queue=memory:0/rx0, pool=small, packetsOut=2, capacity=2,"
                        + " framesLost=64; release or transmit packets sooner, or open x,large=N with a larger N"),
                lines);
        first.release();
        assertTrue(watch.lend(new DriverPackets("test")) != null);
    }

    @Test
    void impossibleSettings() throws Exception {
        assertEquals(
                "impossible pool sizes: packets=1, large=0; each from 2 to 1048576, or 0 for the default of the driver",
                refused("tap:x,packets=1"));
        assertEquals("not a number: word=tap:x,large=many, text=many, known=packets=N, large=N",
                refused("tap:x,large=many"));
        assertEquals("unknown setting: word=tap:x,fast, setting=fast, known=packets=N, large=N", refused("tap:x,fast"));
        assertTrue(assertThrows(Exception.class, () -> Nics.open("pcap:" + folder.resolve("a,b.pcap"))).getMessage()
                .contains("a,b.pcap"));
    }

    private static String refused(String word) {
        return assertThrows(IllegalArgumentException.class, () -> Nics.open(word)).getMessage();
    }

    private Path jumbo() throws Exception {
        Path file = folder.resolve("jumbo.pcap");
        try (var pool = new PacketPool("jumbo", 2, JUMBO_BYTES, 0); CaptureWriter writer = CaptureWriter.pcap(file)) {
            Packet packet = pool.allocate();
            packet.resize(JUMBO_BYTES);
            for (int i = 0; i < RECORDS; i++) {
                writer.write(packet);
            }
            packet.release();
        }
        return file;
    }
}
