package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.TcpDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A host and a peer that sends anything. The numbers of its segments lie near the edges of what is expected; flags,
 * windows and options are arbitrary. User calls and jumps of the clock come in between, in any order. After each step
 * the numbers of each connection must agree with each other. The run ends early if no choice is left.
 */
final class HostileRun {
    private static final int STEPS = 120;
    private static final long SECOND = 1_000_000_000L;
    static final PacketPool POOL = new PacketPool("hostile", 2048, 4096, 0);

    private final Choices choices;
    final TcpStatistics statistics = new TcpStatistics();
    private final TcpWire wire = new TcpWire(POOL, statistics);
    private final TcpHost host;
    private final TcpListener listener;
    private final List<TcpConnection> connections = new ArrayList<>();
    private final TcpEndpoints endpoints = new TcpEndpoints();
    private final byte[] data = new byte[6_000];
    private long nowNs;
    int step;
    private int lastSequence;
    private int lastAcknowledgment;
    private int lastTimestamp;
    private boolean hasSent;
    /** Sees every connection after every step. */
    Consumer<TcpConnection> afterEachStep = connection -> {
    };

    HostileRun(Choices choices, boolean severalWorkers) {
        this.choices = choices;
        nowNs = choices.nextLong(1L << 50);
        TcpSettings settings = TcpSettings.defaults().edit().timestamps(choices.nextBoolean())
                .sack(choices.nextBoolean())
                .windowScale(choices.nextBoolean()).rack(choices.nextBoolean()).cubic(choices.nextBoolean())
                .sendBuffer(4096 << choices.nextInt(3)).receiveBuffer(2048 + choices.nextInt(100_000))
                .receiveFrames(16)
                .outOfOrderRanges(4 + choices.nextInt(10)).sentSegments(16 + choices.nextInt(40))
                .mss(88 + choices.nextInt(1400))
                .done();
        int beforeWrap = choices.nextInt(20_000);
        IsnGenerator isn = new IsnGenerator(beforeWrap, 1) {
            @Override
            int initialSequence(TcpEndpoints e, long ns) {
                return -beforeWrap;
            }
        };
        host = new TcpHost(settings, this::transmit, isn, statistics, 6, 1, severalWorkers);
        listener = host.listen(0, 0, 80, 2, choices.nextBoolean());
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
        return choices.nextInt(30) != 0;
    }

    void run() {
        for (step = 0; step < STEPS && choices.isLeft(); step++) {
            switch (choices.nextInt(10)) {
                case 0, 1, 2, 3, 4, 5 -> receive();
                case 6 -> pass();
                default -> call();
            }
            TcpConnection next = listener.accept();
            if (next != null) {
                connections.add(next);
            }
            connections.forEach(this::check);
            connections.forEach(afterEachStep);
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
        return number + switch (choices.nextInt(8)) {
            case 0 -> choices.nextInt();
            case 1 -> choices.nextInt(200_000) - 100_000;
            case 2 -> choices.nextInt(5) - 2;
            case 3 -> choices.nextInt(3_000) - 1_500;
            default -> 0;
        };
    }

    private void receive() {
        Packet packet = POOL.allocate();
        TcpSegment out = new TcpSegment();
        int flags = choices.nextInt(4) == 0
                ? choices.nextInt(256)
                : TcpDescriptor.ACK | (choices.nextInt(8) == 0 ? TcpDescriptor.FIN : 0);
        out.flags = !hasSent || choices.nextInt(25) == 0 ? TcpDescriptor.SYN : flags;
        out.sequence = near(hasSent ? lastAcknowledgment : choices.nextInt());
        out.acknowledgment = near(lastSequence);
        out.window = choices.nextInt(3) == 0 ? choices.nextInt(3) * choices.nextInt(500) : choices.nextInt(65_536);
        out.urgentPointer = choices.nextInt(2_000);
        options(out);
        int payload = choices.nextBoolean() ? 0 : choices.nextInt(2_000);
        endpoints.setIpv4(0x0a000002, 1000 + choices.nextInt(choices.nextInt(4) == 0 ? 4 : 1), 0x0a000001, 80);
        int tcp = TcpWire.addressed(packet, endpoints, out.headerBytes() + payload);
        TcpHeader.write(out, endpoints, packet, tcp);
        TcpWire.seal(packet);
        TcpSegment in = new TcpSegment();
        if (!wire.decode(packet, endpoints, in) || !host.receive(endpoints, in, nowNs)) {
            packet.release();
        }
    }

    private void options(TcpSegment out) {
        if (choices.nextInt(4) != 0) {
            out.timestamps = true;
            out.timestampValue = near((int) (nowNs / 1_000_000));
            out.timestampEcho = near(lastTimestamp);
        }
        if (out.isSyn()) {
            out.mss = choices.nextInt(3) == 0
                    ? TcpSegment.ABSENT
                    : choices.nextInt(choices.nextBoolean() ? 100 : 65_536);
            out.windowScale = choices.nextInt(3) == 0 ? TcpSegment.ABSENT : choices.nextInt(16);
            out.sackPermitted = choices.nextBoolean();
        } else if (choices.nextInt(3) == 0) {
            for (int i = choices.nextInt(3); i >= 0; i--) {
                int start = near(out.acknowledgment);
                out.addSack(start, near(start + choices.nextInt(3_000)));
            }
        }
    }

    private void pass() {
        nowNs += choices.nextInt(20) == 0 ? choices.nextLong(200 * SECOND) : choices.nextLong(SECOND / 2);
        host.expire(nowNs);
    }

    private void call() {
        TcpConnection c = any();
        if (c == null) {
            if (choices.nextInt(10) == 0 && host.connections() < 3) {
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
        switch (choices.nextInt(14)) {
            case 0, 1, 2, 3 -> {
                if (c.state().acceptsWrites() && !c.snd.finQueued) {
                    int length = choices.nextInt(data.length);
                    int taken = choices.nextInt(9) == 0
                            ? c.writeUrgent(data, 0, length, nowNs)
                            : c.write(data, 0, length, nowNs);
                    assertTrue(taken >= 0 && taken <= length);
                }
            }
            case 4, 5, 6 -> c.read(data, 0, 1 + choices.nextInt(data.length - 1), nowNs);
            case 7 -> {
                Packet packet = c.takeReceived(nowNs);
                if (packet != null) {
                    packet.release();
                }
            }
            case 8 -> c.nagle(choices.nextBoolean(), nowNs);
            case 9 -> c.keepAlive(choices.nextBoolean(), nowNs);
            case 10 -> c.unreachable(near(c.snd.una), choices.nextBoolean(), nowNs);
            case 11 -> c.pathLimit(near(c.snd.una), choices.nextInt(1_500), nowNs);
            case 12 -> {
                if (choices.nextInt(3) == 0) {
                    c.shutdownOutput(nowNs);
                }
            }
            default -> {
                if (choices.nextInt(6) == 0) {
                    c.close(nowNs);
                }
            }
        }
    }

    private TcpConnection any() {
        return connections.isEmpty() ? null : connections.get(choices.nextInt(connections.size()));
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
