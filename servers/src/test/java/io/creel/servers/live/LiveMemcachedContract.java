package io.creel.servers.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.echo.TcpEcho;
import io.creel.servers.echo.UdpEcho;
import io.creel.servers.memcached.ItemStore;
import io.creel.servers.memcached.MemcachedLimits;
import io.creel.servers.memcached.MemcachedService;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tools of others against the memcached service and the echo services; a driver per subclass. */
@Timeout(600)
abstract class LiveMemcachedContract {
    @TempDir
    Path folder;

    private LiveHost live;
    private MemcachedService memcached;
    private TcpService memcachedPort;
    private TcpService echoPort;
    private UdpEcho udpEcho;

    abstract LiveHost.Link link();

    @BeforeEach
    void open() throws Exception {
        LiveHost.requireTools("memccapable", "memcaslap", "nc", "ss", "sha256sum");
        live = new LiveHost(link(), folder);
        live.onWorker(host -> {
            var limits = new ServiceLimits(500, 500, 60 * LiveHost.SECOND, 20 * LiveHost.SECOND);
            var store = new ItemStore(64L << 20, 7, () -> System.currentTimeMillis() / 1_000);
            memcached = new MemcachedService(host.ready(), limits, MemcachedLimits.defaults(), store);
            memcachedPort = memcached.open(host, live.carrier(), IpAddress.ANY_IPV4, 11_211);
            echoPort = TcpService.open(host, live.carrier(), IpAddress.ANY_IPV4, 7, limits, new TcpEcho(limits));
            udpEcho = UdpEcho.open(host, live.carrier(), IpAddress.ANY_IPV4, 7);
            return null;
        });
    }

    @AfterEach
    void close() throws Exception {
        if (live == null) {
            return;
        }
        try {
            live.assertClean();
            assertEquals(0, memcachedPort.open() + echoPort.open(), memcachedPort::toString);
            assertEquals(0, memcached.working());
            assertEquals(0, memcached.store().reservedBytes());
            assertEquals(0, memcachedPort.failed() + echoPort.failed(), memcachedPort::toString);
        } finally {
            live.close();
        }
    }

    /** The conformance tool of libmemcached: all its tests of the text protocol. */
    @Test
    void shouldPassMemccapable() throws Exception {
        String said = live.run("memccapable -a -h " + LiveHost.ADDRESS + " -p 11211 -t 60");
        assertTrue(said.contains("All tests passed"), said);
        assertEquals(0, said.lines().filter(line -> line.contains("[FAIL]")).count(), said);
        assertTrue(said.lines().filter(line -> line.contains("[pass]")).count() >= 27, said);
    }

    /** Values of 1 KiB, ten gets to one set; each value that comes back is compared. */
    @Test
    void shouldServeMemcaslapWithEveryValueRight() throws Exception {
        int seconds = LiveHost.times(3, 60);
        String said = live.run("memcaslap -s " + LiveHost.ADDRESS + ":11211 -T 1 -c 32 -t " + seconds + "s -v 1.0");
        System.out.println(link() + " memcaslap: " + said.lines().filter(line -> line.contains("TPS:")).findFirst()
                .orElse(said));
        for (String none : new String[]{"get_misses: 0", "verify_misses: 0", "verify_failed: 0", "servers_error"}) {
            if (none.equals("servers_error")) {
                assertFalse(said.contains("ERROR"), said);
            } else {
                assertTrue(said.contains(none + "\n"), said);
            }
        }
        assertTrue(memcached.counters().hits() > 100, () -> memcached.counters().toString());
    }

    @Test
    void shouldAnswerNetcat() throws Exception {
        String said = live.run("printf 'set k 1 0 3\\r\\nabc\\r\\nget k\\r\\nquit\\r\\n' | nc -w 30 " + LiveHost.ADDRESS
                + " 11211");
        assertEquals("STORED\r\nVALUE k 1 3\r\nabc\r\nEND\r\n", said);
    }

    /** netcat ends its direction after its last byte; the echo still has all bytes to send. */
    @Test
    void shouldEchoNetcatThatHasEndedItsDirection() throws Exception {
        int bytes = LiveHost.times(16, 256) << 20;
        String said = live.run("head -c " + bytes + " /dev/urandom > " + folder + "/sent; nc -N -w 60 "
                + LiveHost.ADDRESS + " 7 < " + folder + "/sent > " + folder + "/came; sha256sum < " + folder
                + "/sent; sha256sum < " + folder + "/came");
        String[] hashes = said.split("\n");
        assertEquals(2, hashes.length, said);
        assertEquals(hashes[0], hashes[1]);
        assertEquals(1, echoPort.ended());
    }

    @Test
    void shouldEchoDatagramsOfNetcat() throws Exception {
        String said = live.run("printf hello | nc -u -w 2 " + LiveHost.ADDRESS + " 7");
        assertEquals("hello", said);
        assertEquals(1, udpEcho.echoed());
    }
}
