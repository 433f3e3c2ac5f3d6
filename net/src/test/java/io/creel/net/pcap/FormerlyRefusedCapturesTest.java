package io.creel.net.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.memory.MemoryNic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.wire.DropReason;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Small captures from reports: an earlier version refused or dropped each of them. The expected values agree with
 * tshark, which reads all of them.
 */
class FormerlyRefusedCapturesTest {
    static final Path FOLDER = Path.of("src/test/resources/io/creel/net/captures");

    private final PacketBatch batch = new PacketBatch(64);

    @Test
    void shouldAcceptAndSendOnEverythingWhenHostLeftChecksumsToHardware() throws Exception {
        try (ReplayNic replay = ReplayNic.open(FOLDER.resolve("tx-offload.pcap"));
                MemoryNic nic = MemoryNic.pair(1, 64);
                MemoryNic peer = nic.peer()) {
            assertEquals(20, replay.rx(0).poll(batch, 64));
            for (int i = 0; i < 20; i++) {
                Packet packet = batch.get(i);
                assertEquals(DropReason.NONE, packet.parse());
                assertEquals(DropReason.NONE, packet.verifyChecksums());
                assertTrue(packet.headers().isChecksumOpen());
            }
            assertEquals(20, nic.tx(0).transmit(batch));
            assertEquals(20, peer.rx(0).poll(batch, 64));
            for (int i = 0; i < 20; i++) {
                Packet packet = batch.get(i);
                packet.parse();
                assertEquals(DropReason.NONE, packet.verifyChecksums());
                assertFalse(packet.headers().isChecksumOpen());
            }
            batch.releaseAll();
        }
    }

    @Test
    void shouldTakeLengthOfFrameWhenSegmentationIsLeftToHardware() throws Exception {
        sound("ip4-tso-len0.pcap", "tcp 10.0.0.1:1000 > 10.0.0.2:2000", 3000);
    }

    @Test
    void shouldTakeLengthOfOptionWhenPayloadIsJumbo() throws Exception {
        sound("ip6-bigtcp.pcap", "tcp [2001:db8::1]:1000 > [2001:db8::2]:2000", 70_000);
    }

    @Test
    void shouldSumHomeAddressWhenSourceIsCareOfAddress() throws Exception {
        Packet packet = sound("ip6-home-address.pcap", "udp [2001:db8::1]:1000 > [2001:db8::2]:2000", 4);
        assertFalse(packet.headers().isChecksumOpen());
    }

    @Test
    void shouldSumFinalDestinationWhenSourceRouteIsUnderWay() throws Exception {
        Packet packet = sound("lsrr.pcap", "udp 10.0.0.1:1000 > 10.0.0.2:2000", 2);
        assertFalse(packet.headers().isChecksumOpen());
    }

    private Packet sound(String name, String flow, int payloadBytes) throws Exception {
        try (ReplayNic replay = ReplayNic.open(FOLDER.resolve(name))) {
            assertEquals(1, replay.rx(0).poll(batch, 64));
            Packet packet = batch.get(0);
            assertEquals(DropReason.NONE, packet.parse());
            assertEquals(flow, packet.flow().toString());
            assertEquals(payloadBytes, packet.headers().payloadBytes());
            assertEquals(DropReason.NONE, packet.verifyChecksums());
            assertEquals(0, replay.rx(0).poll(new PacketBatch(1), 1));
            assertNull(replay.fault());
            return packet;
        }
    }
}
