package io.creel.ip.host;

import static io.creel.ip.host.HostRig.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.SendResult;
import io.creel.ip.socket.PortAllocator;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.UdpDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 768, RFC 1122 section 4.1, RFC 6056, RFC 8200 section 8.1, and what a socket promises its coroutines. */
class UdpTest {
    private static final IpAddress PEER = IpAddress.parse("10.0.0.2");
    private static final byte[] DATA = {1, 2, 3};

    private final HostRig rig = new HostRig();

    @BeforeEach
    void neighbours() {
        rig.know("10.0.0.2").know("fd00::2");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Packet toPort(int port, int payloadBytes) {
        return rig.wire.udp("10.0.0.2", 9, "10.0.0.1", port, new byte[payloadBytes]);
    }

    @Test
    void shouldWakeAReaderAndEchoTheVeryPacket() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        List<Integer> lengths = new ArrayList<>();
        rig.start(nothing -> {
            for (Packet packet = socket.receive(); packet != null; packet = socket.receive()) {
                lengths.add(UdpDatagram.payloadBytes(packet));
                assertEquals(SendResult.SENT, socket.reply(packet));
            }
        }, null);
        rig.send(toPort(7, 5), toPort(7, 0), toPort(7, 1400));
        assertEquals(List.of(5, 0, 1400), lengths);
        assertEquals(List.of("udp 10.0.0.1:7 > 10.0.0.2:9 len=5", "udp 10.0.0.1:7 > 10.0.0.2:9 len=0",
                "udp 10.0.0.1:7 > 10.0.0.2:9 len=1400"), rig.wire.lines());
    }

    @Test
    void shouldEndAReceiveAfterItsTime() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        List<Object> seen = new ArrayList<>();
        rig.start(nothing -> {
            seen.add(socket.receive(SECOND) == null);
            seen.add(Coroutine.nowNs() - rig.clock.getAsLong());
        }, null);
        rig.pass(SECOND - 10_000_000);
        assertEquals(List.of(), seen);
        rig.pass(20_000_000);
        assertEquals(List.of(true, 0L), seen);
        assertFalse(socket.isClosed());
    }

    @Test
    void shouldLetAReaderBeCancelled() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        Coroutine[] reader = {null};
        boolean[] ended = {false};
        rig.start(nothing -> {
            reader[0] = Coroutine.current();
            try {
                socket.receive();
            } finally {
                ended[0] = true;
            }
        }, null);
        reader[0].cancel();
        rig.settle();
        assertTrue(ended[0]);
        rig.send(toPort(7, 5));
        assertEquals(1, socket.queued());
    }

    @Test
    void shouldWakeReadersWithNothingWhenTheSocketIsClosed() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        boolean[] gotNothing = {false};
        rig.start(nothing -> gotNothing[0] = socket.receive() == null, null);
        socket.close();
        socket.close();
        rig.settle();
        assertTrue(gotNothing[0] && socket.isClosed());
        assertEquals(SendResult.CLOSED, socket.send(DATA, PEER, 9));
        rig.send(toPort(7, 5));
        assertEquals(1, rig.count(HostCounter.UDP_NO_SOCKET));
        rig.host.udp().bind(IpAddress.ANY_IPV4, 7).close();
    }

    @Test
    void shouldBoundTheQueueAndReleaseWhatWasNotRead() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7, 4);
        for (int i = 0; i < 10; i++) {
            rig.send(toPort(7, i));
        }
        assertEquals(4, socket.queued());
        assertEquals(6, rig.count(HostCounter.UDP_QUEUE_FULL));
        socket.close();
        assertEquals(4, rig.count(HostCounter.UDP_UNREAD_AT_CLOSE));
    }

    @Test
    void shouldFindTheMostExactSocket() {
        UdpSocket any = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        UdpSocket connected = rig.host.udp().connect(PEER, 9);
        rig.send(toPort(connected.localPort(), 1));
        rig.send(rig.wire.udp("10.0.0.2", 10, "10.0.0.1", connected.localPort(), DATA));
        rig.send(rig.wire.udp("10.0.0.3", 9, "10.0.0.1", connected.localPort(), DATA));
        rig.send(toPort(7, 1));
        assertEquals(1, connected.queued());
        assertEquals(1, any.queued());
        assertEquals(2, rig.count(HostCounter.UDP_NO_SOCKET));
        assertEquals(SendResult.NO_ROUTE, connected.send(DATA, PEER, 10));
        Packet payload = connected.allocate();
        payload.resize(2);
        assertEquals(SendResult.SENT, connected.send(payload));
        Packet other = any.allocate();
        assertThrows(IllegalStateException.class, () -> any.send(other));
    }

    @Test
    void shouldKeepVersionsApart() {
        UdpSocket four = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        UdpSocket six = rig.host.udp().bind(IpAddress.ANY_IPV6, 7);
        rig.send(toPort(7, 1), rig.wire.udp("fd00::2", 9, "fd00::1", 7, DATA));
        assertEquals(1, four.queued());
        assertEquals(1, six.queued());
        assertEquals(SendResult.NO_ROUTE, six.send(DATA, IpAddress.parse("192.168.0.1"), 0));
    }

    @Test
    void shouldRefuseADatagramWithoutAChecksumOverIpv6() {
        UdpSocket six = rig.host.udp().bind(IpAddress.ANY_IPV6, 7);
        rig.send(Wire.with(rig.wire.udp("fd00::2", 9, "fd00::1", 7, DATA),
                packet -> packet.set16(Wire.L4_V6 + UdpDescriptor.CHECKSUM, 0)));
        assertEquals(0, six.queued());
        assertEquals(1, rig.count(HostCounter.RX_MALFORMED));
    }

    @Test
    void shouldSendAllOnesInPlaceOfAComputedZero() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        for (int i = 0; i < 65_536; i += 255) {
            socket.send(new byte[]{(byte) (i >>> 8), (byte) i}, PEER, 9);
        }
        int[] zero = {0};
        int[] ones = {0};
        // One payload of two bytes makes the sum zero: find it, and look at what was sent.
        for (int i = 0; i < 65_536 && ones[0] == 0; i++) {
            socket.send(new byte[]{(byte) (i >>> 8), (byte) i}, PEER, 9);
            rig.wire.frames(packet -> {
                int checksum = packet.get16(Wire.L4 + UdpDescriptor.CHECKSUM);
                zero[0] += checksum == 0 ? 1 : 0;
                ones[0] += checksum == 0xffff ? 1 : 0;
            });
        }
        assertEquals(0, zero[0]);
        assertEquals(1, ones[0]);
    }

    @Test
    void shouldSendLongDatagramsInFragmentsAndRefuseLonger() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        assertEquals(SendResult.SENT, socket.send(new byte[65_507], PEER, 9));
        assertEquals(45, rig.wire.lines().size());
        assertEquals(45, rig.count(HostCounter.TX_FRAGMENTS));
        assertEquals(SendResult.TOO_LONG, socket.send(new byte[65_508], PEER, 9));
    }

    @Test
    void shouldSayWhyADatagramCannotLeave() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        try (var lonely = new HostRig(options -> options.address("10.0.0.1/24"))) {
            UdpSocket far = lonely.host.udp().bind(IpAddress.ANY_IPV4, 7);
            assertEquals(SendResult.NO_ROUTE, far.send(DATA, IpAddress.parse("192.168.0.1"), 9));
            assertEquals(SendResult.NO_ROUTE, far.send(DATA, IpAddress.parse("fd00::2"), 9));
            assertEquals("cannot connect: peer=192.168.0.1, port=9, result=NO_ROUTE; no route leads there; configure a"
                    + " prefix or a gateway",
                    assertThrows(IpException.class,
                            () -> lonely.host.udp().connect(IpAddress.parse("192.168.0.1"), 9)).getMessage());
        }
        assertEquals(SendResult.NO_ROUTE, socket.send(DATA, IpAddress.parse("10.0.0.1"), 9));
        List<Packet> all = new ArrayList<>();
        for (Packet packet = socket.allocate(); packet != null; packet = socket.allocate()) {
            all.add(packet);
        }
        assertEquals(SendResult.POOL_EXHAUSTED, socket.send(DATA, PEER, 9));
        all.forEach(Packet::release);
        for (int i = 0; i < 1024; i++) {
            assertEquals(SendResult.SENT, socket.send(DATA, PEER, 9));
        }
        assertEquals(SendResult.QUEUE_FULL, socket.send(DATA, PEER, 9));
        rig.wire.lines();
        rig.nic.close();
        assertEquals(SendResult.POOL_EXHAUSTED, socket.send(DATA, PEER, 9));
    }

    @Test
    void shouldSayThatTheDeviceIsGone() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        Packet payload = socket.allocate();
        payload.resize(3);
        rig.nic.close();
        assertEquals(SendResult.DEVICE_GONE, socket.send(payload, PEER.high(), PEER.low(), 9));
    }

    @Test
    void shouldRefuseWhatCannotBeBound() {
        rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        assertEquals("port taken: protocol=udp, address=10.0.0.1, port=7; close the other socket, or bind port 0",
                assertThrows(IpException.class, () -> rig.host.udp().bind(IpAddress.parse("10.0.0.1"), 7))
                        .getMessage());
        assertEquals("not an address of this host: address=10.0.0.9, addresses=[10.0.0.1/24, fd00::1/64]; bind one of"
                + " these, 0.0.0.0 or ::",
                assertThrows(IpException.class, () -> rig.host.udp().bind(IpAddress.parse("10.0.0.9"), 8))
                        .getMessage());
        assertEquals("port out of bounds: port=65536, least=0, most=65535", assertThrows(IllegalArgumentException.class,
                () -> rig.host.udp().bind(IpAddress.ANY_IPV4, 65_536)).getMessage());
        assertEquals("queue out of bounds: queuePackets=0, least=1, most=65536", assertThrows(
                IllegalArgumentException.class, () -> rig.host.udp().bind(IpAddress.ANY_IPV4, 8, 0)).getMessage());
        assertEquals(1, rig.host.sockets().size());
    }

    @Test
    void shouldBoundTheSockets() {
        try (var small = new HostRig(options -> options.address("10.0.0.1/24").sockets(2))) {
            small.host.udp().bind(IpAddress.ANY_IPV4, 1);
            small.host.udp().bind(IpAddress.ANY_IPV4, 2);
            assertEquals("too many sockets: socket=udp 0.0.0.0:3, most=2; close sockets, or raise the limit of sockets",
                    assertThrows(IpException.class, () -> small.host.udp().bind(IpAddress.ANY_IPV4, 3)).getMessage());
        }
    }

    @Test
    void shouldChooseEachPortOnceAndUnpredictablyAndThenSaySo() {
        try (var many = new HostRig(options -> options.address("10.0.0.1/24").sockets(1 << 15))) {
            Set<Integer> ports = new HashSet<>();
            int inOrder = 0;
            int before = 0;
            for (int i = PortAllocator.FIRST; i <= PortAllocator.LAST; i++) {
                int port = many.host.udp().bind(IpAddress.ANY_IPV4, 0).localPort();
                inOrder += port == before + 1 ? 1 : 0;
                before = port;
                assertTrue(port >= PortAllocator.FIRST && ports.add(port), "port " + port);
                if (i == PortAllocator.FIRST + 100) {
                    assertTrue(inOrder < 10, "guessable");
                }
            }
            assertEquals("no free port: protocol=udp, first=49152, last=65535; close sockets",
                    assertThrows(IpException.class, () -> many.host.udp().bind(IpAddress.ANY_IPV4, 0)).getMessage());
        }
    }

    @Test
    void shouldGiveAPortBackOnce() {
        UdpSocket one = rig.host.udp().bind(IpAddress.ANY_IPV4, 0);
        UdpSocket other = rig.host.udp().bind(IpAddress.ANY_IPV4, 0);
        assertNotEquals(one.localPort(), other.localPort());
        one.close();
        one.close();
        assertEquals(1, rig.host.sockets().size());
    }

    @Test
    void shouldWakeAConnectedReaderWhenThePeerHasNoSocket() {
        UdpSocket socket = rig.host.udp().connect(PEER, 53);
        List<SendResult> errors = new ArrayList<>();
        rig.start(nothing -> {
            assertNull(socket.receive());
            errors.add(socket.takeError());
            assertNull(socket.receive(SECOND));
            errors.add(socket.takeError());
        }, null);
        Packet ours = rig.wire.udp("10.0.0.1", socket.localPort(), "10.0.0.2", 53, DATA);
        byte[] quote = new byte[28];
        ours.get(Wire.IP, quote, 0, quote.length);
        ours.release();
        rig.send(rig.wire.icmp("10.0.0.2", "10.0.0.1", 3, 3, 0, quote));
        assertEquals(List.of(SendResult.PORT_UNREACHABLE), errors);
        rig.pass(SECOND + SECOND / 10);
        assertEquals(2, errors.size());
        assertNull(errors.get(1));
    }

    @Test
    void shouldSendToAllAndToGroupsWithoutAskingForANeighbour() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        UdpSocket six = rig.host.udp().bind(IpAddress.ANY_IPV6, 7);
        socket.send(DATA, IpAddress.parse("255.255.255.255"), 9);
        socket.send(DATA, IpAddress.parse("10.0.0.255"), 9);
        socket.send(DATA, IpAddress.parse("224.0.0.251"), 9);
        six.send(DATA, IpAddress.parse("ff02::fb"), 9);
        List<Long> macs = new ArrayList<>();
        rig.wire.frames(packet -> macs.add(Ethernet.destination(packet)));
        assertEquals(List.of(0xffff_ffff_ffffL, 0xffff_ffff_ffffL, 0x0100_5e00_00fbL, 0x3333_0000_00fbL), macs);
    }

    @Test
    void shouldAskTheGatewayForWhatIsNotOnTheLink() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        UdpSocket six = rig.host.udp().bind(IpAddress.ANY_IPV6, 7);
        socket.send(DATA, IpAddress.parse("192.0.2.1"), 9);
        six.send(DATA, IpAddress.parse("2001:db8::1"), 9);
        assertEquals(List.of("arp who-has 10.0.0.254 tell 10.0.0.1 to all",
                "icmp6 135/0 fd00::1 > ff02::1:ff00:fe len=24"), rig.wire.lines());
    }

    @Test
    void shouldSendTheHopLimitThatIsAskedFor() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        socket.hopLimit(3);
        socket.send(DATA, PEER, 9);
        byte[] frame = rig.wire.bytes().getFirst();
        assertEquals(3, frame[Wire.IP + 8]);
        assertThrows(IllegalArgumentException.class, () -> socket.hopLimit(0));
    }
}
