package io.creel.ip.host;

import static io.creel.ip.host.HostRig.SECOND;
import static io.creel.net.wire.TcpDescriptor.ACK;
import static io.creel.net.wire.TcpDescriptor.RST;
import static io.creel.net.wire.TcpDescriptor.SYN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.Packet;
import io.creel.net.wire.ArpDescriptor;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.Tcp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What IP, ARP and ICMP mean for TCP, frame by frame; the machine itself has tests of its own. */
class TcpPathTest {
    private static final byte[] NONE = {};

    private final HostRig rig = new HostRig(this::set);

    /** One worker. */
    void set(HostOptions options) {
        options.address("10.0.0.1/24").gateway("10.0.0.254").address("fd00::1/64").gateway("fd00::fe");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static int sequence(Packet packet) {
        packet.parse();
        return Tcp.sequence(packet, packet.headers().transportOffset());
    }

    /** Shipped bug 41, picotcp 249: neighbour unresolved; exactly one SYN leaves when ARP answers. */
    @Test
    void shouldSendExactlyOneSynWhenTheNeighbourAnswersLate() {
        rig.start(nothing -> assertThrows(IpException.class,
                () -> rig.host.tcp().connect(IpAddress.parse("10.0.0.2"), 80, 100 * SECOND)), null);
        rig.pass(2 * SECOND + SECOND / 2);
        assertEquals(List.of("arp who-has 10.0.0.2 tell 10.0.0.1 to all", "arp who-has 10.0.0.2 tell 10.0.0.1 to all",
                "arp who-has 10.0.0.2 tell 10.0.0.1 to all"), rig.wire.lines());
        assertTrue(rig.count(HostCounter.NEIGHBOUR_QUEUE_REPEATS) > 0, "the SYN was repeated meanwhile");
        rig.send(rig.wire.arp(ArpDescriptor.REPLY, Wire.PEER_MAC, "10.0.0.2", HostRig.MAC, "10.0.0.1"));
        List<String> lines = rig.wire.lines();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.getFirst().contains("flags=2 len=0"), lines::toString);
        rig.host.close();
        rig.settle();
    }

    /** Shipped bug 28, smoltcp 1144: a SYN from an address that no peer can have is dropped, without a word. */
    @Test
    void shouldDropASynFromAnAddressThatNoPeerCanHave() {
        TcpServer server = rig.host.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
        for (String source : List.of("0.0.0.0", "224.0.0.1", "255.255.255.255", "10.0.0.255", "127.0.0.1",
                "10.0.0.1")) {
            rig.send(rig.wire.tcp(source, 9, "10.0.0.1", 80, SYN, 1, 0, NONE));
        }
        for (String source : List.of("::", "ff02::1", "::1", "fd00::1")) {
            rig.send(rig.wire.tcp(source, 9, "fd00::1", 80, SYN, 1, 0, NONE));
        }
        rig.send(Wire.with(rig.wire.tcp("10.0.0.2", 9, "10.0.0.255", 80, SYN, 1, 0, NONE),
                packet -> Ethernet.destination(packet, Ethernet.BROADCAST)));
        rig.send(Wire.with(rig.wire.tcp("10.0.0.2", 9, "10.0.0.1", 80, SYN, 1, 0, NONE),
                packet -> Ethernet.destination(packet, Ethernet.BROADCAST)));
        assertEquals(List.of(), rig.wire.lines());
        assertEquals(0, rig.host.tcp().connections());
        assertEquals(1, rig.count(HostCounter.TCP_TO_GROUP));
        assertEquals(8, rig.count(HostCounter.RX_MARTIAN_SOURCE));
        assertEquals(2, rig.count(HostCounter.RX_OWN_SOURCE));
        server.close();
    }

    @Test
    void shouldRefuseAPortWithoutAListener() {
        rig.know("10.0.0.2");
        rig.send(rig.wire.tcp("10.0.0.2", 9, "10.0.0.1", 81, SYN, 1, 0, NONE));
        assertEquals(List.of("tcp 10.0.0.1:81 > 10.0.0.2:9 flags=" + Integer.toHexString(RST | ACK) + " len=0"),
                rig.wire.lines());
    }

    @Test
    void shouldSayThatItHasNoTcp() {
        try (var without = new HostRig(options -> options.address("10.0.0.1/24").withoutTcp())) {
            without.know("10.0.0.2");
            without.send(without.wire.tcp("10.0.0.2", 9, "10.0.0.1", 81, SYN, 1, 0, NONE));
            assertEquals(List.of("icmp 3/2 10.0.0.1 > 10.0.0.2 len=40"), without.wire.lines());
            assertEquals(1, without.count(HostCounter.TCP_ABSENT));
            assertThrows(IllegalStateException.class, without.host::tcp);
        }
    }

    /** Opens a connection by hand, lets the application write, and returns what was sent. */
    private List<byte[]> written(int bytes) {
        rig.know("10.0.0.2");
        TcpServer server = rig.host.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
        rig.send(rig.wire.tcp("10.0.0.2", 9, "10.0.0.1", 80, SYN, 1000, 0, NONE));
        int[] ours = {0};
        rig.wire.frames(packet -> ours[0] = sequence(packet));
        // Without an option the peer takes 536 bytes a segment; this one says 1460.
        rig.send(rig.wire.tcp("10.0.0.2", 9, "10.0.0.1", 80, ACK, 1001, ours[0] + 1, NONE));
        rig.start(nothing -> {
            TcpSocket socket = server.accept();
            socket.nagle(false);
            socket.write(new byte[bytes], 0, bytes);
        }, null);
        return rig.wire.bytes();
    }

    /**
     * Shipped bug 55, katran 159: an error with 8 bytes of TCP is found and used; a forged one outside of what is in
     * flight is not.
     */
    @Test
    void shouldLowerThePathMtuByEightQuotedBytesAndIgnoreAForgery() {
        List<byte[]> sent = written(1000);
        byte[] first = sent.getFirst();
        assertEquals(536, first.length - Wire.L4 - 20);
        byte[] quote = Arrays.copyOfRange(first, Wire.IP, Wire.L4 + 8);
        byte[] forged = quote.clone();
        forged[24] ^= 0x40;
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 560, forged));
        assertEquals(1, rig.count(HostCounter.ICMP_ERRORS_UNMATCHED));
        assertEquals(0, rig.host.pathMtus().size());
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 560, quote));
        // The floor of 576 bytes leaves segments of 536 bytes as they are: nothing to do, and nothing is believed.
        assertEquals(0, rig.host.pathMtus().size());
    }

    @Test
    void shouldSendSmallerSegmentsAfterAnErrorAboutOneInFlight() {
        rig.know("10.0.0.2");
        TcpServer server = rig.host.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
        Packet syn = rig.wire.ip("10.0.0.2", "10.0.0.1", 6, 24);
        Tcp.write(syn, Wire.L4, 9, 80, 1000, 0, SYN, 65_535);
        syn.set8(Wire.L4 + 12, 6 << 4);
        syn.set32(Wire.L4 + 20, 2 << 24 | 4 << 16 | 1440); // maximum segment size
        rig.send(Wire.fill(syn));
        int[] ours = {0};
        rig.wire.frames(packet -> ours[0] = sequence(packet));
        rig.send(rig.wire.tcp("10.0.0.2", 9, "10.0.0.1", 80, ACK, 1001, ours[0] + 1, NONE));
        rig.start(nothing -> {
            TcpSocket socket = server.accept();
            socket.write(new byte[4000], 0, 4000);
        }, null);
        List<byte[]> sent = rig.wire.bytes();
        assertEquals(1440, sent.getFirst().length - Wire.L4 - 20);
        byte[] quote = Arrays.copyOfRange(sent.getFirst(), Wire.IP, Wire.L4 + 8);
        byte[] forged = quote.clone();
        forged[24] ^= 0x40; // a sequence number that is not in flight
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 1000, forged));
        assertEquals(0, rig.host.pathMtus().size());
        assertEquals(List.of(), rig.wire.lines());
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 1000, quote));
        assertEquals(1, rig.host.pathMtus().size());
        List<Integer> lengths = new ArrayList<>();
        rig.wire.bytes().forEach(frame -> lengths.add(frame.length - Wire.L4 - 20));
        assertTrue(!lengths.isEmpty() && lengths.stream().allMatch(length -> length <= 960), lengths::toString);
        rig.send(rig.wire.tcp("10.0.0.2", 9, "10.0.0.1", 80, RST, 1001, 0, NONE));
    }
}
