package io.creel.net.wrap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.memory.MemoryNic;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.TestPackets;
import io.creel.net.wire.Arp;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchingNicTest {
    private static final long EPOCH_NS = 1_767_225_600_123_456_789L;

    private final MemoryNic end = MemoryNic.pair();
    private final List<String> lines = new ArrayList<>();
    private long nowNs;

    @Test
    void shouldRecordBothDirectionsAsTheyPassed(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("both.pcapng");
        byte[] request;
        try (RecordingNic nic = RecordingNic.open(end, file, () -> EPOCH_NS)) {
            Packet packet = TestPackets.udp4(end.peer().pool().allocate(), 100);
            packet.timestampNs(EPOCH_NS + 1);
            request = TestPackets.bytes(packet);
            end.peer().tx(0).transmit(packet);
            nic.rx(0).poll(8, received -> {
                assertSame(nic.tx(0), received.egress());
                received.set8(0, 0xee);
                return received.transmit();
            });
            assertEquals(1, nic.drain(1));
            assertEquals("RX_PACKETS=1, RX_BYTES=142, TX_PACKETS=1, TX_BYTES=142", nic.statistics().toString());
            assertEquals(0, nic.missing());
        }
        var seen = new ArrayList<Long>();
        try (Nic replay = Nics.open("pcap:" + file)) {
            replay.rx(0).poll(8, packet -> {
                assertEquals(seen.size(), packet.port());
                request[0] = (byte) (packet.port() == CopyingNic.RECEIVED ? 2 : 0xee);
                assertArrayEquals(request, TestPackets.bytes(packet));
                seen.add(packet.timestampNs());
                packet.release();
                return true;
            });
            assertNull(replay.fault());
        }
        assertEquals(List.of(EPOCH_NS + 1, EPOCH_NS), seen);
    }

    @Test
    void shouldNotRecordRefusedPackets() {
        try (var nic = new TracingNic(end, () -> EPOCH_NS, lines::add)) {
            end.peer().close();
            Packet packet = TestPackets.udp4(end.pool().allocate(), 1);
            assertTrue(!nic.tx(0).transmit(packet));
            packet.release();
            assertEquals(0, nic.drain(8));
        }
        assertEquals(List.of(), lines);
    }

    @Test
    void shouldTellLikeTcpdumpWhenTracing() {
        var packets = new TestPackets();
        try (var nic = new TracingNic(end, () -> EPOCH_NS, lines::add)) {
            nic.tx(0).transmit(packets.udp4(10));
            nic.tx(0).transmit(packets.tcp4(5));
            nic.tx(0).transmit(packets.udp6(1));
            nic.tx(0).transmit(arp(packets, 1));
            nic.tx(0).transmit(arp(packets, 2));
            end.peer().tx(0).transmit(packets.hex("020000000002020000000001 0800 45"));
            nic.rx(0).poll(8, PacketConsumer.RELEASE);
        }
        assertEquals(List.of(
                "00:00:00.123456 > udp 10.0.0.1:1234 > 10.0.0.2:53, length 52",
                "00:00:00.123456 > tcp 10.0.0.1:1234 > 10.0.0.2:80 [.] seq 7 ack 9 win 1000, length 59",
                "00:00:00.123456 > udp [fd00::1]:1234 > [fd00::2]:53, length 63",
                "00:00:00.123456 > arp who-has 10.0.0.2 tell 10.0.0.1, length 42",
                "00:00:00.123456 > arp 10.0.0.1 is-at 02:00:00:00:00:01, length 42",
                "00:00:00.123456 < TRUNCATED_IPV4, length 15"), lines);
    }

    /** The close comes while copies are taken: the taker completes the close, and no copy is lost or told twice. */
    @Test
    void shouldTellTheRestOnceWhenClosedBesideADrain() {
        var packets = new TestPackets();
        var self = new TracingNic[1];
        self[0] = new TracingNic(end, () -> EPOCH_NS, line -> {
            lines.add(line);
            self[0].close();
        });
        for (int i = 0; i < 5; i++) {
            self[0].tx(0).transmit(packets.udp4(10));
        }
        assertEquals(2, self[0].drain(2));
        assertEquals(5, lines.size());
        assertEquals(0, self[0].drain(8));
        self[0].close();
        assertEquals(5, lines.size());
    }

    private static Packet arp(TestPackets packets, int operation) {
        Packet packet = packets.pool().allocate();
        packet.resize(42);
        Ethernet.destination(packet, 0xffff_ffff_ffffL);
        Ethernet.source(packet, 0x02_00_00_00_00_01L);
        Ethernet.etherType(packet, EthernetDescriptor.TYPE_ARP);
        Arp.write(packet, EthernetDescriptor.HEADER_BYTES, operation, 0x02_00_00_00_00_01L, TestPackets.CLIENT, 0,
                TestPackets.SERVER);
        return packet;
    }

    @Test
    void shouldCountMissingWhenNoThreadDrains() {
        try (var nic = new TracingNic(end, () -> EPOCH_NS, lines::add)) {
            for (int i = 0; i < 9000; i++) {
                nic.tx(0).transmit(TestPackets.udp4(end.pool().allocate(), 0));
                end.peer().rx(0).poll(1, PacketConsumer.RELEASE);
            }
            assertEquals(9000 - 8192, nic.missing());
        }
        assertEquals(8192, lines.size());
    }

    @Test
    void shouldSayRatesBetweenSamplesWhenMetered() {
        var meter = new NicMeter(end, () -> nowNs);
        for (int i = 0; i < 10; i++) {
            end.tx(0).transmit(TestPackets.udp4(end.pool().allocate(), 8));
        }
        nowNs = 500_000_000;
        assertEquals(new NicMeter.Rates(500_000_000, 0, 0, 20, 1000, 0), meter.sample());
        assertEquals(0, meter.sample().durationNs());
        end.statistics().add(NicCounter.TX_DROPPED, 3);
        nowNs = 1_500_000_000;
        assertEquals(new NicMeter.Rates(1_000_000_000, 0, 0, 0, 0, 3), meter.sample());
    }
}
