package io.creel.servers.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.ip.IpAddress;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.file.FileLimits;
import io.creel.servers.file.FileReads;
import io.creel.servers.file.FileSite;
import io.creel.servers.http.HttpLimits;
import io.creel.servers.http.HttpService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** curl gets files over the kernel's TCP, read by the helper thread. */
@Timeout(300)
class LiveFilesTest {
    private static final String CURL = "curl --silent --show-error --fail --max-time 60 ";
    private static final String URL = "http://" + LiveHost.ADDRESS + "/";

    @TempDir
    Path folder;

    private FileReads reads;
    private TcpService port;

    @Test
    void shouldSendFilesAndRangesToCurl() throws Exception {
        LiveHost.requireTools("curl", "ss", "sha256sum", "cmp", "tail", "head");
        Path root = Files.createDirectory(folder.resolve("root"));
        byte[] content = new byte[64 << 20];
        new Random(22).nextBytes(content);
        Path file = Files.write(root.resolve("file"), content);
        var live = new LiveHost(LiveHost.Link.TAP, folder);
        try {
            live.onWorker(host -> {
                reads = FileReads.open(root, host.ready(), FileLimits.defaults(), live.carrier());
                var http = new HttpService(host.ready(), ServiceLimits.defaults(), HttpLimits.defaults(),
                        new FileSite(reads), () -> System.currentTimeMillis() / 1_000, live.failures()::add);
                port = http.open(host, live.carrier(), IpAddress.ANY_IPV4, 80);
                return port;
            });
            assertEquals(live.run("sha256sum < " + file), live.run(CURL + URL + "file | sha256sum"));
            assertEquals(live.run("head -c 3000000 " + file + " | tail -c 2000000 | sha256sum"),
                    live.run(CURL + "-r 1000000-2999999 " + URL + "file | sha256sum"));
            Path part = folder.resolve("part");
            live.run(CURL + "-r 0-499999 -o " + part + " " + URL + "file && " + CURL + "-C - -o " + part + " " + URL
                    + "file && cmp " + part + " " + file);
            assertEquals("404 404 ", live.run("curl -s --path-as-is -o /dev/null -w '%{http_code} ' " + URL
                    + "../part && curl -s -o /dev/null -w '%{http_code} ' " + URL + "%2e%2e/part"));
            live.assertClean();
            assertEquals(1_024 + 31 + 8 + 1_017, reads.counters().blocks(), "blocks of 64 KiB, of four answers");
            live.onWorker(host -> {
                reads.close();
                return port;
            });
            live.await("the helper thread ends", () -> reads.hasEnded());
            assertEquals(0, port.stalled() + port.failed(), port::toString);
        } finally {
            live.close();
        }
    }
}
