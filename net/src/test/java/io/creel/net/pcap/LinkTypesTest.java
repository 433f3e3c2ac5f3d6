package io.creel.net.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.TestPackets;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.Ethernet;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of other link types become Ethernet frames, or are skipped with a count. */
class LinkTypesTest {
    private final TestPackets packets = new TestPackets();
    private final PacketBatch batch = new PacketBatch(16);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"101, 4, '', 0", "101, 6, '', 0", "12, 4, '', 0", "14, 4, '', 0", "228, 4, '', 0", "229, 6, '', 0",
            // the family in either byte order: 2 everywhere, then Linux, Windows, NetBSD, FreeBSD, macOS
            "0, 4, 02000000, 0", "0, 4, 00000002, 0", "0, 6, 0a000000, 0", "0, 6, 00000017, 0", "0, 6, 18000000, 0",
            "0, 6, 1c000000, 0", "0, 6, 0000001e, 0", "108, 4, 00000002, 0",
            // direction, device, address length, address, protocol
            "113, 4, 0004 0001 0006 020000000009 0000 0800, 020000000009",
            "113, 6, 0000 0304 0000 0000000000000000 86dd, 0",
            // protocol, reserved, interface, device, direction, address length, address
            "276, 4, 0800 0000 00000003 0001 00 06 020000000009 0000, 020000000009"})
    void shouldBecomeEthernetWhenLinkTypeIsKnown(int linkType, int version, String header, String sender)
            throws Exception {
        Packet whole = version == 4 ? packets.udp4(21) : packets.udp6(21);
        byte[] frame = TestPackets.bytes(whole);
        byte[] link = HexFormat.of().parseHex(header.replace(" ", ""));
        var file = new CaptureBytes(ByteOrder.LITTLE_ENDIAN).ints(PcapReader.MAGIC_MICROS).shorts(2, 4)
                .ints(0, 0, 65_535, linkType).ints(1, 2, link.length + frame.length - 14,
                        link.length + frame.length - 14 + 100);
        for (byte each : link) {
            file.bytes(each);
        }
        for (int i = 14; i < frame.length; i++) {
            file.bytes(frame[i]);
        }
        try (ReplayNic nic = ReplayNic.open(file.to(folder.resolve("link.pcap")))) {
            assertEquals(1, nic.rx(0).poll(batch, 16));
            Packet packet = batch.get(0);
            assertEquals(frame.length, packet.lengthBytes());
            assertEquals(frame.length + 100, packet.originalLengthBytes());
            assertEquals(DropReason.NONE, packet.parse());
            assertEquals(DropReason.NONE, packet.verifyChecksums());
            assertEquals(whole.flow(), packet.flow());
            assertEquals(Long.parseLong(sender, 16), Ethernet.source(packet));
            assertEquals(0, Ethernet.destination(packet));
            batch.releaseAll();
        }
    }

    @Test
    void shouldSkipWithCountWhenInterfaceIsOfAnotherLinkType() throws Exception {
        var file = new CaptureBytes(ByteOrder.BIG_ENDIAN).section().ethernet().ints(1, 20).shorts(105, 0).ints(0, 20)
                .packet(0, 1, 1, 1, 1, 1).packet(1, 2, 2, 2, 2, 2).packet(0, 3, 3, 3, 3, 3)
                .packet(1, 4, 4, 4, 4, 4);
        try (ReplayNic nic = ReplayNic.open(file.to(folder.resolve("mixed.pcapng")))) {
            assertEquals(2, nic.rx(0).poll(batch, 16));
            assertEquals(3, batch.get(1).get8(0));
            assertEquals(0, nic.rx(0).poll(16, _ -> true));
            assertNull(nic.fault());
            assertEquals(2, nic.statistics().get(NicCounter.RX_UNSUPPORTED_LINK));
            assertEquals(2, nic.statistics().lost());
            batch.releaseAll();
        }
    }

    @Test
    void shouldReadPacketBlocksWhenOldProgramsWroteThem() throws Exception {
        assertEquals(3, readable("packetblock.pcapng"));
        assertEquals(3, readable("packetblock-mixed.pcapng"));
    }

    @Test
    void shouldReadAllWhenFileMixesEthernetAndRawIp() throws Exception {
        assertEquals(4, readable("mixed-links.pcapng"));
    }

    private int readable(String name) throws Exception {
        try (ReplayNic nic = ReplayNic.open(FormerlyRefusedCapturesTest.FOLDER.resolve(name))) {
            int count = nic.rx(0).poll(batch, 16);
            for (int i = 0; i < count; i++) {
                Packet packet = batch.get(i);
                assertEquals(DropReason.NONE, packet.parse());
                assertEquals("udp 10.0.0.1:1000 > 10.0.0.2:2000", packet.flow().toString());
                assertEquals(47, packet.originalLengthBytes());
            }
            batch.releaseAll();
            assertEquals(0, nic.rx(0).poll(batch, 16));
            assertNull(nic.fault());
            assertEquals(0, nic.statistics().lost());
            return count;
        }
    }
}
