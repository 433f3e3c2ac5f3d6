package io.creel.ip.host;

import static io.creel.ip.host.TwoHosts.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.CoroutineCancelledException;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What coroutines see that wait for a host, or were woken by it, when it closes. */
class HostCloseTest {
    private final Map<String, String> seen = new TreeMap<>();

    private void watch(TwoHosts hosts, String name, Callable<Object> call) {
        hosts.start(nothing -> {
            try {
                seen.put(name, String.valueOf(call.call()));
            } catch (IpException refused) {
                seen.put(name, refused.getMessage().replaceFirst(":.*", "") + " " + refused.reason());
            } catch (CoroutineCancelledException cancelled) {
                seen.put(name, "cancelled");
            } catch (Exception other) {
                throw new AssertionError(other);
            }
        });
    }

    /** The client's end, and the server's. */
    private static TcpSocket[] connected(TwoHosts hosts, TcpServer server) {
        TcpSocket[] pair = {null, null};
        hosts.start(nothing -> pair[0] = hosts.one.tcp().connect(IpAddress.parse("10.0.0.2"), 80, SECOND));
        hosts.start(nothing -> pair[1] = server.accept());
        return pair;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseCoroutinesThatWaitAndThatWereWokenWhenTheHostCloses(boolean severalWorkers) {
        try (var hosts = new TwoHosts(null, 1, severalWorkers)) {
            TcpServer server = hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
            TcpSocket reading = connected(hosts, server)[1];
            TcpSocket receiving = connected(hosts, server)[1];
            TcpSocket writing = connected(hosts, server)[1];
            TcpSocket[] woken = connected(hosts, server);
            UdpSocket datagrams = hosts.two.udp().bind(IpAddress.ANY_IPV4, 7);
            watch(hosts, "read", () -> reading.read(new byte[1], 0, 1));
            watch(hosts, "read of data", () -> woken[1].read(new byte[1], 0, 1));
            watch(hosts, "receive", receiving::receive);
            watch(hosts, "write", () -> {
                writing.write(new byte[8 << 20], 0, 8 << 20);
                return "written";
            });
            watch(hosts, "accept", server::accept);
            watch(hosts, "udp", () -> {
                Packet packet = datagrams.receive();
                return packet == null ? "null" : "packet";
            });
            hosts.settle();
            assertEquals(Map.of(), seen);
            hosts.carrier.start(nothing -> woken[0].write(new byte[1], 0, 1), null);
            hosts.carrier.resumeStarted();
            hosts.deliverToTwo();
            assertEquals(1, woken[1].readableBytes(), "arrived, and its reader has not run");
            assertEquals(Map.of(), seen);
            hosts.two.close();
            hosts.carrier.poll();
            assertEquals(Map.of("accept", "null", "read", "read on a closed socket CLOSED", "read of data",
                    "read on a closed socket CLOSED", "receive", "receive on a closed socket CLOSED", "udp", "null",
                    "write", "write on a closed socket CLOSED"), seen);
        }
    }
}
