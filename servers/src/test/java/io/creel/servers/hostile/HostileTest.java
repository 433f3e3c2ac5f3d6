package io.creel.servers.hostile;

import static io.creel.servers.hostile.HostileRig.BACKLOG;
import static io.creel.servers.hostile.HostileRig.MS;
import static io.creel.servers.hostile.HostileRig.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.tcp.TcpCounter;
import io.creel.servers.http.HttpRefusal;
import io.creel.servers.raw.RawClient;
import io.creel.servers.raw.RawTcp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Attacks against servers, in virtual time: what each may use is bounded, a counter names it, and a well-behaved client
 * is served meanwhile.
 */
class HostileTest {
    private static final String LARGE = "GET /bytes/1000000 HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final byte[] ONE = {1};

    /** Bound: the backlog. Beyond it a SYN costs a cookie and no memory. */
    @Test
    void shouldServeDuringAFloodOfSyns() {
        int syns = 50_000;
        try (var rig = new HostileRig(64)) {
            var random = new Random(1);
            rig.connected(80);
            long before = rig.counted(TcpCounter.SYN_COOKIES_SENT);
            int mostConnections = 0;
            for (int i = 1; i <= syns; i++) {
                RawTcp syn = rig.net.segment(1_024 + random.nextInt(60_000), 80);
                syn.fromAddress = RawTcp.address("10.0.0.64") + random.nextInt(64);
                syn.sequence = random.nextInt();
                syn.flags = RawTcp.SYN;
                rig.net.send(syn.frame());
                if (i % 256 == 0) {
                    rig.settle();
                    mostConnections = Math.max(mostConnections, rig.host.tcp().connections());
                }
                if (i % 10_000 == 0) {
                    rig.assertServes();
                }
            }
            rig.settle();
            assertTrue(mostConnections <= BACKLOG + 6, "connections=" + mostConnections);
            long cookies = rig.counted(TcpCounter.SYN_COOKIES_SENT) - before;
            assertTrue(cookies >= syns - BACKLOG - 2_000 && cookies <= syns, "cookies=" + cookies);
            assertEquals(0, rig.host.tcp().sendBuffersInUse());
            rig.pass(80 * SECOND); // half-open connections end by time-out
            assertTrue(rig.counted(TcpCounter.HALF_OPEN_DROPPED) >= BACKLOG - 2);
        }
    }

    /** RFC 5961: a blind attacker ends no connection, and learns nothing. */
    @Test
    void shouldRefuseBlindSegments() {
        try (var rig = new HostileRig(64)) {
            RawClient victim = rig.connected(7);
            byte[] nothing = {};
            for (int i = 1; i <= 100; i++) {
                victim.raw(RawTcp.RST, victim.sequence + 100 * i, victim.expected, nothing);
                victim.raw(RawTcp.RST, victim.sequence - 100 * i, victim.expected, nothing);
                victim.raw(RawTcp.RST, victim.sequence + 500_000 + i, victim.expected, nothing);
                victim.raw(RawTcp.SYN, victim.sequence + 100 * i, 0, nothing);
                victim.raw(RawTcp.ACK, victim.sequence, victim.expected + 1_000 * i, nothing);
                victim.raw(RawTcp.ACK, victim.sequence, victim.expected - 500_000_000, ONE);
                rig.settle();
            }
            rig.pass(2 * SECOND);
            assertTrue(rig.counted(TcpCounter.OUT_OF_WINDOW) >= 200);
            assertTrue(rig.counted(TcpCounter.BAD_ACK) >= 100);
            assertTrue(rig.counted(TcpCounter.CHALLENGE_ACK) <= 30, "limited to 10 per second");
            assertTrue(rig.counted(TcpCounter.CHALLENGE_ACK_SUPPRESSED) >= 100);
            assertEquals(0, rig.counted(TcpCounter.CONNECTIONS_FAILED));
            assertFalse(victim.isReset());
            victim.send("still here");
            rig.pass(100 * MS);
            assertEquals("still here", victim.received());
        }
    }

    /** ICMP errors that name no byte in flight do nothing; one in flight ends no established connection (RFC 5461). */
    @Test
    void shouldIgnoreForgedIcmpErrors() {
        try (var rig = new HostileRig(64)) {
            RawClient victim = rig.connected(7);
            for (int i = 0; i < 100; i++) {
                rig.net.send(unreachable(rig, victim, victim.expected + i * 1_000));
                rig.settle();
            }
            assertEquals(100, rig.counted(TcpCounter.ICMP_IGNORED));
            victim.acknowledges = false;
            victim.send("in flight");
            rig.settle();
            rig.net.send(unreachable(rig, victim, victim.expected));
            rig.settle();
            assertEquals(100, rig.counted(TcpCounter.ICMP_IGNORED));
            assertEquals(1, rig.echoPort.open());
            assertEquals(0, rig.counted(TcpCounter.CONNECTIONS_FAILED));
        }
    }

    /** Port unreachable, quoting a segment of the server. */
    private static byte[] unreachable(HostileRig rig, RawClient of, int sequence) {
        RawTcp quoted = of.segment().back();
        quoted.sequence = sequence;
        quoted.flags = RawTcp.ACK;
        return RawTcp.icmp(of.segment(), 3, 3, quoted.frame());
    }

    /**
     * Bound: the send buffers of the host. Windows that stay closed hold one each until the service gives the peer up;
     * beyond the bound writers wait in order.
     */
    @Test
    void shouldBoundWhatClosedWindowsHold() {
        int buffers = 8;
        try (var rig = new HostileRig(buffers)) {
            List<RawClient> attackers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                RawClient attacker = rig.connected(80);
                attacker.window = 0;
                attacker.send(LARGE);
                attackers.add(attacker);
            }
            rig.pass(15 * SECOND);
            assertEquals(buffers, rig.host.tcp().sendBuffersInUse());
            assertTrue(rig.counted(TcpCounter.SEND_BUFFER_REFUSED) >= 32);
            assertTrue(rig.counted(TcpCounter.WINDOW_PROBES) >= buffers);
            rig.pass(70 * SECOND); // each gets its 20 s, also those that have waited for a buffer
            assertEquals(0, rig.httpPort.open());
            assertEquals(40, rig.httpPort.stalled());
            assertTrue(attackers.stream().allMatch(RawClient::isReset));
            assertEquals(0, rig.host.tcp().sendBuffersInUse());
            rig.assertServes();
        }
    }

    /** A writer that has waited for a send buffer gets the first one that comes back. */
    @Test
    void shouldServeWritersInTheirOrderWhenABufferComesBack() {
        try (var rig = new HostileRig(1)) {
            RawClient holder = rig.connected(80);
            holder.acknowledges = false;
            holder.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            rig.pass(5 * MS);
            assertEquals(1, rig.host.tcp().sendBuffersInUse());
            List<RawClient> waiting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RawClient client = rig.connected(80);
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                rig.pass(5 * MS);
                waiting.add(client);
            }
            assertEquals(5, rig.counted(TcpCounter.SEND_BUFFER_REFUSED));
            waiting.forEach(each -> assertEquals(0, each.receivedBytes()));
            holder.acknowledges = true;
            rig.pass(2 * SECOND); // the answer is sent again, and acknowledged
            waiting.forEach(each -> assertTrue(each.received().startsWith("HTTP/1.1 200"), each.received()));
            assertEquals(0, rig.host.tcp().sendBuffersInUse());
        }
    }

    /** A window of one byte, and one that shrinks below what is in flight: the service gives the peer up in time. */
    @Test
    void shouldGiveUpSillyAndShrinkingWindows() {
        try (var rig = new HostileRig(64)) {
            RawClient silly = rig.connected(80);
            silly.window = 1;
            silly.send(LARGE);
            RawClient shrinking = rig.connected(80);
            shrinking.acknowledges = false;
            shrinking.send(LARGE);
            rig.settle();
            shrinking.acknowledges = true;
            shrinking.window = 1;
            shrinking.acknowledge();
            rig.pass(5 * SECOND);
            assertTrue(silly.segments() < 200, "a byte at a time, by probes only: segments=" + silly.segments());
            rig.pass(60 * SECOND);
            assertEquals(2, rig.httpPort.stalled());
            assertTrue(silly.isReset() && shrinking.isReset());
        }
    }

    /** Bound: a quarter of the NIC's packets behind gaps, of all connections together. */
    @Test
    void shouldServeDuringAFloodOfSegmentsBehindGaps() {
        try (var rig = new HostileRig(64)) {
            int packets = rig.link.pool().capacity();
            for (int i = 0; i < 20; i++) {
                RawClient attacker = rig.connected(7);
                for (int j = 1; j <= 255; j++) {
                    attacker.raw(RawTcp.ACK, attacker.sequence + 2 * j, attacker.expected, ONE);
                    rig.settle();
                }
                assertTrue(rig.host.tcp().heldFrames() <= packets / 4, "held=" + rig.host.tcp().heldFrames());
            }
            assertTrue(rig.counted(TcpCounter.HOST_FRAMES_FULL) > 3_000);
            rig.assertServes();
            RawClient reader = rig.connected(7);
            for (int i = 0; i < 50; i++) {
                reader.send("0123456789");
                rig.settle();
            }
            rig.pass(100 * MS);
            assertEquals(500, reader.receivedBytes());
        }
    }

    /** Bound: one frame per byte at most, whatever overlaps. */
    @Test
    void shouldHoldNothingTwiceWhenSegmentsOverlap() {
        try (var rig = new HostileRig(64)) {
            RawClient attacker = rig.connected(7);
            var random = new Random(3);
            for (int i = 0; i < 5_000; i++) {
                int from = 1 + random.nextInt(60);
                attacker.raw(RawTcp.ACK, attacker.sequence + from, attacker.expected, new byte[1 + random.nextInt(40)]);
                rig.settle();
            }
            assertTrue(rig.host.tcp().heldFrames() <= 100, "held=" + rig.host.tcp().heldFrames());
            assertTrue(rig.counted(TcpCounter.DUPLICATE_DATA_BYTES) > 50_000);
            attacker.raw(RawTcp.ACK, attacker.sequence, attacker.expected, ONE); // fills the gap
            rig.pass(100 * MS);
            assertEquals(0, rig.host.tcp().heldFrames());
            assertTrue(attacker.receivedBytes() >= 60);
            rig.assertServes();
        }
    }

    /** Bound: half of the NIC's packets in order, of peers whose echo cannot leave. */
    @Test
    void shouldServeWhileOthersAreNotRead() {
        try (var rig = new HostileRig(64)) {
            int packets = rig.link.pool().capacity();
            for (int i = 0; i < 20; i++) {
                RawClient attacker = rig.connected(7);
                attacker.window = 0;
                for (int j = 0; j < 50; j++) {
                    attacker.send(new byte[1_400]);
                    rig.settle();
                }
                for (int j = 0; j < 200; j++) {
                    attacker.send(ONE);
                    rig.settle();
                }
            }
            assertTrue(rig.host.tcp().heldFrames() > packets / 4, "held=" + rig.host.tcp().heldFrames());
            assertTrue(rig.host.tcp().heldFrames() <= packets / 2 + 20, "held=" + rig.host.tcp().heldFrames());
            assertTrue(rig.counted(TcpCounter.HOST_FRAMES_FULL) > 1_000);
            rig.assertServes();
        }
    }

    /** Bound: the connections of the service; a head that does not come to its end is refused after 10 s. */
    @Test
    void shouldEndSlowLoris() {
        try (var rig = new HostileRig(64)) {
            List<RawClient> slow = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                RawClient attacker = rig.connected(80);
                attacker.send("GET / HTTP/1.1\r\nHost: a\r\nX-0: 0\r\n");
                slow.add(attacker);
            }
            for (int second = 0; second < 12; second++) {
                for (RawClient attacker : slow) {
                    attacker.send("X: " + second + "\r\n");
                }
                rig.pass(SECOND);
                if (second < 5) {
                    rig.assertServes();
                }
            }
            assertEquals(200, rig.http.counters().refused(HttpRefusal.HEAD_TOO_SLOW));
            assertTrue(slow.stream().allMatch(each -> each.received().startsWith("HTTP/1.1 408 ")));
            rig.assertServes();
        }
    }
}
