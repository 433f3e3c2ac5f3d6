package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.ip.IpAddress;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.Nic;
import io.creel.net.memory.MemoryNic;
import io.creel.schedulers.WorkerGroup;
import io.creel.servers.ServiceLimits;
import io.creel.servers.http.HttpExchange;
import io.creel.servers.http.HttpLimits;
import io.creel.servers.http.HttpService;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * An HTTP server and its client, each a host of its own on the two ends of a NIC in memory, on one worker and without
 * the kernel. With another word than {@code MemoryNic}, such as {@code Nics.open("tap:tap0")}, curl is the client.
 */
public final class C13_HttpOnOneWorker {
    private static final long SECOND_NS = 1_000_000_000;
    private static final byte[] REQUEST = "GET /hello HTTP/1.1\r\nHost: creel\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final Batch batch = new Batch(32);
    private final WorkerGroup group = new WorkerGroup("server", 1);
    private boolean isOpen;
    private final StringBuilder answer = new StringBuilder();

    /** Runs in the coroutine of its connection, and may suspend. */
    private static void greet(HttpExchange exchange) {
        byte[] text = ("you asked for " + exchange.path()).getBytes(StandardCharsets.US_ASCII);
        exchange.respond(200, "text/plain", text);
    }

    private void ask(IpHost client) {
        var buffer = new byte[1_000];
        try (TcpSocket socket = client.tcp().connect(IpAddress.parse("10.0.0.1"), 80, SECOND_NS)) {
            socket.write(REQUEST, 0, REQUEST.length);
            for (int n = socket.read(buffer, 0, 1_000); n > 0; n = socket.read(buffer, 0, 1_000)) {
                answer.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
            }
        }
        group.stop();
    }

    private static IpHost host(Nic nic, int number) {
        return IpHost.open(nic, new HostOptions(System::nanoTime, new Random(number)::nextLong)
                .macAddress(0x02_00_00_00_00_00L + number).address("10.0.0." + number + "/24"));
    }

    private void run() throws InterruptedException {
        try (MemoryNic nic = MemoryNic.pair();
                IpHost server = host(nic, 1);
                IpHost client = host(nic.peer(), 2);
                group) {
            var http = new HttpService(server.ready(), ServiceLimits.defaults(), HttpLimits.defaults(),
                    C13_HttpOnOneWorker::greet, () -> 0, failure -> System.out.println("failed: " + failure));
            group.run(worker -> {
                if (!isOpen) {
                    isOpen = true;
                    worker.start(host -> {
                        http.open(host, worker.carrier(), IpAddress.ANY_IPV4, 80);
                        ask(client);
                    }, server);
                }
                return server.doWork(worker.carrier(), batch, 32) + client.doWork(worker.carrier(), batch, 32);
            });
        }
        System.out.println(answer.toString().replace("\r", "").replaceAll("Date: .*\n", ""));
    }

    /** Runs it. */
    public static void main(String[] args) throws InterruptedException {
        new C13_HttpOnOneWorker().run();
    }
}
/*
Output:
HTTP/1.1 200 OK
Content-Type: text/plain
Connection: close
Content-Length: 20

you asked for /hello
*/
