package io.creel.net.wire;

import static io.creel.net.TestPackets.IP;
import static io.creel.net.TestPackets.L4;
import static io.creel.net.TestPackets.L4_V6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.memory.MemoryNic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.TestPackets;
import org.junit.jupiter.api.Test;

/**
 * Checksums that a sender has left to its hardware: accepted as sound on receipt, and finished when the packet is sent
 * on.
 */
class OpenChecksumTest {
    private final TestPackets packets = new TestPackets();

    @Test
    void shouldAcceptChecksumWhenFieldHoldsSumOfPseudoHeader() {
        for (Packet packet : new Packet[]{packets.tcp4(33), packets.udp4(33), packets.udp6(33)}) {
            open(packet);
            assertEquals(DropReason.NONE, packet.verifyChecksums());
            assertTrue(packet.headers().isChecksumOpen() && packet.isChecksumOpen());
            int field = field(packet);
            packet.set16(field, packet.get16(field) ^ 0x0100);
            assertTrue(packet.verifyChecksums().isMalformed(), "one bit beside the sum of the pseudo-header");
        }
    }

    @Test
    void shouldNotCallChecksumOpenWhenItIsFinished() {
        Packet packet = packets.tcp4(33);
        assertEquals(DropReason.NONE, packet.verifyChecksums());
        assertFalse(packet.isChecksumOpen());
        assertFalse(Checksums.isOpen(packet, packet.headers()));
    }

    @Test
    void shouldAcceptZeroIpv4ChecksumAsOpenAndNoOther() {
        Packet packet = packets.udp4(9);
        packet.set16(IP + Ipv4Descriptor.CHECKSUM, 0);
        assertEquals(DropReason.NONE, packet.verifyChecksums());
        assertTrue(packet.isChecksumOpen());
        assertTrue(Checksums.isOpen(packet, packet.headers()));
        packet.set16(IP + Ipv4Descriptor.CHECKSUM, 1);
        assertEquals(DropReason.IPV4_BAD_CHECKSUM, packet.verifyChecksums());
    }

    @Test
    void shouldFinishSumWhenSentOnThroughNicThatCannot() {
        for (Packet packet : new Packet[]{packets.tcp4(33), packets.udp4(0), packets.udp6(34)}) {
            byte[] finished = TestPackets.bytes(packet);
            open(packet);
            if (packet.headers().isIpv4()) {
                packet.set16(IP + Ipv4Descriptor.CHECKSUM, 0);
            }
            packet.verifyChecksums();
            assertArrives(finished, packet);
        }
    }

    @Test
    void shouldNotSumPaddingWhenFinishing() {
        Packet packet = packets.tcp4(1);
        packet.resize(60);
        for (int i = L4 + 21; i < 60; i++) {
            packet.set8(i, 0xa5);
        }
        packet.parse();
        byte[] finished = TestPackets.bytes(packet);
        open(packet);
        packet.verifyChecksums();
        assertArrives(finished, packet);
    }

    @Test
    void shouldLeaveBytesAloneWhenOwnerWroteChecksumMeanwhile() {
        Packet packet = packets.udp4(20);
        open(packet);
        packet.verifyChecksums();
        Ipv4.source(packet, IP, 0x0a00_0063);
        packet.set16(L4, 4321);
        Checksums.fill(packet, packet.headers());
        assertArrives(TestPackets.bytes(packet), packet);
        Packet shorter = packets.udp4(40);
        open(shorter);
        shorter.verifyChecksums();
        shorter.resize(L4 + 2);
        assertArrives(TestPackets.bytes(shorter), shorter);
    }

    private void assertArrives(byte[] expected, Packet packet) {
        try (MemoryNic nic = MemoryNic.pair(1, 16); MemoryNic peer = nic.peer()) {
            assertTrue(nic.tx(0).transmit(packet));
            var batch = new PacketBatch(1);
            assertEquals(1, peer.rx(0).poll(batch, 1));
            Packet arrived = batch.get(0);
            assertEquals(java.util.HexFormat.of().formatHex(expected),
                    java.util.HexFormat.of().formatHex(TestPackets.bytes(arrived)));
            assertFalse(arrived.isChecksumOpen());
            arrived.release();
        }
    }

    @Test
    void shouldTakeLengthOfFrameWhenTotalLengthIsZero() {
        Packet packet = packets.tcp4(100);
        packet.set16(IP + Ipv4Descriptor.TOTAL_LENGTH, 0);
        Checksums.fillIpv4(packet, IP);
        assertEquals(DropReason.NONE, packet.parse());
        assertEquals(100, packet.headers().payloadBytes());
        assertEquals(DropReason.NONE, packet.verifyChecksums());
        // A host may leave the length out of the sum for a packet that its device will cut.
        long sum = Checksum.sum(packet, IP + Ipv4Descriptor.SOURCE, 8) + IpProtocol.TCP;
        packet.set16(L4 + TcpDescriptor.CHECKSUM, ~Checksum.finish(sum));
        assertEquals(DropReason.NONE, packet.verifyChecksums());
        packet.set16(IP + Ipv4Descriptor.FRAGMENT, Ipv4Descriptor.MORE_FRAGMENTS);
        assertEquals(DropReason.IPV4_BAD_TOTAL_LENGTH, packet.parse());
        Packet v6 = packets.udp6(30);
        v6.set16(IP + Ipv6Descriptor.PAYLOAD_LENGTH, 0);
        assertEquals(DropReason.NONE, v6.parse());
        assertEquals(30, v6.headers().payloadBytes());
        v6.set8(IP + Ipv6Descriptor.NEXT_HEADER, IpProtocol.NO_NEXT_HEADER);
        assertEquals(DropReason.UNSUPPORTED_IP_PROTOCOL, v6.parse());
    }

    @Test
    void shouldRefuseJumboPayloadWhenItContradictsItself() {
        Packet packet = packets.ip6(IpProtocol.HOP_BY_HOP, 100);
        packet.set64(L4_V6, (long) IpProtocol.UDP << 56 | 0xc204_0001_0000L);
        assertEquals(DropReason.IPV6_BAD_JUMBO_LENGTH, packet.parse(), "beside a payload length");
        packet.set16(IP + Ipv6Descriptor.PAYLOAD_LENGTH, 0);
        assertEquals(DropReason.IPV6_PAYLOAD_LENGTH_BEYOND_FRAME, packet.parse());
        packet.set32(L4_V6 + 4, 0xffff);
        assertEquals(DropReason.IPV6_BAD_JUMBO_LENGTH, packet.parse(), "the field could count it");
    }

    @Test
    void shouldSumFinalDestinationWhenRouteIsUnderWay() {
        // type 0: the last address; type 2: the only one; type 4: the first one
        route(0, 2, 2, L4_V6 + 8 + 16);
        route(2, 1, 1, L4_V6 + 8);
        route(4, 2, 1, L4_V6 + 8);
        route(4, 2, 0, IP + Ipv6Descriptor.DESTINATION);
        route(0, 2, 0, IP + Ipv6Descriptor.DESTINATION);
    }

    private void route(int type, int addresses, int left, int summed) {
        int header = 8 + 16 * addresses;
        Packet packet = packets.ip6(IpProtocol.ROUTING, header + 8 + 4);
        packet.set32(L4_V6, IpProtocol.UDP << 24 | 2 * addresses << 16 | type << 8 | left);
        for (int i = 0; i < addresses; i++) {
            packet.set64(L4_V6 + 8 + 16 * i, 0xfd00L << 48);
            packet.set64(L4_V6 + 16 + 16 * i, 0x1234 + i);
        }
        int udp = L4_V6 + header;
        Udp.write(packet, udp, 7, 8, 4);
        long sum = Checksum.sum(packet, IP + Ipv6Descriptor.SOURCE, 16) + Checksum.sum(packet, summed, 16)
                + IpProtocol.UDP + 12 + Checksum.sum(packet, udp, 12);
        packet.set16(udp + UdpDescriptor.CHECKSUM, Checksum.finish(sum));
        assertEquals(DropReason.NONE, packet.parse());
        assertEquals(DropReason.NONE, packet.verifyChecksums());
        assertFalse(packet.isChecksumOpen());
        packet.set64(summed + 8, 0x4321);
        assertEquals(DropReason.UDP_BAD_CHECKSUM, packet.verifyChecksums());
    }

    private static void open(Packet packet) {
        boolean deferred = Checksums.defer(packet, packet.headers()) >= 0;
        if (!deferred) {
            // Padding follows: as {@code defer} writes it, except that {@code defer} refuses such a packet.
            long sum = Checksum.sum(packet, IP + Ipv4Descriptor.SOURCE, 8) + IpProtocol.TCP
                    + TcpDescriptor.MIN_HEADER_BYTES + packet.headers().payloadBytes();
            packet.set16(L4 + TcpDescriptor.CHECKSUM, ~Checksum.finish(sum));
        }
    }

    private static int field(Packet packet) {
        return packet.headers().transportOffset()
                + (packet.headers().protocol() == IpProtocol.TCP ? TcpDescriptor.CHECKSUM : UdpDescriptor.CHECKSUM);
    }
}
