package io.creel.cli.bridge;

import static io.creel.cli.bridge.BridgeRig.HOST;
import static io.creel.cli.bridge.BridgeRig.ISN;
import static io.creel.cli.bridge.BridgeRig.NONE;
import static io.creel.cli.bridge.BridgeRig.PEER;
import static io.creel.cli.bridge.HandMade.ACK;
import static io.creel.cli.bridge.HandMade.FIN;
import static io.creel.cli.bridge.HandMade.PSH;
import static io.creel.cli.bridge.HandMade.RST;
import static io.creel.cli.bridge.HandMade.SYN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections by socket calls on one side and packets made by hand on the other. */
@Timeout(60)
class TcpBridgeTest {
    private static final byte[] HELLO = "hello".getBytes();
    private static final int EAGAIN = 11;
    private static final int EPIPE = 32;
    private static final int ECONNRESET = 104;
    private static final int ENOTCONN = 107;
    private static final int ETIMEDOUT = 110;
    private static final int ECONNREFUSED = 111;
    private static final int EINPROGRESS = 115;

    @Test
    void shouldAcceptAndExchangeDataAndEndWhenThePeerEndsFirst() throws Exception {
        try (var rig = new BridgeRig()) {
            BridgeTool tool = rig.tool;
            assertEquals(3, rig.listen());
            int iss = rig.handshake();
            BridgeTool.Reply accepted = tool.call("accept 3");
            assertEquals(4, accepted.result());
            assertEquals(List.of(PEER, "4000"), accepted.words());

            rig.in(ACK | PSH, ISN + 1, iss + 1, HELLO);
            assertArrayEquals(HELLO, tool.call("recv 4 100 0").bytes());
            assertEquals(100, tool.ok("send 4 100 0", new byte[100]));
            HandMade data = rig.out(ACK | PSH, ISN + 6, 100);
            assertEquals(iss + 1, data.sequence());
            assertEquals(8080, data.sourcePort());
            assertEquals(HOST, data.source());

            rig.in(ACK | FIN, ISN + 6, iss + 101, NONE);
            rig.out(ACK, ISN + 7, 0);
            assertEquals(0, tool.ok("recv 4 100 0"));
            assertEquals(0, tool.ok("close 4"));
            rig.out(ACK | FIN, ISN + 7, 0);
            rig.in(ACK, ISN + 7, iss + 102, NONE);
            tool.fails(EAGAIN, "packet_out");
            tool.fails(9, "recv 4 1 0");
        }
    }

    @Test
    void shouldEndWhenThisSideEndsFirst() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            int iss = rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.ok("shutdown 4 1");
            rig.out(ACK | FIN, ISN + 1, 0);
            rig.in(ACK, ISN + 1, iss + 2, NONE);
            rig.tool.fails(EPIPE, "send 4 5 0", HELLO);
            rig.in(ACK | PSH, ISN + 1, iss + 2, HELLO);
            assertArrayEquals(HELLO, rig.tool.call("recv 4 5 0").bytes());
            rig.in(ACK | FIN, ISN + 6, iss + 2, NONE);
            rig.out(ACK, ISN + 7, 0);
            assertEquals(0, rig.tool.ok("recv 4 5 0"));
            assertEquals(6, rig.tool.call("getsockopt 4 6 11 248").bytes()[0], "TIME-WAIT");
            rig.tool.ok("close 4");
            rig.tool.ok("usleep 61000000");
            rig.tool.fails(EAGAIN, "packet_out");
        }
    }

    @Test
    void shouldConnectWithoutBlocking() throws Exception {
        try (var rig = new BridgeRig()) {
            BridgeTool tool = rig.tool;
            assertEquals(3, tool.ok("socket 2 2049 6"));
            tool.fails(EINPROGRESS, "connect 3 " + PEER + " 80");
            tool.fails(114, "connect 3 " + PEER + " 80");
            tool.fails(EAGAIN, "recv 3 10 0");
            tool.fails(EAGAIN, "send 3 5 0", HELLO);
            assertEquals(0, tool.ok("poll 3 4 0"));
            HandMade syn = rig.out(SYN, 0, 0);
            assertArrayEquals(new byte[]{2, 4, 5, (byte) 0xb4}, java.util.Arrays.copyOf(syn.options(), 4), "MSS 1460");
            rig.in(HandMade.tcp(PEER, 80, syn.source(), syn.sourcePort(), SYN | ACK, ISN, syn.sequence() + 1, 1000,
                    NONE,
                    NONE));
            rig.out(ACK, ISN + 1, 0);
            assertEquals(List.of("4"), tool.call("poll 3 4 0").words());
            assertEquals(0, tool.call("getsockopt 3 1 4 4").integer(), "SO_ERROR");
            assertEquals(0, tool.ok("connect 3 " + PEER + " 80"));
            tool.fails(106, "connect 3 " + PEER + " 80");
            assertEquals(5, tool.ok("write 3 5", HELLO));
            rig.out(ACK | PSH, ISN + 1, 5);
        }
    }

    @Test
    void shouldConnectWhileAnotherThreadExchangesPackets() throws Exception {
        try (var rig = new BridgeRig(); BridgeTool other = rig.thread()) {
            rig.tool.ok("socket 2 1 0");
            rig.tool.ok("bind 3 " + HOST + " 5000");
            other.send("connect 3 " + PEER + " 80");
            HandMade syn = rig.out(SYN, 0, 0);
            assertEquals(List.of(HOST, 5000, 80), List.of(syn.source(), syn.sourcePort(), syn.destinationPort()));
            rig.in(HandMade.tcp(PEER, 80, HOST, 5000, SYN | ACK, ISN, syn.sequence() + 1, 1000, NONE, NONE));
            assertEquals(0, other.receive().result());
            rig.out(ACK, ISN + 1, 0);
        }
    }

    @Test
    void shouldSayThatThePeerRefuses() throws Exception {
        try (var rig = new BridgeRig(); BridgeTool other = rig.thread()) {
            rig.tool.ok("socket 2 1 0");
            other.send("connect 3 " + PEER + " 80");
            HandMade syn = rig.out(SYN, 0, 0);
            byte[] reset = HandMade.tcp(PEER, 80, syn.source(), syn.sourcePort(), RST | ACK, 0, syn.sequence() + 1, 0,
                    NONE, NONE);
            rig.in(reset);
            assertEquals(ECONNREFUSED, other.receive().errno());
            rig.tool.ok("fcntl 3 4 2048");
            rig.tool.fails(EINPROGRESS, "connect 3 " + PEER + " 81");
            syn = rig.out(SYN, 0, 0);
            rig.in(HandMade.tcp(PEER, 81, syn.source(), syn.sourcePort(), RST | ACK, 0, syn.sequence() + 1, 0, NONE,
                    NONE));
            assertEquals(List.of("28"), rig.tool.call("poll 3 4 0").words(), "POLLOUT, POLLERR and POLLHUP");
            assertEquals(ECONNREFUSED, rig.tool.call("getsockopt 3 1 4 4").integer());
            assertEquals(0, rig.tool.call("getsockopt 3 1 4 4").integer(), "the error is taken once");
        }
    }

    @Test
    void shouldGiveUpConnectingWhenThePeerIsSilent() throws Exception {
        try (var rig = new BridgeRig(); BridgeTool other = rig.thread()) {
            rig.tool.ok("socket 2 1 0");
            rig.tool.ok("setsockopt 3 6 7 4", BridgeTool.integer(2));
            other.send("connect 3 " + PEER + " 80");
            long beganUs = rig.tool.timeUs();
            rig.out(SYN, 0, 0);
            assertEquals(beganUs, rig.tool.timeUs());
            rig.out(SYN, 0, 0);
            assertEquals(1, (rig.tool.timeUs() - beganUs) / 1_000_000);
            rig.out(SYN, 0, 0);
            assertEquals(3, (rig.tool.timeUs() - beganUs) / 1_000_000);
            rig.tool.ok("usleep 5000000");
            assertEquals(ETIMEDOUT, other.receive().errno());
        }
    }

    @Test
    void shouldReturnFromABlockedAcceptDuringPacketsAndSleeps() throws Exception {
        try (var rig = new BridgeRig(); BridgeTool other = rig.thread()) {
            rig.listen();
            other.send("accept 3");
            int iss = rig.handshake();
            assertEquals(4, other.receive().result());
            other.send("recv 4 5 256");
            rig.in(ACK, ISN + 1, iss + 1, "hel".getBytes());
            rig.tool.ok("usleep 1000000");
            rig.in(ACK, ISN + 4, iss + 1, "lo".getBytes());
            assertArrayEquals(HELLO, other.receive().bytes(), "MSG_WAITALL");

            rig.tool.ok("setsockopt 4 1 20 16", timeval(0, 250_000));
            long beganUs = rig.tool.timeUs();
            other.send("recv 4 5 0");
            rig.tool.ok("usleep 300000");
            assertEquals(EAGAIN, other.receive().errno(), "SO_RCVTIMEO");
            assertEquals(beganUs + 300_000, rig.tool.timeUs());

            other.send("poll 4 1 100");
            rig.tool.ok("usleep 99999");
            other.send("time");
            rig.tool.ok("usleep 1");
            assertEquals(0, other.receive().result(), "poll");
            assertEquals(beganUs + 400_000, other.receive().number(0));
        }
    }

    private static byte[] timeval(long seconds, long micros) {
        return java.nio.ByteBuffer.allocate(16).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(seconds)
                .putLong(micros).array();
    }

    @Test
    void shouldReportAResetOnce() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            int iss = rig.handshake();
            rig.tool.ok("accept 3");
            rig.in(ACK | PSH, ISN + 1, iss + 1, HELLO);
            rig.in(RST, ISN + 6, 0, NONE);
            assertEquals(0x2000 | 1 | 4 | 8 | 16, rig.tool.call("poll 4 8197 0").number(0));
            assertArrayEquals(HELLO, rig.tool.call("recv 4 10 0").bytes());
            rig.tool.fails(ECONNRESET, "recv 4 10 0");
            assertEquals(0, rig.tool.ok("recv 4 10 0"));
            rig.tool.fails(EPIPE, "send 4 5 0", HELLO);
            rig.tool.ok("close 4");
        }
    }

    @Test
    void shouldResetWhenItLingersNotOrHasUnreadData() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.ok("setsockopt 4 1 13 8", new byte[]{1, 0, 0, 0, 0, 0, 0, 0});
            rig.tool.ok("close 4");
            assertEquals(RST, rig.out().flags() & RST);
            int iss = rig.handshake();
            rig.tool.ok("accept 3");
            rig.in(ACK | PSH, ISN + 1, iss + 1, HELLO);
            rig.tool.ok("close 4");
            HandMade reset = rig.out();
            reset = reset.flags() == ACK ? rig.out() : reset;
            assertEquals(RST, reset.flags() & RST);
        }
    }

    @Test
    void shouldWaitInCloseUntilThePeerHasEverything() throws Exception {
        try (var rig = new BridgeRig(); BridgeTool other = rig.thread()) {
            rig.listen();
            int iss = rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.ok("setsockopt 4 1 13 8", new byte[]{1, 0, 0, 0, 9, 0, 0, 0});
            rig.tool.ok("send 4 5 0", HELLO);
            other.send("close 4");
            rig.out(ACK | PSH, ISN + 1, 5);
            rig.out(ACK | FIN, ISN + 1, 0);
            rig.tool.ok("usleep 1000");
            other.send("time");
            rig.in(ACK, ISN + 1, iss + 7, NONE);
            assertEquals(List.of(0L, 0), List.of(other.receive().result(), other.receive().errno()));
        }
    }

    @Test
    void shouldResendAtTheTimeOut() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.ok("send 4 5 0", HELLO);
            BridgeTool.Reply first = rig.tool.call("packet_out");
            assertEquals(rig.tool.timeUs(), first.number(0));
            BridgeTool.Reply second = rig.tool.call("packet_out");
            assertArrayEquals(HELLO, new HandMade(second.bytes()).payload());
            assertEquals(rig.tool.timeUs(), second.number(0), "the clock stands where the packet left");
            assertTrue(second.number(0) > first.number(0));
            long third = rig.tool.call("packet_out").number(0) - second.number(0);
            assertTrue(third >= 200_000 && third <= 1_500_000, "us=" + third);
        }
    }

    @Test
    void shouldBlockASendUntilTheBufferHasRoom() throws Exception {
        try (var rig = new BridgeRig(); BridgeTool other = rig.thread()) {
            rig.listen();
            int iss = rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.option(4, 1, 7, 4096);
            assertEquals(8192, rig.tool.call("getsockopt 4 1 7 4").integer());
            other.send("send 4 10000 0", new byte[10_000]);
            int acknowledged = 0;
            while (acknowledged < 10_000) {
                HandMade data = rig.out();
                acknowledged = data.sequence() + data.payload().length - iss - 1;
                rig.in(ACK, ISN + 1, iss + 1 + acknowledged, NONE);
            }
            assertEquals(10_000, other.receive().result());
            assertEquals(4096, rig.tool.ok("send 4 5000 64", new byte[5000]), "MSG_DONTWAIT");
            rig.tool.fails(EAGAIN, "send 4 1 64", new byte[1]);
            assertEquals(0, rig.tool.ok("poll 4 4 0"));
            assertEquals(4096, rig.tool.call("ioctl 4 " + 0x5411).number(0), "SIOCOUTQ");
        }
    }

    @Test
    void shouldPeekAndCount() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            int iss = rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.fails(EAGAIN, "recv 4 5 64");
            rig.in(ACK | PSH, ISN + 1, iss + 1, HELLO);
            assertArrayEquals(HELLO, rig.tool.call("recv 4 9 2").bytes());
            BridgeTool.Reply count = rig.tool.call("ioctl 4 21531");
            assertEquals(List.of(5L, 5), List.of(count.number(0), count.integer()), "SIOCINQ");
            assertArrayEquals("he".getBytes(), rig.tool.call("recv 4 2 0").bytes());
            assertArrayEquals("llo".getBytes(), rig.tool.call("read 4 9").bytes());
        }
    }

    @Test
    void shouldSpeakIpv6() throws Exception {
        try (var rig = new BridgeRig()) {
            String host = BridgeRig.HOST6;
            String peer = BridgeRig.PEER6;
            rig.tool.ok("socket 10 1 0");
            rig.tool.ok("bind 3 " + host + " 8080");
            rig.tool.ok("listen 3 1");
            rig.in(HandMade.tcp(peer, 4000, host, 8080, SYN, ISN, 0, 60_000, NONE, NONE));
            HandMade synAck = rig.out(SYN | ACK, ISN + 1, 0);
            assertArrayEquals(new byte[]{2, 4, 5, (byte) 0xa0}, synAck.options(), "MSS 1440");
            rig.in(HandMade.tcp(peer, 4000, host, 8080, ACK, ISN + 1, synAck.sequence() + 1, 60_000, NONE, NONE));
            assertEquals(List.of("2001:db8::1", "4000"), rig.tool.call("accept 3").words());
            rig.tool.ok("send 4 5 0", HELLO);
            assertArrayEquals(HELLO, rig.out().payload());
        }
    }

    @Test
    void shouldShowAnIpv4PeerOfAnIpv6SocketAsMapped() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.tool.ok("socket 10 1 0");
            rig.tool.ok("bind 3 ::ffff:" + HOST + " 8080");
            rig.tool.ok("listen 3 1");
            rig.handshake();
            assertEquals(List.of("::ffff:" + PEER, "4000"), rig.tool.call("accept 3").words());
        }
    }

    @Test
    void shouldCallSocketsThatAreNotConnectedByTheirName() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.tool.ok("socket 2 1 0");
            rig.tool.fails(ENOTCONN, "recv 3 1 0");
            rig.tool.fails(EPIPE, "send 3 1 0", new byte[1]);
            rig.tool.fails(ENOTCONN, "shutdown 3 2");
            rig.tool.fails(22, "accept 3");
            assertEquals(List.of("20"), rig.tool.call("poll 3 5 0").words(), "POLLOUT and POLLHUP");
            rig.tool.ok("bind 3 " + HOST + " 8080");
            rig.tool.fails(22, "bind 3 " + HOST + " 8081");
            rig.tool.ok("listen 3 5");
            rig.tool.ok("socket 2 1 0");
            rig.tool.fails(98, "bind 4 0.0.0.0 8080");
            rig.tool.fails(97, "bind 4 fd00::1 8080");
            rig.tool.ok("fcntl 3 4 2048");
            assertEquals(2050, rig.tool.ok("fcntl 3 3"));
            rig.tool.fails(EAGAIN, "accept 3");
            assertEquals(0, rig.tool.ok("poll 3 1 0"));
            rig.handshake();
            assertEquals(1, rig.tool.ok("poll 3 1 0"));
        }
    }
}
