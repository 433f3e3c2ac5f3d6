package io.creel.ip.tcp;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * One run of the model: two hosts over a link that drops, duplicates, delays, reorders and corrupts, all chosen by a
 * seed, under virtual time. Both sides send a stream and close; the run says what went wrong, or null.
 */
final class ModelRun implements AutoCloseable {
    private static final long MS = 1_000_000;
    private static final long TIME_LIMIT_NS = 3_000_000_000_000L;
    private static final int EVENT_LIMIT = 2_000_000;
    private static final int PORT = 7;

    /** Faults that the model must find: the canaries. */
    enum Plant {
        NONE, ACCEPTS_CORRUPTED, NEVER_REPEATS, TAKES_ONE_BYTE_MORE
    }

    private enum Fate {
        DROP, DUPLICATE, DELAY, CORRUPT
    }

    private record Arrival(long timeNs, long order, End to, Packet packet) {
    }

    private final long seed;
    private final Plant plant;
    /** Whether the steps lock their connection. */
    private final boolean severalWorkers;
    /** Which transmissions of the link are disturbed; null for all that the seed says. */
    private final BitSet only;
    final BitSet disturbed = new BitSet();
    private final TcpStatistics statistics = new TcpStatistics();
    private final TcpWire wire;
    private final PriorityQueue<Arrival> flying = new PriorityQueue<>((a, b) -> a.timeNs() != b.timeNs()
            ? Long.compare(a.timeNs(), b.timeNs())
            : Long.compare(a.order(), b.order()));
    private final SplittableRandom random;
    private final TcpEndpoints from = new TcpEndpoints();
    private final TcpSegment segment = new TcpSegment();
    private final int dropPerMille;
    private final int duplicatePerMille;
    private final int delayPerMille;
    private final int corruptPerMille;
    private final long delayNs;
    private final long jitterNs;
    private final String text;
    private long nowNs;
    private int transmissions;
    private long order;
    private final End a;
    private final End b;

    ModelRun(long seed, Plant plant, BitSet only, PacketPool pool, boolean severalWorkers) {
        this.seed = seed;
        this.plant = plant;
        this.only = only;
        this.severalWorkers = severalWorkers;
        random = new SplittableRandom(seed);
        boolean calm = random.nextInt(8) == 0;
        dropPerMille = calm ? 0 : random.nextInt(80);
        duplicatePerMille = calm ? 0 : random.nextInt(60);
        delayPerMille = calm ? 0 : random.nextInt(100);
        corruptPerMille = calm ? 0 : plant == Plant.ACCEPTS_CORRUPTED ? 30 : random.nextInt(20);
        delayNs = 1_000L << random.nextInt(18);
        jitterNs = 1 + delayNs * (1 + random.nextInt(4));
        wire = new TcpWire(pool, statistics);
        TcpSettings one = settings(random);
        TcpSettings other = settings(random);
        boolean ipv6 = random.nextBoolean();
        TcpEndpoints client = ipv6
                ? new TcpEndpoints().set(0xfd00L << 48, 1, 5000, 0xfd00L << 48, 2, PORT)
                : new TcpEndpoints().setIpv4(0x0a000001, 5000, 0x0a000002, PORT);
        a = new End("a", one, 1, length(random));
        b = new End("b", other, 2, length(random));
        a.peer = b;
        b.peer = a;
        text = "seed=" + seed + ", drop=" + dropPerMille + ", duplicate=" + duplicatePerMille + ", delay="
                + delayPerMille
                + ", corrupt=" + corruptPerMille + ", delayNs=" + delayNs + ", a=" + a.total + ", b=" + b.total
                + ", settings="
                + one + " / " + other;
        nowNs = 1 + random.nextLong(1L << 40);
        b.listener = b.host.listen(0, 0, PORT, 1 + random.nextInt(3), random.nextBoolean());
        a.connection = a.host.connect(client, a, nowNs);
    }

    private static int length(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(3);
            case 1 -> random.nextInt(3_000);
            case 2 -> random.nextInt(40_000);
            default -> random.nextInt(160_000);
        };
    }

    private static TcpSettings settings(SplittableRandom random) {
        return TcpSettings.defaults().edit().timestamps(random.nextBoolean()).sack(random.nextInt(4) != 0)
                .windowScale(random.nextBoolean()).cubic(random.nextBoolean()).rack(random.nextBoolean())
                .nagle(random.nextBoolean()).mss(random.nextInt(3) == 0 ? 88 + random.nextInt(1000) : 1460)
                .sendBuffer(4096 << random.nextInt(6))
                .receiveBuffer(2048 + random.nextInt(random.nextBoolean() ? 8_000 : 200_000))
                .outOfOrderRanges(4).receiveFrames(random.nextBoolean() ? 16 : 512)
                .outOfOrderRanges(random.nextBoolean() ? 4 : 16).sentSegments(random.nextInt(3) == 0 ? 16 : 256)
                .delayedAckNs(random.nextInt(3) * 20 * MS).minRtoNs((1 + random.nextInt(200)) * MS)
                .timeWaitNs(1_000 * MS).finWait2Ns(300_000 * MS).retryNs(600_000 * MS).synRetryNs(600_000 * MS)
                .halfOpenNs(600_000 * MS).initialWindow(1 + random.nextInt(10)).done();
    }

    /** One side: its host, its application, and the streams it sends and receives. */
    private final class End implements TcpEvents {
        private final String name;
        private final TcpHost host;
        private final int total;
        private final int seedByte;
        private final byte[] buffer = new byte[8192];
        private final SplittableRandom choices;
        private End peer;
        private TcpListener listener;
        private TcpConnection connection;
        private int sent;
        private int received;
        private boolean shut;
        private boolean ended;
        private boolean closed;
        private long nextWorkNs = Long.MAX_VALUE;
        private CloseReason reason = CloseReason.NONE;
        private int highestSent;
        private boolean hasHighest;

        End(String name, TcpSettings settings, int number, int total) {
            this.name = name;
            this.total = total;
            seedByte = number * 77;
            choices = new SplittableRandom(seed * 31 + number);
            IsnGenerator isn = new IsnGenerator(seed, number) {
                @Override
                int initialSequence(TcpEndpoints endpoints, long ns) {
                    return (seed & 1) == 0 ? super.initialSequence(endpoints, ns) : -(int) (seed % 70_000);
                }
            };
            host = new TcpHost(settings, this::transmit, isn, statistics, 8, 2, severalWorkers);
        }

        private boolean transmit(TcpEndpoints endpoints, TcpSegment out) {
            if (plant == Plant.NEVER_REPEATS && out.payloadBytes > 0) {
                if (hasHighest && Sequence.isAtMost(out.end(), highestSent)) {
                    return true;
                }
                hasHighest = true;
                highestSent = out.end();
            }
            Packet packet = wire.encode(endpoints, out);
            if (packet == null) {
                return false;
            }
            send(peer, packet);
            return true;
        }

        private int content(int position) {
            return position * 131 + (position >> 8) * 7 + seedByte & 0xff;
        }

        private void wake(long afterNs) {
            nextWorkNs = Math.min(nextWorkNs, nowNs + afterNs);
        }

        @Override
        public void established(TcpConnection c) {
            wake(choices.nextLong(delayNs + 1));
        }

        @Override
        public void readable(TcpConnection c) {
            wake(choices.nextInt(20) == 0 ? choices.nextLong(2_000 * MS) : choices.nextLong(delayNs + 1));
        }

        @Override
        public void writable(TcpConnection c) {
            wake(choices.nextLong(delayNs + 1));
        }

        @Override
        public void closed(TcpConnection c) {
            closed = true;
            reason = c.closeReason();
            wake(0);
        }

        private void work() {
            nextWorkNs = Long.MAX_VALUE;
            if (connection == null) {
                connection = listener.accept();
                if (connection == null) {
                    return;
                }
            }
            connection.enter();
            try {
                connection.events(this);
                readSome();
                writeSome();
                if (closed && connection.isEndOfStream() && !connection.released) {
                    connection.release(nowNs);
                }
            } finally {
                connection.exit();
            }
        }

        private void readSome() {
            int want = choices.nextInt(3) == 0 ? 1 + choices.nextInt(200) : buffer.length;
            int done = choices.nextInt(4) == 0 && connection.received() != null
                    ? take()
                    : connection.read(buffer, 0, want, nowNs);
            if (done < 0) {
                ended = true;
                return;
            }
            for (int i = 0; i < done; i++, received++) {
                if ((buffer[i] & 0xff) != peer.content(received)) {
                    throw new AssertionError("wrong byte: end=" + name + ", position=" + received);
                }
            }
            if (done > 0 || connection.readableBytes() > 0) {
                wake(choices.nextLong(delayNs + 1));
            }
        }

        private int take() {
            int offset = connection.receivedOffset();
            int bytes = connection.receivedBytes();
            Packet packet = connection.takeReceived(nowNs);
            packet.get(offset, buffer, 0, bytes);
            packet.release();
            return bytes;
        }

        private void writeSome() {
            if (shut || closed || !connection.state().acceptsWrites()) {
                return;
            }
            int want = Math.min(total - sent, choices.nextInt(3) == 0 ? 1 + choices.nextInt(100) : buffer.length);
            for (int i = 0; i < want; i++) {
                buffer[i] = (byte) content(sent + i);
            }
            int done = want == 0 ? 0 : connection.write(buffer, 0, want, nowNs);
            sent += done;
            if (sent == total) {
                shut = true;
                connection.shutdownOutput(nowNs);
            } else if (done == want) {
                wake(choices.nextInt(30) == 0 ? choices.nextLong(500 * MS) : choices.nextLong(delayNs + 1));
            }
        }
    }

    private void send(End to, Packet packet) {
        int number = transmissions++;
        SplittableRandom fate = new SplittableRandom(seed ^ number * 0x9e3779b97f4a7c15L);
        Fate what = fate(fate);
        if (what != null && (only == null || only.get(number))) {
            disturbed.set(number);
        } else {
            what = null;
        }
        long arrival = nowNs + delayNs;
        if (what == Fate.DROP) {
            packet.release();
            return;
        }
        if (what == Fate.DELAY) {
            arrival += fate.nextLong(jitterNs);
        }
        if (what == Fate.CORRUPT) {
            int at = 34 + fate.nextInt(packet.lengthBytes() - 34);
            packet.set8(at, packet.get8(at) ^ 1 << fate.nextInt(8));
        }
        if (what == Fate.DUPLICATE) {
            Packet copy = wire.pool.allocate();
            if (copy != null) {
                copy.resize(packet.lengthBytes());
                copy.copyFrom(packet, 0, 0, packet.lengthBytes());
                flying.add(new Arrival(arrival + fate.nextLong(jitterNs), order++, to, copy));
            }
        }
        flying.add(new Arrival(arrival, order++, to, packet));
    }

    private Fate fate(SplittableRandom fate) {
        int dice = fate.nextInt(1_000);
        if (dice < dropPerMille) {
            return Fate.DROP;
        }
        if (dice < dropPerMille + duplicatePerMille) {
            return Fate.DUPLICATE;
        }
        if (dice < dropPerMille + duplicatePerMille + delayPerMille) {
            return Fate.DELAY;
        }
        return dice < dropPerMille + duplicatePerMille + delayPerMille + corruptPerMille ? Fate.CORRUPT : null;
    }

    /** What went wrong; null if nothing did. */
    String run() {
        try {
            int events = 0;
            while (step()) {
                if (++events > EVENT_LIMIT || nowNs > TIME_LIMIT_NS + (1L << 40)) {
                    return describe("no end in sight: events=" + events);
                }
            }
            return verdict();
        } catch (AssertionError | RuntimeException e) {
            StackTraceElement[] stack = e.getStackTrace();
            return describe(e + " at " + (stack.length > 0 ? stack[0] : "?"));
        }
    }

    private boolean step() {
        long next = Math.min(Math.min(a.host.deadlineNs(), b.host.deadlineNs()), Math.min(a.nextWorkNs, b.nextWorkNs));
        if (!flying.isEmpty()) {
            next = Math.min(next, flying.peek().timeNs());
        }
        if (next == Long.MAX_VALUE) {
            return false;
        }
        nowNs = Math.max(nowNs, next);
        if (!flying.isEmpty() && flying.peek().timeNs() <= nowNs) {
            arrive(flying.poll());
        } else if (a.nextWorkNs <= nowNs) {
            a.work();
        } else if (b.nextWorkNs <= nowNs) {
            b.work();
        } else {
            a.host.expire(nowNs);
            b.host.expire(nowNs);
        }
        if (b.connection == null && b.listener.ready() > 0) {
            b.wake(0);
        }
        check(a);
        check(b);
        return true;
    }

    private void arrive(Arrival arrival) {
        Packet packet = arrival.packet();
        boolean sound = wire.decode(packet, from, segment);
        if (!sound && plant == Plant.ACCEPTS_CORRUPTED) {
            TcpWire.seal(packet);
            sound = wire.decode(packet, from, segment);
        }
        if (plant == Plant.TAKES_ONE_BYTE_MORE && segment.payloadBytes > 100 && (transmissions & 63) == 0) {
            segment.payloadBytes--;
            segment.payloadOffset++;
        }
        if (!sound || !arrival.to().host.receive(from, segment, nowNs)) {
            packet.release();
        }
    }

    /** The sums of the scoreboard agree with its segments, and the numbers with each other. */
    private void check(End end) {
        TcpConnection c = end.connection;
        if (c == null || !c.state().isSynchronized()) {
            return;
        }
        SentSegments board = c.snd.board;
        int outstanding = 0;
        int sacked = 0;
        int lost = 0;
        int expected = c.snd.una;
        for (int slot = board.first(); slot != SentSegments.NONE; slot = board.next(slot)) {
            int bytes = board.end(slot) - board.start(slot);
            require(bytes > 0 && board.start(slot) == expected, "scoreboard has a hole", c);
            expected = board.end(slot);
            outstanding += bytes;
            sacked += board.isSacked(slot) ? bytes : 0;
            lost += board.isLost(slot) ? bytes : 0;
        }
        require(outstanding == board.outstandingBytes() && sacked == board.sackedBytes() && lost == board.lostBytes()
                && board.pipeBytes() >= 0, "sums of the scoreboard", c);
        require(board.isEmpty() || expected == c.snd.nxt, "scoreboard ends before SND.NXT", c);
        require(Sequence.isAtMost(c.snd.una, c.snd.nxt) && Sequence.isAtMost(c.snd.nxt, c.snd.max), "UNA, NXT, MAX", c);
        require(Sequence.isAtMost(c.rcv.nxt, c.rcv.edge), "RCV.NXT beyond the edge", c);
        require(c.readableBytes() <= end.host.settings().receiveBufferBytes(), "receive buffer overrun", c);
        boolean waits = !board.isEmpty() || c.snd.unsentBytes() > 0 || c.snd.isFinDue();
        require(!waits || !c.state().sendsData() || c.timers.retransmitNs != TcpTimers.NEVER
                || c.timers.persistNs != TcpTimers.NEVER, "something to send and no timer", c);
    }

    private static void require(boolean condition, String what, TcpConnection c) {
        if (!condition) {
            throw new AssertionError(what + ": " + state(c));
        }
    }

    private static String state(TcpConnection c) {
        return c + ", una=" + c.snd.una + ", nxt=" + c.snd.nxt + ", max=" + c.snd.max + ", window=" + c.snd.window
                + ", buffer="
                + c.snd.buffer.bytes() + ", board=" + c.snd.board.count() + ", pipe=" + c.snd.pipeBytes() + ", cwnd="
                + c.snd.congestion.windowBytes() + ", rcv=" + c.rcv.nxt + ", edge=" + c.rcv.edge + ", queued="
                + c.rcv.queue.bytes() + ", gaps=" + c.rcv.gaps.count() + ", reason=" + c.reason;
    }

    private String verdict() {
        for (End end : List.of(a, b)) {
            if (end.connection == null || end.reason != CloseReason.FINISHED) {
                return describe("did not finish: end=" + end.name + ", reason=" + end.reason);
            }
            if (end.received != end.peer.total || !end.ended) {
                return describe("bytes are missing: end=" + end.name + ", received=" + end.received + ", sent="
                        + end.peer.total);
            }
            if (end.host.connections() != 0) {
                return describe("a connection is left: end=" + end.name);
            }
        }
        return wire.pool.outstanding() == 0 ? null : describe("frames are left: " + wire.pool.outstanding());
    }

    private String describe(String what) {
        List<String> lines = new ArrayList<>(
                List.of(what, "  at " + nowNs / 1e9 + " s, transmissions=" + transmissions));
        for (End end : List.of(a, b)) {
            lines.add("  " + end.name + ": sent=" + end.sent + "/" + end.total + ", received=" + end.received
                    + (end.connection == null ? ", not connected" : ", " + state(end.connection)));
        }
        lines.add("  " + text);
        return String.join("\n", lines);
    }

    long virtualNs() {
        return nowNs;
    }

    @Override
    public void close() {
        b.listener.close(nowNs);
        for (End end : List.of(a, b)) {
            if (end.connection != null && !end.connection.released) {
                end.connection.enter();
                end.connection.events(TcpEvents.NONE);
                end.connection.abort(nowNs);
                end.connection.release(nowNs);
                end.connection.exit();
            }
        }
        flying.forEach(each -> each.packet().release());
        flying.clear();
    }
}
