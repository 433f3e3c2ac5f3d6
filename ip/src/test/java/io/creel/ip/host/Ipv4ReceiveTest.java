package io.creel.ip.host;

import static io.creel.ip.host.Wire.rechecked;
import static io.creel.ip.host.Wire.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Ipv4Descriptor;
import io.creel.net.wire.UdpDescriptor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Link and IPv4 checks: RFC 894, RFC 791, RFC 1122 section 3.2.1. */
class Ipv4ReceiveTest {
    private static final byte[] HELLO = "hello".getBytes();

    private final HostRig rig = new HostRig();
    private final UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);

    @AfterEach
    void close() {
        rig.close();
    }

    private Packet datagram() {
        return rig.wire.udp("10.0.0.2", 9, "10.0.0.1", 7, HELLO);
    }

    private void assertDropped(HostCounter reason, Packet packet) {
        long before = rig.count(reason);
        rig.send(packet);
        assertEquals(before + 1, rig.count(reason), () -> rig.host.counters().toString());
        assertNull(socket.poll());
        assertEquals(List.of(), rig.wire.lines(), "nothing is said about it");
    }

    private void assertDelivered(Packet packet) {
        rig.send(packet);
        Packet received = socket.poll();
        assertNotNull(received, () -> rig.host.counters().toString() + rig.host.counters().malformed());
        assertEquals("hello", new String(UdpDatagram.payload(received)));
        received.release();
    }

    @Test
    void shouldDeliverADatagramAndNotItsPadding() {
        Packet padded = datagram();
        padded.resize(60);
        assertDelivered(padded);
        assertDelivered(datagram());
    }

    @Test
    void shouldDeliverWhatIsSentToAll() {
        for (String all : List.of("10.0.0.255", "255.255.255.255")) {
            assertDelivered(with(rig.wire.udp("10.0.0.2", 9, all, 7, HELLO),
                    packet -> Ethernet.destination(packet, Ethernet.BROADCAST)));
        }
    }

    @Test
    void shouldDeliverToGroupsThatItHasJoined() {
        Packet before = with(rig.wire.udp("10.0.0.2", 9, "224.1.2.3", 7, HELLO),
                packet -> Ethernet.destination(packet, 0x0100_5e01_0203L));
        assertDropped(HostCounter.RX_OTHER_HOST, before);
        rig.host.addresses().join(IpAddress.parse("224.1.2.3"));
        assertDelivered(with(rig.wire.udp("10.0.0.2", 9, "224.1.2.3", 7, HELLO),
                packet -> Ethernet.destination(packet, 0x0100_5e01_0203L)));
        assertDropped(HostCounter.RX_NOT_FOR_US, with(rig.wire.udp("10.0.0.2", 9, "225.1.2.3", 7, HELLO),
                packet -> Ethernet.destination(packet, 0x0100_5e01_0203L)));
    }

    @Test
    void shouldDropFramesForOtherHosts() {
        assertDropped(HostCounter.RX_OTHER_HOST, with(datagram(), packet -> Ethernet.destination(packet, 0x02_0077L)));
    }

    @Test
    void shouldDropSourcesThatNoSenderHas() {
        for (long source : new long[]{0, Ethernet.BROADCAST, 0x0100_5e00_0001L, HostRig.MAC}) {
            assertDropped(HostCounter.RX_BAD_LINK_SOURCE, with(datagram(), packet -> Ethernet.source(packet, source)));
        }
    }

    @Test
    void shouldDropTaggedFrames() {
        Packet packet = rig.wire.frame(64, 0x8100);
        packet.set32(EthernetDescriptor.ETHER_TYPE, 0x8100_0005);
        packet.set16(16, EthernetDescriptor.TYPE_IPV4);
        Packet plain = datagram();
        packet.resize(4 + plain.lengthBytes());
        packet.copyFrom(plain, Wire.IP, Wire.IP + 4, plain.lengthBytes() - Wire.IP);
        plain.release();
        assertDropped(HostCounter.RX_VLAN_TAGGED, packet);
    }

    @Test
    void shouldDropOtherEtherTypesAndShortFrames() {
        assertDropped(HostCounter.RX_UNSUPPORTED, rig.wire.frame(60, 0x88cc));
        Packet cut = datagram();
        cut.resize(Wire.IP + 10);
        assertDropped(HostCounter.RX_MALFORMED, cut);
        assertEquals(1, rig.host.counters().malformed().get(DropReason.TRUNCATED_IPV4));
    }

    @Test
    void shouldDropWrongChecksums() {
        assertDropped(HostCounter.RX_BAD_CHECKSUM, with(datagram(),
                packet -> packet.set8(Wire.IP + Ipv4Descriptor.TIME_TO_LIVE, 9)));
        assertDropped(HostCounter.RX_BAD_CHECKSUM, with(datagram(), packet -> packet.set8(Wire.L4 + 8, 'H')));
        assertEquals(1, rig.host.counters().malformed().get(DropReason.IPV4_BAD_CHECKSUM));
        assertEquals(1, rig.host.counters().malformed().get(DropReason.UDP_BAD_CHECKSUM));
    }

    @Test
    void shouldAcceptADatagramWithoutAChecksum() {
        assertDelivered(with(datagram(), packet -> packet.set16(Wire.L4 + UdpDescriptor.CHECKSUM, 0)));
    }

    /** A field that holds the sum of the pseudo-header alone says nothing about the payload. */
    @Test
    void shouldDropAChecksumThatWasLeftOpenOnAWire() {
        assertDropped(HostCounter.RX_CHECKSUM_UNFINISHED, opened(rig.wire));
    }

    @Test
    void shouldAcceptAnOpenChecksumWhenItIsToldTo() {
        try (var trusting = new HostRig(options -> options.address("10.0.0.1/24").acceptUnfinishedChecksums())) {
            UdpSocket reader = trusting.host.udp().bind(IpAddress.ANY_IPV4, 7);
            trusting.send(opened(trusting.wire));
            Packet received = reader.poll();
            assertEquals("hello", new String(UdpDatagram.payload(received)));
            received.release();
        }
    }

    private static Packet opened(Wire wire) {
        Packet packet = wire.udp("10.0.0.2", 9, "10.0.0.1", 7, HELLO);
        packet.parse();
        Checksums.defer(packet, packet.headers());
        return packet;
    }

    /** Shipped bug 28, smoltcp 1144, for IP: sources that no host can have. */
    @Test
    void shouldDropMartianSources() {
        for (String source : List.of("0.0.0.0", "0.1.2.3", "127.0.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
                "255.255.255.255", "10.0.0.255")) {
            assertDropped(HostCounter.RX_MARTIAN_SOURCE, rig.wire.udp(source, 9, "10.0.0.1", 7, HELLO));
        }
        assertDropped(HostCounter.RX_OWN_SOURCE, rig.wire.udp("10.0.0.1", 9, "10.0.0.1", 7, HELLO));
    }

    @Test
    void shouldDropWhatIsForOthers() {
        for (String destination : List.of("10.0.0.3", "127.0.0.1", "0.0.0.0", "10.0.1.255", "224.0.0.251")) {
            assertDropped(HostCounter.RX_NOT_FOR_US, rig.wire.udp("10.0.0.2", 9, destination, 7, HELLO));
        }
    }

    @Test
    void shouldDropAnOwnAddressThatWasSentToAllByLink() {
        assertDropped(HostCounter.RX_BROADCAST_ON_LINK,
                with(datagram(), packet -> Ethernet.destination(packet, Ethernet.BROADCAST)));
    }

    @Test
    void shouldDropALengthOfZero() {
        assertDropped(HostCounter.IP_LENGTH_UNKNOWN,
                with(datagram(), packet -> rechecked(with(packet, p -> p.set16(Wire.IP + 2, 0)))));
    }

    @Test
    void shouldTakeAnyTimeToLive() {
        for (int ttl : new int[]{0, 1, 255}) {
            assertDelivered(with(datagram(), packet -> rechecked(
                    with(packet, p -> p.set8(Wire.IP + Ipv4Descriptor.TIME_TO_LIVE, ttl)))));
        }
    }

    private static Packet withOptions(Wire wire, int... options) {
        Packet packet = wire.udp("10.0.0.2", 9, "10.0.0.1", 7, HELLO);
        byte[] rest = new byte[packet.lengthBytes() - Wire.L4];
        packet.get(Wire.L4, rest, 0, rest.length);
        packet.resize(packet.lengthBytes() + options.length);
        packet.set(Wire.L4 + options.length, rest, 0, rest.length);
        for (int i = 0; i < options.length; i++) {
            packet.set8(Wire.L4 + i, options[i]);
        }
        packet.set8(Wire.IP, 0x45 + options.length / 4);
        packet.set16(Wire.IP + 2, packet.lengthBytes() - Wire.IP);
        return Wire.fill(packet);
    }

    @Test
    void shouldSkipOptionsButRefuseSourceRoutes() {
        assertDelivered(withOptions(rig.wire, 1, 1, 1, 0));
        assertDelivered(withOptions(rig.wire, 7, 7, 4, 0, 0, 0, 0, 0));
        assertDelivered(withOptions(rig.wire, 148, 4, 0, 0));
        assertDelivered(withOptions(rig.wire, 148, 0, 0, 0)); // malformed: what follows is no option
        assertDropped(HostCounter.IPV4_OPTIONS_REFUSED, withOptions(rig.wire, 131, 7, 8, 1, 2, 3, 4, 0));
        assertDropped(HostCounter.IPV4_OPTIONS_REFUSED, withOptions(rig.wire, 1, 137, 7, 8, 1, 2, 3, 4));
        assertDropped(HostCounter.IPV4_OPTIONS_REFUSED, withOptions(rig.wire, 131, 7, 4, 10, 0, 0, 1, 0));
    }

    @Test
    void shouldRefuseAnyOptionWhenItIsToldTo() {
        try (var strict = new HostRig(options -> options.address("10.0.0.1/24").refuseIpv4Options())) {
            strict.send(withOptions(strict.wire, 148, 4, 0, 0), withOptions(strict.wire, 1, 1, 1, 0));
            assertEquals(1, strict.count(HostCounter.IPV4_OPTIONS_REFUSED));
            assertEquals(1, strict.count(HostCounter.UDP_NO_SOCKET));
        }
    }

    @Test
    void shouldCountAPacketWhoseStepThrows() {
        try (var broken = new HostRig(options -> options.address("10.0.0.1/24"), steps -> steps.ipv4(own -> packet -> {
            throw new IllegalStateException("a step that fails");
        }))) {
            broken.send(broken.wire.udp("10.0.0.2", 9, "10.0.0.1", 7, HELLO));
            assertEquals(1, broken.count(HostCounter.RX_STEP_FAILED));
        }
    }

    @Test
    void shouldLetAUserReplaceAStep() {
        try (var guarded = new HostRig(options -> options.address("10.0.0.1/24"),
                steps -> steps.ipv4(own -> packet -> {
                    if (packet.get8(Wire.IP + Ipv4Descriptor.TIME_TO_LIVE) == 64) {
                        return own.receive(packet);
                    }
                    packet.release();
                    return false;
                }))) {
            UdpSocket reader = guarded.host.udp().bind(IpAddress.ANY_IPV4, 7);
            guarded.send(guarded.wire.udp("10.0.0.2", 9, "10.0.0.1", 7, HELLO));
            assertEquals(1, reader.queued());
            Packet far = guarded.wire.udp("10.0.0.2", 9, "10.0.0.1", 7, HELLO);
            far.set8(Wire.IP + Ipv4Descriptor.TIME_TO_LIVE, 60);
            guarded.send(rechecked(far));
            assertEquals(1, reader.queued());
            guarded.host.counters().count(HostCounter.RX_STEP_FAILED); // the step of this test does not count
        }
    }
}
