package io.creel.ip.host;

import static io.creel.ip.host.TwoHosts.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.CloseReason;
import io.creel.ip.tcp.TcpInfo;
import io.creel.ip.tcp.TcpSettings;
import io.creel.ip.tcp.TcpState;
import org.junit.jupiter.api.Test;

/** The calls of a TCP socket that do not wait, from outside of coroutines. */
class TcpSocketCallsTest {
    private static final IpAddress PEER = IpAddress.parse("10.0.0.2");

    private static TcpSocket open(TwoHosts hosts, TcpSettings settings) {
        return hosts.one.tcp().open(IpAddress.ANY_IPV4, 5000, PEER, 80, settings);
    }

    @Test
    void shouldOpenWriteReadAndPeekWithoutWaiting() {
        try (var hosts = new TwoHosts()) {
            TcpServer server = hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
            TcpSocket socket = open(hosts, hosts.one.tcp().settings());
            assertEquals(TcpState.SYN_SENT, socket.state());
            assertEquals(5000, socket.port());
            hosts.settle();
            assertEquals(TcpState.ESTABLISHED, socket.state());
            TcpSocket other = server.poll();
            byte[] buffer = new byte[8];
            assertEquals(0, other.tryRead(buffer, 0, 8));
            assertEquals(0, other.tryPeek(buffer, 0, 8));
            assertEquals(5, socket.tryWrite("hello".getBytes(), 0, 5));
            assertEquals(5, socket.unacknowledgedBytes());
            hosts.settle();
            assertEquals(5, other.readableBytes());
            assertEquals(3, other.tryPeek(buffer, 1, 3));
            assertArrayEquals(new byte[]{0, 'h', 'e', 'l', 0, 0, 0, 0}, buffer);
            assertEquals(5, other.tryRead(buffer, 0, 8));
            socket.shutdownOutput();
            hosts.settle();
            assertTrue(other.hasReceivedFin());
            assertEquals(-1, other.tryRead(buffer, 0, 8));
            assertEquals(-1, other.tryPeek(buffer, 0, 8));
            assertThrows(IpException.class, () -> socket.tryWrite(buffer, 0, 1));
            socket.abort();
            assertThrows(IpException.class, () -> socket.tryRead(buffer, 0, 1));
            assertEquals(CloseReason.NONE, socket.closeReason());
            hosts.settle();
            assertEquals(CloseReason.RESET, other.closeReason());
            other.close();
        }
    }

    @Test
    void shouldGoByTheSettingsOfItsOwn() {
        try (var hosts = new TwoHosts()) {
            TcpServer server = hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
            server.settings(hosts.two.tcp().settings().edit().mss(700).done());
            TcpSocket socket = open(hosts, hosts.one.tcp().settings().edit().timestamps(false).done());
            hosts.settle();
            TcpInfo info = socket.info();
            assertEquals(700, info.segmentBytes());
            assertFalse(info.timestamps());
            assertTrue(info.sack());
            assertEquals("cubic", info.congestionControl());
            socket.settings(socket.settings().edit().retryNs(SECOND).done());
            socket.tryWrite(new byte[10], 0, 10);
            hosts.two.close();
            hosts.pass(2 * SECOND);
            assertEquals(TcpState.CLOSED, socket.state());
            socket.close();
        }
    }

    @Test
    void shouldForgetSettingsWhenAConnectionObjectIsUsedAgain() {
        try (var hosts = new TwoHosts()) {
            TcpServer server = hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
            TcpSocket first = open(hosts, hosts.one.tcp().settings().edit().mss(500).done());
            hosts.settle();
            assertEquals(500 - 12, first.info().segmentBytes());
            first.cork(true);
            first.abort();
            hosts.settle();
            TcpSocket second = open(hosts, hosts.one.tcp().settings());
            hosts.settle();
            assertEquals(1460 - 12, second.info().segmentBytes());
            second.tryWrite(new byte[1], 0, 1);
            hosts.settle();
            assertEquals(1, server.waiting());
            assertEquals(0, second.info().unsentBytes());
        }
    }

    @Test
    void shouldHoldSmallSegmentsBackWhileCorked() {
        try (var hosts = new TwoHosts()) {
            hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
            TcpSocket socket = open(hosts, hosts.one.tcp().settings());
            hosts.settle();
            socket.nagle(false);
            int full = socket.info().segmentBytes();
            socket.cork(true);
            socket.tryWrite(new byte[full + 7], 0, full + 7);
            assertEquals(7, socket.info().unsentBytes());
            hosts.settle();
            assertEquals(7, socket.info().unsentBytes());
            socket.cork(false);
            assertEquals(0, socket.info().unsentBytes());
        }
    }

    @Test
    void shouldOfferEachVersionTheSegmentSizeThatItsHeadersLeave() {
        try (var hosts = new TwoHosts()) {
            hosts.two.tcp().listen(IpAddress.ANY_IPV6, 80, 8);
            TcpSocket four = open(hosts, hosts.one.tcp().settings());
            TcpSocket six = hosts.one.tcp().open(IpAddress.ANY_IPV6, 0, IpAddress.parse("fd00::2"), 80,
                    hosts.one.tcp().settings());
            hosts.settle();
            assertEquals(1460 - 12, four.info().segmentBytes());
            assertEquals(1440 - 12, six.info().segmentBytes());
        }
    }
}
