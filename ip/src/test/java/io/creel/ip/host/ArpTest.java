package io.creel.ip.host;

import static io.creel.ip.host.HostRig.SECOND;
import static io.creel.ip.host.Wire.PEER_MAC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.SendResult;
import io.creel.ip.neighbour.NeighbourLimits;
import io.creel.ip.neighbour.NeighbourState;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.wire.Arp;
import io.creel.net.wire.ArpDescriptor;
import io.creel.net.wire.Ethernet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 826, RFC 1122 section 2.3.2, RFC 5227 section 2.4, packet by packet. */
class ArpTest {
    private static final long THIEF_MAC = 0x02_00_00_00_00_66L;
    private static final int REQUEST = ArpDescriptor.REQUEST;
    private static final int REPLY = ArpDescriptor.REPLY;

    private final HostRig rig = new HostRig();
    private final UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);

    @AfterEach
    void close() {
        rig.close();
    }

    private SendResult send(String address) {
        return socket.send(new byte[]{1, 2, 3}, IpAddress.parse(address), 9);
    }

    private NeighbourState state(String address) {
        IpAddress parsed = IpAddress.parse(address);
        return rig.host.neighbours().state(parsed.high(), parsed.low());
    }

    private long mac(String address) {
        IpAddress parsed = IpAddress.parse(address);
        return rig.host.neighbours().macAddress(parsed.high(), parsed.low());
    }

    private void reply(long mac) {
        rig.send(rig.wire.arp(REPLY, mac, "10.0.0.2", HostRig.MAC, "10.0.0.1"));
    }

    @Test
    void shouldAnswerARequestForItsAddressAndRememberWhoAsked() {
        rig.wire.send(rig.wire.arp(REQUEST, PEER_MAC, "10.0.0.2", 0, "10.0.0.1"));
        rig.settle();
        int count = rig.wire.frames(packet -> {
            assertEquals("arp reply 10.0.0.2 tell 10.0.0.1", Wire.text(packet));
            assertEquals(PEER_MAC, Ethernet.destination(packet));
            assertEquals(HostRig.MAC, Arp.senderHardware(packet, Wire.IP));
            assertEquals(PEER_MAC, Arp.targetHardware(packet, Wire.IP));
        });
        assertEquals(1, count);
        assertEquals(NeighbourState.STALE, state("10.0.0.2"));
        assertEquals(SendResult.SENT, send("10.0.0.2"));
    }

    @Test
    void shouldNotAnswerForOtherAddresses() {
        rig.send(rig.wire.arp(REQUEST, PEER_MAC, "10.0.0.2", 0, "10.0.0.3"));
        assertEquals(List.of(), rig.wire.lines());
        assertNull(state("10.0.0.2"));
        assertEquals(1, rig.count(HostCounter.ARP_NOT_FOR_US));
    }

    @Test
    void shouldSendOneRequestAndThenThePacketsInOrder() {
        assertEquals(SendResult.WAITS, send("10.0.0.2"));
        assertEquals(SendResult.WAITS, socket.send(new byte[5], IpAddress.parse("10.0.0.2"), 9));
        assertEquals(List.of("arp who-has 10.0.0.2 tell 10.0.0.1 to all"), rig.wire.lines());
        reply(PEER_MAC);
        assertEquals(List.of("udp 10.0.0.1:7 > 10.0.0.2:9 len=3", "udp 10.0.0.1:7 > 10.0.0.2:9 len=5"),
                rig.wire.lines());
        assertEquals(NeighbourState.REACHABLE, state("10.0.0.2"));
    }

    /** Shipped bug 41, picotcp 249: an unresolved neighbour must lead to one packet once it answers, not to several. */
    @Test
    void shouldSendExactlyOnePacketWhenTheNeighbourAnswersLateAndTwice() {
        send("10.0.0.2");
        rig.pass(2 * SECOND + SECOND / 2);
        assertEquals(3, rig.wire.lines().size());
        reply(PEER_MAC);
        reply(PEER_MAC);
        assertEquals(List.of("udp 10.0.0.1:7 > 10.0.0.2:9 len=3"), rig.wire.lines());
    }

    @Test
    void shouldKeepTheNewestThreePacketsOfANeighbour() {
        for (int i = 1; i <= 5; i++) {
            assertEquals(SendResult.WAITS, socket.send(new byte[i], IpAddress.parse("10.0.0.2"), 9));
        }
        rig.wire.lines();
        reply(PEER_MAC);
        assertEquals(List.of("udp 10.0.0.1:7 > 10.0.0.2:9 len=3", "udp 10.0.0.1:7 > 10.0.0.2:9 len=4",
                "udp 10.0.0.1:7 > 10.0.0.2:9 len=5"), rig.wire.lines());
        assertEquals(2, rig.count(HostCounter.NEIGHBOUR_QUEUE_FULL));
    }

    @Test
    void shouldGiveADeadNeighbourUpAfterThreeRequestsAndAskAgainLater() {
        send("10.0.0.2");
        rig.pass(3 * SECOND + SECOND / 10);
        assertEquals(3, rig.wire.lines().size());
        assertEquals(NeighbourState.FAILED, state("10.0.0.2"));
        assertEquals(1, rig.count(HostCounter.NEIGHBOUR_UNREACHABLE));
        assertEquals(SendResult.NEIGHBOUR_UNREACHABLE, send("10.0.0.2"));
        assertEquals(List.of(), rig.wire.lines());
        rig.pass(SECOND + SECOND / 10);
        assertNull(state("10.0.0.2"));
        assertEquals(SendResult.WAITS, send("10.0.0.2"));
        assertEquals(1, rig.wire.lines().size());
    }

    @Test
    void shouldForgetAnEntryThatIsNotConfirmed() {
        send("10.0.0.2");
        reply(PEER_MAC);
        rig.pass(46 * SECOND);
        assertEquals(NeighbourState.STALE, state("10.0.0.2"));
        rig.wire.lines();
        assertEquals(SendResult.SENT, send("10.0.0.2"));
        assertEquals(NeighbourState.DELAY, state("10.0.0.2"));
        rig.pass(5 * SECOND + SECOND / 10);
        assertEquals(NeighbourState.PROBE, state("10.0.0.2"));
        assertEquals(List.of("udp 10.0.0.1:7 > 10.0.0.2:9 len=3", "arp who-has 10.0.0.2 tell 10.0.0.1"),
                rig.wire.lines());
        rig.pass(3 * SECOND);
        assertNull(state("10.0.0.2"));
    }

    @Test
    void shouldStayReachableWhenTheProbeIsAnswered() {
        send("10.0.0.2");
        reply(PEER_MAC);
        rig.pass(46 * SECOND);
        send("10.0.0.2");
        rig.pass(5 * SECOND + SECOND / 10);
        reply(PEER_MAC);
        assertEquals(NeighbourState.REACHABLE, state("10.0.0.2"));
    }

    @Test
    void shouldNotLearnFromAnUnaskedReply() {
        reply(THIEF_MAC);
        assertNull(state("10.0.0.2"));
        assertEquals(List.of(), rig.wire.lines());
    }

    @Test
    void shouldAskTheOldAddressFirstWhenAnUnaskedReplyClaimsAReachableNeighbour() {
        send("10.0.0.2");
        reply(PEER_MAC);
        rig.pass(2 * SECOND);
        rig.wire.lines();
        reply(THIEF_MAC);
        assertEquals(1, rig.count(HostCounter.NEIGHBOUR_CLAIMS_DOUBTED));
        assertEquals(PEER_MAC, mac("10.0.0.2"));
        assertEquals(List.of("arp who-has 10.0.0.2 tell 10.0.0.1"), rig.wire.lines());
        reply(THIEF_MAC);
        assertEquals(PEER_MAC, mac("10.0.0.2"));
        reply(PEER_MAC);
        assertEquals(NeighbourState.REACHABLE, state("10.0.0.2"));
        assertEquals(PEER_MAC, mac("10.0.0.2"));
    }

    @Test
    void shouldFollowAMoveWhenTheOldAddressIsSilent() {
        send("10.0.0.2");
        reply(PEER_MAC);
        rig.pass(2 * SECOND);
        reply(THIEF_MAC);
        rig.pass(3 * SECOND + SECOND / 10);
        assertNull(state("10.0.0.2"));
        send("10.0.0.2");
        reply(THIEF_MAC);
        assertEquals(THIEF_MAC, mac("10.0.0.2"));
    }

    @Test
    void shouldIgnoreASecondAnswerRightAfterTheFirst() {
        send("10.0.0.2");
        reply(PEER_MAC);
        reply(THIEF_MAC);
        assertEquals(PEER_MAC, mac("10.0.0.2"));
        assertEquals(NeighbourState.REACHABLE, state("10.0.0.2"));
        assertEquals(0, rig.count(HostCounter.NEIGHBOUR_CLAIMS_DOUBTED));
    }

    @Test
    void shouldDefendItsAddressOnceInTenSeconds() {
        Packet claim = rig.wire.arp(REQUEST, THIEF_MAC, "10.0.0.1", 0, "10.0.0.1");
        Packet again = rig.wire.arp(REPLY, THIEF_MAC, "10.0.0.1", HostRig.MAC, "10.0.0.1");
        rig.send(claim, again);
        assertEquals(List.of("arp who-has 10.0.0.1 tell 10.0.0.1 to all"), rig.wire.lines());
        assertEquals(2, rig.count(HostCounter.ARP_CONFLICTS));
        rig.pass(10 * SECOND);
        rig.send(rig.wire.arp(REQUEST, THIEF_MAC, "10.0.0.1", 0, "10.0.0.1"));
        assertEquals(1, rig.wire.lines().size());
    }

    @Test
    void shouldAnswerAProbeWithoutLearning() {
        rig.send(rig.wire.arp(REQUEST, PEER_MAC, "0.0.0.0", 0, "10.0.0.1"));
        assertEquals(List.of("arp reply 0.0.0.0 tell 10.0.0.1"), rig.wire.lines());
        assertEquals(0, rig.host.neighbours().size());
    }

    @Test
    void shouldRefuseSendersThatNoHostCanBe() {
        for (String sender : List.of("224.0.0.5", "127.0.0.1", "10.0.0.255", "255.255.255.255", "192.168.7.7")) {
            rig.send(rig.wire.arp(REQUEST, PEER_MAC, sender, 0, "10.0.0.1"));
        }
        rig.send(rig.wire.arp(9, PEER_MAC, "10.0.0.2", 0, "10.0.0.1"));
        rig.send(Wire.with(rig.wire.arp(REPLY, PEER_MAC, "10.0.0.2", HostRig.MAC, "10.0.0.1"),
                packet -> packet.set16(Wire.IP + ArpDescriptor.SENDER_HARDWARE, 0xffff)));
        assertEquals(7, rig.count(HostCounter.ARP_REFUSED));
        assertEquals(0, rig.host.neighbours().size());
        assertEquals(List.of(), rig.wire.lines());
    }

    @Test
    void shouldBoundTheTableAndKeepWhoAnswersWhenItIsScanned() {
        try (var small = new HostRig(options -> options.address("10.0.0.1/24")
                .neighbours(NeighbourLimits.DEFAULT.withCapacity(8)))) {
            UdpSocket sender = small.host.udp().bind(IpAddress.ANY_IPV4, 7);
            sender.send(new byte[1], IpAddress.parse("10.0.0.2"), 9);
            small.send(small.wire.arp(REPLY, PEER_MAC, "10.0.0.2", HostRig.MAC, "10.0.0.1"));
            int refused = 0;
            for (int i = 10; i < 60; i++) {
                SendResult result = sender.send(new byte[1], IpAddress.parse("10.0.0." + i), 9);
                refused += result == SendResult.NEIGHBOUR_TABLE_FULL ? 1 : 0;
            }
            assertEquals(46, refused);
            assertEquals(46, small.count(HostCounter.NEIGHBOUR_TABLE_FULL));
            assertEquals(SendResult.SENT, sender.send(new byte[1], IpAddress.parse("10.0.0.2"), 9));
            for (int i = 100; i < 120; i++) { // requests for us make entries; the table stays bounded
                small.send(small.wire.arp(REQUEST, PEER_MAC + i, "10.0.0." + i, 0, "10.0.0.1"));
            }
            assertEquals(8, small.host.neighbours().size());
        }
    }

    @Test
    void shouldNeverChangeAPermanentNeighbour() {
        rig.host.permanentNeighbour("10.0.0.2", PEER_MAC);
        reply(THIEF_MAC);
        rig.send(rig.wire.arp(REQUEST, THIEF_MAC, "10.0.0.2", 0, "10.0.0.1"));
        assertEquals(NeighbourState.PERMANENT, state("10.0.0.2"));
        assertEquals(PEER_MAC, mac("10.0.0.2"));
    }
}
