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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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
        LiveHost.requireTools("memcached", "memccapable", "memcaslap", "nc", "ss", "sha256sum");
        live = new LiveHost(link(), folder);
        live.onWorker(host -> {
            var limits = new ServiceLimits(500, 500, 60 * LiveHost.SECOND, 20 * LiveHost.SECOND);
            var store = new ItemStore(64L << 20, 7, () -> System.currentTimeMillis() / 1_000);
            memcached = new MemcachedService(host.ready(), limits, MemcachedLimits.defaults(), store);
            memcachedPort = memcached.open(host, live.carrier(), IpAddress.ANY_IPV4, 11_211);
            echoPort = TcpService.openRequests(host, live.carrier(), IpAddress.ANY_IPV4, 7, limits,
                    new TcpEcho(limits));
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

    private static final List<String> COMMANDS = List.of("get k", "get", "gets", "gat", "gat 1", "gat x k", "set",
            "set k", "set k 0 0", "set k 0 0 1 2 3", "set k 0 0 -1", "set k 0 0 x", "touch k", "touch k x", "incr k",
            "incr k x", "incr k -1", "incr k 18446744073709551616", "delete", "delete k 5", "delete k 0",
            "delete a b c d e", "", " ", "foo", "GET k", "flush_all x", "verbosity 1", "verbosity", "cas k 0 0 1",
            "set k 5 0 3\r\nabc", "get k", " get k", "get k  ", "get k none k", "set  k 1 0  2\r\nde", "get k",
            "add k 0 0 1\r\nx", "replace k 7 0 1\r\n1", "append k 0 0 2\r\n00", "prepend k 0 0 1\r\n9", "get k",
            "incr k 99", "decr k 99", "decr k 100", "incr k 8801", "get k", "replace no 0 0 1\r\n1",
            "append no 0 0 1\r\n1", "prepend no 0 0 1\r\n1", "cas no 0 0 1 5\r\n1",
            "cas k 0 0 1 18446744073709551615\r\n1",
            "set e 0 0 0\r\n", "get e", "incr e 1", "set b 4294967295 0 6\r\na\r\nb\r\n", "get b k e", "touch b 0",
            "touch no 0", "gat 0 b", "touch b -1", "get b", "delete k", "delete k", "delete k noreply", "get k",
            "set n 0 0 1 noreply\r\n9", "incr n 90 noreply", "append n 0 0 1 noreply\r\n1", "get n", "incr none 1",
            "set w 0 0 20\r\n18446744073709551615", "decr w 1", "set x 0 0 1\r\nx", "incr x 1",
            "get " + "k".repeat(250),
            "get " + "k".repeat(251), "set " + "k".repeat(250) + " 0 0 1\r\na", "get " + "k".repeat(250), "flush_all",
            "get n w x", "flush_all noreply", "set t 0 1000 1\r\nt", "get t", "set t 0 -1 1\r\nt", "get t", "stats x");

    /** memcached itself is the oracle: the same commands, and then random ones, have the same answers. */
    @Test
    void shouldAnswerAsMemcachedDoes() throws Exception {
        StringBuilder commands = new StringBuilder();
        COMMANDS.forEach(each -> commands.append(each).append("\r\n"));
        var random = new Random(9);
        for (int i = 0; i < 4_000; i++) {
            String key = (random.nextBoolean() ? "k" : "n") + random.nextInt(8);
            String value = key.charAt(0) == 'n'
                    ? String.valueOf(random.nextInt(1_000))
                    : "v".repeat(random.nextInt(20)) + i;
            String rest = " " + key + " " + random.nextInt(9) + " 0 " + value.length() + "\r\n" + value;
            commands.append(switch (random.nextInt(9)) {
                case 0, 1 -> "set" + rest;
                case 2 -> "add" + rest;
                case 3 -> "replace" + rest;
                case 4 -> "append" + rest;
                case 5 -> "prepend" + rest;
                case 6 -> "delete " + key;
                case 7 -> "incr " + key + " " + random.nextInt(1_000);
                default -> "get " + key + " k0 n1";
            }).append("\r\n");
        }
        Path file = folder.resolve("commands");
        Files.writeString(file, commands + "quit\r\n", StandardCharsets.ISO_8859_1);
        Process oracle = live.start("exec memcached -u root -l " + LiveHost.KERNEL + " -p 11211 -U 0");
        String expected = live.run("for i in $(seq 200); do nc -z " + LiveHost.KERNEL
                + " 11211 && break; done; nc -w 60 " + LiveHost.KERNEL + " 11211 < " + file);
        oracle.destroyForcibly();
        String said = live.run("nc -w 60 " + LiveHost.ADDRESS + " 11211 < " + file);
        assertTrue(expected.length() > 50_000, expected);
        assertEquals(expected, said);
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
