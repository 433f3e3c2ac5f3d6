package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.wrap.Impairment;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections from each queue of one host to each queue of another, over a link that is good, and bad. */
class FlowStaysTest {
    private static final int CONNECTIONS = 6;
    private static final int BYTES = 60_000;
    private static final long SECOND = 1_000_000_000L;
    private static final Impairment BAD = Impairment.none().drop(0.02).duplicate(0.02).corrupt(0.02)
            .holdBack(0.05, 3_000_000).delay(500_000, 1_000_000);

    private int echoed;

    private static void echo(TcpSocket socket) {
        try (socket) {
            byte[] buffer = new byte[4096];
            for (int n = socket.read(buffer, 0, buffer.length); n > 0; n = socket.read(buffer, 0, buffer.length)) {
                socket.write(buffer, 0, n);
            }
            socket.shutdownOutput();
        }
    }

    private void serve(TwoQueueHosts rig) {
        List<TcpServer> servers = rig.hosts[1].listen(IpAddress.ANY_IPV4, 80, 8);
        for (int q = 0; q < servers.size(); q++) {
            TcpServer server = servers.get(q);
            int queue = q;
            rig.start(1, q, nothing -> {
                for (TcpSocket next = server.accept(); next != null; next = server.accept()) {
                    TcpSocket accepted = next;
                    rig.start(1, queue, ignored -> echo(accepted));
                }
            });
        }
    }

    private void talk(TwoQueueHosts rig, int queue, int number) {
        IpAddress peer = IpAddress.parse((number & 1) == 0 ? "10.0.0.2" : "fd00::2");
        rig.start(0, queue, nothing -> {
            TcpSocket socket = rig.hosts[0].host(queue).tcp().connect(peer, 80, 20 * SECOND);
            byte[] all = new byte[BYTES];
            new Random(number).nextBytes(all);
            rig.start(0, queue, ignored -> {
                socket.write(all, 0, all.length);
                socket.shutdownOutput();
            });
            var expected = new CRC32();
            expected.update(all);
            var came = new CRC32();
            byte[] buffer = new byte[5000];
            for (int n = socket.read(buffer, 0, buffer.length); n >= 0; n = socket.read(buffer, 0, buffer.length)) {
                came.update(buffer, 0, n);
            }
            assertEquals(expected.getValue(), came.getValue());
            socket.close();
            echoed++;
        });
    }

    private void run(Impairment faults, long seed, boolean severalWorkers) {
        try (var rig = new TwoQueueHosts(faults, seed, severalWorkers)) {
            serve(rig);
            for (int i = 0; i < CONNECTIONS; i++) {
                talk(rig, i % TwoQueueHosts.QUEUES, i);
            }
            for (int second = 0; second < 120 && echoed < CONNECTIONS; second++) {
                rig.pass(SECOND);
            }
            assertEquals(CONNECTIONS, echoed, "seed=" + seed);
            rig.pass(5 * SECOND);
            assertEquals(2 * CONNECTIONS, rig.seen.size(), rig.seen::toString);
            assertTrue(rig.seen.values().stream().allMatch(queues -> queues.size() == 1), rig.seen::toString);
            assertEquals(2, rig.seen.values().stream().distinct().count(), "both queues have flows");
            assertTrue(rig.count(HostCounter.RX_STEERED) > 50, "frames of other queues were passed on");
            for (MultiQueueHost host : rig.hosts) {
                for (int q = 0; q < TwoQueueHosts.QUEUES; q++) {
                    assertEquals(0, host.host(q).tcp().connections() + host.host(q).tcp().sockets());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepAFlowOnItsQueue(boolean severalWorkers) {
        run(Impairment.none(), 1, severalWorkers);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldKeepAFlowOnItsQueueOverABadLink(long seed) {
        run(BAD, seed, (seed & 1) == 0);
    }
}
