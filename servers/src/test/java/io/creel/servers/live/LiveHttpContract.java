package io.creel.servers.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.http.BlockingHandler;
import io.creel.servers.http.BlockingTrialSite;
import io.creel.servers.http.HttpLimits;
import io.creel.servers.http.HttpService;
import io.creel.servers.http.PatternContent;
import io.creel.servers.http.TrialSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that were not written for Creel, over the kernel's TCP, against the HTTP service; a driver per subclass. */
@Timeout(600)
abstract class LiveHttpContract {
    private static final String URL = "http://" + LiveHost.ADDRESS;
    private static final String URL6 = "http://[" + LiveHost.ADDRESS6 + "]";
    private static final int MIB = 1 << 20;
    private static final String CURL = "curl --silent --show-error --fail --max-time 60 ";

    @TempDir
    Path folder;

    private LiveHost live;
    private HttpService http;
    private TcpService port;

    abstract LiveHost.Link link();

    /** Whether blocking code in virtual threads answers, instead of coroutines. */
    boolean blocking() {
        return false;
    }

    @BeforeEach
    void open() throws Exception {
        LiveHost.requireTools("curl", "wrk", "ab", "nc", "ss", "sha256sum");
        live = new LiveHost(link(), folder);
        port = live.onWorker(host -> {
            var limits = new ServiceLimits(1_200, 1_200, 60 * LiveHost.SECOND, 20 * LiveHost.SECOND);
            http = new HttpService(host.ready(), limits, HttpLimits.defaults(),
                    blocking() ? BlockingHandler.handler(new BlockingTrialSite()) : new TrialSite(),
                    () -> System.currentTimeMillis() / 1000, live.failures()::add);
            return blocking()
                    ? http.open(host, live.carrier(), IpAddress.ANY_IPV4, 80, live.threads())
                    : http.open(host, live.carrier(), IpAddress.ANY_IPV4, 80);
        });
    }

    @AfterEach
    void close() throws Exception {
        if (live == null) {
            return;
        }
        try {
            live.assertClean();
            assertEquals(0, port.open(), port::toString);
            assertEquals(0, http.working());
            assertEquals(0, port.stalled() + port.failed(), port::toString);
        } finally {
            live.close();
        }
    }

    static String hash(long from, long to) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] part = new byte[8_192];
        for (long at = from; at < to;) {
            int length = (int) Math.min(part.length, to - at);
            for (int i = 0; i < length; i++) {
                part[i] = PatternContent.at(at + i);
            }
            digest.update(part, 0, length);
            at += length;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String first(String said) {
        return said.split("\\s+")[0];
    }

    @Test
    void shouldSendBytesOfAnyNumberToCurl() throws Exception {
        long most = LiveHost.times(64, 1_024) * (long) MIB;
        for (long bytes : new long[]{0, 1, 1_000, 1_460, MIB, most}) {
            assertEquals(hash(0, bytes), first(live.run(CURL + URL + "/bytes/" + bytes + " | sha256sum")));
        }
        assertEquals(hash(0, MIB), first(live.run(CURL + URL6 + "/bytes/" + MIB + " | sha256sum")));
    }

    @Test
    void shouldTakeUploadsOfCurl() throws Exception {
        int bytes = LiveHost.times(64, 512) * MIB;
        Path file = folder.resolve("upload");
        byte[] content = new byte[bytes];
        new Random(5).nextBytes(content);
        Files.write(file, content);
        String expected = bytes + " " + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                + "\n";
        assertEquals(expected, live.run(CURL + "-T " + file + " " + URL + "/upload"));
        assertEquals(expected, live.run("cat " + file + " | " + CURL + "-T - " + URL + "/upload")); // in chunks
        assertEquals(expected, live.run("cat " + file + " | " + CURL + "-T - " + URL6 + "/upload"));
        Files.write(file, new byte[]{1, 2, 3});
        assertTrue(live.run(CURL + "--data-binary @" + file + " " + URL + "/upload").startsWith("3 "));
    }

    @Test
    void shouldSendRangesToCurl() throws Exception {
        String url = URL + "/bytes/" + MIB;
        assertEquals(hash(10, 21), first(live.run(CURL + "-r 10-20 " + url + " | sha256sum")));
        assertEquals(hash(MIB - 5, MIB), first(live.run(CURL + "-r -5 " + url + " | sha256sum")));
        Path part = folder.resolve("part");
        live.run(CURL + "-r 0-499999 -o " + part + " " + url + " && " + CURL + "-C - -o " + part + " " + url);
        assertEquals(hash(0, MIB), first(live.run("sha256sum " + part)));
        assertEquals("416", live.run("curl -s -o /dev/null -w '%{http_code}' -r 2000000- " + url));
    }

    @Test
    void shouldSayToCurlWhatIsWrong() throws Exception {
        String code = "curl --silent --max-time 60 -o /dev/null -w '%{http_code} ' ";
        assertEquals("404 405 501 414 431 ", live.run(code + URL + "/nothing && " + code + "-X DELETE " + URL + "/ && "
                + code + "-X BREW " + URL + "/ && " + code + URL + "/$(head -c 5000 /dev/zero | tr '\\0' x) && " + code
                + "-H X:$(head -c 9000 /dev/zero | tr '\\0' x) " + URL + "/"));
        assertEquals("413 ", live.run(code + "-H 'Content-Length: 99999999999' --data x " + URL + "/upload"));
        assertTrue(live.run("curl --silent -I " + URL + "/bytes/7").contains("Content-Length: 7\r\n"));
    }

    /** One connection, kept, for many requests. */
    @Test
    void shouldKeepTheConnectionOfCurl() throws Exception {
        String said = live
                .run("curl --silent --max-time 60 -o /dev/null -w '%{num_connects}' '" + URL + "/bytes/[1-50]'");
        assertEquals("1" + "0".repeat(49), said);
        assertEquals(1, port.accepted());
    }

    /** netcat ends its direction as soon as it has sent all; every answer must still come. */
    @Test
    void shouldAnswerPipelinedRequestsOfNetcatThatHasEndedItsDirection() throws Exception {
        int requests = 5_000;
        String said = live.run("(for i in $(seq " + requests + "); do printf 'GET /bytes/'$((i % 100))"
                + "' HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'; done) | nc -N -w 60 " + LiveHost.ADDRESS
                + " 80 | grep -a -o 'HTTP/1.1 200 OK' | wc -l");
        assertEquals(requests + "\n", said);
    }

    private double wrk(int connections, int seconds, String more) throws Exception {
        String said = live.run("wrk -t " + Math.min(2, connections) + " -c " + connections + " -d " + seconds
                + "s --timeout 20s " + more);
        assertFalse(said.contains("Socket errors") || said.contains("Non-2xx"), said);
        Matcher rate = Pattern.compile("Requests/sec: +([0-9.]+)").matcher(said);
        assertTrue(rate.find(), said);
        System.out.println(link() + " wrk -c " + connections + " " + more + ": " + rate.group(1) + " requests/s; "
                + live.counted());
        return Double.parseDouble(rate.group(1));
    }

    @Test
    void shouldServeWrkWithOneManyAndAThousandConnections() throws Exception {
        int seconds = LiveHost.times(2, 30);
        for (int connections : new int[]{1, 64, 1_000}) {
            assertTrue(wrk(connections, seconds, URL + "/") > 0);
        }
        assertTrue(wrk(64, seconds, URL + "/bytes/100000") > 0);
        assertTrue(http.counters().answers(4) + http.counters().answers(5) == 0, () -> http.counters().toString());
    }

    @Test
    void shouldServeAbWithAndWithoutKeepAlive() throws Exception {
        for (String keep : List.of("-k ", "")) {
            int requests = LiveHost.times(5_000, 100_000); // without keep-alive more than the host has connections
            String said = live.run("ab -q " + keep + "-n " + requests + " -c 50 -s 60 " + URL + "/bytes/2000");
            assertTrue(said.matches("(?s).*Complete requests: +" + requests + "\n.*"), said);
            assertTrue(said.matches("(?s).*Failed requests: +0\n.*"), said);
            assertTrue(said.matches("(?s).*Document Length: +2000 bytes\n.*"), said);
        }
    }

    @Test
    void shouldServeTheHttpClientOfTheJdk() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String said = live.run(java + " -cp " + System.getProperty("java.class.path") + " "
                + JdkHttpClient.class.getName() + " " + URL + " " + LiveHost.times(300, 5_000));
        assertEquals("all answers are right\n", said);
    }
}
