package io.creel.examples.sockets;

import static io.creel.examples.sockets.ThreadsOnHosts.PEER;
import static io.creel.examples.sockets.ThreadsOnHosts.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.ip.IpAddress;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpStreams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams and channels of real virtual threads on the worker that runs the host. */
@Timeout(120)
class VirtualThreadSocketsTest {
    /** A server thread per connection that echoes until the end of the stream. */
    private static void echo(ThreadsOnHosts hosts) {
        TcpServer server = hosts.listen();
        hosts.start(() -> {
            for (var accepted = TcpStreams.accept(server); accepted != null; accepted = TcpStreams.accept(server)) {
                TcpStreams streams = accepted;
                hosts.start(() -> {
                    try (streams) {
                        streams.input().transferTo(streams.output());
                        streams.shutdownOutput();
                    }
                });
            }
        });
    }

    @Test
    void shouldSpeakALineProtocolWithTheJdksReadersAndWriters() {
        try (var hosts = new ThreadsOnHosts()) {
            echo(hosts);
            List<String> lines = new ArrayList<>();
            Thread client = hosts.start(() -> {
                try (var streams = TcpStreams.connect(hosts.one.tcp(), PEER, 80, SECOND)) {
                    assertTrue(Thread.currentThread().isVirtual());
                    var out = new PrintWriter(streams.output(), true, StandardCharsets.UTF_8);
                    var in = new BufferedReader(new InputStreamReader(streams.input(), StandardCharsets.UTF_8));
                    for (int i = 0; i < 100; i++) {
                        out.println("line " + i);
                        lines.add(in.readLine());
                    }
                    streams.shutdownOutput();
                    assertEquals(-1, in.read(), "half-close: the echo ends after its last line");
                }
            });
            hosts.await(client);
            assertEquals(100, lines.size());
            assertEquals("line 99", lines.getLast());
        }
    }

    @Test
    void shouldCarryManyThreadsAtOnce() {
        try (var hosts = new ThreadsOnHosts()) {
            echo(hosts);
            List<Thread> clients = new ArrayList<>();
            int[] done = {0};
            for (int i = 0; i < 50; i++) {
                int seed = i;
                clients.add(hosts.start(() -> {
                    byte[] sent = new byte[20_000];
                    new Random(seed).nextBytes(sent);
                    try (var streams = TcpStreams.connect(hosts.one.tcp(), PEER, 80, 10 * SECOND)) {
                        streams.output().write(sent);
                        streams.shutdownOutput();
                        assertArrayEquals(sent, streams.input().readAllBytes());
                        done[0]++;
                    }
                }));
            }
            hosts.await(clients.toArray(Thread[]::new));
            assertEquals(50, done[0]);
        }
    }

    @Test
    void shouldMoveBuffersOfEveryKindThroughTheChannel() {
        try (var hosts = new ThreadsOnHosts()) {
            echo(hosts);
            hosts.await(hosts.start(() -> {
                byte[] sent = new byte[30_000];
                new Random(3).nextBytes(sent);
                try (var streams = TcpStreams.connect(hosts.one.tcp(), PEER, 80, SECOND)) {
                    ByteChannel channel = streams.channel();
                    assertSame(channel, streams.channel());
                    ByteBuffer direct = ByteBuffer.allocateDirect(10_000).put(sent, 0, 10_000).flip();
                    assertEquals(10_000, channel.write(direct));
                    assertFalse(direct.hasRemaining());
                    assertEquals(10_000, channel.write(ByteBuffer.wrap(sent, 10_000, 10_000).slice()));
                    assertEquals(10_000, channel.write(ByteBuffer.wrap(sent, 20_000, 10_000).asReadOnlyBuffer()));
                    streams.shutdownOutput();
                    ByteBuffer came = ByteBuffer.allocateDirect(30_001);
                    while (came.position() < 12_000) {
                        assertTrue(channel.read(came) > 0);
                    }
                    ByteBuffer rest = ByteBuffer.allocate(30_001).slice(1, 30_000);
                    int bytes = channel.read(rest);
                    while (bytes >= 0) {
                        assertEquals(0, channel.read(ByteBuffer.allocate(0)));
                        bytes = channel.read(rest);
                    }
                    byte[] all = new byte[30_000];
                    came.flip().get(all, 0, came.limit());
                    rest.flip().get(all, came.limit(), rest.limit());
                    assertArrayEquals(sent, all);
                    assertThrows(IllegalArgumentException.class,
                            () -> channel.read(ByteBuffer.allocateDirect(4).asReadOnlyBuffer()));
                    assertEquals(-1, Channels.newInputStream(channel).read());
                }
            }));
        }
    }

    @Test
    void shouldEndReadsAndWritesAtTheirDeadlines() {
        try (var hosts = new ThreadsOnHosts()) {
            TcpServer server = hosts.listen();
            hosts.await(hosts.start(() -> {
                try (var streams = TcpStreams.connect(hosts.one.tcp(), PEER, 80, SECOND)) {
                    streams.readTimeoutNs(SECOND / 2).writeTimeoutNs(SECOND / 2);
                    String said = assertThrows(SocketTimeoutException.class, streams.input()::read).getMessage();
                    assertTrue(said.matches("read timed out: socket=TcpSocket\\[.*\\], timeoutNs=500000000"), said);
                    var late = assertThrows(SocketTimeoutException.class,
                            () -> streams.output().write(new byte[4 << 20]));
                    assertTrue(late.bytesTransferred > 100_000 && late.bytesTransferred < 1 << 20, late::getMessage);
                    ByteBuffer more = ByteBuffer.allocateDirect(4 << 20);
                    late = assertThrows(SocketTimeoutException.class, () -> streams.channel().write(more));
                    assertEquals(more.position(), late.bytesTransferred);
                    assertTrue(streams.isOpen());
                    streams.readTimeoutNs(0);
                    assertEquals(0, streams.input().available());
                }
            }));
            assertEquals(1, server.waiting());
        }
    }

    @Test
    void shouldEndAWaitByAnInterruptAndGoOn() {
        try (var hosts = new ThreadsOnHosts()) {
            TcpServer server = hosts.listen();
            List<Object> seen = new ArrayList<>();
            Thread reader = hosts.start(() -> {
                try (var streams = TcpStreams.connect(hosts.one.tcp(), PEER, 80, SECOND)) {
                    var interrupted = assertThrows(InterruptedIOException.class, streams.input()::read);
                    seen.add(interrupted.getMessage());
                    assertInstanceOf(CoroutineCancelledException.class, interrupted.getCause());
                    assertTrue(Thread.interrupted(), "the status stays set");
                    interrupted = assertThrows(InterruptedIOException.class,
                            () -> streams.output().write(new byte[4 << 20]));
                    seen.add(interrupted.bytesTransferred > 100_000);
                    assertTrue(Thread.interrupted());
                    seen.add((int) (byte) streams.input().read());
                }
            });
            hosts.settle();
            reader.interrupt();
            hosts.pass(SECOND);
            reader.interrupt();
            hosts.settle();
            hosts.start(() -> {
                TcpStreams streams = TcpStreams.accept(server);
                streams.output().write(42);
                streams.input().transferTo(OutputStream.nullOutputStream());
                streams.close();
            });
            hosts.await(reader);
            assertEquals(List.of("read interrupted: bytesTransferred=0", true, 42), seen);
        }
    }

    @Test
    void shouldReportErrorsAsTheJdksSocketsDo() {
        try (var hosts = new ThreadsOnHosts()) {
            TcpServer server = hosts.listen();
            hosts.await(hosts.start(() -> {
                String said = assertThrows(ConnectException.class,
                        () -> TcpStreams.connect(hosts.one.tcp(), PEER, 81, SECOND)).getMessage();
                assertTrue(said.endsWith("reason=refused by the peer"), said);
                assertThrows(NoRouteToHostException.class,
                        () -> TcpStreams.connect(hosts.one.tcp(), IpAddress.parse("192.0.2.1"), 80, SECOND));
                assertThrows(SocketTimeoutException.class,
                        () -> TcpStreams.connect(hosts.one.tcp(), IpAddress.parse("10.0.0.9"), 80, SECOND));
                var streams = TcpStreams.connect(hosts.one.tcp(), PEER, 80, SECOND);
                server.accept().abort();
                said = assertThrows(SocketException.class, streams.input()::read).getMessage();
                assertTrue(said.endsWith("reason=reset by the peer"), said);
                assertThrows(SocketException.class, () -> streams.output().write(1));
                assertThrows(SocketException.class, () -> streams.channel().read(ByteBuffer.allocate(1)));
                streams.close();
                streams.close();
                said = assertThrows(SocketException.class, streams.input()::read).getMessage();
                assertTrue(said.startsWith("read on a closed connection: socket=TcpSocket["), said);
                assertThrows(SocketException.class, streams::shutdownOutput);
                assertThrows(ClosedChannelException.class, () -> streams.channel().read(ByteBuffer.allocate(1)));
                assertThrows(ClosedChannelException.class, () -> streams.channel().write(ByteBuffer.allocate(1)));
                assertFalse(streams.channel().isOpen());
            }));
            assertEquals(0, hosts.one.tcp().connections());
        }
    }

    @Test
    void shouldEndAReadWhenAnotherThreadCloses() {
        try (var hosts = new ThreadsOnHosts()) {
            hosts.listen();
            TcpStreams[] open = {null, null};
            Thread stream = hosts.start(() -> {
                open[0] = TcpStreams.connect(hosts.one.tcp(), PEER, 80, SECOND);
                assertThrows(SocketException.class, open[0].input()::read);
            });
            Thread channel = hosts.start(() -> {
                open[1] = TcpStreams.connect(hosts.one.tcp(), PEER, 80, SECOND);
                assertThrows(AsynchronousCloseException.class, () -> open[1].channel().read(ByteBuffer.allocate(1)));
            });
            hosts.settle();
            hosts.start(() -> {
                open[0].output().close();
                open[1].channel().close();
            });
            hosts.await(stream, channel);
        }
    }

    /** In a coroutine that is no thread a cancellation is no IOException, which a body might swallow. */
    @Test
    void shouldLetTheCancellationOfACoroutineThrough() {
        try (var hosts = new ThreadsOnHosts()) {
            hosts.listen();
            List<Object> seen = new ArrayList<>();
            Coroutine[] self = {null};
            hosts.carrier.start(nothing -> {
                self[0] = Coroutine.current();
                try (var streams = TcpStreams.connect(hosts.one.tcp(), PEER, 80, SECOND)) {
                    streams.input().read();
                } catch (IOException wrong) {
                    seen.add(wrong);
                } catch (CoroutineCancelledException cancelled) {
                    seen.add("cancelled");
                    throw cancelled;
                }
            }, null);
            hosts.carrier.resumeStarted();
            hosts.settle();
            assertTrue(self[0].cancel());
            hosts.settle();
            assertEquals(List.of("cancelled"), seen);
        }
    }
}
