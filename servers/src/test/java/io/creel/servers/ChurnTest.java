package io.creel.servers;

import static io.creel.servers.ServersRig.MS;
import static io.creel.servers.ServersRig.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpCounter;
import io.creel.net.wrap.Impairment;
import io.creel.servers.echo.TcpEcho;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Connections that come and go over a bad link, in virtual time. Each ends in one of few ways, and at the end every
 * account is even: connections on both sides, bytes, sockets, buffers, packets. The short form lasts 20 s,
 * {@code -Dcreel.live=long} 10 minutes.
 */
class ChurnTest {
    private static final int AT_ONCE = 20;
    private static final int SECONDS = "long".equals(System.getProperty("creel.live")) ? 600 : 20;

    private final Random random = new Random(11);
    private int running;
    private long opened;
    private long refused;
    private long echoed;
    private long aborted;
    /** Reset without a byte: the server may hear of it before it has accepted. */
    private long abortedAtOnce;
    private long lost;
    private long bytes;

    @Test
    void shouldAccountForEveryConnection() {
        Impairment faults = Impairment.none().drop(0.02).duplicate(0.02).corrupt(0.01).holdBack(0.05, 2 * MS)
                .delay(MS, MS);
        var limits = new ServiceLimits(AT_ONCE * 4, AT_ONCE, 30 * SECOND, 30 * SECOND);
        try (var rig = new ServersRig(faults, 4)) {
            var echo = new TcpEcho(limits);
            TcpService port = TcpService.openRequests(rig.server, rig.carrier, IpAddress.ANY_IPV4, 7, limits, echo);
            for (int i = 0; i < SECONDS * 100; i++) {
                while (running < AT_ONCE) {
                    running++;
                    rig.carrier.start(_ -> churn(rig), null);
                }
                rig.pass(10 * MS);
            }
            for (int i = 0; i < 300 && (running > 0 || port.open() > 0); i++) {
                rig.pass(SECOND);
            }
            System.out.println("churn: seconds=" + SECONDS + ", opened=" + opened + ", refused=" + refused + ", echoed="
                    + echoed + ", aborted=" + aborted + ", lost=" + lost + ", bytes=" + bytes + ", " + port);
            assertEquals(0, running);
            assertEquals(0, port.open());
            assertEquals(opened, echoed + aborted + lost);
            assertEquals(port.accepted(), port.ended() + port.lost() + port.stalled());
            assertEquals(0, port.failed());
            assertTrue(port.accepted() >= opened - abortedAtOnce && port.accepted() <= opened + refused,
                    port::toString);
            assertEquals(port.accepted(), rig.server.tcp().statistics().get(TcpCounter.CONNECTIONS_ACCEPTED));
            assertTrue(port.ended() >= echoed, port::toString);
            assertTrue(echo.bytes() >= bytes, "echoed=" + echo.bytes());
            assertTrue(echoed > 5 * SECONDS && aborted > SECONDS, "it has to churn");
            port.close();
            rig.settle();
            for (IpHost host : new IpHost[]{rig.server, rig.client}) {
                assertEquals(0, host.tcp().sockets());
                assertEquals(0, host.tcp().sendBuffersInUse());
                assertEquals(0, host.tcp().heldFrames());
            }
        }
    }

    /** One connection: some messages and their echo, then an end of one of two kinds. */
    private void churn(ServersRig rig) {
        TcpSocket socket = null;
        boolean isOpened = false;
        try {
            socket = rig.client.tcp().connect(ServersRig.SERVER, 7, 20 * SECOND);
            isOpened = true;
            opened++;
            int all = random.nextInt(4);
            for (int messages = all; messages > 0; messages--) {
                byte[] message = new byte[1 + random.nextInt(3_000)];
                random.nextBytes(message);
                byte[] back = new byte[message.length];
                socket.write(message, 0, message.length);
                for (int came = 0; came < back.length;) {
                    int more = socket.read(back, came, back.length - came, 60 * SECOND);
                    if (more <= 0) {
                        throw new AssertionError("no echo: socket=" + socket + ", came=" + came + ", more=" + more);
                    }
                    came += more;
                }
                assertArrayEquals(message, back);
                bytes += message.length;
            }
            if (random.nextInt(4) == 0) {
                socket.abort();
                aborted++;
                abortedAtOnce += all == 0 ? 1 : 0;
                return;
            }
            socket.shutdownOutput();
            assertEquals(-1, socket.read(new byte[1], 0, 1, 60 * SECOND));
            echoed++;
        } catch (IpException gone) {
            if (isOpened) {
                lost++;
            } else {
                refused++;
            }
        } finally {
            if (socket != null) {
                socket.close();
            }
            running--;
        }
    }
}
