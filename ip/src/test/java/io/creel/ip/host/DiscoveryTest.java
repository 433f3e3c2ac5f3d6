package io.creel.ip.host;

import static io.creel.ip.host.HostRig.SECOND;
import static io.creel.ip.host.Wire.PEER_MAC;
import static io.creel.ip.host.Wire.fill;
import static io.creel.ip.host.Wire.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.SendResult;
import io.creel.ip.neighbour.NeighbourState;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv6Descriptor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 4861 section 7, RFC 8200 section 4, RFC 4862 section 5.4. */
class DiscoveryTest {
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final int SOLICITED = 0x40;
    private static final int OVERRIDE = 0x20;
    private static final long THIEF_MAC = 0x02_00_00_00_00_66L;
    private static final String GROUP = "ff02::1:ff00:1";

    private final HostRig rig = new HostRig();
    private final UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV6, 7);

    @AfterEach
    void close() {
        rig.close();
    }

    private SendResult send() {
        return socket.send(new byte[3], IpAddress.parse("fd00::2"), 9);
    }

    private NeighbourState state() {
        IpAddress peer = IpAddress.parse("fd00::2");
        return rig.host.neighbours().state(peer.high(), peer.low());
    }

    private long mac() {
        IpAddress peer = IpAddress.parse("fd00::2");
        return rig.host.neighbours().macAddress(peer.high(), peer.low());
    }

    private void advertise(int flags, long mac) {
        rig.send(rig.wire.discovery(ADVERTISEMENT, "fd00::2", "fd00::1", flags, "fd00::2", 2, mac));
    }

    private Packet solicitation() {
        return rig.wire.discovery(SOLICITATION, "fd00::2", GROUP, 0, "fd00::1", 1, PEER_MAC);
    }

    @Test
    void shouldAnswerASolicitationAndRememberWhoAsked() {
        rig.wire.send(solicitation());
        rig.settle();
        rig.wire.frames(packet -> {
            assertEquals("icmp6 136/0 fd00::1 > fd00::2 len=24", Wire.text(packet));
            assertEquals(PEER_MAC, Ethernet.destination(packet));
            assertEquals(255, packet.get8(Wire.IP + Ipv6Descriptor.HOP_LIMIT));
            assertEquals(SOLICITED | OVERRIDE, packet.get8(Wire.L4_V6 + 4));
            assertEquals(2L << 56 | 1L << 48 | HostRig.MAC, packet.get64(Wire.L4_V6 + 24));
        });
        assertEquals(NeighbourState.STALE, state());
    }

    @Test
    void shouldSendOneSolicitationToTheGroupAndThenThePacket() {
        assertEquals(SendResult.WAITS, send());
        rig.wire.frames(packet -> {
            assertEquals("icmp6 135/0 fd00::1 > ff02::1:ff00:2 len=24", Wire.text(packet));
            assertEquals(0x3333_ff00_0002L, Ethernet.destination(packet));
        });
        advertise(SOLICITED | OVERRIDE, PEER_MAC);
        assertEquals(List.of("udp [fd00::1]:7 > [fd00::2]:9 len=3"), rig.wire.lines());
        assertEquals(NeighbourState.REACHABLE, state());
    }

    @Test
    void shouldGiveADeadNeighbourUp() {
        send();
        rig.pass(3 * SECOND + SECOND / 10);
        assertEquals(3, rig.wire.lines().size());
        assertEquals(SendResult.NEIGHBOUR_UNREACHABLE, send());
    }

    @Test
    void shouldRefuseWhatComesFromOffTheLink() {
        rig.send(fill(with(solicitation(), packet -> packet.set8(Wire.IP + Ipv6Descriptor.HOP_LIMIT, 254))));
        rig.send(fill(with(solicitation(), packet -> packet.set8(Wire.L4_V6 + 1, 1))));
        send();
        rig.wire.lines();
        rig.send(fill(with(
                rig.wire.discovery(ADVERTISEMENT, "fd00::2", "fd00::1", SOLICITED | OVERRIDE, "fd00::2", 2, PEER_MAC),
                packet -> packet.set8(Wire.IP + Ipv6Descriptor.HOP_LIMIT, 64))));
        assertEquals(NeighbourState.INCOMPLETE, state());
        assertEquals(3, rig.count(HostCounter.ND_REFUSED));
        assertEquals(List.of(), rig.wire.lines());
    }

    @Test
    void shouldRefuseMalformedMessages() {
        // Too short, an option of length 0, an option beyond the end, a group as target, a group's link address.
        Packet shortened = rig.wire.icmp("fd00::2", "fd00::1", SOLICITATION, 0, 0, new byte[12]);
        rig.send(fill(with(shortened, packet -> packet.set8(Wire.IP + Ipv6Descriptor.HOP_LIMIT, 255))));
        rig.send(fill(with(solicitation(), packet -> packet.set8(Wire.L4_V6 + 25, 0))));
        rig.send(fill(with(solicitation(), packet -> packet.set8(Wire.L4_V6 + 25, 9))));
        rig.send(rig.wire.discovery(SOLICITATION, "fd00::2", "fd00::1", 0, "ff02::1", 1, PEER_MAC));
        rig.send(rig.wire.discovery(SOLICITATION, "fd00::2", "fd00::1", 0, "fd00::1", 1, 0x0100_0000_0001L));
        // From nowhere, with a link address, or not to the group of its target.
        rig.send(rig.wire.discovery(SOLICITATION, "::", GROUP, 0, "fd00::1", 1, PEER_MAC));
        rig.send(rig.wire.discovery(SOLICITATION, "::", "fd00::1", 0, "fd00::1", 0, 0));
        // An advertisement to all that says it was asked for, and one from nowhere.
        rig.send(rig.wire.discovery(ADVERTISEMENT, "fd00::2", "ff02::1", SOLICITED, "fd00::2", 2, PEER_MAC));
        rig.send(rig.wire.discovery(ADVERTISEMENT, "::", "fd00::1", 0, "fd00::2", 2, PEER_MAC));
        assertEquals(9, rig.count(HostCounter.ND_REFUSED), () -> rig.host.counters().toString());
        assertEquals(0, rig.host.neighbours().size());
        assertEquals(List.of(), rig.wire.lines());
    }

    @Test
    void shouldAnswerDuplicateAddressDetectionToAllNodes() {
        rig.send(rig.wire.discovery(SOLICITATION, "::", GROUP, 0, "fd00::1", 0, 0));
        assertEquals(List.of("icmp6 136/0 fd00::1 > ff02::1 len=24"), rig.wire.lines());
        assertEquals(0, rig.host.neighbours().size());
    }

    @Test
    void shouldNotLearnFromAnUnaskedAdvertisement() {
        advertise(OVERRIDE, PEER_MAC);
        advertise(SOLICITED | OVERRIDE, PEER_MAC);
        assertNull(state());
        assertEquals(2, rig.count(HostCounter.ND_NOT_FOR_US));
    }

    @Test
    void shouldDoubtAClaimToAReachableNeighbour() {
        send();
        advertise(SOLICITED | OVERRIDE, PEER_MAC);
        rig.pass(2 * SECOND);
        rig.wire.lines();
        advertise(OVERRIDE, THIEF_MAC);
        rig.send(rig.wire.discovery(SOLICITATION, "fd00::2", GROUP, 0, "fd00::1", 1, THIEF_MAC));
        assertEquals(PEER_MAC, mac());
        assertEquals(1, rig.count(HostCounter.NEIGHBOUR_CLAIMS_DOUBTED));
        advertise(SOLICITED | OVERRIDE, PEER_MAC);
        assertEquals(NeighbourState.REACHABLE, state());
    }

    @Test
    void shouldKeepTheLinkAddressWhenAnAdvertisementDoesNotOverride() {
        rig.know("fd00::2");
        assertEquals(NeighbourState.STALE, state());
        advertise(0, THIEF_MAC);
        assertEquals(PEER_MAC, mac());
        advertise(OVERRIDE, THIEF_MAC);
        assertEquals(THIEF_MAC, mac());
        assertEquals(1, rig.count(HostCounter.NEIGHBOURS_MOVED));
    }

    @Test
    void shouldDefendItsAddressOnceInTenSeconds() {
        for (int i = 0; i < 2; i++) {
            rig.send(rig.wire.discovery(ADVERTISEMENT, "fd00::66", "ff02::1", OVERRIDE, "fd00::1", 2, THIEF_MAC));
        }
        assertEquals(List.of("icmp6 136/0 fd00::1 > ff02::1 len=24"), rig.wire.lines());
        assertEquals(2, rig.count(HostCounter.ND_CONFLICTS));
    }

    @Test
    void shouldIgnoreRoutersAndRedirects() {
        for (int type : new int[]{133, 134, 137}) {
            rig.send(rig.wire.discovery(type, "fe80::1", "fd00::1", 0, "fd00::2", 2, PEER_MAC));
        }
        assertEquals(3, rig.count(HostCounter.ND_IGNORED));
    }

    @Test
    void shouldDropSourcesThatNoHostCanHave() {
        for (String source : List.of("::1", "ff02::5", "::")) {
            rig.send(rig.wire.udp(source, 9, "fd00::1", 7, new byte[3]));
        }
        // An IPv4 address within IPv6 must not pass for an IPv4 peer.
        Packet mapped = rig.wire.udp("fd00::2", 9, "fd00::1", 7, new byte[3]);
        mapped.set64(Wire.IP + Ipv6Descriptor.SOURCE, 0);
        mapped.set64(Wire.IP + Ipv6Descriptor.SOURCE + 8, IpAddress.parse("10.0.0.2").low());
        rig.send(fill(mapped));
        assertEquals(4, rig.count(HostCounter.RX_MARTIAN_SOURCE));
        rig.send(rig.wire.udp("fd00::1", 9, "fd00::1", 7, new byte[3]));
        assertEquals(1, rig.count(HostCounter.RX_OWN_SOURCE));
        rig.send(rig.wire.icmp("::", "fd00::1", 128, 0, 0, new byte[3]));
        assertEquals(5, rig.count(HostCounter.RX_MARTIAN_SOURCE));
    }

    /** An extension header of 8 bytes in front of UDP. */
    private Packet extended(int header, int... bytes) {
        Packet packet = rig.wire.udp("fd00::2", 9, "fd00::1", 7, new byte[3]);
        byte[] rest = new byte[packet.lengthBytes() - Wire.L4_V6];
        packet.get(Wire.L4_V6, rest, 0, rest.length);
        packet.resize(packet.lengthBytes() + bytes.length);
        packet.set(Wire.L4_V6 + bytes.length, rest, 0, rest.length);
        for (int i = 0; i < bytes.length; i++) {
            packet.set8(Wire.L4_V6 + i, bytes[i]);
        }
        packet.set8(Wire.IP + Ipv6Descriptor.NEXT_HEADER, header);
        packet.set16(Wire.IP + Ipv6Descriptor.PAYLOAD_LENGTH, packet.lengthBytes() - Wire.L4_V6);
        return fill(packet);
    }

    @Test
    void shouldSkipExtensionHeadersAndRefuseThoseThatSaySo() {
        int udp = IpProtocol.UDP;
        rig.send(extended(IpProtocol.HOP_BY_HOP, udp, 0, 1, 4, 0, 0, 0, 0));
        rig.send(extended(IpProtocol.DESTINATION_OPTIONS, udp, 0, 0x1e, 2, 9, 9, 0, 0)); // unknown: skip
        rig.send(extended(IpProtocol.ROUTING, udp, 0, 4, 0, 0, 0, 0, 0)); // no segments left
        assertEquals(3, socket.queued(), () -> rig.host.counters() + " " + rig.host.counters().malformed());
        rig.send(extended(IpProtocol.DESTINATION_OPTIONS, udp, 0, 0x5e, 2, 9, 9, 0, 0)); // unknown: drop
        rig.send(extended(IpProtocol.DESTINATION_OPTIONS, udp, 0, 0x9e, 2, 9, 9, 0, 0)); // unknown: drop and say
        rig.send(extended(IpProtocol.DESTINATION_OPTIONS, udp, 0, 1, 99, 0, 0, 0, 0)); // beyond the header
        rig.send(extended(IpProtocol.ROUTING, udp, 0, 9, 1, 0, 0, 0, 0)); // one segment left
        rig.send(extended(IpProtocol.DESTINATION_OPTIONS, IpProtocol.HOP_BY_HOP, 0, 1, 4, 0, 0, 0, 0, // not the first
                udp, 0, 1, 4, 0, 0, 0, 0));
        assertEquals(3, socket.queued());
        assertEquals(5, rig.count(HostCounter.IPV6_HEADER_REFUSED), () -> rig.host.counters().toString());
        int[] chain = new int[9 * 8];
        for (int i = 0; i < 9; i++) {
            chain[8 * i] = i < 8 ? IpProtocol.DESTINATION_OPTIONS : udp;
            chain[8 * i + 2] = 1;
            chain[8 * i + 3] = 4;
        }
        rig.send(extended(IpProtocol.DESTINATION_OPTIONS, chain));
        assertEquals(1, rig.count(HostCounter.RX_MALFORMED));
    }
}
