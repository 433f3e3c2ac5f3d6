package io.creel.servers.proxy;

import static io.creel.servers.ServersRig.MS;
import static io.creel.servers.ServersRig.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.CloseReason;
import io.creel.net.wrap.Impairment;
import io.creel.servers.ServersRig;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A proxy on one host, between a client and a server on the other one, whose ends the test drives. */
class TcpProxyTest {
    private static final int PROXY = 80;
    private static final int SERVER = 9_000;

    private static final class Rig implements AutoCloseable {
        final ServersRig net;
        final TcpProxy proxy;
        final TcpService port;
        final TcpServer listener;
        private final byte[] buffer = new byte[1 << 16];

        Rig() {
            this(null);
        }

        Rig(Impairment faults) {
            net = new ServersRig(faults, 3);
            var limits = new ServiceLimits(8, 8, 60 * SECOND, 20 * SECOND);
            proxy = new TcpProxy(net.server, net.carrier, limits, IpAddress.parse("10.0.0.2"), SERVER);
            port = TcpService.open(net.server, net.carrier, IpAddress.ANY_IPV4, PROXY, limits, proxy);
            listener = net.client.tcp().listen(IpAddress.ANY_IPV4, SERVER, 8);
        }

        TcpSocket connect() {
            TcpSocket socket = net.client.tcp().open(IpAddress.ANY_IPV4, 0, ServersRig.SERVER, PROXY,
                    net.client.tcp().settings());
            net.pass(20 * MS);
            return socket;
        }

        TcpSocket accept() {
            TcpSocket socket = listener.poll();
            for (int i = 0; i < 10_000 && socket == null; i++) {
                net.pass(MS);
                socket = listener.poll();
            }
            return socket;
        }

        /** Sends all, reading at the other end meanwhile, and returns what came there. */
        byte[] pass(TcpSocket from, TcpSocket to, byte[] all) {
            var came = new ByteArrayOutputStream();
            int sent = 0;
            for (int idle = 0; came.size() < all.length && idle < 20_000; idle++) {
                sent += from.tryWrite(all, sent, all.length - sent);
                net.pass(MS);
                for (int n = to.tryRead(buffer, 0, buffer.length); n > 0; n = to.tryRead(buffer, 0, buffer.length)) {
                    came.write(buffer, 0, n);
                    idle = 0;
                }
            }
            return came.toByteArray();
        }

        int read(TcpSocket socket) {
            return socket.tryRead(buffer, 0, buffer.length);
        }

        @Override
        public void close() {
            listener.close();
            port.close();
            net.close();
        }
    }

    private static byte[] random(int bytes) {
        byte[] all = new byte[bytes];
        new Random(bytes).nextBytes(all);
        return all;
    }

    @Test
    void shouldPassBytesBothWays() {
        try (Rig rig = new Rig()) {
            TcpSocket client = rig.connect();
            TcpSocket server = rig.accept();
            byte[] request = random(300_000);
            byte[] answer = random(700_001);
            assertArrayEquals(request, rig.pass(client, server, request));
            assertArrayEquals(answer, rig.pass(server, client, answer));
            assertEquals(request.length + answer.length, rig.proxy.bytes());
            client.close();
            server.close();
            rig.net.pass(SECOND);
            assertEquals(0, rig.net.server.tcp().sockets());
            assertEquals(1, rig.port.ended());
        }
    }

    @Test
    void shouldPassBytesOverALinkWithFaults() {
        try (Rig rig = new Rig(Impairment.none().drop(0.05))) {
            TcpSocket client = rig.connect();
            TcpSocket server = rig.accept();
            byte[] all = random(200_000);
            assertArrayEquals(all, rig.pass(client, server, all));
            assertArrayEquals(all, rig.pass(server, client, all));
            client.abort();
            rig.net.pass(10 * SECOND);
            server.abort();
        }
    }

    @Test
    void shouldPassTheEndOfTheClientsDirectionOnAndGoOnWithTheOther() {
        try (Rig rig = new Rig()) {
            TcpSocket client = rig.connect();
            TcpSocket server = rig.accept();
            client.shutdownOutput();
            rig.net.pass(100 * MS);
            assertEquals(-1, rig.read(server));
            byte[] all = random(50_000);
            assertArrayEquals(all, rig.pass(server, client, all));
            server.shutdownOutput();
            rig.net.pass(100 * MS);
            assertEquals(-1, rig.read(client));
            assertEquals(1, rig.port.ended(), rig.port::toString);
            client.close();
            server.close();
        }
    }

    @Test
    void shouldPassTheEndOfTheServersDirectionOnAndGoOnWithTheOther() {
        try (Rig rig = new Rig()) {
            TcpSocket client = rig.connect();
            TcpSocket server = rig.accept();
            server.shutdownOutput();
            rig.net.pass(100 * MS);
            assertEquals(-1, rig.read(client));
            byte[] all = random(50_000);
            assertArrayEquals(all, rig.pass(client, server, all));
            client.shutdownOutput();
            rig.net.pass(100 * MS);
            assertEquals(-1, rig.read(server));
            assertEquals(1, rig.port.ended(), rig.port::toString);
            client.close();
            server.close();
        }
    }

    @Test
    void shouldResetTheServerWhenTheClientResets() {
        try (Rig rig = new Rig()) {
            TcpSocket client = rig.connect();
            TcpSocket server = rig.accept();
            client.abort();
            rig.net.pass(100 * MS);
            assertEquals(CloseReason.RESET, server.closeReason());
            assertEquals(0, rig.net.server.tcp().sockets());
            assertEquals(1, rig.port.lost(), rig.port::toString);
            server.close();
        }
    }

    @Test
    void shouldResetTheClientWhenTheServerResets() {
        try (Rig rig = new Rig()) {
            TcpSocket client = rig.connect();
            TcpSocket server = rig.accept();
            server.abort();
            rig.net.pass(100 * MS);
            assertEquals(CloseReason.RESET, client.closeReason());
            assertEquals(0, rig.net.server.tcp().sockets());
            assertEquals(1, rig.port.lost(), rig.port::toString);
            client.close();
        }
    }

    @Test
    void shouldResetTheClientWhenNoServerListens() {
        try (Rig rig = new Rig()) {
            rig.listener.close();
            TcpSocket client = rig.connect();
            rig.net.pass(SECOND);
            assertEquals(CloseReason.RESET, client.closeReason());
            assertEquals(1, rig.proxy.refused());
            client.close();
        }
    }

    /** What a proxy holds is bounded by its window and its send buffer; then the sender's window closes. */
    @Test
    void shouldCloseTheWindowOfAClientWhoseServerDoesNotReceive() {
        try (Rig rig = new Rig()) {
            TcpSocket client = rig.connect();
            TcpSocket server = rig.accept();
            byte[] all = random(8 << 20);
            int sent = 0;
            for (int i = 0; i < 1_000; i++) {
                sent += client.tryWrite(all, sent, Math.min(10_000, all.length - sent));
                rig.net.pass(MS);
            }
            assertTrue(sent < all.length, "everything was taken");
            var settings = rig.net.server.tcp().settings();
            int atProxy = sent - client.unacknowledgedBytes() - server.readableBytes();
            int bound = settings.sendBufferBytes() + settings.receiveBufferBytes() + 2_048;
            assertTrue(atProxy <= bound, "the proxy holds " + atProxy + " of " + bound);
            int first = server.readableBytes();
            assertTrue(first > 0);
            var came = new ByteArrayOutputStream();
            for (int idle = 0; came.size() < sent && idle < 5_000; idle++) { // it receives again: nothing is lost
                int n = rig.read(server);
                if (n > 0) {
                    came.write(rig.buffer, 0, n);
                    idle = 0;
                }
                rig.net.pass(MS);
            }
            assertArrayEquals(java.util.Arrays.copyOf(all, sent), came.toByteArray());
            client.abort();
            rig.net.pass(100 * MS);
            server.close();
        }
    }

    @Test
    void shouldResetBothWhenAPeerDoesNotReceiveInTime() {
        try (Rig rig = new Rig()) {
            TcpSocket client = rig.connect();
            TcpSocket server = rig.accept();
            byte[] all = random(4 << 20);
            for (int sent = 0, i = 0; i < 1_000; i++) {
                sent += client.tryWrite(all, sent, Math.min(10_000, all.length - sent));
                rig.net.pass(MS);
            }
            rig.net.pass(25 * SECOND);
            assertEquals(CloseReason.RESET, client.closeReason());
            assertEquals(CloseReason.RESET, server.closeReason());
            assertEquals(1, rig.port.stalled(), rig.port::toString);
            client.close();
            server.close();
        }
    }
}
