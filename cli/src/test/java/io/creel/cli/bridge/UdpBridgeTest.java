package io.creel.cli.bridge;

import static io.creel.cli.bridge.BridgeRig.HOST;
import static io.creel.cli.bridge.BridgeRig.HOST6;
import static io.creel.cli.bridge.BridgeRig.PEER;
import static io.creel.cli.bridge.BridgeRig.PEER6;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagram sockets over the bridge. */
@Timeout(60)
class UdpBridgeTest {
    private static final byte[] HELLO = "hello".getBytes();
    private static final int EAGAIN = 11;
    private static final int ECONNREFUSED = 111;

    @Test
    void shouldReceiveAndAnswer() throws Exception {
        try (var rig = new BridgeRig(); BridgeTool other = rig.thread()) {
            rig.tool.ok("socket 2 2 17");
            rig.tool.ok("bind 3 0.0.0.0 7");
            other.send("recv 3 100 0");
            rig.in(HandMade.udp(PEER, 9, HOST, 7, HELLO));
            BridgeTool.Reply reply = other.receive();
            assertEquals(List.of(PEER, "9"), reply.words());
            assertArrayEquals(HELLO, reply.bytes());
            assertEquals(5, rig.tool.ok("send 3 5 0 " + PEER + " 9", HELLO));
            HandMade sent = rig.out();
            assertEquals(List.of(7, 9, PEER), List.of(sent.sourcePort(), sent.destinationPort(), sent.destination()));
            assertArrayEquals(HELLO, sent.payload());
            rig.tool.fails(89, "send 3 5 0", HELLO);
        }
    }

    @Test
    void shouldCutALongDatagramAndKeepAPeekedOne() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.tool.ok("socket 2 2050 0");
            rig.tool.ok("bind 3 " + HOST + " 7");
            rig.tool.fails(EAGAIN, "recv 3 100 0");
            assertEquals(0, rig.tool.ok("poll 3 1 0"));
            rig.in(HandMade.udp(PEER, 9, HOST, 7, HELLO));
            assertEquals(1, rig.tool.call("poll 3 1 0").number(0));
            assertEquals(5, rig.tool.call("ioctl 3 21531").number(0));
            assertArrayEquals(HELLO, rig.tool.call("recv 3 100 2").bytes());
            BridgeTool.Reply cut = rig.tool.call("recv 3 2 32");
            assertEquals(5, cut.result(), "MSG_TRUNC");
            assertArrayEquals("he".getBytes(), cut.bytes());
            rig.tool.fails(EAGAIN, "recv 3 100 0");
        }
    }

    @Test
    void shouldReportThatThePeerHasNoSocket() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.tool.ok("socket 2 2 0");
            rig.tool.ok("connect 3 " + PEER + " 9");
            rig.tool.ok("send 3 5 0", HELLO);
            HandMade sent = rig.out();
            rig.in(HandMade.unreachable(PEER, sent.source(), sent.ip));
            rig.tool.fails(ECONNREFUSED, "recv 3 5 64");
            rig.tool.fails(EAGAIN, "recv 3 5 64");
            rig.tool.ok("send 3 5 0", HELLO);
            rig.in(HandMade.udp(PEER, 10, sent.source(), sent.sourcePort(), HELLO));
            rig.tool.fails(EAGAIN, "recv 3 5 64");
        }
    }

    @Test
    void shouldCountThePacketsThatItCouldNotKeep() throws Exception {
        var rig = new BridgeRig();
        try (rig) {
            rig.tool.ok("socket 2 2 0");
            rig.tool.ok("connect 3 " + PEER + " 9");
            for (int i = 0; i < BridgeLink.MAX_WAITING + 3; i++) {
                rig.tool.ok("send 3 5 0", HELLO);
            }
        }
        assertEquals(
                List.of("packets left that the tool did not take: dropped=3, kept=4096; call packet_out more often"),
                rig.said);
    }

    @Test
    void shouldSpeakIpv6AndRefuseATakenPort() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.tool.ok("socket 10 2 0");
            rig.tool.ok("bind 3 " + HOST6 + " 7");
            rig.tool.ok("socket 10 2 0");
            rig.tool.fails(98, "bind 4 :: 7");
            rig.in(HandMade.udp(PEER6, 9, HOST6, 7, HELLO));
            assertEquals(List.of("2001:db8::1", "9"), rig.tool.call("recv 3 100 0").words());
            rig.tool.ok("connect 3 [" + PEER6 + "] 9");
            rig.tool.ok("send 3 5 0", HELLO);
            assertEquals(7, rig.out().sourcePort());
        }
    }
}
