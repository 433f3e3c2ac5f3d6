package io.creel.net.pcap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.TestPackets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureRoundTripTest {
    private static final int RECORDS = 2000;
    private static final long EPOCH_NS = 1_700_000_000_123_456_789L;

    private final PacketPool pool = new PacketPool("trip", 4, CaptureReader.MAX_RECORD_BYTES + 64, 0);

    @TempDir
    Path folder;

    /** tcpdump refuses a file without an interface block, which follows the section's 28 bytes. */
    @Test
    void shouldDescribeAnInterfaceWhenNoPacketCame() throws Exception {
        Path file = folder.resolve("none.pcapng");
        CaptureWriter.pcapng(file).close();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(PcapngDescriptor.TYPE_INTERFACE, bytes.getInt(PcapngDescriptor.SECTION_MIN_BYTES));
        assertEquals(PcapngDescriptor.SECTION_MIN_BYTES + bytes.getInt(PcapngDescriptor.SECTION_MIN_BYTES + 4),
                bytes.capacity());
    }

    @ParameterizedTest
    @CsvSource({"pcap,LITTLE_ENDIAN", "pcap,BIG_ENDIAN", "pcapng,LITTLE_ENDIAN", "pcapng,BIG_ENDIAN"})
    void shouldReadBackPacketsAsWritten(String format, String order) throws Exception {
        Path file = folder.resolve("trip." + format);
        Packet packet = pool.allocate();
        var random = new Random(7);
        try (CaptureWriter writer = writer(file, format, order)) {
            for (int i = 0; i < RECORDS; i++) {
                writer.write(next(random, packet, i));
            }
            assertEquals(RECORDS, writer.packets());
        }
        random.setSeed(7);
        Packet read = pool.allocate();
        try (CaptureReader reader = CaptureReader.open(file)) {
            for (int i = 0; i < RECORDS; i++) {
                next(random, packet, i);
                assertTrue(reader.next());
                reader.copyTo(read);
                assertArrayEquals(TestPackets.bytes(packet), TestPackets.bytes(read));
                assertEquals(packet.originalLengthBytes(), read.originalLengthBytes());
                assertEquals(packet.timestampNs(), read.timestampNs());
                assertEquals(format.equals("pcap") ? 0 : packet.port(), read.port());
            }
            assertFalse(reader.next());
            assertNull(reader.fault());
            assertEquals(RECORDS, reader.records());
        }
    }

    private static CaptureWriter writer(Path file, String format, String order) throws IOException {
        ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return format.equals("pcap") ? new PcapWriter(file, byteOrder) : new PcapngWriter(file, byteOrder);
    }

    private static Packet next(Random random, Packet packet, int index) {
        int length = index == 100 ? CaptureReader.MAX_RECORD_BYTES : random.nextInt(1600);
        packet.resize(length, length + (random.nextBoolean() ? 0 : random.nextInt(5000)));
        for (int i = 0; i < length; i += 97) {
            packet.set8(i, random.nextInt());
        }
        packet.timestampNs(EPOCH_NS + index * 1_000_003L);
        packet.port(random.nextInt(3));
        return packet;
    }

    @Test
    void shouldCutAndSaySoWhenPacketExceedsRecordLimit() throws Exception {
        Path file = folder.resolve("long.pcapng");
        Packet packet = pool.allocate();
        packet.resize(CaptureReader.MAX_RECORD_BYTES + 10);
        try (CaptureWriter writer = CaptureWriter.pcapng(file)) {
            writer.write(packet);
        }
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertTrue(reader.next());
            assertEquals(CaptureReader.MAX_RECORD_BYTES, reader.capturedBytes());
            assertEquals(CaptureReader.MAX_RECORD_BYTES + 10, reader.originalBytes());
        }
    }

    @Test
    void shouldRefuseWhenPortIsNoInterface() throws Exception {
        Packet packet = pool.allocate();
        packet.port(4096);
        try (CaptureWriter writer = CaptureWriter.pcapng(folder.resolve("port"))) {
            var thrown = assertThrows(IllegalArgumentException.class, () -> writer.write(packet));
            assertEquals("port is no interface: packet=trip#0, port=4096, limit=4096", thrown.getMessage());
        }
    }

    @Test
    void shouldRefuseWhenFormatCannotHoldTimestamp() throws Exception {
        Packet packet = pool.allocate();
        Path file = folder.resolve("stamps");
        try (CaptureWriter writer = CaptureWriter.pcap(file)) {
            packet.timestampNs(4_294_967_295_999_999_999L);
            writer.write(packet);
            packet.timestampNs(4_294_967_296_000_000_000L);
            assertEquals("timestamp does not fit into a pcap file: packet=trip#0, timestampNs=4294967296000000000,"
                    + " limitSeconds=4294967295; write pcapng",
                    assertThrows(IllegalArgumentException.class, () -> writer.write(packet)).getMessage());
            packet.timestampNs(-1);
            assertThrows(IllegalArgumentException.class, () -> writer.write(packet));
        }
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertTrue(reader.next());
            assertEquals(4_294_967_295_999_999_999L, reader.timestampNs());
            assertFalse(reader.next());
            assertNull(reader.fault());
        }
        try (CaptureWriter writer = CaptureWriter.pcapng(file)) {
            packet.timestampNs(4_294_967_296_000_000_000L);
            writer.write(packet);
            packet.timestampNs(-1);
            assertEquals("timestamp lies before 1970: packet=trip#0, timestampNs=-1",
                    assertThrows(IllegalArgumentException.class, () -> writer.write(packet)).getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"LITTLE_ENDIAN,a1b2c3d4,2000", "BIG_ENDIAN,a1b2c3d4,2000", "LITTLE_ENDIAN,a1b23c4d,2",
            "BIG_ENDIAN,a1b23c4d,2"})
    void shouldKnowUnitAndOrderByMagic(String order, String magic, long expectedNs) throws Exception {
        ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Path file = CaptureBytes.pcap(byteOrder, Integer.parseUnsignedInt(magic, 16)).ints(1, 2, 4, 9).bytes(1, 2, 3, 4)
                .to(folder.resolve("m"));
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertTrue(reader.next());
            assertEquals(1_000_000_000L + expectedNs, reader.timestampNs());
            assertEquals(9, reader.originalBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void shouldFollowSectionsInterfacesAndSkipUnknownBlocks(String order) throws Exception {
        ByteOrder first = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteOrder second = first == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        var bytes = new CaptureBytes(first).section().ethernet();
        // Interface 1: snaplen 2, ticks of 1/1024 s, 100 s later.
        bytes.ints(1, 44).shorts(1, 0).ints(2).shorts(9, 1).bytes(0x8a, 0, 0, 0).shorts(14, 8).longs(100).ints(0, 44);
        bytes.ints(0x0bad, 16, 0, 16).packet(0, 5, 1, 2, 3, 4).packet(1, 512, 5, 6, 7, 8);
        bytes.ints(3, 20, 4).bytes(9, 9, 9, 9).ints(20);
        byte[] one = bytes.toBytes();
        byte[] two = new CaptureBytes(second).section().ethernet().packet(0, 7, 1, 1, 1, 1).toBytes();
        Path file = folder.resolve("sections");
        Files.write(file, one);
        Files.write(file, two, StandardOpenOption.APPEND);
        try (CaptureReader reader = CaptureReader.open(file)) {
            expect(reader, 5_000, 0);
            expect(reader, 100_500_000_000L, 1);
            expect(reader, 0, 0);
            expect(reader, 7_000, 0);
            assertFalse(reader.next());
            assertNull(reader.fault());
        }
    }

    private static void expect(CaptureReader reader, long timestampNs, int port) {
        assertTrue(reader.next());
        assertEquals(timestampNs, reader.timestampNs());
        assertEquals(port, reader.port());
        assertEquals(4, reader.capturedBytes());
    }

    @Test
    void shouldConvertTicksWithoutWrapping() {
        assertEquals(1, new TimestampUnit(9, 0).toNs(1));
        assertEquals(1, new TimestampUnit(12, 0).toNs(1999));
        assertEquals(3_000_000_000L, new TimestampUnit(0, 1).toNs(2));
        assertEquals(500_000_000, new TimestampUnit(0x80 | 63, 0).toNs(1L << 62));
        assertEquals(2_000_000_000, new TimestampUnit(0x80, 0).toNs(2));
        assertEquals(Long.MAX_VALUE, new TimestampUnit(0, 0).toNs(-1));
        assertEquals(Long.MAX_VALUE, new TimestampUnit(6, 0).toNs(Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, new TimestampUnit(0, Long.MAX_VALUE).toNs(-1));
        assertFalse(new TimestampUnit(19, 0).isUsable());
        assertFalse(new TimestampUnit(0x80 | 64, 0).isUsable());
    }
}
