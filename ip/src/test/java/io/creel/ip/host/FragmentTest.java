package io.creel.ip.host;

import static io.creel.ip.host.HostRig.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.fragment.FragmentLimits;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.wire.IpProtocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 791 section 3.2, RFC 1122 section 3.3.2, RFC 5722, RFC 8200 section 4.5. */
class FragmentTest {
    private static final int UDP = IpProtocol.UDP;

    private final HostRig rig = new HostRig();
    private final UdpSocket socket4 = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
    private final UdpSocket socket6 = rig.host.udp().bind(IpAddress.ANY_IPV6, 7);

    @AfterEach
    void close() {
        rig.close();
    }

    /** A whole transport packet, to be cut. */
    private static byte[] transport(HostRig rig, boolean ipv4, int payloadBytes) {
        byte[] payload = new byte[Math.min(payloadBytes, 1400)];
        new Random(payloadBytes).nextBytes(payload);
        Packet packet = ipv4
                ? rig.wire.udp("10.0.0.2", 9, "10.0.0.1", 7, payload)
                : rig.wire.udp("fd00::2", 9, "fd00::1", 7, payload);
        int l4 = ipv4 ? Wire.L4 : Wire.L4_V6;
        byte[] bytes = new byte[packet.lengthBytes() - l4];
        packet.get(l4, bytes, 0, bytes.length);
        packet.release();
        return bytes;
    }

    private Packet piece(boolean ipv4, byte[] transport, int id, int from, int to) {
        byte[] data = Arrays.copyOfRange(transport, from, to);
        boolean more = to < transport.length;
        return ipv4
                ? rig.wire.fragment4("10.0.0.2", "10.0.0.1", UDP, id, from, more, data)
                : rig.wire.fragment6("fd00::2", "fd00::1", UDP, id, from, more, data);
    }

    private void assertDelivered(boolean ipv4, byte[] transport) {
        Packet received = (ipv4 ? socket4 : socket6).poll();
        assertNotNull(received, () -> rig.host.counters() + " " + rig.host.counters().malformed());
        assertArrayEquals(Arrays.copyOfRange(transport, 8, transport.length), UdpDatagram.payload(received));
        assertEquals(9, UdpDatagram.sourcePort(received));
        received.release();
    }

    private void assertNothing() {
        assertNull(socket4.poll());
        assertNull(socket6.poll());
    }

    @Test
    void shouldPutADatagramTogetherInAnyOrder() {
        var random = new Random(791);
        for (boolean ipv4 : new boolean[]{true, false}) {
            for (int round = 0; round < 50; round++) {
                byte[] transport = transport(rig, ipv4, 200 + random.nextInt(1200));
                List<Packet> pieces = new ArrayList<>();
                int from = 0;
                while (from < transport.length) {
                    int to = Math.min(transport.length, from + 48 + 8 * random.nextInt(18));
                    pieces.add(piece(ipv4, transport, round, from, to));
                    from = to;
                }
                Collections.shuffle(pieces, random);
                rig.send(pieces.toArray(Packet[]::new));
                assertDelivered(ipv4, transport);
                assertEquals(0, rig.host.partialDatagrams());
            }
        }
        assertEquals(100, rig.count(HostCounter.REASSEMBLED));
    }

    @Test
    void shouldGiveADatagramBackWhenAStepThrowsAfterItWasPutTogether() {
        try (var other = new HostRig(options -> options.address("10.0.0.1/24"), steps -> steps.udp = packet -> {
            throw new IllegalStateException("a step that fails");
        })) {
            byte[] transport = transport(other, true, 400);
            for (int from = 0; from < transport.length; from += 200) {
                int to = Math.min(transport.length, from + 200);
                other.send(other.wire.fragment4("10.0.0.2", "10.0.0.1", UDP, 7, from, to < transport.length,
                        Arrays.copyOfRange(transport, from, to)));
            }
            assertEquals(1, other.count(HostCounter.REASSEMBLED));
            assertEquals(0, other.host.largeOutstanding());
            assertEquals(1, other.count(HostCounter.RX_STEP_FAILED));
        }
    }

    @Test
    void shouldKeepInterleavedDatagramsApart() {
        byte[] one = transport(rig, true, 400);
        byte[] two = transport(rig, true, 500);
        rig.send(piece(true, one, 1, 0, 200), piece(true, two, 2, 0, 200), piece(true, two, 2, 200, two.length),
                piece(true, one, 1, 200, one.length));
        assertDelivered(true, two);
        assertDelivered(true, one);
    }

    @Test
    void shouldDropTheSameFragmentAgainAndGoOn() {
        for (boolean ipv4 : new boolean[]{true, false}) {
            byte[] transport = transport(rig, ipv4, 400);
            rig.send(piece(ipv4, transport, 1, 0, 200), piece(ipv4, transport, 1, 0, 200),
                    piece(ipv4, transport, 1, 200, transport.length));
            assertDelivered(ipv4, transport);
        }
        assertEquals(2, rig.count(HostCounter.FRAGMENTS_DUPLICATE));
    }

    @Test
    void shouldGiveUpADatagramWhoseFragmentsOverlap() {
        for (boolean ipv4 : new boolean[]{true, false}) {
            byte[] transport = transport(rig, ipv4, 400);
            byte[] forged = transport.clone();
            forged[150] ^= 1;
            rig.send(piece(ipv4, transport, 1, 0, 200), piece(ipv4, forged, 1, 104, 304),
                    piece(ipv4, transport, 1, 200, transport.length), piece(ipv4, transport, 1, 0, 200));
            assertNothing();
            rig.pass(61 * SECOND);
            rig.send(piece(ipv4, transport, 1, 0, 200), piece(ipv4, transport, 1, 200, transport.length));
            assertDelivered(ipv4, transport);
        }
        assertEquals(6, rig.count(HostCounter.FRAGMENTS_OVERLAPPING));
    }

    @Test
    void shouldGiveUpADatagramWhoseEndsDiffer() {
        byte[] transport = transport(rig, true, 400);
        byte[] longer = Arrays.copyOf(transport, transport.length + 80);
        rig.send(piece(true, transport, 1, 200, transport.length), piece(true, longer, 1, 408, longer.length));
        rig.send(piece(true, transport, 1, 0, 200));
        assertNothing();
        // An end before bytes that have come.
        byte[] shorter = Arrays.copyOf(transport, 208);
        rig.send(piece(true, transport, 2, 304, 400), piece(true, shorter, 2, 200, 208),
                piece(true, transport, 2, 0, 200));
        assertNothing();
        assertTrue(rig.count(HostCounter.FRAGMENTS_OVERLAPPING) >= 3, () -> rig.host.counters().toString());
        rig.pass(61 * SECOND);
    }

    @Test
    void shouldRefuseTinyFragments() {
        byte[] transport = transport(rig, true, 400);
        rig.send(piece(true, transport, 1, 0, 24), piece(true, transport, 1, 48, 88));
        rig.send(rig.wire.fragment4("10.0.0.2", "10.0.0.1", UDP, 1, 0, true, Arrays.copyOf(transport, 100)));
        assertEquals(3, rig.count(HostCounter.FRAGMENTS_MALFORMED));
        // A first fragment without a whole transport header does not parse.
        rig.send(rig.wire.fragment4("10.0.0.2", "10.0.0.1", IpProtocol.TCP, 1, 0, true, new byte[16]));
        assertEquals(1, rig.count(HostCounter.RX_MALFORMED));
        assertEquals(0, rig.host.partialDatagrams());
    }

    @Test
    void shouldRefuseAFragmentThatEndsBeyondTheLongestDatagram() {
        rig.send(rig.wire.fragment4("10.0.0.2", "10.0.0.1", UDP, 1, 65_528, false, new byte[48]));
        rig.send(rig.wire.fragment6("fd00::2", "fd00::1", UDP, 1, 65_528, false, new byte[48]));
        assertEquals(1, rig.count(HostCounter.RX_MALFORMED));
        assertEquals(1, rig.count(HostCounter.FRAGMENTS_MALFORMED));
        assertEquals(0, rig.host.partialDatagrams());
    }

    @Test
    void shouldReportATimeOutOnceAndOnlyIfTheFirstFragmentCame() {
        for (boolean ipv4 : new boolean[]{true, false}) {
            rig.know(ipv4 ? "10.0.0.2" : "fd00::2");
            byte[] transport = transport(rig, ipv4, 400);
            rig.send(piece(ipv4, transport, 1, 0, 200), piece(ipv4, transport, 2, 200, transport.length));
            assertEquals(2, rig.host.partialDatagrams());
            rig.pass(59 * SECOND);
            rig.wire.lines();
            assertEquals(2, rig.host.partialDatagrams());
            rig.pass(2 * SECOND);
            assertEquals(List.of(ipv4
                    ? "icmp 11/1 10.0.0.1 > 10.0.0.2 len=220"
                    : "icmp6 3/1 fd00::1 > fd00::2 len=240"), rig.wire.lines());
            assertEquals(0, rig.host.partialDatagrams());
        }
        assertEquals(4, rig.count(HostCounter.REASSEMBLY_TIMED_OUT));
    }

    @Test
    void shouldBoundDatagramsAndLeaveRoomForOtherSources() {
        byte[] transport = transport(rig, true, 400);
        for (int id = 0; id < 40; id++) {
            rig.send(piece(true, transport, id, 0, 200));
        }
        assertEquals(4, rig.host.partialDatagrams());
        assertEquals(36, rig.count(HostCounter.FRAGMENTS_NO_ROOM));
        for (int source = 10; source < 40; source++) {
            rig.send(rig.wire.fragment4("10.0.0." + source, "10.0.0.1", UDP, 1, 0, true,
                    Arrays.copyOf(transport, 200)));
        }
        assertEquals(16, rig.host.partialDatagrams());
        rig.pass(61 * SECOND);
        assertEquals(0, rig.host.partialDatagrams());
    }

    @Test
    void shouldBoundTheFragmentsOfADatagram() {
        byte[] data = new byte[48];
        for (int i = 0; i < 200; i++) {
            rig.send(rig.wire.fragment4("10.0.0.2", "10.0.0.1", UDP, 1, 96 * i + 48, true, data));
        }
        assertEquals(128, rig.count(HostCounter.FRAGMENTS_STORED));
        rig.pass(61 * SECOND);
    }

    @Test
    void shouldRefuseAllFragmentsWhenItIsToldTo() {
        try (var strict = new HostRig(options -> options.address("10.0.0.1/24").fragments(FragmentLimits.REFUSE))) {
            strict.send(strict.wire.fragment4("10.0.0.2", "10.0.0.1", UDP, 1, 0, true, new byte[48]));
            assertEquals(1, strict.count(HostCounter.RX_MALFORMED)); // zeros are no header of UDP
            byte[] transport = transport(strict, true, 100);
            strict.send(strict.wire.fragment4("10.0.0.2", "10.0.0.1", UDP, 1, 0, true, Arrays.copyOf(transport, 48)));
            assertEquals(1, strict.count(HostCounter.FRAGMENTS_REFUSED));
        }
    }

    @Test
    void shouldVerifyTheChecksumOfWhatItPutTogether() {
        byte[] transport = transport(rig, true, 400);
        byte[] wrong = transport.clone();
        wrong[300] ^= 1;
        rig.send(piece(true, wrong, 1, 0, 200), piece(true, wrong, 1, 200, wrong.length));
        assertNothing();
        assertEquals(1, rig.count(HostCounter.RX_BAD_CHECKSUM));
    }
}
