package io.creel.ip.host;

import static io.creel.ip.host.HostRig.SECOND;
import static io.creel.ip.host.Wire.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.SendResult;
import io.creel.ip.icmp.IcmpErrors;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.IpProtocol;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 792, RFC 1122 section 3.2.2, RFC 4443, RFC 1191, RFC 8201, RFC 5927. */
class IcmpTest {
    private static final byte[] DATA = "0123456789".getBytes();

    private final HostRig rig = new HostRig();

    @BeforeEach
    void neighbours() {
        rig.know("10.0.0.2").know("fd00::2");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldAnswerEchoRequests() {
        rig.send(rig.wire.icmp("10.0.0.2", "10.0.0.1", 8, 0, 0x00070001, DATA));
        rig.send(rig.wire.icmp("fd00::2", "fd00::1", 128, 0, 0x00070001, DATA));
        assertEquals(List.of("icmp 0/0 10.0.0.1 > 10.0.0.2 len=10", "icmp6 129/0 fd00::1 > fd00::2 len=10"),
                rig.wire.lines());
        assertEquals(2, rig.count(HostCounter.ICMP_ECHO_ANSWERED));
    }

    @Test
    void shouldEchoTheSameBytesWithoutPadding() {
        Packet request = rig.wire.icmp("10.0.0.2", "10.0.0.1", 8, 0, 0x12345678, DATA);
        request.resize(60);
        rig.send(request);
        byte[] reply = rig.wire.bytes().getFirst();
        assertEquals(Wire.L4 + 8 + DATA.length, reply.length);
        assertEquals("0123456789", new String(reply, Wire.L4 + 8, DATA.length));
        assertEquals(0x12, reply[Wire.L4 + 4]);
        assertEquals(64, reply[Wire.IP + 8]);
    }

    @Test
    void shouldNotAnswerEchoRequestsToAGroup() {
        rig.send(with(rig.wire.icmp("10.0.0.2", "10.0.0.255", 8, 0, 1, DATA),
                packet -> Ethernet.destination(packet, Ethernet.BROADCAST)));
        rig.send(with(rig.wire.icmp("10.0.0.2", "224.0.0.1", 8, 0, 1, DATA),
                packet -> Ethernet.destination(packet, 0x0100_5e00_0001L)));
        rig.send(with(rig.wire.icmp("fd00::2", "ff02::1", 128, 0, 1, DATA),
                packet -> Ethernet.destination(packet, 0x3333_0000_0001L)));
        assertEquals(List.of(), rig.wire.lines());
        assertEquals(3, rig.count(HostCounter.ICMP_ECHO_TO_GROUP));
    }

    @Test
    void shouldAnswerALongEchoRequestInFragments() {
        byte[] body = new byte[2000];
        Arrays.fill(body, (byte) 'x');
        byte[] icmp = new byte[8 + body.length];
        icmp[0] = 8;
        System.arraycopy(body, 0, icmp, 8, body.length);
        int sum = 0;
        for (int i = 0; i < icmp.length; i += 2) {
            sum += (icmp[i] & 0xff) << 8 | icmp[i + 1] & 0xff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum >>> 16) + (sum & 0xffff);
        }
        icmp[2] = (byte) (~sum >>> 8);
        icmp[3] = (byte) ~sum;
        rig.send(rig.wire.fragment4("10.0.0.2", "10.0.0.1", IpProtocol.ICMP, 5, 0, true, Arrays.copyOf(icmp, 1480)),
                rig.wire.fragment4("10.0.0.2", "10.0.0.1", IpProtocol.ICMP, 5, 1480, false,
                        Arrays.copyOfRange(icmp, 1480, icmp.length)));
        assertEquals(List.of("fragment 10.0.0.1 > 10.0.0.2 len=1500", "fragment 10.0.0.1 > 10.0.0.2 len=548"),
                rig.wire.lines());
    }

    @Test
    void shouldReportAPortWithoutASocket() {
        rig.send(rig.wire.udp("10.0.0.2", 9, "10.0.0.1", 99, DATA));
        rig.send(rig.wire.udp("fd00::2", 9, "fd00::1", 99, DATA));
        assertEquals(List.of("icmp 3/3 10.0.0.1 > 10.0.0.2 len=38", "icmp6 1/4 fd00::1 > fd00::2 len=58"),
                rig.wire.lines());
        assertEquals(2, rig.count(HostCounter.UDP_NO_SOCKET));
    }

    @Test
    void shouldQuoteNoMoreThanFitsIntoTheSmallestDatagram() {
        rig.send(rig.wire.udp("10.0.0.2", 9, "10.0.0.1", 99, new byte[1400]));
        rig.send(rig.wire.udp("fd00::2", 9, "fd00::1", 99, new byte[1400]));
        List<byte[]> errors = rig.wire.bytes();
        assertEquals(576, errors.get(0).length - Wire.IP);
        assertEquals(1280, errors.get(1).length - Wire.IP);
    }

    @Test
    void shouldReportAnUnknownProtocol() {
        rig.send(rig.wire.ip("10.0.0.2", "10.0.0.1", 47, 20));
        rig.send(rig.wire.ip("fd00::2", "fd00::1", 47, 20));
        rig.send(rig.wire.ip("fd00::2", "fd00::1", IpProtocol.NO_NEXT_HEADER, 0));
        assertEquals(List.of("icmp 3/2 10.0.0.1 > 10.0.0.2 len=40", "icmp6 4/1 fd00::1 > fd00::2 len=60"),
                rig.wire.lines());
        assertEquals(3, rig.count(HostCounter.PROTOCOL_UNKNOWN));
    }

    @Test
    void shouldNeverReportAboutErrorsGroupsOrLaterFragments() {
        byte[] quoted = rigQuote("10.0.0.1", "10.0.0.2", 5, 6);
        rig.send(rig.wire.icmp("10.0.0.2", "10.0.0.1", 3, 1, 0, quoted)); // an error about nothing we sent
        rig.send(with(rig.wire.udp("10.0.0.2", 9, "10.0.0.255", 99, DATA),
                packet -> Ethernet.destination(packet, Ethernet.BROADCAST)));
        rig.send(with(rig.wire.udp("10.0.0.2", 9, "224.0.0.1", 99, DATA),
                packet -> Ethernet.destination(packet, 0x0100_5e00_0001L)));
        rig.send(with(rig.wire.udp("fd00::2", 9, "ff02::1", 99, DATA),
                packet -> Ethernet.destination(packet, 0x3333_0000_0001L)));
        rig.send(rig.wire.icmp("10.0.0.2", "10.0.0.1", 77, 0, 0, DATA));
        assertEquals(List.of(), rig.wire.lines());
        assertEquals(3, rig.count(HostCounter.ICMP_ERRORS_FORBIDDEN));
    }

    @Test
    void shouldLimitTheRateOfErrors() {
        for (int i = 0; i < 100; i++) {
            rig.send(rig.wire.udp("10.0.0.2", 9, "10.0.0.1", 99, DATA));
        }
        assertEquals(IcmpErrors.BURST, rig.wire.lines().size());
        assertEquals(100 - IcmpErrors.BURST, rig.count(HostCounter.ICMP_ERRORS_LIMITED));
        rig.clock.advance(IcmpErrors.INTERVAL_NS * 10);
        for (int i = 0; i < 100; i++) {
            rig.send(rig.wire.udp("10.0.0.2", 9, "10.0.0.1", 99, DATA));
        }
        assertEquals(10, rig.wire.lines().size());
    }

    /** The first 28 bytes of a UDP datagram of ours: what an old router quotes. */
    private byte[] rigQuote(String source, String destination, int sourcePort, int destinationPort) {
        boolean ipv4 = IpAddress.parse(source).isIpv4();
        Packet packet = rig.wire.udp(source, sourcePort, destination, destinationPort, new byte[1400]);
        byte[] quote = new byte[(ipv4 ? 20 : 40) + 8];
        packet.get(Wire.IP, quote, 0, quote.length);
        packet.release();
        return quote;
    }

    /** Shipped bug 55, katran 159, for UDP: an error with no more than 8 bytes of the transport is found and used. */
    @Test
    void shouldTellTheSocketWhenAnErrorQuotesEightBytes() {
        for (String peer : List.of("10.0.0.2", "fd00::2")) {
            boolean ipv4 = peer.indexOf(':') < 0;
            UdpSocket socket = rig.host.udp().connect(IpAddress.parse(peer), 53);
            byte[] quote = rigQuote(ipv4 ? "10.0.0.1" : "fd00::1", peer, socket.localPort(), 53);
            rig.send(ipv4
                    ? rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 3, 0, quote)
                    : rig.wire.icmp("fd00::fe", "fd00::1", 1, 4, 0, quote));
            assertEquals(SendResult.PORT_UNREACHABLE, socket.takeError());
            assertNull(socket.takeError());
            socket.close();
        }
        assertEquals(2, rig.count(HostCounter.ICMP_ERRORS_MATCHED));
    }

    @Test
    void shouldIgnoreErrorsThatQuoteTooLittleOrNothingOfOurs() {
        UdpSocket socket = rig.host.udp().connect(IpAddress.parse("10.0.0.2"), 53);
        byte[] quote = rigQuote("10.0.0.1", "10.0.0.2", socket.localPort(), 53);
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 3, 0, Arrays.copyOf(quote, 27)));
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 3, 0, new byte[0]));
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 3, 0, new byte[40]));
        byte[] longHeader = quote.clone();
        longHeader[0] = 0x4f;
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 3, 0, longHeader));
        assertEquals(4, rig.count(HostCounter.ICMP_ERRORS_MALFORMED));
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 3, 0,
                rigQuote("10.0.0.1", "10.0.0.2", socket.localPort(), 54)));
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 3, 0,
                rigQuote("10.0.0.7", "10.0.0.2", socket.localPort(), 53)));
        assertEquals(2, rig.count(HostCounter.ICMP_ERRORS_UNMATCHED));
        assertNull(socket.takeError());
    }

    @Test
    void shouldCutDatagramsAfterARouterHasSaidWhatItCarries() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        IpAddress peer = IpAddress.parse("10.0.0.2");
        socket.send(new byte[1400], peer, 9);
        assertEquals(List.of("udp 10.0.0.1:7 > 10.0.0.2:9 len=1400"), rig.wire.lines());
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 1000, rigQuote("10.0.0.1", "10.0.0.2", 7, 9)));
        assertEquals(1, rig.count(HostCounter.PATH_MTU_LOWERED));
        socket.send(new byte[1400], peer, 9);
        assertEquals(List.of("fragment 10.0.0.1 > 10.0.0.2 len=996", "fragment 10.0.0.1 > 10.0.0.2 len=452"),
                rig.wire.lines());
        rig.pass(601 * SECOND);
        rig.know("10.0.0.2");
        socket.send(new byte[1400], peer, 9);
        assertEquals(List.of("udp 10.0.0.1:7 > 10.0.0.2:9 len=1400"), rig.wire.lines());
    }

    @Test
    void shouldNotLowerThePathMtuBelowItsFloorNorByAForgery() {
        UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        rig.host.udp().bind(IpAddress.ANY_IPV6, 7);
        byte[] quote = rigQuote("10.0.0.1", "10.0.0.2", 7, 9);
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 1000, rigQuote("10.0.0.1", "10.0.0.2", 8, 9)));
        assertEquals(0, rig.host.pathMtus().size());
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 1500, quote));
        assertEquals(0, rig.host.pathMtus().size());
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 68, quote));
        long low = IpAddress.parse("10.0.0.2").low();
        assertEquals(576, rig.host.pathMtus().get(0, low, 1500));
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 1000, quote));
        assertEquals(576, rig.host.pathMtus().get(0, low, 1500), "an error never raises it");
        rig.send(rig.wire.icmp("fd00::fe", "fd00::1", 2, 0, 1279, rigQuote("fd00::1", "fd00::2", 7, 9)));
        assertEquals(1, rig.host.pathMtus().size());
        rig.send(rig.wire.icmp("fd00::fe", "fd00::1", 2, 0, 1280, rigQuote("fd00::1", "fd00::2", 7, 9)));
        assertEquals(2, rig.host.pathMtus().size());
        // At the floor routers may cut: no don't-fragment.
        socket.send(new byte[100], IpAddress.parse("10.0.0.2"), 9);
        assertEquals(0, rig.wire.bytes().getFirst()[Wire.IP + 6]);
    }

    @Test
    void shouldGuessWhatALinkCarriesWhenTheRouterDoesNotSay() {
        rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 0, rigQuote("10.0.0.1", "10.0.0.2", 7, 9)));
        assertEquals(1006, rig.host.pathMtus().get(0, IpAddress.parse("10.0.0.2").low(), 1500));
    }

    @Test
    void shouldBoundPathMtus() {
        rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
        for (int i = 0; i < 1000; i++) {
            rig.send(rig.wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 1000,
                    rigQuote("10.0.0.1", "192.168." + i / 250 + "." + (1 + i % 250), 7, 9)));
            rig.clock.advance(1_000_000);
        }
        assertEquals(256, rig.host.pathMtus().size());
    }

    @Test
    void shouldMeasureARoundTrip() {
        long[] rtt = {-2, -2};
        rig.start(nothing -> {
            rtt[0] = rig.host.echo().ping(IpAddress.parse("10.0.0.2"), 10, SECOND);
            rtt[1] = rig.host.echo().ping(IpAddress.parse("10.0.0.2"), 10, SECOND);
        }, null);
        byte[] request = rig.wire.bytes().getFirst();
        rig.clock.advance(3_000_000);
        int numbers = (request[Wire.L4 + 4] & 0xff) << 24 | (request[Wire.L4 + 5] & 0xff) << 16
                | (request[Wire.L4 + 6] & 0xff) << 8 | request[Wire.L4 + 7] & 0xff;
        rig.send(rig.wire.icmp("10.0.0.3", "10.0.0.1", 0, 0, numbers, DATA)); // from another host
        rig.send(rig.wire.icmp("10.0.0.2", "10.0.0.1", 0, 0, numbers + 1, DATA)); // another number
        assertEquals(-2, rtt[0]);
        rig.send(rig.wire.icmp("10.0.0.2", "10.0.0.1", 0, 0, numbers, DATA));
        assertEquals(3_000_000, rtt[0]);
        rig.pass(SECOND + SECOND / 10);
        assertEquals(-1, rtt[1]);
        assertTrue(rig.wire.lines().size() >= 1);
    }
}
