package io.creel.cli.bridge;

import static io.creel.cli.bridge.BridgeRig.ISN;
import static io.creel.cli.bridge.BridgeRig.NONE;
import static io.creel.cli.bridge.HandMade.ACK;
import static io.creel.cli.bridge.HandMade.PSH;
import static io.creel.cli.bridge.HandMade.SYN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Socket options: what they are at first, what they become, and what they do to packets. */
@Timeout(60)
class SocketOptionsTest {
    private static final int ENOPROTOOPT = 92;

    @ParameterizedTest
    @CsvSource({"1,2,0,1,1", "1,15,0,1,1", "1,9,0,1,1", "1,7,524288,4096,8192", "1,8,524288,4096,8192", "6,1,0,1,1",
            "6,2,536,1000,1000", "6,3,0,1,1", "6,4,7200,60,60", "6,5,75,10,10", "6,6,9,3,3", "6,7,6,2,2",
            "6,8,60,30,30",
            "6,12,0,1,1", "6,18,0,5000,5000", "0,1,0,0,0", "0,2,64,64,64", "0,10,1,1,1", "1,10,1,1,1"})
    void shouldSetAndGet(int level, int option, int first, int set, int then) throws Exception {
        try (var rig = new BridgeRig()) {
            rig.tool.ok("socket 2 1 0");
            String get = "getsockopt 3 " + level + " " + option + " 4";
            assertEquals(first, rig.tool.call(get).integer());
            rig.tool.option(3, level, option, set);
            assertEquals(then, rig.tool.call(get).integer());
            assertEquals(2, rig.tool.call("getsockopt 3 " + level + " " + option + " 2").bytes().length);
            rig.tool.fails(22, "setsockopt 3 " + level + " " + option + " 2", new byte[2]);
        }
    }

    @Test
    void shouldRefuseWhatWouldHaveNoEffect() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.tool.ok("socket 2 1 0");
            rig.tool.ok("socket 2 2 0");
            for (String option : new String[]{"1 12", "1 999", "6 9", "6 24", "0 11", "17 1", "41 26", "99 1", "1 3",
                    "6 11"}) {
                rig.tool.fails(ENOPROTOOPT, "setsockopt 3 " + option + " 4", new byte[4]);
            }
            for (String option : new String[]{"1 12", "6 999", "0 999", "41 26", "99 1"}) {
                rig.tool.fails(ENOPROTOOPT, "getsockopt 3 " + option + " 4");
            }
            rig.tool.fails(ENOPROTOOPT, "setsockopt 3 0 1 4", BridgeTool.integer(16));
            rig.tool.fails(ENOPROTOOPT, "getsockopt 4 6 1 4");
            rig.tool.fails(ENOPROTOOPT, "getsockopt 4 1 7 4");
            rig.tool.fails(2, "setsockopt 3 6 13 3", "bbr".getBytes());
            rig.tool.ok("setsockopt 3 6 13 5", "cubic".getBytes());
            assertArrayEquals(Arrays.copyOf("cubic".getBytes(), 16), rig.tool.call("getsockopt 3 6 13 20").bytes());
            rig.tool.fails(22, "getsockopt 3 1 4 -1");
            rig.tool.fails(107, "getsockopt 3 0 14 4");
            rig.tool.fails(22, "setsockopt 3 6 2 4", BridgeTool.integer(20));
        }
    }

    @Test
    void shouldOfferTheSegmentSizeAndTheBufferThatWereSet() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.tool.ok("socket 2 1 0");
            rig.tool.option(3, 6, 2, 1000);
            rig.tool.option(3, 1, 8, 5000);
            rig.tool.ok("bind 3 " + BridgeRig.HOST + " 8080");
            rig.tool.ok("listen 3 5");
            rig.in(SYN, ISN, 0, NONE);
            HandMade synAck = rig.out(SYN | ACK, ISN + 1, 0);
            assertArrayEquals(new byte[]{2, 4, 3, (byte) 0xe8}, synAck.options());
            assertEquals(5000, synAck.window());
            rig.in(ACK, ISN + 1, synAck.sequence() + 1, NONE);
            rig.tool.ok("accept 3");
            rig.tool.fails(ENOPROTOOPT, "setsockopt 4 1 8 4", BridgeTool.integer(9000));
            assertEquals(1500, rig.tool.call("getsockopt 4 0 14 4").integer(), "IP_MTU");
        }
    }

    @Test
    void shouldHoldSmallSegmentsBackWhileCorked() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.option(4, 6, 3, 1);
            rig.tool.ok("send 4 5 0", "hello".getBytes());
            rig.nothingOut();
        }
        try (var rig = new BridgeRig()) {
            rig.listen();
            rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.ok("send 4 5 32768", "hello".getBytes()); // MSG_MORE
            rig.tool.ok("send 4 6 0", " world".getBytes());
            rig.out(ACK | PSH, ISN + 1, 11);
        }
    }

    @Test
    void shouldSendSmallSegmentsAtOnceWithoutNagle() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.ok("send 4 5 0", "hello".getBytes());
            rig.tool.ok("send 4 5 0", "hello".getBytes());
            rig.out(ACK | PSH, ISN + 1, 5);
            long beforeUs = rig.tool.timeUs();
            rig.tool.option(4, 6, 1, 1);
            rig.out(ACK | PSH, ISN + 1, 5);
            assertEquals(beforeUs, rig.tool.timeUs());
        }
    }

    @Test
    void shouldProbeAPeerThatIsSilent() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            int iss = rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.option(4, 6, 4, 10);
            rig.tool.option(4, 6, 5, 2);
            rig.tool.option(4, 6, 6, 2);
            rig.tool.option(4, 1, 9, 1);
            long beganUs = rig.tool.timeUs();
            assertEquals(iss, rig.out(ACK, ISN + 1, 0).sequence());
            assertEquals(10, (rig.tool.timeUs() - beganUs) / 1_000_000);
            rig.out(ACK, ISN + 1, 0);
            assertEquals(12, (rig.tool.timeUs() - beganUs) / 1_000_000);
            rig.tool.ok("usleep 3000000");
            rig.tool.fails(110, "recv 4 1 0");
        }
    }

    @Test
    void shouldGiveUpAtTheUserTimeOut() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.option(4, 6, 18, 1500);
            rig.tool.ok("send 4 5 0", "hello".getBytes());
            rig.tool.ok("usleep 1400000");
            rig.tool.fails(11, "recv 4 1 64");
            rig.tool.ok("usleep 200000");
            rig.tool.fails(110, "recv 4 1 64");
        }
    }

    @Test
    void shouldAcknowledgeAtOnceWithQuickAck() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            int iss = rig.handshake();
            rig.tool.ok("accept 3");
            long beganUs = rig.tool.timeUs();
            rig.in(ACK | PSH, ISN + 1, iss + 1, new byte[10]);
            rig.out(ACK, ISN + 11, 0);
            long delayedUs = rig.tool.timeUs() - beganUs;
            assertTrue(delayedUs >= 40_000 && delayedUs < 45_000, "us=" + delayedUs);
            rig.tool.option(4, 6, 12, 1);
            rig.in(ACK | PSH, ISN + 11, iss + 1, new byte[10]);
            rig.out(ACK, ISN + 21, 0);
            assertEquals(beganUs + delayedUs, rig.tool.timeUs());
        }
    }

    @Test
    void shouldDescribeTheConnectionInTcpInfo() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.tool.ok("socket 2 1 0");
            assertEquals(7, rig.tool.call("getsockopt 3 6 11 248").bytes()[0], "CLOSE");
            rig.tool.ok("close 3");
            rig.listen();
            assertEquals(10, rig.tool.call("getsockopt 3 6 11 248").bytes()[0], "LISTEN");
            int iss = rig.handshake();
            rig.tool.ok("accept 3");
            rig.tool.ok("send 4 10000 0", new byte[10_000]);
            ByteBuffer info = ByteBuffer.wrap(rig.tool.call("getsockopt 4 6 11 500").bytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(248, info.remaining());
            assertEquals(1, info.get(0), "ESTABLISHED");
            assertEquals(0, info.get(5), "no options");
            assertEquals(536, info.getInt(16), "snd_mss");
            assertEquals(10, info.getInt(24), "unacked");
            assertEquals(10, info.getInt(80), "snd_cwnd");
            assertEquals(0x7fffffff, info.getInt(76), "snd_ssthresh");
            assertEquals(10_000 - 5360, info.getInt(144), "notsent_bytes");
            assertEquals(1500, info.getInt(60), "pmtu");
            assertEquals(60_000, info.getInt(228), "snd_wnd");
            rig.tool.ok("usleep 20000");
            rig.in(ACK, ISN + 1, iss + 1 + 5360, NONE);
            info = ByteBuffer.wrap(rig.tool.call("getsockopt 4 6 11 104").bytes()).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(104, info.remaining());
            assertTrue(info.getInt(68) > 1_000 && info.getInt(68) <= 20_000, "rtt=" + info.getInt(68));
        }
    }
}
