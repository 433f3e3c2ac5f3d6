package io.creel.net.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.TestPackets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipes, compressed captures, and files that change while they are read. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CaptureInputTest {
    private final TestPackets packets = new TestPackets();
    private final PacketBatch batch = new PacketBatch(64);

    @TempDir
    Path folder;

    @Test
    void shouldReadSameRecordsWhenCompressed() throws Exception {
        Path plain = capture(3_000);
        Path packed = Files.write(folder.resolve("packed.pcap.gz"), gzip(Files.readAllBytes(plain)));
        try (CaptureReader first = CaptureReader.open(plain); CaptureReader second = CaptureReader.open(packed)) {
            while (first.next()) {
                assertTrue(second.next());
                assertEquals(first.timestampNs(), second.timestampNs());
                assertEquals(first.capturedBytes(), second.capturedBytes());
            }
            assertFalse(second.next());
            assertEquals(3_000, second.records());
            assertNull(second.fault());
        }
        try (ReplayNic nic = ReplayNic.open(packed)) {
            assertEquals(3_000, drain(nic));
            nic.restart();
            assertEquals(3_000, drain(nic));
        }
    }

    @Test
    void shouldSaySoWhenCompressedDataAreCutOff() throws Exception {
        byte[] packed = gzip(Files.readAllBytes(capture(3_000)));
        Path file = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed, packed.length - 100));
        try (CaptureReader reader = CaptureReader.open(file)) {
            while (reader.next()) {
                assertTrue(reader.capturedBytes() > 0);
            }
            String message = reader.fault().getMessage();
            assertTrue(message.contains("cannot be read any further (EOFException: Unexpected end of ZLIB input"
                    + " stream); make or copy the capture again"), message);
        }
        Files.write(file, Arrays.copyOf(packed, 5));
        assertTrue(assertThrows(CaptureException.class, () -> CaptureReader.open(file)).getMessage()
                .contains("EOFException"));
    }

    /** As in {@code tcpdump -w - | creel}: the writer is slow, and stops within a record. */
    @Test
    void shouldWaitWithoutBlockingWhenWriterOfPipeIsSlow() throws Exception {
        byte[] bytes = Files.readAllBytes(capture(3));
        int within = bytes.length - 20;
        Path pipe = pipe();
        OutputStream out = writer(pipe, bytes, within);
        try (ReplayNic nic = ReplayNic.open(pipe)) {
            int count = 0;
            while (count < 2) {
                nic.rx(0).awaitReadable(1_000_000);
                count += nic.rx(0).poll(64, CaptureInputTest::release);
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(0, nic.rx(0).poll(64, CaptureInputTest::release), "half a packet");
                assertFalse(nic.isFinished());
            }
            out.write(bytes, within, bytes.length - within);
            out.close();
            assertEquals(1, drain(nic));
            assertNull(nic.fault());
            assertEquals(pipe + ": a pipe can be read only once; write it to a file first",
                    assertThrows(CaptureException.class, nic::restart).getMessage());
        }
    }

    @Test
    void shouldEndReadingWhenClosedBeforeWriter() throws Exception {
        byte[] bytes = Files.readAllBytes(capture(3));
        Path pipe = pipe();
        try (OutputStream _ = writer(pipe, bytes, bytes.length)) {
            ReplayNic nic = ReplayNic.open(pipe);
            Thread pump = Thread.getAllStackTraces().keySet().stream()
                    .filter(each -> each.getName().equals("creel-capture " + pipe)).findAny().orElseThrow();
            nic.close();
            pump.join();
        }
    }

    @Test
    void shouldReadStandardInputWhenNamedDash() throws Exception {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(gzip(Files.readAllBytes(capture(2_000)))));
        try (Nic nic = Nics.open("pcap:-")) {
            assertEquals(2_000, drain(nic));
            assertNull(nic.fault());
        } finally {
            System.setIn(before);
        }
    }

    /** The bytes behind the cut were once read as records of zero bytes, or the read ended in an InternalError. */
    @Test
    void shouldInventNothingAndSaySoWhenFileIsCutDuringReplay() throws Exception {
        for (long cutBytes : new long[]{0, 5_000, 300_001}) {
            Path file = capture(20_000);
            long sizeBytes = Files.size(file);
            try (ReplayNic nic = ReplayNic.open(file)) {
                assertEquals(10, nic.rx(0).poll(batch, 10));
                batch.releaseAll();
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(cutBytes);
                }
                int[] count = {10};
                while (!nic.isFinished()) {
                    nic.rx(0).poll(64, packet -> {
                        assertEquals(1_000L * ++count[0], packet.timestampNs());
                        assertEquals("NONE", packet.parse().name());
                        packet.release();
                        return true;
                    });
                }
                assertTrue(count[0] < 20_000, "packets " + count[0]);
                String message = nic.fault().getMessage();
                assertTrue(message.contains("the file had " + sizeBytes + " bytes when it was opened and was cut to"),
                        message);
            }
        }
    }

    @Test
    void shouldSaySoWhenFileChangesBetweenReplays() throws Exception {
        Path file = capture(20);
        try (ReplayNic nic = ReplayNic.open(file)) {
            assertEquals(20, drain(nic));
            assertNull(nic.fault());
            capture(19);
            nic.restart();
            assertEquals(19, drain(nic));
            assertEquals(
                    file + ": the file had 20 packets in its first replay and has 19 now; replay a file that no"
                            + " program writes to",
                    nic.fault().getMessage());
            assertTrue(nic.fault().isReading());
        }
    }

    @Test
    void shouldSkipBlockWhenItIsLongerThanTheWindow() throws Exception {
        int words = 200_000;
        var file = new CaptureBytes(ByteOrder.LITTLE_ENDIAN).section().ethernet().ints(99, 12 + 4 * words);
        for (int i = 0; i < words; i++) {
            file.ints(-1);
        }
        file.ints(12 + 4 * words).packet(0, 7, 1, 2, 3, 4);
        try (CaptureReader reader = CaptureReader.open(file.to(folder.resolve("long.pcapng")))) {
            assertTrue(reader.next());
            assertEquals(7_000, reader.timestampNs());
            assertFalse(reader.next());
            assertNull(reader.fault());
        }
    }

    @Test
    void blockLongerThanTheWindowThatHoldsAPacket() throws Exception {
        int words = 200_000;
        var bytes = new CaptureBytes(ByteOrder.LITTLE_ENDIAN).section().ethernet()
                .ints(6, 32 + 4 * words, 0, 0, 0, 4, 4);
        for (int i = 0; i < words; i++) {
            bytes.ints(0);
        }
        try (CaptureReader reader = CaptureReader
                .open(bytes.ints(32 + 4 * words).to(folder.resolve("long.pcapng")))) {
            assertFalse(reader.next());
            assertEquals(folder.resolve("long.pcapng") + ": byte 52: a block claims 800032 bytes, more than the limit"
                    + " of 524288; the file is damaged from here on, make or copy the capture again",
                    reader.fault().getMessage());
        }
    }

    private static boolean release(Packet packet) {
        packet.release();
        return true;
    }

    private static int drain(Nic nic) {
        int count = 0;
        while (!nic.isFinished()) {
            nic.rx(0).awaitReadable(1_000_000);
            count += nic.rx(0).poll(64, CaptureInputTest::release);
        }
        return count;
    }

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        Assumptions.assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0,
                "no named pipes here");
        return pipe;
    }

    /** Opens the pipe for reading and writing, so that neither end waits for the other. */
    private static OutputStream writer(Path pipe, byte[] bytes, int count) throws Exception {
        var file = new java.io.RandomAccessFile(pipe.toFile(), "rw");
        file.write(bytes, 0, count);
        return new OutputStream() {
            @Override
            public void write(int b) throws java.io.IOException {
                file.write(b);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws java.io.IOException {
                file.write(from, offset, length);
            }

            @Override
            public void close() throws java.io.IOException {
                file.close();
            }
        };
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** Writes one packet per microsecond, from one microsecond on. */
    private Path capture(int count) throws Exception {
        Path file = folder.resolve("whole.pcapng");
        try (CaptureWriter writer = CaptureWriter.pcapng(file)) {
            for (int i = 0; i < count; i++) {
                Packet packet = packets.udp4(i % 10);
                packet.timestampNs(1_000L * (i + 1));
                writer.write(packet);
                packet.release();
            }
        }
        return file;
    }
}
