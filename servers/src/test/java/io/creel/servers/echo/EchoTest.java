package io.creel.servers.echo;

import static io.creel.servers.ServersRig.MS;
import static io.creel.servers.ServersRig.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.servers.ServersRig;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EchoTest {
    private static final ServiceLimits LIMITS = new ServiceLimits(4, 8, 60 * SECOND, 20 * SECOND);

    private static TcpService tcp(ServersRig rig, ServiceLimits limits) {
        return TcpService.openRequests(rig.server, rig.carrier, IpAddress.ANY_IPV4, 7, limits, new TcpEcho(limits));
    }

    @Test
    void shouldEchoWhatComesAndEndAfterThePeer() {
        try (var rig = new ServersRig()) {
            TcpService service = tcp(rig, LIMITS);
            ServersRig.Client client = rig.connect(7);
            client.send("one");
            assertEquals("one", client.said());
            client.send("two");
            assertEquals("two", client.said());
            assertFalse(client.isEnded());
            client.finish();
            assertTrue(client.isEnded());
            client.close();
            rig.pass(SECOND);
            assertEquals("TcpService[port=7, open=0, accepted=1, ended=1, lost=0, stalled=0, failed=0]",
                    service.toString());
        }
    }

    @Test
    void shouldEchoAMegabyte() {
        try (var rig = new ServersRig()) {
            tcp(rig, LIMITS);
            byte[] sent = new byte[1 << 20];
            new Random(1).nextBytes(sent);
            ServersRig.Client client = rig.connect(7);
            client.send(sent);
            String said = client.said(2 * SECOND);
            assertArrayEquals(sent, said.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void shouldServeNoMoreThanItsLimitAndTheRestLater() {
        try (var rig = new ServersRig()) {
            TcpService service = tcp(rig, LIMITS);
            List<ServersRig.Client> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                clients.add(rig.connect(7));
                clients.get(i).send("x" + i);
            }
            assertEquals(4, service.open());
            assertEquals("", clients.get(5).said());
            clients.get(0).finish();
            clients.get(1).finish();
            rig.pass(10 * MS);
            assertEquals(4, service.open());
            assertEquals(6, service.accepted());
            assertEquals("x4", clients.get(4).said());
            assertEquals("x5", clients.get(5).said());
        }
    }

    @Test
    void shouldCloseASilentConnection() {
        try (var rig = new ServersRig()) {
            TcpService service = tcp(rig, LIMITS);
            ServersRig.Client client = rig.connect(7);
            rig.pass(59 * SECOND);
            assertFalse(client.isEnded());
            rig.pass(2 * SECOND);
            assertTrue(client.isEnded());
            assertEquals(1, service.ended());
        }
    }

    @Test
    void shouldResetAPeerThatDoesNotReceiveItsEcho() {
        try (var rig = new ServersRig()) {
            TcpService service = tcp(rig, LIMITS);
            ServersRig.Client client = rig.connect(7);
            rig.start(() -> client.socket().write(new byte[4 << 20], 0, 4 << 20, 60 * SECOND));
            rig.pass(19 * SECOND);
            assertEquals(1, service.open());
            rig.pass(3 * SECOND);
            assertEquals(1, service.stalled());
            assertEquals(0, service.open());
            client.said();
            assertTrue(client.isReset());
            rig.failures.clear(); // the writer of the test has lost its connection
        }
    }

    @Test
    void shouldEndWhenTheConnectionIsLost() {
        try (var rig = new ServersRig()) {
            TcpService service = tcp(rig, LIMITS);
            ServersRig.Client client = rig.connect(7);
            client.send("abc");
            client.socket().abort();
            rig.pass(10 * MS);
            assertEquals(1, service.lost());
            assertEquals(0, service.open());
        }
    }

    @Test
    void shouldGoOnWithWhatItServesWhenClosed() {
        try (var rig = new ServersRig()) {
            TcpService service = tcp(rig, LIMITS);
            ServersRig.Client client = rig.connect(7);
            service.close();
            client.send("still");
            assertEquals("still", client.said(20 * MS));
            assertEquals(1, service.open());
        }
    }

    @Test
    void shouldEchoDatagramsOfBothVersions() {
        try (var rig = new ServersRig()) {
            UdpEcho four = UdpEcho.open(rig.server, rig.carrier, IpAddress.ANY_IPV4, 7);
            UdpEcho six = UdpEcho.open(rig.server, rig.carrier, IpAddress.ANY_IPV6, 7);
            for (String address : List.of("10.0.0.1", "fd00::1")) {
                UdpSocket socket = rig.client.udp().bind(
                        address.contains(":") ? IpAddress.ANY_IPV6 : IpAddress.ANY_IPV4, 0);
                byte[] sent = new byte[3_000]; // in fragments
                new Random(2).nextBytes(sent);
                socket.send(sent, IpAddress.parse(address), 7);
                rig.pass(5 * MS);
                Packet came = socket.poll();
                assertArrayEquals(sent, UdpDatagram.payload(came));
                came.release();
                socket.close();
            }
            assertEquals(1, four.echoed());
            assertEquals(1, six.echoed());
        }
    }

    /** Two echo services would send it to and fro for ever. */
    @Test
    void shouldNotAnswerAnotherEchoService() {
        try (var rig = new ServersRig()) {
            UdpEcho echo = UdpEcho.open(rig.server, rig.carrier, IpAddress.ANY_IPV4, 7);
            UdpSocket socket = rig.client.udp().bind(IpAddress.ANY_IPV4, 7);
            socket.send(new byte[10], IpAddress.parse("10.0.0.1"), 7);
            rig.pass(5 * MS);
            assertNull(socket.poll());
            assertEquals(1, echo.refused());
            assertEquals(0, echo.echoed());
        }
    }
}
