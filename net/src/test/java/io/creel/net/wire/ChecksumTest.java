package io.creel.net.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.net.Packet;
import io.creel.net.TestPackets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private final TestPackets packets = new TestPackets();

    @Test
    void shouldMatchRfc1071Example() {
        Packet packet = packets.hex("0001 f203 f4f5 f6f7");
        assertEquals(~0xddf2 & 0xffff, Checksum.finish(Checksum.sum(packet, 0, 8)));
    }

    @Test
    void shouldMatchKnownIpv4Header() {
        Packet packet = packets.hex("4500 0073 0000 4000 4011 0000 c0a8 0001 c0a8 00c7");
        Checksums.fillIpv4(packet, 0);
        assertEquals(0xb861, Ipv4.checksum(packet, 0));
        assertEquals(0, Checksum.finish(Checksum.sum(packet, 0, 20)));
    }

    @Test
    void shouldMatchRfc1624Example() {
        assertEquals(0x0000, Checksum.update16(0xdd2f, 0x5555, 0x3285));
    }

    @Test
    void shouldMatchByteByByteSumWhenRangeIsAnything() {
        var random = new Random(1);
        byte[] bytes = new byte[300];
        for (int round = 0; round < 20_000; round++) {
            random.nextBytes(bytes);
            int offset = random.nextInt(20);
            int size = random.nextInt(bytes.length - offset);
            Packet packet = packets.of(bytes);
            assertEquals(slow(bytes, offset, size), Checksum.finish(Checksum.sum(packet, offset, size)));
            packet.release();
        }
    }

    @Test
    void shouldMatchFullSumWhenUpdatedIncrementally() {
        var random = new Random(2);
        for (int round = 0; round < 20_000; round++) {
            Packet packet = packets.udp4(0);
            Ipv4.source(packet, TestPackets.IP, random.nextInt());
            Ipv4.destination(packet, TestPackets.IP, random.nextInt());
            Ipv4.timeToLive(packet, TestPackets.IP, random.nextInt(256));
            assertEquals(0, Checksum.finish(Checksum.sum(packet, TestPackets.IP, 20)));
            packet.release();
        }
    }

    @Test
    void shouldAcceptFilledChecksumsAndNameBrokenOnesWhenVerified() {
        verify(packets.udp4(33), DropReason.UDP_BAD_CHECKSUM);
        verify(packets.tcp4(33), DropReason.TCP_BAD_CHECKSUM);
        verify(packets.icmp4(33), DropReason.ICMP_BAD_CHECKSUM);
        verify(packets.udp6(33), DropReason.UDP_BAD_CHECKSUM);
        Packet icmpv6 = packets.ip6(IpProtocol.ICMPV6, 24);
        icmpv6.set8(TestPackets.L4_V6, IcmpDescriptor.V6_ECHO_REQUEST);
        icmpv6.parse();
        Checksums.fill(icmpv6, icmpv6.headers());
        verify(icmpv6, DropReason.ICMPV6_BAD_CHECKSUM);
    }

    private static void verify(Packet packet, DropReason broken) {
        assertEquals(DropReason.NONE, packet.parse());
        assertEquals(DropReason.NONE, packet.verifyChecksums());
        int last = packet.lengthBytes() - 1;
        packet.set8(last, packet.get8(last) ^ 1);
        assertEquals(broken, packet.verifyChecksums());
    }

    @Test
    void shouldMatchKnownUdpDatagramsWhenPseudoHeaderCounts() {
        // Computed by hand from RFC 768: 10.0.0.1:1 to 10.0.0.2:2, payload "ab".
        Packet packet = packets.hex("020000000002 020000000001 0800 4500001e000040004011 26cd 0a000001 0a000002"
                + "0001 0002 000a 0000 6162");
        assertEquals(DropReason.NONE, packet.parse());
        Checksums.fill(packet, packet.headers());
        int expected = ~(0x0a00 + 1 + 0x0a00 + 2 + 17 + 10 + 1 + 2 + 10 + 0x6162) & 0xffff;
        assertEquals(expected, Udp.checksum(packet, 34));
        assertEquals(0x26cd, Ipv4.checksum(packet, 14));
    }

    @Test
    void shouldTreatZeroUdpChecksumAsNoneOnlyOverIpv4() {
        Packet v4 = packets.udp4(5);
        v4.set16(TestPackets.L4 + UdpDescriptor.CHECKSUM, 0);
        assertEquals(DropReason.NONE, v4.verifyChecksums());
        Packet v6 = packets.udp6(5);
        v6.set16(TestPackets.L4_V6 + UdpDescriptor.CHECKSUM, 0);
        assertEquals(DropReason.UDP_ZERO_CHECKSUM_OVER_IPV6, v6.verifyChecksums());
    }

    @Test
    void shouldSendAllOnesWhenUdpChecksumComputesToZero() {
        Packet packet = packets.udp4(2);
        packet.set16(TestPackets.L4 + 8, 0);
        Checksums.fill(packet, packet.headers());
        packet.set16(TestPackets.L4 + 8, Udp.checksum(packet, TestPackets.L4));
        Checksums.fill(packet, packet.headers());
        assertEquals(0xffff, Udp.checksum(packet, TestPackets.L4));
        assertEquals(DropReason.NONE, packet.verifyChecksums());
    }

    @Test
    void shouldKeepChecksumRightWhenEchoBecomesReply() {
        Packet packet = packets.icmp4(11);
        Icmp.type(packet, TestPackets.L4, IcmpDescriptor.ECHO_REPLY);
        assertEquals(DropReason.NONE, packet.verifyChecksums());
    }

    @Test
    void shouldRefuseRangeBeyondFrame() {
        Packet packet = packets.of(new byte[10]);
        assertThrows(IndexOutOfBoundsException.class, () -> Checksum.sum(packet, 3, 8));
        assertThrows(IndexOutOfBoundsException.class, () -> Checksum.sum(packet, 3, -1));
    }

    /** Computes RFC 1071 literally: 16 bits at a time, with an end-around carry at once. */
    private static int slow(byte[] bytes, int offset, int size) {
        int sum = 0;
        for (int i = 0; i < size; i += 2) {
            int high = bytes[offset + i] & 0xff;
            int low = i + 1 < size ? bytes[offset + i + 1] & 0xff : 0;
            sum += high << 8 | low;
            if (sum > 0xffff) {
                sum -= 0xffff;
            }
        }
        return ~sum & 0xffff;
    }
}
