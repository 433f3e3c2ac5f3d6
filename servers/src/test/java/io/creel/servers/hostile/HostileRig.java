package io.creel.servers.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.ip.IpAddress;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.tcp.TcpCounter;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.memory.MemoryNic;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.echo.TcpEcho;
import io.creel.servers.http.HttpLimits;
import io.creel.servers.http.HttpService;
import io.creel.servers.http.TrialSite;
import io.creel.servers.raw.RawClient;
import io.creel.servers.raw.RawNet;
import io.creel.servers.raw.RawPeer;
import io.creel.servers.raw.RawTcp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** HTTP at port 80 and echo at port 7 against a peer without TCP, in memory and in virtual time. */
final class HostileRig implements AutoCloseable {
    static final long SECOND = 1_000_000_000L;
    static final long MS = 1_000_000L;
    static final int CONNECTIONS = 400;
    static final int BACKLOG = 64;
    static final int SEND_BUFFER_BYTES = 1 << 16;
    static final ServiceLimits LIMITS = new ServiceLimits(300, BACKLOG, 60 * SECOND, 20 * SECOND);

    final MemoryNic link = MemoryNic.pair();
    final RawPeer peer = new RawPeer(link.peer(), 0x02_0000_0000_02L, RawTcp.address("10.0.0.2"));
    final RawNet net = new RawNet(peer, 0x02_0000_0000_01L, RawTcp.address("10.0.0.1"), this::settle);
    final IpHost host;
    final HttpService http;
    final TcpService httpPort;
    final TcpService echoPort;
    private final List<Throwable> failures = new ArrayList<>();
    private final Batch batch = new Batch(64);
    private final Carrier carrier = new Carrier("hostile", (coroutine, failure) -> failures.add(failure));
    private long nowNs = 1_000 * SECOND;

    /** A host that lends this many send buffers. */
    HostileRig(int sendBuffers) {
        var random = new Random(5);
        carrier.setClock(() -> nowNs);
        carrier.tick(nowNs);
        TcpSettings settings = TcpSettings.defaults().edit().sendBuffer(SEND_BUFFER_BYTES).done();
        host = IpHost.open(link, new HostOptions(() -> nowNs, random::nextLong).macAddress(0x02_0000_0000_01L)
                .address("10.0.0.1/24").tcp(settings, CONNECTIONS, 4).tcpSendBuffers(sendBuffers));
        http = new HttpService(host.ready(), LIMITS, HttpLimits.defaults(), new TrialSite(), () -> nowNs / SECOND,
                failures::add);
        httpPort = http.open(host, carrier, IpAddress.ANY_IPV4, 80);
        echoPort = TcpService.openRequests(host, carrier, IpAddress.ANY_IPV4, 7, LIMITS, new TcpEcho(LIMITS));
        int subnet = RawTcp.address("10.0.0.0");
        peer.addresses(asked -> (asked & 0xffffff00) == subnet && (asked & 0xff) != 1);
    }

    void settle() {
        int work = 1;
        while (work > 0) {
            carrier.tick(nowNs);
            work = host.doWork(carrier, batch, 64) + peer.poll() + carrier.poll() + carrier.resumeStarted();
        }
    }

    void pass(long ns) {
        settle();
        for (long left = ns; left > 0; left -= MS) {
            nowNs += Math.min(MS, left);
            settle();
        }
    }

    long counted(TcpCounter counter) {
        return host.tcp().statistics().get(counter);
    }

    /** An established connection. */
    RawClient connected(int port) {
        RawClient client = net.client(port);
        client.connect();
        pass(5 * MS);
        assertTrue(client.isEstablished(), "no handshake: " + host.counters());
        return client;
    }

    /** A well-behaved client gets its answer, whatever else goes on. */
    void assertServes() {
        RawClient client = connected(80);
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        pass(500 * MS);
        assertTrue(client.received().startsWith("HTTP/1.1 200 "), client.received());
        assertTrue(client.isEnded());
        client.raw(RawTcp.ACK | RawTcp.FIN, client.sequence, client.expected, new byte[0]);
        settle();
    }

    @Override
    public void close() {
        httpPort.close();
        echoPort.close();
        host.close();
        settle();
        carrier.close();
        assertEquals(List.of(), failures);
        assertEquals(0, host.counters().unaccounted(), () -> host.counters().toString());
        assertEquals(0, host.tcp().sendBuffersInUse());
        assertEquals(0, host.tcp().heldFrames());
        link.close();
        link.peer().close();
        assertEquals(0, link.pool().outstanding() + link.peer().pool().outstanding(), "packets");
    }
}
