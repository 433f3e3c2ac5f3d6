package io.creel.net.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.TestPackets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayNicTest {
    private final PacketBatch batch = new PacketBatch(8192);
    private long nowNs = 500;

    @TempDir
    Path folder;

    @Test
    void shouldReplayAndTransmitEverythingWhenOpenedByWord() throws Exception {
        Path file = capture(10);
        try (Nic nic = Nics.open("pcap:" + file)) {
            int count = 0;
            while (!nic.isFinished()) {
                count += nic.rx(0).poll(3, Packet::transmit);
            }
            assertEquals(10, count);
            assertNull(nic.fault());
            assertEquals("RX_PACKETS=10, RX_BYTES=465, TX_PACKETS=10, TX_BYTES=465", nic.statistics().toString());
            assertEquals(0, nic.pool().outstanding());
        }
    }

    @Test
    void shouldKeepGapsOfRecordingWhenSpeedIsRecorded() throws Exception {
        try (ReplayNic nic = ReplayNic.open(capture(3), ReplaySpeed.recorded(), () -> nowNs)) {
            assertEquals(1, nic.rx(0).poll(batch, 8));
            nowNs += 999;
            assertEquals(0, nic.rx(0).poll(batch, 8));
            assertFalse(nic.isFinished());
            nowNs += 1;
            assertEquals(1, nic.rx(0).poll(batch, 8));
            nowNs += 5000;
            assertEquals(1, nic.rx(0).poll(batch, 8));
            assertEquals(0, nic.rx(0).poll(batch, 8));
            assertTrue(nic.isFinished());
            assertEquals(3000, batch.get(2).timestampNs());
        }
    }

    @Test
    void shouldDivideGapsWhenSpeedIsScaled() throws Exception {
        try (ReplayNic nic = ReplayNic.open(capture(3), ReplaySpeed.scaled(4), () -> nowNs)) {
            assertEquals(1, nic.rx(0).poll(batch, 8));
            nowNs += 249;
            assertEquals(0, nic.rx(0).poll(batch, 8));
            nowNs += 1;
            assertEquals(1, nic.rx(0).poll(batch, 8));
        }
        assertEquals("speed is not positive: factor=0.0",
                assertThrows(IllegalArgumentException.class, () -> ReplaySpeed.scaled(0)).getMessage());
    }

    @Test
    void shouldWaitAndLoseNothingWhenPoolIsExhausted() throws Exception {
        try (ReplayNic nic = ReplayNic.open(capture(5000))) {
            assertEquals(4096, nic.rx(0).poll(batch, 8192));
            assertEquals(0, nic.rx(0).poll(batch, 8192));
            assertFalse(nic.isFinished());
            batch.releaseAll();
            assertEquals(904, nic.rx(0).poll(batch, 8192));
            assertEquals(0, nic.rx(0).poll(batch, 8192));
            assertTrue(nic.isFinished());
            assertEquals(5000, nic.statistics().get(NicCounter.RX_PACKETS));
            assertEquals(0, nic.statistics().lost());
        }
    }

    @Test
    void shouldCarryLongAndCutRecordsWhenOffloadsMadeThem() throws Exception {
        Path file = folder.resolve("long.pcap");
        var large = new PacketPool("large", 2, CaptureReader.MAX_RECORD_BYTES, 0);
        Packet packet = large.allocate();
        packet.resize(CaptureReader.MAX_RECORD_BYTES, 300_000);
        try (CaptureWriter writer = CaptureWriter.pcap(file)) {
            writer.write(packet);
        }
        try (ReplayNic nic = ReplayNic.open(file)) {
            assertEquals(1, nic.rx(0).poll(batch, 8));
            assertEquals(CaptureReader.MAX_RECORD_BYTES, batch.get(0).lengthBytes());
            assertTrue(batch.get(0).isCut());
        }
    }

    @Test
    void shouldDeliverTheSameAgainWhenRestarted() throws Exception {
        ReplayNic nic = ReplayNic.open(capture(3), ReplaySpeed.recorded(), () -> nowNs);
        assertEquals("restart refused: nic=" + nic.name() + ", finished=false, closed=false",
                assertThrows(IllegalStateException.class, nic::restart).getMessage());
        for (int pass = 0; pass < 2; pass++) {
            assertEquals(1, nic.rx(0).poll(batch, 8));
            nowNs += 2000;
            assertEquals(2, nic.rx(0).poll(batch, 8));
            assertEquals(0, nic.rx(0).poll(batch, 8));
            assertTrue(nic.isFinished());
            assertEquals(1000, batch.get(0).timestampNs());
            assertEquals(3000, batch.get(2).timestampNs());
            batch.releaseAll();
            nic.restart();
            assertFalse(nic.isFinished());
        }
        nic.close();
        assertEquals("restart refused: nic=" + nic.name() + ", finished=true, closed=true",
                assertThrows(IllegalStateException.class, nic::restart).getMessage());
    }

    /** A body that outlives its NIC transmits: its packet is refused and counted, as by every other NIC. */
    @Test
    void shouldRefuseTransmitsWhenClosed() throws Exception {
        ReplayNic nic = ReplayNic.open(capture(2));
        assertEquals(2, nic.rx(0).poll(batch, 8));
        nic.close();
        assertFalse(nic.tx(0).transmit(batch.get(0)));
        assertEquals(0, nic.tx(0).transmit(batch));
        assertEquals(2, batch.size());
        assertFalse(batch.get(1).transmit());
        batch.get(0).release();
        assertEquals("RX_PACKETS=2, RX_BYTES=85, TX_REFUSED_CLOSED=3, TX_DROPPED=1", nic.statistics().toString());
        assertEquals(0, nic.pool().outstanding());
    }

    @Test
    void shouldLoseNothingWhenTheClockThrows() throws Exception {
        int[] readings = {3};
        try (ReplayNic nic = ReplayNic.open(capture(4), ReplaySpeed.recorded(), () -> {
            if (--readings[0] == 0) {
                throw new IllegalStateException("planted");
            }
            return nowNs;
        })) {
            assertEquals(1, nic.rx(0).poll(batch, 8));
            nowNs += 5000;
            assertThrows(IllegalStateException.class, () -> nic.rx(0).poll(batch, 8));
            assertEquals(3, nic.rx(0).poll(batch, 8));
            assertEquals(4, batch.size());
            batch.releaseAll();
            assertEquals(0, nic.pool().outstanding());
        }
    }

    @Test
    void shouldStayQuietWhenClosedTwice() throws Exception {
        ReplayNic nic = ReplayNic.open(capture(2));
        nic.close();
        nic.close();
        assertEquals(0, nic.rx(0).poll(batch, 8));
        assertTrue(nic.isFinished());
    }

    /** Writes packets of 42 bytes or more, one per microsecond. */
    private Path capture(int count) throws Exception {
        Path file = folder.resolve("replay.pcapng");
        var packets = new TestPackets();
        try (CaptureWriter writer = CaptureWriter.pcapng(file)) {
            for (int i = 0; i < count; i++) {
                Packet packet = packets.udp4(i % 10);
                packet.timestampNs(1000L * (i + 1));
                writer.write(packet);
                packet.release();
            }
        }
        return file;
    }
}
