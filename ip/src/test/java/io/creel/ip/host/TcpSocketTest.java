package io.creel.ip.host;

import static io.creel.ip.host.TwoHosts.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpState;
import io.creel.net.Packet;
import io.creel.net.wrap.Impairment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** TCP sockets of coroutines, between two hosts and against frames of a test. */
class TcpSocketTest {
    private static final List<String> OTHERS = List.of("10.0.0.2", "fd00::2");

    /** Two hosts; their TCP is for one worker. */
    TwoHosts hosts(Impairment faults, long seed) {
        return new TwoHosts(faults, seed);
    }

    /** Closes a socket or a server. */
    void close(TwoHosts hosts, AutoCloseable closed) throws Exception {
        closed.close();
    }

    /** The next connection that waits. */
    TcpSocket poll(TwoHosts hosts, TcpServer server) {
        return server.poll();
    }

    /** Echoes each connection until its end. */
    static void serve(TwoHosts hosts, TcpServer server) {
        hosts.start(nothing -> {
            for (TcpSocket socket = server.accept(); socket != null; socket = server.accept()) {
                TcpSocket accepted = socket;
                hosts.carrier.start(ignored -> echo(accepted), null);
            }
        });
    }

    private static void echo(TcpSocket socket) {
        try (socket) {
            byte[] buffer = new byte[4096];
            for (int bytes = socket.read(buffer, 0, buffer.length); bytes > 0; bytes = socket.read(buffer, 0,
                    buffer.length)) {
                socket.write(buffer, 0, bytes);
            }
            socket.shutdownOutput();
        }
    }

    /** Lets started coroutines begin, too. */
    private static void run(TwoHosts hosts, long ns) {
        for (long left = ns; left > 0; left -= 1_000_000) {
            hosts.carrier.resumeStarted();
            hosts.pass(1_000_000);
        }
    }

    /** Writes and reads at once, and returns whether the same bytes came back. */
    private static boolean exchange(TwoHosts hosts, String other, int bytes, long seed, List<Object> seen) {
        hosts.start(nothing -> {
            TcpSocket socket = hosts.one.tcp().connect(IpAddress.parse(other), 80, 10 * SECOND);
            var sent = new CRC32();
            hosts.carrier.start(ignored -> {
                var random = new Random(seed);
                byte[] buffer = new byte[3000];
                for (int left = bytes; left > 0;) {
                    int part = Math.min(left, 1 + random.nextInt(buffer.length));
                    random.nextBytes(buffer);
                    sent.update(buffer, 0, part);
                    socket.write(buffer, 0, part);
                    left -= part;
                }
                socket.shutdownOutput();
            }, null);
            var came = new CRC32();
            long count = 0;
            for (Packet packet = socket.receive(); packet != null; packet = socket.receive()) {
                byte[] part = new byte[packet.lengthBytes()];
                packet.get(0, part, 0, part.length);
                packet.release();
                came.update(part);
                count += part.length;
            }
            seen.add(count);
            seen.add(sent.getValue() == came.getValue());
            socket.close();
        });
        return true;
    }

    @Test
    void shouldEchoOverBothVersions() throws Exception {
        try (var hosts = hosts(null, 1)) {
            for (String other : OTHERS) {
                TcpServer server = hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
                serve(hosts, server);
                List<Object> seen = new ArrayList<>();
                exchange(hosts, other, 500_000, 1, seen);
                run(hosts, SECOND);
                assertEquals(List.of(500_000L, true), seen);
                close(hosts, server);
            }
            run(hosts, 61 * SECOND);
            assertEquals(0, hosts.one.tcp().connections() + hosts.two.tcp().connections());
            assertEquals(0, hosts.one.tcp().sockets() + hosts.two.tcp().sockets());
        }
    }

    @Test
    void shouldEchoOverABadLink() {
        Impairment faults = Impairment.none().drop(0.02).duplicate(0.02).corrupt(0.02).holdBack(0.05, 3_000_000)
                .delay(500_000, 1_000_000);
        for (long seed = 1; seed <= 4; seed++) {
            try (var hosts = hosts(faults, seed)) {
                serve(hosts, hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 8));
                List<Object> seen = new ArrayList<>();
                exchange(hosts, OTHERS.get((int) (seed & 1)), 200_000, seed, seen);
                run(hosts, 60 * SECOND);
                assertEquals(List.of(200_000L, true), seen, "seed=" + seed);
            }
        }
    }

    @Test
    void shouldSayThatThePeerRefuses() {
        try (var hosts = hosts(null, 1)) {
            List<String> said = new ArrayList<>();
            hosts.start(nothing -> said.add(assertThrows(IpException.class,
                    () -> hosts.one.tcp().connect(IpAddress.parse("10.0.0.2"), 81, SECOND)).getMessage()));
            run(hosts, SECOND);
            assertTrue(said.getFirst().matches(
                    "cannot connect: connection=10\\.0\\.0\\.1:\\d+<->10\\.0\\.0\\.2:81, reason=refused by the peer"),
                    said::toString);
            assertEquals(0, hosts.one.tcp().connections());
        }
    }

    @Test
    void shouldSayThatThePeerIsSilent() {
        try (var hosts = hosts(null, 1)) {
            List<String> said = new ArrayList<>();
            hosts.start(nothing -> said.add(assertThrows(IpException.class,
                    () -> hosts.one.tcp().connect(IpAddress.parse("10.0.0.3"), 81, SECOND)).getMessage()));
            run(hosts, SECOND + SECOND / 10);
            assertTrue(said.getFirst().startsWith("cannot connect in time: connection=10.0.0.1:"), said::toString);
            assertTrue(said.getFirst().endsWith("timeoutNs=1000000000; is the peer there?"), said::toString);
            hosts.start(nothing -> said.add(assertThrows(IpException.class,
                    () -> hosts.one.tcp().connect(IpAddress.parse("192.0.2.1"), 81, SECOND)).getMessage()));
            assertEquals("cannot connect: peer=192.0.2.1, port=81, result=NO_ROUTE; no route leads there; configure a"
                    + " prefix or a gateway", said.get(1));
        }
    }

    @Test
    void shouldCloseTheWindowWhenTheReaderDoesNotRead() {
        try (var hosts = hosts(null, 1)) {
            TcpServer server = hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
            int[] written = {0};
            hosts.start(nothing -> {
                TcpSocket socket = hosts.one.tcp().connect(IpAddress.parse("10.0.0.2"), 80, SECOND);
                written[0] = socket.write(new byte[4 << 20], 0, 4 << 20, 5 * SECOND);
                socket.close();
            });
            run(hosts, 4 * SECOND);
            TcpSocket reader = poll(hosts, server);
            assertNotNull(reader);
            int[] read = {0};
            run(hosts, 2 * SECOND);
            assertTrue(written[0] > 100_000 && written[0] < 1 << 20, "written=" + written[0]);
            hosts.start(nothing -> {
                byte[] buffer = new byte[10_000];
                for (int n = reader.read(buffer, 0, buffer.length); n > 0; n = reader.read(buffer, 0, buffer.length)) {
                    read[0] += n;
                }
                reader.close();
            });
            run(hosts, 2 * SECOND);
            assertEquals(written[0], read[0]);
        }
    }

    @Test
    void shouldResetConnectionsThatWaitWhenTheServerCloses() throws Exception {
        try (var hosts = hosts(null, 1)) {
            TcpServer server = hosts.two.tcp().listen(IpAddress.parse("10.0.0.2"), 80, 8);
            List<String> said = new ArrayList<>();
            hosts.start(nothing -> {
                TcpSocket socket = hosts.one.tcp().connect(IpAddress.parse("10.0.0.2"), 80, SECOND);
                said.add(assertThrows(IpException.class, () -> socket.read(new byte[10], 0, 10)).getMessage());
                socket.close();
            });
            run(hosts, SECOND / 10);
            assertEquals(1, server.waiting());
            close(hosts, server);
            close(hosts, server);
            run(hosts, SECOND / 10);
            assertTrue(said.getFirst().endsWith(", reason=reset by the peer"), said::toString);
            TcpServer other = hosts.two.tcp().listen(IpAddress.parse("10.0.0.2"), 80, 8);
            boolean[] ended = {false};
            hosts.start(nothing -> ended[0] = other.accept() == null);
            close(hosts, other);
            run(hosts, SECOND / 10);
            assertTrue(ended[0]);
        }
    }

    @Test
    void shouldEndWaitsInTimeAndByCancellation() throws Exception {
        try (var hosts = hosts(null, 1)) {
            TcpServer server = hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
            List<Object> seen = new ArrayList<>();
            TcpSocket[] open = {null};
            hosts.start(nothing -> {
                TcpSocket socket = hosts.one.tcp().connect(IpAddress.parse("10.0.0.2"), 80, SECOND);
                open[0] = socket;
                seen.add(socket.read(new byte[1], 0, 1, SECOND));
                seen.add(assertThrows(IpException.class, () -> socket.read(new byte[1], 0, 1)).getMessage());
            });
            run(hosts, SECOND + SECOND / 10);
            assertEquals(List.of(0), seen);
            close(hosts, open[0]);
            run(hosts, SECOND / 10);
            assertEquals("read on a closed socket: peer=10.0.0.2, peerPort=80, port=" + open[0].port(), seen.get(1));
            assertEquals(TcpState.CLOSED, open[0].state());
            assertNotNull(poll(hosts, server));
        }
    }

    @Test
    void shouldRefuseAPortThatIsTakenAndAForeignAddress() {
        try (var hosts = hosts(null, 1)) {
            hosts.one.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
            assertEquals("the port is taken by another listener: port=80; close the other listener", assertThrows(
                    IpException.class, () -> hosts.one.tcp().listen(IpAddress.ANY_IPV6, 80, 8)).getMessage());
            assertEquals("not an address of this host: address=10.0.0.2, addresses=[10.0.0.1/24, fd00::1/64]; listen on"
                    + " one of these, 0.0.0.0 or ::",
                    assertThrows(IpException.class, () -> hosts.one.tcp().listen(IpAddress.parse("10.0.0.2"), 81, 8))
                            .getMessage());
        }
    }
}
