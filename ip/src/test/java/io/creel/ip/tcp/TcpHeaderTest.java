package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.TcpDescriptor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TcpHeaderTest {
    private final TcpStatistics statistics = new TcpStatistics();

    @Test
    @Shows({"MUST-2", "MUST-3", "MUST-4", "MUST-5", "MUST-14", "MUST-68", "MUST-69"})
    void shouldReadWhatItWrote() {
        SplittableRandom random = new SplittableRandom(1);
        try (PacketPool pool = new PacketPool("header", 4, 2048, 0)) {
            TcpWire wire = new TcpWire(pool, statistics);
            for (int i = 0; i < 20_000; i++) {
                TcpSegment out = random(random);
                TcpEndpoints from = i % 2 == 0
                        ? new TcpEndpoints().setIpv4(0x0a000001, 80, 0x0a000002, 1000)
                        : new TcpEndpoints().set(0xfd00L << 48, 1, 80, 0xfd00L << 48, 2, 1000);
                Packet packet = wire.encode(from, out);
                TcpEndpoints to = new TcpEndpoints();
                TcpSegment in = new TcpSegment();
                assertTrue(wire.decode(packet, to, in));
                assertEquals(text(out), text(in));
                assertEquals(from.localPort(), to.remotePort());
                assertEquals(from.localLow(), to.remoteLow());
                assertEquals(out.headerBytes(),
                        packet.get8(packet.headers().transportOffset() + TcpDescriptor.DATA_OFFSET) >> 2);
                packet.release();
            }
        }
        assertEquals(0, statistics.get(TcpCounter.OPTION_IGNORED) + statistics.get(TcpCounter.BAD_OPTIONS));
    }

    private static TcpSegment random(SplittableRandom random) {
        TcpSegment s = new TcpSegment();
        s.sequence = random.nextInt();
        s.acknowledgment = random.nextInt();
        s.window = random.nextInt(65_536);
        s.urgentPointer = random.nextInt(65_536);
        boolean syn = random.nextBoolean();
        s.flags = syn ? TcpDescriptor.SYN : TcpDescriptor.ACK | random.nextInt(256) & ~TcpDescriptor.SYN;
        if (random.nextBoolean()) {
            s.timestamps = true;
            s.timestampValue = random.nextInt();
            s.timestampEcho = random.nextInt();
        }
        if (syn) {
            s.mss = random.nextBoolean() ? random.nextInt(65_536) : TcpSegment.ABSENT;
            s.windowScale = random.nextBoolean() ? random.nextInt(15) : TcpSegment.ABSENT;
            s.sackPermitted = random.nextBoolean();
        } else {
            int blocks = random.nextInt(s.timestamps ? 4 : 5);
            for (int i = 0; i < blocks; i++) {
                s.addSack(random.nextInt(), random.nextInt());
            }
        }
        return s;
    }

    private static String text(TcpSegment s) {
        StringBuilder text = new StringBuilder().append(s.sequence).append(' ').append(s.acknowledgment).append(' ')
                .append(s.flags)
                .append(' ').append(s.window).append(' ').append(s.urgentPointer).append(' ').append(s.mss).append(' ')
                .append(s.windowScale).append(' ').append(s.sackPermitted).append(' ').append(s.timestamps).append(' ')
                .append(s.timestampValue).append(' ').append(s.timestampEcho);
        for (int i = 0; i < s.sackBlocks; i++) {
            text.append(' ').append(s.sackStart[i]).append(':').append(s.sackEnd[i]);
        }
        return text.toString();
    }

    /** Any bytes behind a sound header: refused or read, and nothing else. */
    @Test
    @Shows({"MUST-6", "MUST-7", "MUST-64"})
    void shouldSurviveAnyOptions() {
        SplittableRandom random = new SplittableRandom(2);
        int refused = 0;
        try (PacketPool pool = new PacketPool("header", 4, 2048, 0)) {
            TcpWire wire = new TcpWire(pool, statistics);
            TcpEndpoints from = new TcpEndpoints().setIpv4(0x0a000001, 80, 0x0a000002, 1000);
            TcpSegment out = new TcpSegment();
            TcpSegment in = new TcpSegment();
            for (int i = 0; i < 50_000; i++) {
                Packet packet = pool.allocate();
                int options = random.nextInt(11) * 4;
                int tcp = TcpWire.addressed(packet, from, 20 + options);
                out.flags = random.nextInt(256);
                TcpHeader.write(out, from, packet, tcp);
                packet.set8(tcp + TcpDescriptor.DATA_OFFSET, 20 + options << 2);
                for (int at = 0; at < options; at++) {
                    packet.set8(tcp + 20 + at, random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(11));
                }
                TcpWire.seal(packet);
                refused += wire.decode(packet, new TcpEndpoints(), in) ? 0 : 1;
                assertTrue(in.sackBlocks <= 4 && in.windowScale <= 14);
                packet.release();
            }
        }
        assertEquals(refused, statistics.get(TcpCounter.BAD_OPTIONS));
        assertTrue(refused > 1_000, "refused: " + refused);
    }
}
