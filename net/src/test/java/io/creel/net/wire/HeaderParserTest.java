package io.creel.net.wire;

import static io.creel.net.TestPackets.IP;
import static io.creel.net.TestPackets.L4;
import static io.creel.net.TestPackets.L4_V6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Packet;
import io.creel.net.TestPackets;
import org.junit.jupiter.api.Test;

class HeaderParserTest {
    private final TestPackets packets = new TestPackets();

    @Test
    void shouldFindAllLayersWhenUdpOverIpv4() {
        Packet packet = packets.udp4(10);
        parses(packet, DropReason.NONE, Layer.TRANSPORT);
        Headers headers = packet.headers();
        assertTrue(headers.isIpv4() && headers.hasPorts() && !headers.isIpv6() && !headers.isArp());
        assertEquals(IP, headers.networkOffset());
        assertEquals(L4, headers.transportOffset());
        assertEquals(L4 + 8, headers.payloadOffset());
        assertEquals(10, headers.payloadBytes());
    }

    @Test
    void shouldNotCountPaddingWhenFrameIsShort() {
        Packet packet = packets.tcp4(1);
        packet.resize(60);
        parses(packet, DropReason.NONE, Layer.TRANSPORT);
        assertEquals(1, packet.headers().payloadBytes());
    }

    @Test
    void shouldFollowTagsWhenStacked() {
        Packet packet = TestPackets.tagged(packets.udp4(3), 0x88a8_0064, 0x8100_b007);
        parses(packet, DropReason.NONE, Layer.TRANSPORT);
        assertEquals(2, packet.headers().vlanTags());
        assertEquals(100, Vlan.id(packet, EthernetDescriptor.ETHER_TYPE));
        assertEquals(7, Vlan.id(packet, EthernetDescriptor.ETHER_TYPE + 4));
        assertEquals(5, Vlan.priority(packet, EthernetDescriptor.ETHER_TYPE + 4));
        assertTrue(Vlan.isDropEligible(packet, EthernetDescriptor.ETHER_TYPE + 4));
        assertEquals(DropReason.NONE, packet.verifyChecksums());
        Packet deep = TestPackets.tagged(packets.udp4(3), 0x81000001, 0x81000002, 0x81000003, 0x81000004, 0x81000005);
        parses(deep, DropReason.TOO_MANY_VLAN_TAGS, Layer.NONE);
        parses(packets.hex("020000000002020000000001 8100 0001"), DropReason.TRUNCATED_VLAN, Layer.NONE);
    }

    @Test
    void shouldReadArpWhenWhole() {
        Packet packet = packets.of(new byte[42]);
        Ethernet.etherType(packet, EthernetDescriptor.TYPE_ARP);
        Arp.write(packet, IP, ArpDescriptor.REPLY, 0x0200_0000_0001L, TestPackets.CLIENT, 0x0200_0000_0002L,
                TestPackets.SERVER);
        parses(packet, DropReason.NONE, Layer.NETWORK);
        assertTrue(packet.headers().isArp());
        assertEquals(ArpDescriptor.REPLY, Arp.operation(packet, IP));
        assertEquals("02:00:00:00:00:01", Ethernet.addressText(Arp.senderHardware(packet, IP)));
        assertEquals(TestPackets.SERVER, Arp.targetProtocol(packet, IP));
        assertNull(packet.flow());
        packet.resize(41);
        parses(packet, DropReason.TRUNCATED_ARP, Layer.LINK);
        packet.set16(IP, 6);
        parses(packet, DropReason.UNSUPPORTED_ARP, Layer.LINK);
    }

    @Test
    void shouldNameFaultWhenIpv4IsMalformed() {
        ipv4(Ipv4Descriptor.VERSION_IHL, 0x55, DropReason.IPV4_BAD_VERSION);
        ipv4(Ipv4Descriptor.VERSION_IHL, 0x44, DropReason.IPV4_BAD_HEADER_LENGTH);
        ipv4(Ipv4Descriptor.VERSION_IHL, 0x4f, DropReason.IPV4_BAD_HEADER_LENGTH);
        ipv4(Ipv4Descriptor.TOTAL_LENGTH + 1, 19, DropReason.IPV4_BAD_TOTAL_LENGTH);
        ipv4(Ipv4Descriptor.TOTAL_LENGTH + 1, 39, DropReason.IPV4_TOTAL_LENGTH_BEYOND_FRAME);
        ipv4(Ipv4Descriptor.FRAGMENT, 0x1f, DropReason.NONE);
        Packet death = packets.udp4(10);
        death.set16(IP + Ipv4Descriptor.FRAGMENT, 0x1fff);
        parses(death, DropReason.IPV4_FRAGMENT_BEYOND_LIMIT, Layer.LINK);
        Packet empty = packets.udp4(10);
        empty.resize(33);
        parses(empty, DropReason.TRUNCATED_IPV4, Layer.LINK);
    }

    private void ipv4(int field, int value, DropReason expected) {
        Packet packet = packets.udp4(10);
        packet.set8(IP + field, value);
        assertEquals(expected, packet.parse());
        packet.release();
    }

    @Test
    void shouldNameFaultWhenTransportIsMalformed() {
        Packet udp = packets.udp4(10);
        udp.set16(L4 + UdpDescriptor.LENGTH, 7);
        parses(udp, DropReason.UDP_LENGTH_TOO_SHORT, Layer.NETWORK);
        udp.set16(L4 + UdpDescriptor.LENGTH, 19);
        parses(udp, DropReason.UDP_LENGTH_BEYOND_PACKET, Layer.NETWORK);
        udp.set16(IP + Ipv4Descriptor.TOTAL_LENGTH, 27);
        parses(udp, DropReason.TRUNCATED_UDP, Layer.NETWORK);
        Packet tcp = packets.tcp4(3);
        tcp.set8(L4 + TcpDescriptor.DATA_OFFSET, 0x40);
        parses(tcp, DropReason.TCP_BAD_DATA_OFFSET, Layer.NETWORK);
        tcp.set8(L4 + TcpDescriptor.DATA_OFFSET, 0x60);
        parses(tcp, DropReason.TCP_DATA_OFFSET_BEYOND_PACKET, Layer.NETWORK);
        Packet icmp = packets.icmp4(0);
        icmp.set16(IP + Ipv4Descriptor.TOTAL_LENGTH, 27);
        parses(icmp, DropReason.TRUNCATED_ICMP, Layer.NETWORK);
    }

    @Test
    void shouldSayUnsupportedNotMalformedWhenProtocolIsUnknown() {
        Packet packet = packets.udp4(10);
        packet.set8(IP + Ipv4Descriptor.PROTOCOL, 47);
        parses(packet, DropReason.UNSUPPORTED_IP_PROTOCOL, Layer.NETWORK);
        assertFalse(DropReason.UNSUPPORTED_IP_PROTOCOL.isMalformed());
        assertEquals("ip47 10.0.0.1 > 10.0.0.2", packet.flow().toString());
        packet.set8(IP + Ipv4Descriptor.PROTOCOL, IpProtocol.ICMPV6);
        parses(packet, DropReason.UNSUPPORTED_IP_PROTOCOL, Layer.NETWORK);
        Ethernet.etherType(packet, 0x88cc);
        parses(packet, DropReason.UNSUPPORTED_ETHERTYPE, Layer.LINK);
    }

    @Test
    void shouldStopBeforeTransportWhenFragmentIsNotFirst() {
        Packet packet = packets.udp4(16);
        packet.set16(IP + Ipv4Descriptor.FRAGMENT, 2);
        parses(packet, DropReason.NONE, Layer.NETWORK);
        assertTrue(packet.headers().isFragment());
        assertEquals(Headers.ABSENT, packet.headers().transportOffset());
        packet.set16(IP + Ipv4Descriptor.FRAGMENT, Ipv4Descriptor.MORE_FRAGMENTS);
        packet.set16(L4 + UdpDescriptor.LENGTH, 2000);
        Checksums.fillIpv4(packet, IP);
        parses(packet, DropReason.NONE, Layer.TRANSPORT);
        assertEquals(DropReason.NONE, packet.verifyChecksums());
    }

    @Test
    void shouldWalkExtensionsWhenChained() {
        Packet packet = packets.ip6(IpProtocol.HOP_BY_HOP, 40);
        packet.set16(L4_V6, IpProtocol.DESTINATION_OPTIONS << 8 | 1);
        packet.set16(L4_V6 + 16, IpProtocol.UDP << 8);
        Udp.write(packet, L4_V6 + 24, 5, 6, 8);
        parses(packet, DropReason.NONE, Layer.TRANSPORT);
        assertEquals(L4_V6 + 24, packet.headers().transportOffset());
        assertEquals("udp [fd00::1]:5 > [fd00::2]:6", packet.flow().toString());
        packet.set8(L4_V6 + 17, 4);
        parses(packet, DropReason.TRUNCATED_IPV6_EXTENSION, Layer.NETWORK);
    }

    @Test
    void shouldBoundChainWhenExtensionsNeverEnd() {
        parses(packets.ip6(IpProtocol.HOP_BY_HOP, 200), DropReason.IPV6_TOO_MANY_EXTENSIONS, Layer.NETWORK);
        parses(packets.ip6(IpProtocol.HOP_BY_HOP, 20), DropReason.TRUNCATED_IPV6_EXTENSION, Layer.NETWORK);
    }

    @Test
    void shouldStopBeforeTransportWhenIpv6FragmentIsNotFirst() {
        Packet packet = packets.ip6(IpProtocol.FRAGMENT, 16);
        packet.set32(L4_V6, IpProtocol.TCP << 24 | 8);
        parses(packet, DropReason.NONE, Layer.NETWORK);
        assertTrue(packet.headers().isFragment());
        assertEquals("tcp [fd00::1]:0 > [fd00::2]:0", packet.flow().toString());
    }

    @Test
    void shouldNameFaultWhenIpv6IsMalformed() {
        Packet packet = packets.udp6(4);
        packet.set8(IP, 0x40);
        parses(packet, DropReason.IPV6_BAD_VERSION, Layer.LINK);
        packet.set8(IP, 0x60);
        packet.set16(IP + Ipv6Descriptor.PAYLOAD_LENGTH, 13);
        parses(packet, DropReason.IPV6_PAYLOAD_LENGTH_BEYOND_FRAME, Layer.LINK);
        packet.resize(53);
        parses(packet, DropReason.TRUNCATED_IPV6, Layer.LINK);
    }

    @Test
    void shouldParsePresentBytesWhenSnaplenCuts() {
        Packet packet = packets.udp4(100);
        int original = packet.lengthBytes();
        packet.resize(L4 + 8, original);
        parses(packet, DropReason.NONE, Layer.TRANSPORT);
        assertEquals(100, packet.headers().payloadBytes());
        assertEquals(DropReason.NONE, packet.verifyChecksums());
        packet.resize(L4 + 7, original);
        parses(packet, DropReason.SNAPLEN_CUT, Layer.NETWORK);
        assertEquals("udp 10.0.0.1:0 > 10.0.0.2:0", packet.flow().toString());
        packet.resize(IP + 3, original);
        parses(packet, DropReason.SNAPLEN_CUT, Layer.LINK);
        packet.resize(0, original);
        parses(packet, DropReason.SNAPLEN_CUT, Layer.NONE);
        packet.resize(0);
        parses(packet, DropReason.TRUNCATED_ETHERNET, Layer.NONE);
    }

    @Test
    void shouldWalkTcpOptionsWhenWellFormedAndStopWhenNot() {
        Packet packet = packets.tcp4(20);
        packet.set8(L4 + TcpDescriptor.DATA_OFFSET, 0xa0);
        packet.set64(L4 + 20, 0x0204_05b4_0402_0103L);
        // The window scale option started with the 3 above; the end of the list follows.
        packet.set64(L4 + 28, 0x0307_0000_0000_0000L);
        packet.set32(L4 + 36, 0);
        parses(packet, DropReason.NONE, Layer.TRANSPORT);
        var options = new OptionCursor().tcp(packet, L4);
        assertTrue(options.next());
        assertEquals(TcpDescriptor.OPTION_MSS, options.kind());
        assertEquals(1460, packet.get16(options.dataOffset()));
        assertTrue(options.next());
        assertEquals(TcpDescriptor.OPTION_SACK_PERMITTED, options.kind());
        assertEquals(0, options.dataBytes());
        assertTrue(options.next());
        assertEquals(TcpDescriptor.OPTION_WINDOW_SCALE, options.kind());
        assertEquals(7, packet.get8(options.dataOffset()));
        assertFalse(options.next());
        assertFalse(options.isMalformed());
        packet.set8(L4 + 21, 21);
        assertFalse(options.tcp(packet, L4).next());
        assertTrue(options.isMalformed());
        assertFalse(options.next());
        assertFalse(new OptionCursor().next());
    }

    @Test
    void shouldCountByReasonAndPrintOnlyWhatOccurred() {
        var counters = new DropCounters();
        counters.count(DropReason.NONE);
        counters.count(DropReason.TRUNCATED_UDP);
        counters.count(DropReason.TRUNCATED_UDP);
        counters.count(DropReason.SNAPLEN_CUT);
        assertEquals("TRUNCATED_UDP=2, SNAPLEN_CUT=1", counters.toString());
        assertEquals(3, counters.total());
        assertEquals(1, counters.get(DropReason.NONE));
    }

    private static void parses(Packet packet, DropReason reason, Layer reached) {
        assertEquals(reason, packet.parse());
        assertEquals(reached, packet.headers().reached());
    }
}
