package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.TcpDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A peer that sends anything: segments whose numbers lie around the edges of what is expected, with any flags, windows
 * and options, between user calls and jumps of the clock in any order. Nothing but counters comes out: no exception, no
 * number out of order, no frame left. The long form is {@code -Dtcp.hostile.runs=100000}.
 */
class HostileSegmentsTest {
    private static final int RUNS = Integer.getInteger("tcp.hostile.runs", 3_000);
    private static final int STEPS = 120;
    private static final long SECOND = 1_000_000_000L;
    private static final PacketPool POOL = new PacketPool("hostile", 2048, 4096, 0);

    /** Whether every step locks its connection. */
    boolean severalWorkers() {
        return false;
    }

    @Test
    void shouldSurviveAnyPeer() {
        long established = 0;
        long sent = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            Run run = new Run(seed, severalWorkers());
            try {
                run.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed=" + seed + ", step=" + run.step + ": " + e, e);
            }
            if (POOL.outstanding() != 0) {
                fail("frames are left: seed=" + seed + ", frames=" + POOL.outstanding());
            }
            established += run.statistics.get(TcpCounter.CONNECTIONS_ACCEPTED);
            sent += run.statistics.get(TcpCounter.SEGMENTS_OUT);
        }
        assertTrue(established > RUNS / 4 && sent > RUNS * 10L, "established=" + established + ", sent=" + sent);
    }

    private static final class Run {
        private final SplittableRandom random;
        private final TcpStatistics statistics = new TcpStatistics();
        private final TcpWire wire = new TcpWire(POOL, statistics);
        private final TcpHost host;
        private final TcpListener listener;
        private final List<TcpConnection> connections = new ArrayList<>();
        private final TcpEndpoints endpoints = new TcpEndpoints();
        private final byte[] data = new byte[6_000];
        private long nowNs;
        private int step;
        private int lastSequence;
        private int lastAcknowledgment;
        private int lastTimestamp;
        private boolean hasSent;

        Run(long seed, boolean severalWorkers) {
            random = new SplittableRandom(seed);
            nowNs = random.nextLong(1L << 50);
            TcpSettings settings = TcpSettings.defaults().edit().timestamps(random.nextBoolean())
                    .sack(random.nextBoolean())
                    .windowScale(random.nextBoolean()).rack(random.nextBoolean()).cubic(random.nextBoolean())
                    .sendBuffer(4096 << random.nextInt(3)).receiveBuffer(2048 + random.nextInt(100_000))
                    .receiveFrames(16)
                    .outOfOrderRanges(4 + random.nextInt(10)).sentSegments(16 + random.nextInt(40))
                    .mss(88 + random.nextInt(1400))
                    .done();
            IsnGenerator isn = new IsnGenerator(seed, 1) {
                @Override
                int initialSequence(TcpEndpoints e, long ns) {
                    return -(int) (seed % 20_000);
                }
            };
            host = new TcpHost(settings, this::transmit, isn, statistics, 6, 1, severalWorkers);
            listener = host.listen(0, 0, 80, 2, random.nextBoolean());
        }

        private boolean transmit(TcpEndpoints e, TcpSegment s) {
            lastSequence = s.sequence + s.length();
            lastAcknowledgment = s.acknowledgment;
            lastTimestamp = s.timestampValue;
            hasSent = true;
            assertTrue(s.payloadBytes >= 0 && s.optionBytes() <= 40 && s.window >= 0 && s.window <= 0xffff);
            Packet packet = wire.encode(e, s); // reads every byte of the send buffer that is named
            if (packet != null) {
                packet.release();
            }
            return random.nextInt(30) != 0;
        }

        void run() {
            for (step = 0; step < STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3, 4, 5 -> receive();
                    case 6 -> pass();
                    default -> call();
                }
                TcpConnection next = listener.accept();
                if (next != null) {
                    connections.add(next);
                }
                connections.forEach(this::check);
            }
            listener.close(nowNs);
            for (TcpConnection each : connections) {
                each.enter();
                each.abort(nowNs);
                each.release(nowNs);
                each.exit();
            }
            assertEquals(0, host.connections());
            assertEquals(Long.MAX_VALUE, host.deadlineNs());
        }

        private int near(int number) {
            return number + switch (random.nextInt(8)) {
                case 0 -> random.nextInt();
                case 1 -> random.nextInt(200_000) - 100_000;
                case 2 -> random.nextInt(5) - 2;
                case 3 -> random.nextInt(3_000) - 1_500;
                default -> 0;
            };
        }

        private void receive() {
            Packet packet = POOL.allocate();
            TcpSegment out = new TcpSegment();
            int flags = random.nextInt(4) == 0
                    ? random.nextInt(256)
                    : TcpDescriptor.ACK | (random.nextInt(8) == 0 ? TcpDescriptor.FIN : 0);
            out.flags = !hasSent || random.nextInt(25) == 0 ? TcpDescriptor.SYN : flags;
            out.sequence = near(hasSent ? lastAcknowledgment : random.nextInt());
            out.acknowledgment = near(lastSequence);
            out.window = random.nextInt(3) == 0 ? random.nextInt(3) * random.nextInt(500) : random.nextInt(65_536);
            out.urgentPointer = random.nextInt(2_000);
            options(out);
            int payload = random.nextBoolean() ? 0 : random.nextInt(2_000);
            endpoints.setIpv4(0x0a000002, 1000 + random.nextInt(random.nextInt(4) == 0 ? 4 : 1), 0x0a000001, 80);
            int tcp = TcpWire.addressed(packet, endpoints, out.headerBytes() + payload);
            TcpHeader.write(out, endpoints, packet, tcp);
            TcpWire.seal(packet);
            TcpSegment in = new TcpSegment();
            if (!wire.decode(packet, endpoints, in) || !host.receive(endpoints, in, nowNs)) {
                packet.release();
            }
        }

        private void options(TcpSegment out) {
            if (random.nextInt(4) != 0) {
                out.timestamps = true;
                out.timestampValue = near((int) (nowNs / 1_000_000));
                out.timestampEcho = near(lastTimestamp);
            }
            if (out.isSyn()) {
                out.mss = random.nextInt(3) == 0
                        ? TcpSegment.ABSENT
                        : random.nextInt(random.nextBoolean() ? 100 : 65_536);
                out.windowScale = random.nextInt(3) == 0 ? TcpSegment.ABSENT : random.nextInt(16);
                out.sackPermitted = random.nextBoolean();
            } else if (random.nextInt(3) == 0) {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    int start = near(out.acknowledgment);
                    out.addSack(start, near(start + random.nextInt(3_000)));
                }
            }
        }

        private void pass() {
            nowNs += random.nextInt(20) == 0 ? random.nextLong(200 * SECOND) : random.nextLong(SECOND / 2);
            host.expire(nowNs);
        }

        private void call() {
            TcpConnection c = any();
            if (c == null) {
                if (random.nextInt(10) == 0 && host.connections() < 3) {
                    TcpEndpoints to = new TcpEndpoints().setIpv4(0x0a000001, 80, 0x0a000002, 1000);
                    if (host.find(to) == null) {
                        connections.add(host.connect(to, TcpEvents.NONE, nowNs));
                    }
                }
                return;
            }
            c.enter();
            try {
                call(c);
            } finally {
                c.exit();
            }
        }

        private void call(TcpConnection c) {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> {
                    if (c.state().acceptsWrites() && !c.snd.finQueued) {
                        int length = random.nextInt(data.length);
                        int taken = random.nextInt(9) == 0
                                ? c.writeUrgent(data, 0, length, nowNs)
                                : c.write(data, 0, length, nowNs);
                        assertTrue(taken >= 0 && taken <= length);
                    }
                }
                case 4, 5, 6 -> c.read(data, 0, 1 + random.nextInt(data.length - 1), nowNs);
                case 7 -> {
                    Packet packet = c.takeReceived(nowNs);
                    if (packet != null) {
                        packet.release();
                    }
                }
                case 8 -> c.nagle(random.nextBoolean(), nowNs);
                case 9 -> c.keepAlive(random.nextBoolean(), nowNs);
                case 10 -> c.unreachable(near(c.snd.una), random.nextBoolean(), nowNs);
                case 11 -> c.pathLimit(near(c.snd.una), random.nextInt(1_500), nowNs);
                case 12 -> {
                    if (random.nextInt(3) == 0) {
                        c.shutdownOutput(nowNs);
                    }
                }
                default -> {
                    if (random.nextInt(6) == 0) {
                        c.close(nowNs);
                    }
                }
            }
        }

        private TcpConnection any() {
            return connections.isEmpty() ? null : connections.get(random.nextInt(connections.size()));
        }

        private void check(TcpConnection c) {
            if (c.state() == TcpState.CLOSED) {
                assertEquals(Long.MAX_VALUE, c.deadlineNs());
                return;
            }
            SentSegments board = c.snd.board;
            int expected = c.snd.una;
            for (int slot = board.first(); slot != SentSegments.NONE; slot = board.next(slot)) {
                assertEquals(expected, board.start(slot));
                expected = board.end(slot);
            }
            assertTrue(board.isEmpty() || expected == c.snd.nxt);
            assertTrue(board.pipeBytes() >= 0 && board.sackedBytes() >= 0 && board.lostBytes() >= 0);
            assertTrue(Sequence.isAtMost(c.snd.una, c.snd.nxt) && Sequence.isAtMost(c.snd.nxt, c.snd.max));
            assertTrue(Sequence.isAtMost(c.rcv.nxt, c.rcv.edge) && c.rcv.window() <= 1 << 30);
            assertTrue(!c.state().isSynchronized() || c.snd.mss >= 36 && c.snd.congestion.windowBytes() > 0);
            assertTrue(c.deadlineNs() > nowNs || c.deadlineNs() == Long.MAX_VALUE, "deadline has passed");
            boolean waits = !board.isEmpty() || c.snd.unsentBytes() > 0 || c.snd.isFinDue();
            assertTrue(!waits || !c.state().sendsData() || c.timers.retransmitNs != TcpTimers.NEVER
                    || c.timers.persistNs != TcpTimers.NEVER, "something to send and no timer");
        }
    }
}
