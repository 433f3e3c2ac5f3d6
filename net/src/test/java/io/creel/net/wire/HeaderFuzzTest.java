package io.creel.net.wire;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Packet;
import io.creel.net.TestPackets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Seeded bytes, random and mutated: no access throws, and none reads beyond the end. */
class HeaderFuzzTest {
    private static final int CASES = 8_000_000;
    private static final int MAX_BYTES = 200;

    private final TestPackets packets = new TestPackets();
    private final List<byte[]> seeds = seeds();

    @Test
    void shouldNeverThrowWhenBytesAreAnything() {
        var exerciser = new FrameExerciser();
        var counters = new DropCounters();
        fuzz(CASES, frame -> counters.count(exerciser.read(frame)));
        // A fuzz run that meets one reason only tests nothing, so most reasons must occur.
        int seen = 0;
        for (DropReason reason : DropReason.values()) {
            seen += counters.get(reason) > 0 ? 1 : 0;
        }
        assertTrue(seen >= DropReason.values().length - 3, counters.toString());
        assertNotEquals(0, counters.get(DropReason.NONE));
    }

    @Test
    void shouldFindFaultWhenViewTrustsDataOffset() {
        var headers = new Headers();
        assertThrows(IndexOutOfBoundsException.class, () -> fuzz(CASES, frame -> trustingTcpPayload(frame, headers)));
    }

    /** The canary: trusts the data offset of a TCP header without checking the length of the frame. */
    private static void trustingTcpPayload(Frame frame, Headers headers) {
        HeaderParser.parse(frame, headers);
        if (headers.protocol() == IpProtocol.TCP && headers.isIpv4()) {
            int at = headers.networkOffset() + Ipv4.headerLengthBytes(frame, headers.networkOffset());
            if (at + TcpDescriptor.MIN_HEADER_BYTES <= frame.lengthBytes()) {
                frame.get8(at + Tcp.headerLengthBytes(frame, at) - 1);
            }
        }
    }

    private void fuzz(int cases, Consumer<Frame> target) {
        var random = new Random(20_25);
        byte[] bytes = new byte[MAX_BYTES];
        for (int i = 0; i < cases; i++) {
            Packet packet = packets.pool().allocate();
            try {
                int length = fill(random, bytes);
                packet.resize(length, length + (random.nextInt(4) == 0 ? random.nextInt(100) : 0));
                packet.set(0, bytes, 0, length);
                target.accept(packet);
            } finally {
                packet.release();
            }
        }
    }

    /** One case in four is noise; the others are a real packet with a few bytes changed, often cut. */
    private int fill(Random random, byte[] bytes) {
        if (random.nextInt(4) == 0) {
            int length = random.nextInt(MAX_BYTES);
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) random.nextInt();
            }
            return length;
        }
        byte[] seed = seeds.get(random.nextInt(seeds.size()));
        System.arraycopy(seed, 0, bytes, 0, seed.length);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            bytes[12 + random.nextInt(Math.min(60, seed.length - 12))] = (byte) random.nextInt();
        }
        return random.nextBoolean() ? seed.length : random.nextInt(seed.length + 1);
    }

    private List<byte[]> seeds() {
        var list = new ArrayList<byte[]>();
        Packet arp = packets.of(new byte[42]);
        Ethernet.etherType(arp, EthernetDescriptor.TYPE_ARP);
        Arp.write(arp, TestPackets.IP, ArpDescriptor.REQUEST, 1, 2, 3, 4);
        Packet extended = packets.ip6(IpProtocol.HOP_BY_HOP, 120);
        Packet icmpv6 = packets.ip6(IpProtocol.ICMPV6, 16);
        Packet fragment = packets.udp4(16);
        fragment.set16(TestPackets.IP + Ipv4Descriptor.FRAGMENT, 0x1ffd);
        Packet deep = TestPackets.tagged(packets.udp4(3), 0x81000001, 0x81000002, 0x81000003, 0x81000004);
        Packet zero = packets.udp6(4);
        zero.set16(TestPackets.L4_V6 + UdpDescriptor.CHECKSUM, 0);
        Packet jumbo = packets.ip6(IpProtocol.HOP_BY_HOP, 60);
        jumbo.set64(TestPackets.L4_V6, (long) IpProtocol.TCP << 56 | 0xc204_0001_0000L);
        Packet home = packets.ip6(IpProtocol.DESTINATION_OPTIONS, 40);
        home.set64(TestPackets.L4_V6, (long) IpProtocol.UDP << 56 | 0x0002_0102_0000_c910L);
        Packet route = packets.ip6(IpProtocol.ROUTING, 40);
        route.set64(TestPackets.L4_V6, (long) IpProtocol.UDP << 56 | 0x0002_0001_0000_0000L);
        Packet lsrr = packets.udp4(30);
        lsrr.set8(TestPackets.IP, 0x47);
        lsrr.set64(TestPackets.L4, 0x0183_0704_0a00_0009L);
        Packet open = packets.tcp4(20);
        Checksums.defer(open, open.headers());
        Packet uncut = packets.tcp4(20);
        uncut.set16(TestPackets.IP + Ipv4Descriptor.TOTAL_LENGTH, 0);
        for (Packet packet : new Packet[]{arp, extended, icmpv6, fragment, deep, zero, jumbo, home, route, lsrr, open,
                uncut, packets.udp4(9),
                packets.tcp4(60), packets.udp6(20), packets.icmp4(8)}) {
            list.add(TestPackets.bytes(packet));
            packet.release();
        }
        return list;
    }
}
