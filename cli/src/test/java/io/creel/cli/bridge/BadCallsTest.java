package io.creel.cli.bridge;

import static io.creel.cli.bridge.BridgeRig.HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.LocalAddresses;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tool may do wrong: each is answered, and the bridge goes on. */
@Timeout(120)
class BadCallsTest {
    private static final int EBADF = 9;
    private static final int EINVAL = 22;
    private static final int ENOSYS = 38;
    private static final int EMSGSIZE = 90;

    private static ByteBuffer record(int length, String text) {
        byte[] bytes = text.getBytes();
        return ByteBuffer.allocate(4 + bytes.length).order(ByteOrder.LITTLE_ENDIAN).putInt(length).put(bytes).flip();
    }

    @Test
    void shouldAnswerEachWrongLineWithASentence() throws Exception {
        try (var rig = new BridgeRig()) {
            says(rig, ENOSYS, "frobnicate 1", "no such call: call=frobnicate");
            says(rig, EINVAL, "socket 2 1",
                    "wrong number of words behind the call: call=socket, words=2, least=3, most=3");
            says(rig, EINVAL, "socket 2 1 0 0",
                    "wrong number of words behind the call: call=socket, words=4, least=3, most=3");
            says(rig, EINVAL, "socket two 1 0", "not a number: call=socket, position=1, word=two");
            says(rig, EINVAL, "socket 99999999999 1 0",
                    "number out of bounds: call=socket, position=1, value=99999999999");
            says(rig, EINVAL, "usleep -1", "sleep out of bounds: us=-1, least=0, most=1099511627776");
            says(rig, EINVAL, "packet_in 3",
                    "the line and the record differ in the number of bytes: call=packet_in, line=3, record=0");
            says(rig, EINVAL, "packet_in 0", "not an IP packet: bytes=0, version=0");
            says(rig, EINVAL, " ", "wrong number");
            rig.tool.ok("socket 2 1 0");
            says(rig, EINVAL, "bind 3 nowhere 1", "not an address: call=bind, word=nowhere");
            says(rig, EINVAL, "bind 3 " + HOST + " 65536", "port out of bounds: call=bind, port=65536");
        }
    }

    private static void says(BridgeRig rig, int errno, String line, String sentence) throws Exception {
        BridgeTool.Reply reply = rig.tool.call(line);
        assertEquals(-1, reply.result());
        if (line.isBlank()) {
            assertEquals(ENOSYS, reply.errno());
            return;
        }
        assertEquals(errno, reply.errno(), line);
        assertEquals(sentence, reply.text());
    }

    @Test
    void shouldAnswerAWrongDescriptorInEveryCall() throws Exception {
        try (var rig = new BridgeRig()) {
            for (String call : List.of("bind 3 0.0.0.0 1", "listen 3 1", "accept -1", "connect 1024 10.0.0.1 1",
                    "recv 9223372036854775807 1 0", "fcntl 3 3", "ioctl 3 21531", "close 3", "shutdown 0 1",
                    "getsockopt 3 1 4 4")) {
                rig.tool.fails(EBADF, call);
            }
            rig.tool.fails(EBADF, "send 3 1 0", new byte[1]);
            rig.tool.fails(EBADF, "setsockopt 3 1 2 4", new byte[4]);
            assertEquals(List.of("32"), rig.tool.call("poll 3 1 0").words());
            assertEquals(0, rig.tool.ok("poll -1 1 0"));
        }
    }

    @Test
    void shouldEndTheConnectionWhenALengthIsTooLarge() throws Exception {
        try (var rig = new BridgeRig(); BridgeTool other = rig.thread()) {
            other.raw(record(-1, "time\n"));
            BridgeTool.Reply reply = other.receive();
            assertEquals(EMSGSIZE, reply.errno());
            assertEquals("record too long, the connection ends: bytes=4294967295, most=1048576; the length is 32 bits,"
                    + " little endian", reply.text());
            assertThrows(EOFException.class, other::receive);
            assertEquals(1_000_000, rig.tool.timeUs());
        }
    }

    @Test
    void shouldTakeARecordInPiecesAndWithoutALineFeed() throws Exception {
        try (var rig = new BridgeRig()) {
            ByteBuffer whole = record(4, "time");
            while (whole.hasRemaining()) {
                rig.tool.raw(ByteBuffer.wrap(new byte[]{whole.get()}));
            }
            assertEquals(1_000_000, rig.tool.receive().number(0));
            rig.tool.raw(record(6, "time\0\0"));
            assertEquals(1_000_000, rig.tool.receive().number(0));
            rig.tool.raw(record(2000, "x".repeat(2000)));
            assertEquals("line too long: bytes=2000, most=1024; a line feed ends the line", rig.tool.receive().text());
            rig.tool.fails(EMSGSIZE, "packet_in 1501", with4(1501));
            rig.tool.fails(ENOSYS, "x", new byte[1_000_000]);
        }
    }

    private static byte[] with4(int length) {
        byte[] bytes = new byte[length];
        bytes[0] = 0x45;
        return bytes;
    }

    @Test
    void shouldForgetAThreadThatLeavesDuringItsCall() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            try (BridgeTool other = rig.thread()) {
                other.send("accept 3");
                other.send("time");
            }
            rig.handshake();
            assertEquals(4, rig.tool.ok("accept 3"));
        }
    }

    /** What does not fit waits in the UNIX socket; meanwhile the clock moves for others. */
    @Test
    void shouldBoundTheCallsThatWaitBehindABlockedOne() throws Exception {
        try (var rig = new BridgeRig(); BridgeTool other = rig.thread()) {
            rig.listen();
            other.send("accept 3");
            var flood = new Thread(() -> {
                try {
                    for (int i = 0; i < 40; i++) {
                        other.send("x", new byte[100_000]);
                    }
                } catch (java.io.IOException closed) {
                    // as the test ends
                }
            });
            flood.start();
            for (int i = 0; i < 50; i++) {
                rig.tool.ok("usleep 1000");
            }
            rig.handshake();
            assertEquals(4, other.receive().result());
            for (int i = 0; i < 40; i++) {
                assertEquals(ENOSYS, other.receive().errno());
            }
            flood.join();
        }
    }

    @Test
    void shouldEndACallOnASocketThatAnotherThreadCloses() throws Exception {
        try (var rig = new BridgeRig(); BridgeTool other = rig.thread()) {
            rig.listen();
            other.send("accept 3");
            rig.tool.ok("usleep 1");
            rig.tool.ok("close 3");
            assertEquals(EBADF, other.receive().errno());
        }
    }

    @Test
    void shouldBoundDescriptorsAndConnections() throws Exception {
        try (var rig = new BridgeRig()) {
            for (int i = 3; i < Sockets.MAX_DESCRIPTORS; i++) {
                assertEquals(i, rig.tool.ok("socket 2 1 0"));
            }
            for (int i = 3; i < 67; i++) {
                rig.tool.ok("listen " + i + " 1");
            }
            rig.tool.fails(98, "listen 67 1");
            for (int i = 0; i < LocalAddresses.MAX_ADDRESSES - 2; i++) {
                rig.tool.ok("bind " + (100 + i) + " 10.0.0." + (i + 1) + " 80");
            }
            rig.tool.fails(99, "bind 200 10.0.1.1 80");
            rig.tool.fails(24, "socket 2 1 0");
            rig.tool.ok("close 77");
            assertEquals(77, rig.tool.ok("socket 2 1 0"));
            List<BridgeTool> threads = new ArrayList<>();
            for (int i = 1; i < BridgeServer.MAX_CONNECTIONS; i++) {
                threads.add(rig.thread());
                threads.getLast().timeUs();
            }
            BridgeTool surplus = rig.thread();
            assertThrows(java.io.IOException.class, () -> {
                surplus.send("time");
                surplus.receive();
            });
            assertEquals(List.of("refused a connection: connections=64; one thread needs one"), rig.said);
        }
    }

    /** Random calls with plausible and impossible words; the bridge answers every one. */
    @Test
    void shouldSurviveAnyCall() throws Exception {
        String[] names = {"socket", "bind", "listen", "accept", "connect", "recv", "send", "fcntl", "ioctl", "close",
                "shutdown", "getsockopt", "setsockopt", "poll", "packet_in", "packet_out", "usleep", "time"};
        for (long seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            try (var rig = new BridgeRig()) {
                rig.tool.ok("socket 2 2049 0");
                rig.tool.ok("socket 2 2050 0");
                for (int i = 0; i < 500; i++) {
                    var line = new StringBuilder(names[random.nextInt(names.length)]);
                    byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(60) : 4];
                    random.nextBytes(bytes);
                    for (int words = random.nextInt(6); words > 0; words--) {
                        line.append(' ').append(word(random, bytes.length));
                    }
                    String call = line.toString();
                    if (random.nextInt(4) == 0) {
                        bytes = HandMade.tcp(BridgeRig.PEER, 4000, HOST, random.nextInt(2) * 8080, random.nextInt(256),
                                random.nextInt(), random.nextInt(), random.nextInt(65536), new byte[4], bytes);
                        call = "packet_in " + bytes.length;
                    }
                    // A call that blocks would wait for ever, because no other thread is there.
                    if (call.startsWith("poll") || call.startsWith("fcntl") || call.startsWith("socket")
                            || call.startsWith("ioctl")) {
                        call = "time";
                    }
                    BridgeTool.Reply reply = rig.tool.call(call, bytes);
                    assertTrue(reply.errno() != 5, () -> "seed=" + reply.text());
                }
                assertEquals(List.of(), rig.said);
            }
        }
    }

    private static String word(Random random, int length) {
        return switch (random.nextInt(9)) {
            case 0 -> "3";
            case 1 -> "4";
            case 2 -> Integer.toString(length);
            case 3 -> Integer.toString(random.nextInt(50) - 1);
            case 4 -> BridgeRig.PEER;
            case 5 -> HOST;
            case 6 -> Long.toString(random.nextLong());
            case 7 -> "8080";
            default -> "2";
        };
    }
}
