package io.creel.net.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Packet;
import io.creel.net.TestPackets;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowTupleTest {
    private final TestPackets packets = new TestPackets();

    @Test
    void shouldPrintTupleInUsualNotation() {
        assertEquals("tcp 10.0.0.1:1234 > 10.0.0.2:80", packets.tcp4(0).flow().toString());
        assertEquals("udp [fd00::1]:1234 > [fd00::2]:53", packets.udp6(0).flow().toString());
        assertEquals("icmp 10.0.0.1 > 10.0.0.2", packets.icmp4(0).flow().toString());
    }

    @Test
    void shouldShortenIpv6AsRfc5952Says() {
        assertEquals("::", IpText.ipv6(0, 0));
        assertEquals("::1", IpText.ipv6(0, 1));
        assertEquals("2001:db8::", IpText.ipv6(0x20010db8L << 32, 0));
        assertEquals("2001:db8::1:0:0:1", IpText.ipv6(0x20010db800000000L, 0x0001_0000_0000_0001L));
        assertEquals("2001:db8:0:1:1:1:1:1", IpText.ipv6(0x20010db800000001L, 0x0001_0001_0001_0001L));
        assertEquals("2001:0:0:1::1", IpText.ipv6(0x2001000000000001L, 1));
    }

    @Test
    void shouldHashEquallyFromPacketAndTuple() {
        for (Packet packet : new Packet[]{packets.tcp4(3), packets.udp4(0), packets.udp6(9), packets.icmp4(1)}) {
            FlowTuple flow = packet.flow();
            assertEquals(flow.hash64(), packet.flowHash());
            assertEquals(flow.canonical().hash64(), packet.conversationHash());
            assertEquals(flow.canonical(), flow.reversed().canonical());
            assertNotEquals(flow, flow.reversed());
            assertTrue(packet.isOf(flow));
            assertFalse(packet.isOf(flow.reversed()));
        }
    }

    @Test
    void shouldTellDirectionsApartWhenOnlyPortsDiffer() {
        var flow = new FlowTuple(4, IpProtocol.UDP, 0, 1, 9, 0, 1, 5);
        assertEquals(5, flow.canonical().sourcePort());
        assertNotEquals(flow.hash64(), flow.reversed().hash64());
    }

    @Test
    void shouldSpreadOverBucketsWhenFlowsAreNeighbours() {
        var random = new Random(3);
        int[] buckets = new int[256];
        var seen = new HashSet<Long>();
        for (int i = 0; i < 256 * 100; i++) {
            var flow = new FlowTuple(4, IpProtocol.TCP, 0, 0x0a000001, i & 0xffff, 0, 0x0a000002, random.nextInt(2));
            seen.add(flow.hash64());
            buckets[(int) flow.hash64() & 255]++;
        }
        assertEquals(256 * 100, seen.size());
        for (int bucket : buckets) {
            assertTrue(bucket > 50 && bucket < 150, "bucket holds " + bucket);
        }
    }
}
