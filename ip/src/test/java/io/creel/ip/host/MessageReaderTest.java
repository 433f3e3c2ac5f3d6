package io.creel.ip.host;

import static io.creel.ip.host.TwoHosts.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.stream.Framing;
import io.creel.ip.stream.MessageHandler;
import io.creel.ip.stream.MessageReader;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpState;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.queues.ListStash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages out of a byte stream: every split of them, their bounds, and handlers that have no room. */
class MessageReaderTest {
    private static final long MS = 1_000_000;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final int LONGEST = 5000;

    TwoHosts hosts() {
        return new TwoHosts();
    }

    /** A framing, and its other side. */
    private enum Wire {
        PREFIX_4(Framing.lengthPrefixed(4, LONGEST)), PREFIX_2_LITTLE(
                Framing.lengthPrefixed(2, ByteOrder.LITTLE_ENDIAN, LONGEST)), PREFIX_3(
                        Framing.lengthPrefixed(3, LONGEST)), LINE_FEED(
                                Framing.delimited(new byte[]{'\n'}, LONGEST)), LINES(Framing.delimited(CRLF, LONGEST));

        final Framing framing;

        Wire(Framing framing) {
            this.framing = framing;
        }

        byte[] encode(byte[] message) {
            byte[] whole = new byte[framing.headBytes() + message.length + framing.tailBytes()];
            System.arraycopy(message, 0, whole, framing.headBytes(), message.length);
            int n = message.length;
            switch (this) {
                case PREFIX_4 -> ByteBuffer.wrap(whole).putInt(n);
                case PREFIX_2_LITTLE -> ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putShort((short) n);
                case PREFIX_3 -> ByteBuffer.wrap(whole).put((byte) (n >> 16)).putShort((short) n);
                case LINE_FEED -> whole[n] = '\n';
                case LINES -> System.arraycopy(CRLF, 0, whole, n, 2);
            }
            return whole;
        }

        /** Random bytes; with a delimiter of two, also halves of it. */
        byte[] message(Random random, int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            for (int i = 0; i < length && framing.tailBytes() > 0; i++) {
                bytes[i] = bytes[i] == '\n' ? (byte) 'n' : bytes[i] > 120 ? (byte) '\r' : bytes[i];
                if (i == length - 1 && bytes[i] == '\r') {
                    bytes[i] = 'r';
                }
            }
            return bytes;
        }
    }

    /** Two hosts, a connection, and a pool for messages, which has to be full in the end. */
    private final class Rig implements AutoCloseable {
        final TwoHosts hosts = hosts();
        final PacketPool pool;
        final TcpServer server = hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 4);
        final TcpSocket sender;
        final TcpSocket receiver;
        final List<String> said = new ArrayList<>();
        MessageReader reader;

        Rig(int packets) {
            pool = new PacketPool("messages", packets, LONGEST + 100, 64);
            sender = in(() -> hosts.one.tcp().open(IpAddress.ANY_IPV4, 0, IpAddress.parse("10.0.0.2"), 80,
                    hosts.one.tcp().settings()));
            in(() -> {
                sender.nagle(false);
                return null;
            });
            hosts.settle();
            receiver = in(server::poll);
        }

        /** In a coroutine: with several workers only those have the lock of a connection. */
        <R> R in(Supplier<R> call) {
            List<R> result = new ArrayList<>();
            hosts.start(nothing -> result.add(call.get()));
            return result.getFirst();
        }

        int tryWrite(byte[] bytes, int offset, int length) {
            return in(() -> sender.tryWrite(bytes, offset, length));
        }

        void endOfStream() {
            in(() -> {
                sender.shutdownOutput();
                return null;
            });
        }

        void closeReceiver() {
            in(() -> {
                receiver.close();
                return null;
            });
        }

        void read(Framing framing, MessageHandler handler) {
            reader = new MessageReader(receiver, framing, pool, handler, MS);
            hosts.start(nothing -> {
                try {
                    reader.run();
                    said.add("end");
                } catch (IpException bad) {
                    said.add(bad.reason() + ": " + bad.getMessage());
                }
                receiver.close();
            });
        }

        void send(byte[] bytes) {
            assertEquals(bytes.length, tryWrite(bytes, 0, bytes.length));
            run(MS);
        }

        void run(long ns) {
            for (long left = ns; left > 0; left -= MS) {
                hosts.carrier.resumeStarted();
                hosts.pass(MS);
            }
        }

        @Override
        public void close() {
            hosts.close();
            assertEquals(0, pool.outstanding(), "packets of messages");
            pool.close();
        }
    }

    private static byte[] bytes(Packet message) {
        byte[] bytes = new byte[message.lengthBytes()];
        message.get(0, bytes, 0, bytes.length);
        return bytes;
    }

    private static String take(Packet message) {
        String text = new String(bytes(message), StandardCharsets.ISO_8859_1);
        message.release();
        return text;
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void shouldFindEveryMessageHoweverTheStreamIsSplit(Wire wire) {
        for (long seed = 1; seed <= 12; seed++) {
            var random = new Random(seed);
            List<String> sent = new ArrayList<>();
            List<String> came = new ArrayList<>();
            var stream = new ByteArrayOutputStream();
            for (int i = 0; i < 150; i++) {
                int most = random.nextInt(10) == 0 ? LONGEST : random.nextInt(3) == 0 ? 300 : 12;
                byte[] message = wire.message(random, random.nextInt(most + 1));
                sent.add(new String(message, StandardCharsets.ISO_8859_1));
                stream.writeBytes(wire.encode(message));
            }
            byte[] all = stream.toByteArray();
            try (var rig = new Rig(4)) {
                rig.read(wire.framing, message -> random.nextInt(5) > 0 && came.add(take(message)));
                for (int at = 0; at < all.length;) {
                    int part = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 7 : 4000));
                    int taken = rig.tryWrite(all, at, part);
                    at += taken;
                    if (taken < part || random.nextInt(4) == 0) {
                        rig.run(MS);
                    }
                }
                rig.endOfStream();
                rig.run(2 * SECOND);
                assertEquals(sent, came, "seed=" + seed);
                assertEquals(List.of("end"), rig.said);
                assertEquals(150, rig.reader.messages());
                assertTrue(rig.reader.refused() > 0 && rig.reader.copied() > 0, rig.reader::toString);
            }
        }
    }

    @Test
    void shouldKeepTheFrameOfTheLastMessageInIt() {
        try (var rig = new Rig(2)) {
            List<String> came = new ArrayList<>();
            rig.read(Wire.LINE_FEED.framing, message -> came.add(take(message)));
            rig.send("alone\n".getBytes());
            rig.send("\n".getBytes());
            assertEquals(0, rig.reader.copied());
            rig.send("one\ntwo\nthree\n".getBytes());
            assertEquals(2, rig.reader.copied());
            rig.send("four\nfi".getBytes());
            rig.send("ve\nsix\n".getBytes());
            assertEquals(4, rig.reader.copied());
            assertEquals(List.of("alone", "", "one", "two", "three", "four", "five", "six"), came);
        }
    }

    @Test
    void shouldStartACoroutinePerMessage() {
        try (var rig = new Rig(16)) {
            List<String> came = new ArrayList<>();
            rig.read(Wire.PREFIX_4.framing, message -> {
                rig.hosts.carrier.start((Packet each) -> {
                    came.add(new String(bytes(each), StandardCharsets.ISO_8859_1));
                    each.release();
                }, message);
                return true;
            });
            rig.send(Wire.PREFIX_4.encode("a".getBytes()));
            for (String text : List.of("b", "c")) {
                rig.send(Wire.PREFIX_4.encode(text.getBytes()));
            }
            rig.run(MS);
            assertEquals(List.of("a", "b", "c"), came);
        }
    }

    /** Requests of many connections in one stash of two: what does not fit stays in the windows of the connections. */
    @Test
    void shouldCloseTheWindowWhenTheStashIsFull() {
        try (var rig = new Rig(16); var requests = new ListStash("requests")) {
            List<Integer> came = new ArrayList<>();
            int[] waiting = {0};
            rig.read(Wire.PREFIX_4.framing, message -> waiting[0] < 2 && rig.hosts.carrier.start(self -> {
                waiting[0]++;
                return requests.push(self);
            }, (Packet each) -> {
                waiting[0]--;
                came.add(ByteBuffer.wrap(bytes(each)).getInt());
                each.release();
            }, message));
            int written = 0;
            byte[] request = new byte[1000];
            for (int i = 0; i < 2000; i++) {
                ByteBuffer.wrap(request).putInt(written);
                if (rig.sender.writableBytes() >= 1004) {
                    byte[] whole = Wire.PREFIX_4.encode(request);
                    assertEquals(1004, rig.tryWrite(whole, 0, 1004));
                    written++;
                }
                if (i % 100 == 0) {
                    rig.run(MS);
                }
            }
            rig.run(SECOND);
            assertEquals(2, waiting[0]);
            assertTrue(written > 200 && written < 700, "written=" + written);
            assertEquals(0, rig.in(rig.sender::info).sendWindowBytes(), "the receive window is closed");
            var batch = new Batch(8);
            for (int i = 0; i < 2000 && came.size() < written; i++) {
                rig.hosts.carrier.resume(requests.drain(batch, 8));
                rig.reader.roomAgain();
                rig.run(MS);
            }
            assertEquals(written, came.size());
            for (int i = 0; i < written; i++) {
                assertEquals(i, came.get(i));
            }
        }
    }

    @Test
    void shouldWaitForAPacketWhenThePoolIsEmpty() {
        try (var rig = new Rig(2)) {
            List<Packet> held = new ArrayList<>();
            Packet other = rig.pool.allocate(); // so that one is left
            rig.read(Wire.LINE_FEED.framing, held::add);
            rig.send("one\ntwo\nthree\n".getBytes());
            assertEquals(1, held.size());
            assertTrue(rig.reader.starved() > 0);
            assertEquals("one", take(held.removeFirst()));
            rig.run(2 * MS);
            assertEquals("two", take(held.removeFirst()));
            rig.run(2 * MS);
            assertEquals("three", take(held.removeFirst()));
            other.release();
        }
    }

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        String said = "BAD_MESSAGE: message too long: lengthBytes=5001, maxMessageBytes=5000; close the connection, or"
                + " raise the bound of the framing";
        for (Wire wire : Wire.values()) {
            try (var rig = new Rig(2)) {
                List<String> came = new ArrayList<>();
                rig.read(wire.framing, message -> came.add(take(message)));
                rig.send(wire.encode("fine".getBytes()));
                byte[] longest = wire.encode(wire.message(new Random(1), LONGEST));
                rig.send(longest);
                assertEquals(2, came.size());
                byte[] tooLong = wire.encode(wire.message(new Random(1), LONGEST + 1));
                rig.send(tooLong);
                assertEquals(List.of(said), rig.said, wire.name());
                assertEquals(2, came.size());
                rig.run(MS);
                assertTrue(rig.sender.state() != TcpState.ESTABLISHED, "the connection was closed");
            }
        }
        try (var rig = new Rig(2)) {
            rig.read(Wire.PREFIX_4.framing, message -> true);
            rig.send(new byte[]{-1, -1, -1, -1});
            assertEquals(List.of(said.replace("5001", "4294967295")), rig.said);
        }
    }

    @Test
    void shouldRefuseAStreamThatEndsWithinAMessage() {
        try (var rig = new Rig(2)) {
            rig.read(Wire.PREFIX_2_LITTLE.framing, message -> {
                message.release();
                return true;
            });
            rig.send(Wire.PREFIX_2_LITTLE.encode("x".getBytes()));
            rig.send(new byte[]{9, 0, 1, 2});
            rig.endOfStream();
            rig.run(MS);
            assertTrue(
                    rig.said.getFirst().matches("BAD_MESSAGE: the stream ends within a message: socket=TcpSocket\\[.*"
                            + "\\], receivedBytes=4, messages=1"),
                    rig.said::toString);
        }
    }

    @Test
    void shouldReleaseWhatItHoldsWhenItsCoroutineIsCancelled() {
        for (boolean refuses : new boolean[]{true, false}) {
            try (var rig = new Rig(2)) {
                Coroutine[] self = {null};
                var reader = new MessageReader(rig.receiver, Wire.LINE_FEED.framing, rig.pool, message -> {
                    if (!refuses) {
                        message.release();
                    }
                    return !refuses;
                }, SECOND);
                rig.hosts.start(nothing -> {
                    self[0] = Coroutine.current();
                    reader.run();
                });
                rig.send("one\ntwo\nthr".getBytes());
                assertEquals(refuses ? 0 : 2, reader.messages());
                assertTrue(self[0].cancel());
                rig.run(MS);
                assertEquals(0, rig.pool.outstanding());
                rig.closeReceiver();
            }
        }
    }

    @Test
    void shouldReleaseAMessageThatItsHandlerThrowsOn() {
        try (var rig = new Rig(2)) {
            List<String> thrown = new ArrayList<>();
            var reader = new MessageReader(rig.receiver, Wire.LINE_FEED.framing, rig.pool, message -> {
                throw new IllegalStateException("no");
            }, SECOND);
            rig.hosts.start(nothing -> {
                thrown.add(assertThrows(IllegalStateException.class, reader::run).getMessage());
                rig.receiver.close();
            });
            rig.send("one\ntwo\n".getBytes());
            assertEquals(List.of("no"), thrown);
        }
    }

    @Test
    void shouldCheckItsBounds() {
        assertThrows(IllegalArgumentException.class, () -> Framing.lengthPrefixed(5, 1));
        assertThrows(IllegalArgumentException.class, () -> Framing.lengthPrefixed(1, -1));
        assertThrows(IllegalArgumentException.class, () -> Framing.delimited(new byte[0], 1));
        assertThrows(IllegalArgumentException.class, () -> Framing.delimited(new byte[17], 1));
        try (var rig = new Rig(2)) {
            String said = assertThrows(IllegalArgumentException.class, () -> new MessageReader(rig.receiver,
                    Framing.lengthPrefixed(4, 6000), rig.pool, message -> true, 1)).getMessage();
            assertTrue(said.matches("impossible reader of messages: maxMessageBytes=6000, packetBytes=5\\d{3},"
                    + " pool=messages, retryNs=1; lower the bound of the framing, or make a pool of longer packets"),
                    said);
        }
    }
}
