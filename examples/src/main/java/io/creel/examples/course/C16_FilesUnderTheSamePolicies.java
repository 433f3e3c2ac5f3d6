package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.ip.IpAddress;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.memory.MemoryNic;
import io.creel.schedulers.WorkerGroup;
import io.creel.servers.ServiceLimits;
import io.creel.servers.file.FileLimits;
import io.creel.servers.file.FileReads;
import io.creel.servers.file.FileSite;
import io.creel.servers.http.HttpLimits;
import io.creel.servers.http.HttpService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Not just networking: a coroutine that waits for its file waits in a stash, as one that waits for a packet does. The
 * stash is ordered by deadline, so the short file that is asked for second is sent before the long one.
 */
public final class C16_FilesUnderTheSamePolicies {
    private final WorkerGroup group = new WorkerGroup("server", 1);
    private final Batch batch = new Batch(32);
    private boolean isOpen;

    private void ask(IpHost client, String name) {
        byte[] request = ("GET /" + name + " HTTP/1.0\r\n\r\n").getBytes();
        byte[] buffer = new byte[1 << 16];
        try (TcpSocket socket = client.tcp().connect(IpAddress.parse("10.0.0.1"), 80, 10_000_000_000L)) {
            socket.write(request, 0, request.length);
            while (socket.read(buffer, 0, buffer.length) > 0) {
                continue;
            }
        }
        System.out.println(name + " is complete");
        if (name.equals("long")) { // which was asked for first
            group.stop();
        }
    }

    private static IpHost host(MemoryNic nic, int number) {
        return IpHost.open(nic, new HostOptions(System::nanoTime, new Random(number)::nextLong)
                .macAddress(0x02_00_00_00_00_00L + number).address("10.0.0." + number + "/24"));
    }

    private void run(Path folder) throws InterruptedException {
        try (var nic = MemoryNic.pair(); var server = host(nic, 1); var client = host(nic.peer(), 2); group) {
            group.run(worker -> {
                if (!isOpen) {
                    isOpen = true;
                    // WHERE: each coroutine waits for its block in the file stash, then in the ready stash
                    var reads = FileReads.open(folder, server.ready(), FileLimits.defaults(), worker.carrier());
                    var http = new HttpService(server.ready(), ServiceLimits.defaults(), HttpLimits.defaults(),
                            new FileSite(reads), () -> 0, System.out::println);
                    worker.start(_ -> http.open(server, worker.carrier(), IpAddress.ANY_IPV4, 80), null);
                    worker.start(name -> ask(client, name), "long");
                    worker.start(name -> ask(client, name), "short");
                }
                return server.doWork(worker.carrier(), batch, 32) + client.doWork(worker.carrier(), batch, 32);
            });
        }
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("creel");
        folder.toFile().deleteOnExit();
        Files.write(folder.resolve("long"), new byte[4 << 20]).toFile().deleteOnExit();
        Files.write(folder.resolve("short"), new byte[1_000]).toFile().deleteOnExit();
        new C16_FilesUnderTheSamePolicies().run(folder);
    }
}
/*
Output:
short is complete
long is complete
*/
