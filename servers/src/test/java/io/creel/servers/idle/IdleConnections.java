package io.creel.servers.idle;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.ip.IpAddress;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.memory.MemoryNic;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.http.HttpLimits;
import io.creel.servers.http.HttpService;
import io.creel.servers.raw.RawPeer;
import io.creel.servers.raw.RawTcp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * An HTTP service with many connections that are open and idle, in memory and in virtual time. The peer is no stack: it
 * keeps two numbers per connection in arrays that are made before anything is measured. So what the heap grows by
 * belongs to the server: connection, socket, and its share of the tables.
 *
 * <p>
 * {@code main(CONNECTIONS)} prints the bytes per connection by class.
 */
public final class IdleConnections implements AutoCloseable {
    /** What an idle connection may hold, in bytes. */
    static final int BOUND_BYTES = 1_536;
    private static final long SECOND = 1_000_000_000L;
    private static final int FIRST_PORT = 1_024;
    private static final byte[] GREETING = "hello\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int connections;
    private final int[] sequences;
    private final int[] acknowledgments;
    private final boolean[] established;
    private final MemoryNic link = MemoryNic.pair();
    private final RawPeer peer = new RawPeer(link.peer(), 0x02_0000_0000_02L, RawTcp.address("10.0.0.2"));
    private final List<Throwable> failures = new ArrayList<>();
    private final Batch batch = new Batch(64);
    private final Carrier carrier = new Carrier("idle", (coroutine, failure) -> failures.add(failure));
    private final IpHost host;
    private final TcpService service;
    private final HttpService http;
    private boolean acknowledges = true;
    private int open;
    private long answered;
    private long nowNs = 1_000 * SECOND;

    /** Opens the host. */
    IdleConnections(int connections) {
        if (connections < 1 || connections > 60_000) {
            throw new IllegalArgumentException("impossible: connections=" + connections + ", allowed=1 to 60000");
        }
        this.connections = connections;
        sequences = new int[connections];
        acknowledgments = new int[connections];
        established = new boolean[connections];
        carrier.setClock(() -> nowNs);
        carrier.tick(nowNs);
        var random = new Random(1);
        TcpSettings settings = TcpSettings.defaults().edit().sendBuffer(1 << 16).done();
        host = IpHost.open(link, new HostOptions(() -> nowNs, random::nextLong).macAddress(0x02_0000_0000_01L)
                .address("10.0.0.1/24").tcp(settings, connections + 16, 4));
        var limits = new ServiceLimits(connections, 1_024, 3_600 * SECOND, 60 * SECOND);
        http = new HttpService(host.ready(), limits, HttpLimits.defaults(),
                exchange -> exchange.respond(200, "text/plain", GREETING), () -> nowNs / SECOND, failures::add);
        service = http.open(host, carrier, IpAddress.ANY_IPV4, 80);
        peer.segments(this::arrived);
    }

    private RawTcp to(int connection, int flags) {
        var segment = new RawTcp();
        segment.toMac = 0x02_0000_0000_01L;
        segment.fromMac = peer.mac();
        segment.fromAddress = peer.address();
        segment.toAddress = RawTcp.address("10.0.0.1");
        segment.fromPort = FIRST_PORT + connection;
        segment.toPort = 80;
        segment.sequence = sequences[connection];
        segment.acknowledgment = acknowledgments[connection];
        segment.flags = flags;
        return segment;
    }

    private void arrived(RawTcp segment) {
        int connection = segment.toPort - FIRST_PORT;
        if (segment.has(RawTcp.SYN)) {
            sequences[connection] = segment.acknowledgment;
            established[connection] = true;
            open++;
        } else if (segment.length() == 0 || !acknowledges) {
            return;
        } else {
            answered += segment.payload.length > 0 ? 1 : 0;
        }
        acknowledgments[connection] = segment.sequence + segment.length();
        send(to(connection, RawTcp.ACK));
    }

    private void send(RawTcp segment) {
        byte[] frame = segment.frame();
        while (!peer.send(frame)) {
            settle();
        }
    }

    private void settle() {
        int work = 1;
        while (work > 0) {
            carrier.tick(nowNs);
            work = host.doWork(carrier, batch, 64) + peer.poll() + carrier.poll() + carrier.resumeStarted();
        }
    }

    /** Lets time pass, for delayed acknowledgments. */
    void pass() {
        for (int i = 0; i < 200; i++) {
            nowNs += SECOND / 1_000;
            settle();
        }
    }

    /** Opens all connections; none has a byte. */
    void openAll() {
        send(to(0, RawTcp.SYN)); // finds the neighbour
        settle();
        for (int i = 1; i < connections; i++) {
            send(to(i, RawTcp.SYN));
            if (i % 256 == 255) {
                settle();
            }
        }
        settle();
        pass();
    }

    /** Sends one request on each connection, and takes the answer. */
    void askAll() {
        for (int i = 0; i < connections; i++) {
            RawTcp request = to(i, RawTcp.ACK | RawTcp.PSH);
            request.payload = REQUEST;
            send(request);
            sequences[i] += REQUEST.length;
            settle();
        }
        pass();
    }

    /** From now on the peer acknowledges nothing, so that the server keeps what it sends. */
    void acknowledgeNothing() {
        acknowledges = false;
    }

    int open() {
        return open;
    }

    int served() {
        return service.open();
    }

    int idle() {
        return service.idle();
    }

    long answered() {
        return answered;
    }

    IpHost host() {
        return host;
    }

    /** Packets of the NIC, whose memory is native, that are with the host. */
    int packetsHeld() {
        return host.tcp().heldFrames();
    }

    List<Throwable> failures() {
        return failures;
    }

    @Override
    public void close() {
        service.close();
        host.close();
        settle();
        carrier.close();
        link.close();
        link.peer().close();
    }

    /** Heap bytes per connection, and what they are by class. */
    record Measured(double bytesEach, Map<String, ClassHistogram.Entry> byClass) {
    }

    /** What the heap has grown by. */
    static Measured since(ClassHistogram before, int connections) throws Exception {
        ClassHistogram now = ClassHistogram.now();
        return new Measured((double) (now.bytes() - before.bytes()) / connections, now.since(before));
    }

    /** The heap with a host that has hardly a connection, so that what every host holds counts for none. */
    static ClassHistogram withoutConnections() throws Exception {
        try (var warm = new IdleConnections(64)) { // loads every class
            warm.openAll();
            warm.askAll();
            ClassHistogram.now();
        }
        try (var empty = new IdleConnections(1)) {
            empty.openAll();
            return ClassHistogram.now();
        }
    }

    /** Prints bytes per connection by class, after the handshakes and after one request each. */
    public static void main(String[] words) throws Exception {
        int connections = words.length == 0 ? 50_000 : Integer.parseInt(words[0]);
        ClassHistogram before = withoutConnections();
        try (var idle = new IdleConnections(connections)) {
            idle.openAll();
            print("no byte yet", since(before, connections), idle, connections);
            idle.askAll();
            print("after one request", since(before, connections), idle, connections);
            System.out.println("\nopen=" + idle.open() + ", served=" + idle.served() + ", answered=" + idle.answered()
                    + ", failures=" + idle.failures());
        }
    }

    private static void print(String when, Measured measured, IdleConnections idle, int connections) {
        System.out.printf("%n%d connections, %s: %.0f B each of %d, native packets held=%d, send buffers=%d%n%n",
                connections, when, measured.bytesEach(), BOUND_BYTES, idle.packetsHeld(),
                idle.host().tcp().sendBuffersInUse());
        System.out.println("| class | objects per connection | bytes per connection |");
        System.out.println("|---|---|---|");
        measured.byClass().entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue().bytes(), a.getValue().bytes()))
                .filter(entry -> entry.getValue().bytes() >= connections)
                .forEach(entry -> System.out.printf("| `%s` | %.2f | %.1f |%n", entry.getKey(),
                        (double) entry.getValue().instances() / connections,
                        (double) entry.getValue().bytes() / connections));
    }
}
