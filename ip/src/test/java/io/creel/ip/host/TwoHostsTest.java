package io.creel.ip.host;

import static io.creel.ip.host.TwoHosts.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.SendResult;
import io.creel.ip.fragment.FragmentLimits;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.wrap.Impairment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TwoHostsTest {
    private static final List<String> OTHERS = List.of("10.0.0.2", "fd00::2");

    private static IpAddress any(String like) {
        return like.indexOf(':') < 0 ? IpAddress.ANY_IPV4 : IpAddress.ANY_IPV6;
    }

    /** Echoes until it is closed. */
    private static void serve(TwoHosts hosts, UdpSocket socket) {
        hosts.start(nothing -> {
            for (Packet packet = socket.receive(); packet != null; packet = socket.receive()) {
                socket.reply(packet);
            }
        });
    }

    @Test
    void shouldPingEachOther() {
        try (var hosts = new TwoHosts(Impairment.none().delay(1_000_000, 0), 5)) {
            List<Long> times = new ArrayList<>();
            for (String other : OTHERS) {
                hosts.start(nothing -> {
                    times.add(hosts.one.echo().ping(IpAddress.parse(other), 56, SECOND));
                    times.add(hosts.one.echo().ping(IpAddress.parse(other), 1400, SECOND));
                });
                hosts.pass(20_000_000);
            }
            // The first time, asking for the link address takes a round trip as well.
            for (int i = 0; i < times.size(); i += 2) {
                assertTrue(times.get(i + 1) >= 2_000_000 && times.get(i + 1) <= 4_000_000, times::toString);
                assertEquals(2 * times.get(i + 1), times.get(i), times::toString);
            }
            assertEquals(4, times.size());
        }
    }

    @Test
    void shouldCarryDatagramsOfAnyLengthBothWays() {
        try (var hosts = new TwoHosts()) {
            for (String other : OTHERS) {
                UdpSocket server = hosts.two.udp().bind(any(other), 7);
                UdpSocket client = hosts.one.udp().bind(any(other), 8);
                serve(hosts, server);
                hosts.start(nothing -> hosts.one.echo().ping(IpAddress.parse(other), 0, SECOND)); // a neighbour now
                var random = new Random(7);
                for (int length : new int[]{0, 1, 1432, 1472, 1473, 2000, 9_000, 65_000, 65_507}) {
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    SendResult result = client.send(bytes, IpAddress.parse(other), 7);
                    assertEquals(SendResult.SENT, result, () -> other + " " + length);
                    hosts.settle();
                    Packet back = client.poll();
                    assertTrue(back != null, () -> other + " " + length + " " + hosts.one.counters() + " "
                            + hosts.two.counters());
                    assertArrayEquals(bytes, UdpDatagram.payload(back));
                    assertEquals(IpAddress.parse(other), UdpDatagram.source(back));
                    back.release();
                }
            }
        }
    }

    @Test
    void shouldTellAClientThatNobodyListens() {
        try (var hosts = new TwoHosts()) {
            for (String other : OTHERS) {
                UdpSocket client = hosts.one.udp().connect(IpAddress.parse(other), 99);
                List<Object> seen = new ArrayList<>();
                hosts.start(nothing -> {
                    Packet hello = client.allocate();
                    hello.resize(5);
                    seen.add(client.send(hello));
                    seen.add(client.receive() == null);
                    seen.add(client.takeError());
                });
                hosts.settle();
                assertEquals(List.of(SendResult.WAITS, true, SendResult.PORT_UNREACHABLE), seen);
            }
        }
    }

    @Test
    void shouldLoseTheOldestWhenABurstWaitsForANeighbour() {
        try (var hosts = new TwoHosts()) {
            UdpSocket server = hosts.two.udp().bind(IpAddress.ANY_IPV4, 7);
            UdpSocket client = hosts.one.udp().bind(IpAddress.ANY_IPV4, 8);
            for (int i = 0; i < 10; i++) {
                client.send(new byte[i], IpAddress.parse("10.0.0.2"), 7);
            }
            hosts.settle();
            assertEquals(3, server.queued());
            assertEquals(7, hosts.one.counters().get(HostCounter.NEIGHBOUR_QUEUE_FULL));
            assertEquals(0, hosts.one.neighbours().waiting());
        }
    }

    /** A datagram waits for a neighbour as one, however many fragments it will have. */
    @Test
    void shouldSendAllFragmentsOfADatagramThatWaitedForANeighbour() {
        for (String other : OTHERS) {
            try (var hosts = new TwoHosts()) {
                IpAddress peer = IpAddress.parse(other);
                UdpSocket server = hosts.two.udp().bind(any(other), 7);
                UdpSocket client = hosts.one.udp().bind(any(other), 8);
                for (int i = 0; i < 5; i++) {
                    assertEquals(SendResult.WAITS, client.send(new byte[30_000 + i], peer, 7));
                }
                hosts.settle();
                List<Integer> lengths = new ArrayList<>();
                for (Packet packet = server.poll(); packet != null; packet = server.poll()) {
                    lengths.add(UdpDatagram.payloadBytes(packet));
                    packet.release();
                }
                assertEquals(List.of(30_002, 30_003, 30_004), lengths, "the newest three");
                assertEquals(2, hosts.one.counters().get(HostCounter.NEIGHBOUR_QUEUE_FULL));
                assertEquals(3 * 21, hosts.one.counters().get(HostCounter.TX_FRAGMENTS));
                assertEquals(0, hosts.two.partialDatagrams());
                assertEquals(SendResult.SENT, client.send(new byte[30_000], peer, 7));
                hosts.settle();
                assertEquals(1, server.queued());
            }
        }
    }

    /** Also one that fits the link, if its path carries less. */
    @Test
    void shouldCutADatagramThatWaitedByTheMtuOfItsPath() {
        for (String other : OTHERS) {
            try (var hosts = new TwoHosts()) {
                IpAddress peer = IpAddress.parse(other);
                hosts.one.pathMtus().set(peer.high(), peer.low(), 1280);
                UdpSocket server = hosts.two.udp().bind(any(other), 7);
                UdpSocket client = hosts.one.udp().bind(any(other), 8);
                assertEquals(SendResult.WAITS, client.send(new byte[1400], peer, 7));
                hosts.settle();
                assertEquals(1, server.queued());
                assertEquals(2, hosts.one.counters().get(HostCounter.TX_FRAGMENTS));
            }
        }
    }

    /** Large packets are few, and others need them, too. */
    @Test
    void shouldBoundTheLongDatagramsThatWaitForNeighbours() {
        try (var hosts = new TwoHosts()) {
            UdpSocket client = hosts.one.udp().bind(IpAddress.ANY_IPV4, 8);
            int most = FragmentLimits.DEFAULT.datagrams() / 2;
            for (int i = 0; i < most; i++) {
                assertEquals(SendResult.WAITS, client.send(new byte[5000], IpAddress.parse("10.0.0." + (10 + i)), 7));
            }
            assertEquals(SendResult.NEIGHBOUR_QUEUE_FULL,
                    client.send(new byte[5000], IpAddress.parse("10.0.0.99"), 7));
            assertEquals(1, hosts.one.counters().get(HostCounter.NEIGHBOUR_QUEUE_FULL));
            assertEquals(SendResult.WAITS, client.send(new byte[5], IpAddress.parse("10.0.0.99"), 7));
            hosts.pass(5 * SECOND);
            assertEquals(most + 1, hosts.one.counters().get(HostCounter.NEIGHBOUR_UNREACHABLE), "one count each");
            assertEquals(0, hosts.one.largeOutstanding());
            assertEquals(SendResult.WAITS, client.send(new byte[5000], IpAddress.parse("10.0.0.77"), 7));
        }
    }

    /**
     * A link that drops, duplicates, corrupts, delays and reorders, for both versions, with short datagrams and
     * fragmented ones: what is delivered is what was sent, and every frame is accounted for.
     */
    @Test
    void shouldDeliverNothingWrongOverABadLink() {
        int delivered = 0;
        for (long seed = 1; seed <= 8; seed++) {
            delivered += badLink(seed, false);
        }
        // Of 2,400, a tenth of them in several fragments; while a lost request for a link address is repeated, most are lost.
        assertTrue(delivered > 1_000, "too few to say anything: " + delivered);
    }

    private static int badLink(long seed, boolean canary) {
        Impairment faults = Impairment.none().drop(0.05).duplicate(0.05).corrupt(0.05).holdBack(0.1, 3_000_000)
                .delay(500_000, 2_000_000);
        int[] delivered = {0};
        try (var hosts = new TwoHosts(faults, seed)) {
            var random = new Random(seed);
            for (String other : OTHERS) {
                UdpSocket server = hosts.two.udp().bind(any(other), 7);
                UdpSocket client = hosts.one.udp().bind(any(other), 8, 256);
                serve(hosts, server);
                BitSet came = new BitSet();
                for (int i = 0; i < 150; i++) {
                    int length = random.nextInt(10) == 0 ? 8 + random.nextInt(6_000) : 8 + random.nextInt(100);
                    client.send(message(i, length, canary), IpAddress.parse(other), 7);
                    hosts.pass(2_000_000);
                    for (Packet back = client.poll(); back != null; back = client.poll()) {
                        byte[] bytes = UdpDatagram.payload(back);
                        back.release();
                        int number = ByteBuffer.wrap(bytes).getInt();
                        assertArrayEquals(message(number, bytes.length, false), bytes);
                        came.set(number);
                    }
                }
                delivered[0] += came.cardinality();
                server.close();
                client.close();
            }
            hosts.pass(70 * SECOND / 10); // what is on the way arrives
        }
        return delivered[0];
    }

    private static byte[] message(int number, int length, boolean spoiled) {
        byte[] bytes = new byte[length];
        new Random(number * 65_537L + length).nextBytes(bytes);
        ByteBuffer.wrap(bytes).putInt(number);
        bytes[length - 1] ^= (byte) (spoiled ? 1 : 0);
        return bytes;
    }

    /** The canary: a message that differs in one bit must be seen. */
    @Test
    void shouldSeeAMessageThatDiffers() {
        assertThrows(AssertionError.class, () -> badLink(1, true));
    }
}
