package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.wire.TcpDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TcpHostTest {
    private static final long SECOND = 1_000_000_000L;
    private final TcpStatistics statistics = new TcpStatistics();
    private final List<String> sent = new ArrayList<>();
    private final TcpSettings small = TcpSettings.defaults().edit().sentSegments(16).receiveFrames(16)
            .outOfOrderRanges(4)
            .done();

    private TcpHost host(int connections, int listeners) {
        return new TcpHost(small, (endpoints, segment) -> sent.add(endpoints + " " + segment.flags()),
                new IsnGenerator(1, 2),
                statistics, connections, listeners, severalWorkers());
    }

    /** Whether every step locks its connection. */
    boolean severalWorkers() {
        return false;
    }

    private static void release(TcpConnection connection, long nowNs) {
        connection.enter();
        try {
            connection.release(nowNs);
        } finally {
            connection.exit();
        }
    }

    private static TcpSegment syn() {
        TcpSegment segment = new TcpSegment();
        segment.flags = TcpDescriptor.SYN;
        return segment;
    }

    @Test
    @Shows({"BUG-28", "MUST-57", "MUST-63"})
    void shouldIgnoreASynFromOrToAnImpossibleAddress() {
        TcpHost host = host(4, 1);
        host.listen(0, 0, 80, 4, true);
        TcpEndpoints[] bad = {
                new TcpEndpoints().setIpv4(0x0a000001, 80, 0, 1000), // from 0.0.0.0
                new TcpEndpoints().setIpv4(0x0a000001, 80, 0xe0000001, 1000), // from 224.0.0.1
                new TcpEndpoints().setIpv4(0x0a000001, 80, -1, 1000), // from 255.255.255.255
                new TcpEndpoints().setIpv4(0xe0000001, 80, 0x0a000002, 1000), // to 224.0.0.1
                new TcpEndpoints().setIpv4(-1, 80, 0x0a000002, 1000), // to 255.255.255.255
                new TcpEndpoints().setIpv4(0x0a000001, 80, 0x0a000001, 80), // from itself
                new TcpEndpoints().setIpv4(0x0a000001, 80, 0x0a000002, 0), // from port 0
                new TcpEndpoints().set(0xfd00L << 48, 1, 80, 0xff02L << 48, 1, 1000), // from ff02::1
                new TcpEndpoints().set(0xfd00L << 48, 1, 80, 0, 0, 1000), // from ::
                new TcpEndpoints().set(0xff02L << 48, 1, 80, 0xfd00L << 48, 2, 1000)}; // to ff02::1
        for (TcpEndpoints each : bad) {
            assertFalse(host.receive(each, syn(), 0));
        }
        assertEquals(List.of(), sent);
        assertEquals(bad.length, statistics.get(TcpCounter.BAD_ADDRESS));
        assertEquals(0, host.connections());
    }

    @Test
    @Shows("MUST-57")
    void shouldAnswerNothingToAnImpossibleAddressWithoutListener() {
        TcpHost host = host(4, 1);
        assertFalse(host.receive(new TcpEndpoints().setIpv4(0xe0000001, 80, 0x0a000002, 1000), syn(), 0));
        assertEquals(List.of(), sent);
    }

    @Test
    @Shows("MUST-46")
    void shouldRefuseToOpenToAnImpossibleAddress() {
        TcpHost host = host(4, 1);
        for (int remote : new int[]{0, 0xe0000001, -1}) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> host.connect(new TcpEndpoints().setIpv4(0x0a000001, 0, remote, 80), TcpEvents.NONE, 0))
                    .getMessage();
            assertTrue(message.startsWith("no connection is possible between these endpoints: 10.0.0.1:"), message);
        }
        assertEquals(List.of(), sent);
    }

    @Test
    @Shows({"MUST-43", "MUST-45"})
    void shouldOpenFromTheAddressThatItIsTold() {
        TcpHost host = host(4, 1);
        TcpConnection connection = host.connect(new TcpEndpoints().setIpv4(0x0a000007, 4000, 0x0a000002, 80),
                TcpEvents.NONE, 0);
        assertEquals("10.0.0.7:4000<->10.0.0.2:80", connection.endpoints().toString());
        assertEquals(List.of("10.0.0.7:4000<->10.0.0.2:80 " + TcpDescriptor.SYN), sent);
    }

    @Test
    @Shows({"MUST-41", "MUST-42"})
    void shouldListenOnOnePortForSeveralAddresses() {
        TcpHost host = host(4, 3);
        TcpListener one = host.listen(0, 0xffff_0a00_0001L, 80, 4, false);
        TcpListener two = host.listen(0, 0xffff_0a00_0007L, 80, 4, false);
        assertEquals("the port is taken by another listener: port=80",
                assertThrows(IllegalStateException.class, () -> host.listen(0, 0xffff_0a00_0001L, 80, 4, false))
                        .getMessage());
        assertFalse(host.receive(new TcpEndpoints().setIpv4(0x0a000007, 80, 0x0a000002, 1000), syn(), 0));
        assertEquals(0, one.halfOpen());
        assertEquals(1, two.halfOpen());
        assertFalse(host.receive(new TcpEndpoints().setIpv4(0x0a000001, 80, 0x0a000002, 1000), syn(), 0));
        assertEquals(1, one.halfOpen());
        assertEquals(1, two.halfOpen());
        one.close(0);
        two.close(0);
        two.close(0);
        assertEquals(0, host.connections());
        assertNotNull(host.listen(0, 0xffff_0a00_0007L, 80, 4, false));
    }

    @Test
    void shouldSayWhatItsLimitsAre() {
        TcpHost host = host(1, 1);
        host.listen(0, 0, 80, 1, false);
        assertEquals("no listener is left: port=81, maxListeners=1",
                assertThrows(IllegalStateException.class, () -> host.listen(0, 0, 81, 1, false)).getMessage());
        assertEquals("cannot listen: port=0, backlog=1, allowed=1 to 65535 and 1 to 65536",
                assertThrows(IllegalArgumentException.class, () -> host.listen(0, 0, 0, 1, false)).getMessage());
        host.connect(new TcpEndpoints().setIpv4(0x0a000001, 1, 0x0a000002, 80), TcpEvents.NONE, 0);
        assertEquals("no connection is left: endpoints=10.0.0.1:2<->10.0.0.2:80, maxConnections=1",
                assertThrows(IllegalStateException.class,
                        () -> host.connect(new TcpEndpoints().setIpv4(0x0a000001, 2, 0x0a000002, 80), TcpEvents.NONE,
                                0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> host(0, 1));
    }

    @Test
    @Shows("BUG-52")
    void shouldFindEachFreePortAndThenSayThatNoneIs() {
        int ports = 65_536 - 49_152;
        TcpHost host = host(ports + 1, 1);
        Set<Integer> seen = new HashSet<>();
        TcpEndpoints to = new TcpEndpoints().setIpv4(0x0a000001, 0, 0x0a000002, 80);
        for (int i = 0; i < ports; i++) {
            int port = host.connect(to, TcpEvents.NONE, 0).endpoints().localPort();
            assertTrue(port >= 49_152 && seen.add(port), "port: " + port);
            sent.clear();
        }
        assertEquals("no local port is free for this peer: endpoints=10.0.0.1:0<->10.0.0.2:80, first=49152, last=65535",
                assertThrows(IllegalStateException.class, () -> host.connect(to, TcpEvents.NONE, 0)).getMessage());
        assertNotNull(host.connect(new TcpEndpoints().setIpv4(0x0a000001, 0, 0x0a000003, 80), TcpEvents.NONE, 0));
    }

    @Test
    void shouldTakeAConnectionFromTimeWaitWhenAllAreInUse() {
        TcpHost host = host(2, 1);
        for (int i = 0; i < 10; i++) {
            TcpEndpoints e = new TcpEndpoints().setIpv4(0x0a000001, 1000 + i, 0x0a000002, 80);
            TcpConnection connection = host.connect(e, TcpEvents.NONE, i * SECOND);
            TcpSegment segment = new TcpSegment();
            segment.flags = TcpDescriptor.SYN | TcpDescriptor.ACK;
            segment.acknowledgment = connection.snd.nxt;
            segment.window = 1000;
            assertFalse(host.receive(e, segment, i * SECOND));
            release(connection, i * SECOND);
            segment.clear();
            segment.flags = TcpDescriptor.FIN | TcpDescriptor.ACK;
            segment.sequence = 1;
            segment.acknowledgment = connection.snd.nxt;
            assertFalse(host.receive(e, segment, i * SECOND));
            assertEquals(TcpState.TIME_WAIT, connection.state());
        }
        assertEquals(2, host.connections());
        assertEquals(8, statistics.get(TcpCounter.TIME_WAIT_EVICTED));
    }

    /** 10^4 SYNs of a flood: the backlog bounds the connections, and time ends them. */
    @Test
    @Shows({"BUG-29", "BUG-14"})
    void shouldBoundASynFlood() {
        TcpHost host = host(64, 1);
        TcpListener listener = host.listen(0, 0, 80, 16, false);
        for (int i = 0; i < 10_000; i++) {
            assertFalse(host.receive(new TcpEndpoints().setIpv4(0x0a000001, 80, 0x0b000000 + i, 1000), syn(), 0));
        }
        assertEquals(16, listener.halfOpen());
        assertEquals(16, host.connections());
        assertEquals(10_000 - 16, statistics.get(TcpCounter.SYN_DROPPED));
        for (long now = 0; now < 100 * SECOND; now += SECOND / 10) {
            host.expire(now);
        }
        assertEquals(0, listener.halfOpen());
        assertEquals(0, host.connections());
        assertEquals(16, statistics.get(TcpCounter.HALF_OPEN_DROPPED));
        assertEquals(Long.MAX_VALUE, host.deadlineNs());
    }

    @Test
    @Shows({"MUST-47", "MUST-12", "SHLD-20"})
    void shouldTellItsUserHowItEnded() {
        TcpHost host = host(4, 1);
        List<CloseReason> told = new ArrayList<>();
        TcpEvents events = new TcpEvents() {
            @Override
            public void closed(TcpConnection connection) {
                told.add(connection.closeReason());
            }
        };
        TcpEndpoints e = new TcpEndpoints().setIpv4(0x0a000001, 1, 0x0a000002, 80);
        TcpConnection connection = host.connect(e, events, 0);
        TcpSegment rst = new TcpSegment();
        rst.flags = TcpDescriptor.RST | TcpDescriptor.ACK;
        rst.acknowledgment = connection.snd.nxt;
        assertFalse(host.receive(e, rst, 0));
        assertEquals(List.of(CloseReason.REFUSED), told);
        assertNull(host.find(e));
        release(connection, 0);
        assertThrows(IllegalStateException.class, () -> release(connection, 0));
    }

    @Test
    @Shows({"MUST-21", "MUST-23", "MUST-27", "MUST-40", "SHLD-11"})
    void shouldCheckItsSettings() {
        TcpSettings defaults = TcpSettings.defaults();
        assertTrue(defaults.retryNs() >= 100 * SECOND);
        assertTrue(defaults.synRetryNs() >= 180 * SECOND);
        assertTrue(defaults.keepAliveNs() >= 7_200 * SECOND);
        assertEquals(7 * SECOND, defaults.edit().keepAliveNs(7 * SECOND).done().keepAliveNs());
        assertEquals(5 * SECOND, defaults.edit().retryNs(5 * SECOND).done().retryNs());
        assertEquals("setting out of range: delayedAckNs=500000001, allowed=0 to 500 ms",
                assertThrows(IllegalArgumentException.class, () -> defaults.edit().delayedAckNs(500_000_001).done())
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> defaults.edit().sendBuffer(5_000).done());
        assertThrows(IllegalArgumentException.class, () -> defaults.edit().maxRtoNs(SECOND).done());
        assertThrows(IllegalArgumentException.class, () -> defaults.edit().mss(87).done());
    }
}
