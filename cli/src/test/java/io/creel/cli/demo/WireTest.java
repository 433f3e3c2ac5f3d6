package io.creel.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.memory.MemoryNic;
import io.creel.net.pcap.ReplayNic;
import io.creel.net.wire.DropCounters;
import io.creel.net.wire.DropReason;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the wire against a far side that acts whenever the wire reads its clock, which advances by 100 ns each time.
 */
class WireTest {
    private static final int PACKETS = 50;

    @TempDir
    Path folder;

    private final MemoryNic link = MemoryNic.pair();
    private final DropCounters drops = new DropCounters();
    private final Losses losses = new Losses(drops, link, link.peer());
    private ReplayNic capture;
    private Wire wire;
    private Runnable farSide = () -> link.peer().rx(0).poll(64, Packet::transmit);
    private long nowNs;

    @BeforeEach
    void open() throws Exception {
        capture = ReplayNic.open(Captures.first(folder.resolve("small.pcap"), PACKETS));
        wire = new Wire(capture, Link.of(link), losses, new SendTimes(100_000, 3), this::nanoTime);
    }

    @AfterEach
    void close() {
        capture.close();
        link.close();
        link.peer().close();
    }

    private long nanoTime() {
        nowNs += 100;
        farSide.run();
        return nowNs;
    }

    @Test
    void shouldSendEverythingOnTimeAndReceiveItAgainInEachPass() throws Exception {
        for (int i = 1; i <= 2; i++) {
            Wire.Pass pass = wire.pass();
            assertEquals(PACKETS, pass.sent());
            assertEquals(0, pass.late());
            assertEquals(1, pass.adherence());
            assertEquals(PACKETS, pass.latencies().count());
            assertTrue(pass.latencies().percentile(100) < 1_000,
                    "the far side answers within a few readings of the clock");
            assertEquals(i * PACKETS, wire.sent());
            assertEquals(i * PACKETS, wire.received());
            assertEquals(wire.sentBytes(), wire.receivedBytes());
        }
        assertEquals(0, capture.pool().outstanding());
    }

    @Test
    void shouldCountLateSendsAndMeasureFromTheIntendedTimeWhenTheSenderStalls() throws Exception {
        farSide = () -> {
            nowNs += nowNs > 100_000 && nowNs < 200_000 ? 1_000_000 : 0;
            link.peer().rx(0).poll(64, Packet::transmit);
        };
        Wire.Pass pass = wire.pass();
        assertTrue(pass.late() > PACKETS / 2, () -> "late=" + pass.late());
        assertTrue(pass.adherence() < 0.5);
        assertTrue(pass.latencies().percentile(100) > 900_000, "the stall is part of the latency");
    }

    @Test
    void shouldFinishWhenSomePacketsAreDroppedAndCounted() throws Exception {
        farSide = () -> link.peer().rx(0).poll(64, packet -> {
            if (packet.lengthBytes() > 80) {
                drops.count(DropReason.UDP_BAD_CHECKSUM);
                packet.release();
                return true;
            }
            return packet.transmit();
        });
        wire.pass();
        long dropped = drops.get(DropReason.UDP_BAD_CHECKSUM);
        assertTrue(dropped > 0 && dropped < PACKETS);
        assertEquals(PACKETS, wire.received() + dropped);
        assertEquals(PACKETS, wire.sent());
    }

    @Test
    void shouldCountTheLossWhenAPacketNeverComesBack() {
        boolean[] taken = {false};
        farSide = () -> link.peer().rx(0).poll(64, packet -> {
            if (!taken[0]) {
                taken[0] = true;
                packet.release();
                return true;
            }
            return packet.transmit();
        });
        Runnable echo = farSide;
        farSide = () -> {
            echo.run();
            nowNs += wire.received() == PACKETS - 1 ? 1_000_000_000 : 0;
        };
        assertEquals("packets were lost: in=50, out=49, dropped=0",
                assertThrows(LostPacketsException.class, wire::pass).getMessage());
    }

    @Test
    void shouldSendLateAndNotOverflowWhenNoAnswerArrives() throws Exception {
        try (ReplayNic many = ReplayNic.open(Captures.first(folder.resolve("many.pcap"), 1_500))) {
            Wire flood = new Wire(many, Link.of(link), losses, new SendTimes(10_000_000, 3), this::nanoTime);
            farSide = () -> {
                if (flood.sent() - flood.received() >= Wire.MAX_IN_FLIGHT || flood.sent() == 1_500) {
                    link.peer().rx(0).poll(64, Packet::transmit);
                }
            };
            assertTrue(flood.pass().late() > 0);
            assertEquals(1_500, flood.received());
            assertEquals(0, losses.total());
        }
    }

    /** Only bytes come back, out of order, with foreign frames between them and one packet dropped. */
    @Test
    void shouldKnowItsPacketsByTheirContentWhenTheLinkCopiesThem() throws Exception {
        PacketBatch held = new PacketBatch(64);
        PacketPool copies = new PacketPool("copies", 128, 2048, 0);
        int[] dropped = {0};
        Wire copied = new Wire(capture, Link.live(link, link.peer()), losses, new SendTimes(100_000, 3),
                this::nanoTime);
        farSide = () -> {
            link.peer().rx(0).poll(64, packet -> {
                Packet copy = copies.allocate();
                copy.resize(packet.lengthBytes());
                copy.copyFrom(packet, 0, 0, packet.lengthBytes());
                packet.release();
                copy.egress(link.peer().tx(0));
                if (dropped[0]++ % PACKETS == 7) {
                    drops.count(DropReason.UDP_BAD_CHECKSUM);
                    copy.release();
                } else {
                    held.add(copy);
                }
                return true;
            });
            if (held.size() >= 3 || copied.sent() % PACKETS == 0) {
                Packet stranger = copies.allocate();
                stranger.resize(60);
                stranger.egress(link.peer().tx(0));
                stranger.transmit();
                for (int i = held.size() - 1; i >= 0; i--) {
                    held.get(i).transmit();
                }
                held.clear();
            }
        };
        for (int i = 1; i <= 2; i++) {
            Wire.Pass pass = copied.pass();
            assertEquals(PACKETS - 1, pass.latencies().count());
            assertTrue(pass.latencies().percentile(100) < 200_000, () -> "max=" + pass.latencies().percentile(100));
            assertEquals(i * (PACKETS - 1), copied.received());
        }
    }
}
