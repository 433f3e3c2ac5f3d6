package io.creel.ip.host;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.NicCounter;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One run of the soak: two hosts over a link that drops, duplicates, reorders, corrupts and delays, under virtual time.
 * Coroutines of both open connections and close them at random: half-closes, deadlines that come too early,
 * cancellations, aborts, unread bytes. At the end the run says what is missing or left over; null if nothing is. The
 * seed chooses everything, also whether the TCP is for one worker or several, and how many queues each host has.
 */
final class HostSoak {
    /** Faults that the soak must find: the canaries. */
    enum Plant {
        NONE, KEEPS_A_FRAME, RELEASES_A_FRAME_UNCOUNTED, LEAVES_A_SOCKET, CHANGES_A_BYTE
    }

    private static final long MS = 1_000_000;
    private static final int PORT = 80;
    private static final int PLANTED_AT = 200;
    /** Time-outs of one reader; a peer whose RST was lost is silent for ever. */
    private static final int MOST_LATE = 5;
    /** How long until every connection is gone, whatever happened to it. */
    private static final int MOST_SECONDS = 300;

    private final Plant plant;
    private final int connections;
    private final SplittableRandom random;
    private final TestClock clock = new TestClock();
    private final Batch batch = new Batch(64);
    private final MemoryNic link;
    private final ImpairingNic[] nics = new ImpairingNic[2];
    private final List<Part> parts = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Map<Integer, Conversation> conversations = new HashMap<>();
    private final List<Coroutine> cancellable = new ArrayList<>();
    private final String text;
    private int frames;
    private int opened;
    private int alive;
    /** What happened, for a test that asks whether the soak has seen it. */
    int finished;
    int aborted;
    int timedOut;
    int cancelled;
    int refused;
    int halfClosed;

    /** One queue of a host, with its carrier. */
    private final class Part {
        final int side;
        final int queue;
        final IpHost host;
        final Carrier carrier;
        TcpServer server;

        Part(int side, int queue, IpHost host) {
            this.side = side;
            this.queue = queue;
            this.host = host;
            carrier = new Carrier("queue " + queue + " of host " + side, (coroutine, failure) -> failures.add(failure));
            carrier.setClock(clock);
        }

        int cycle() {
            carrier.tick(clock.getAsLong());
            int work = nics[side].rx(queue).poll(64, packet -> {
                if (++frames == PLANTED_AT && plant == Plant.KEEPS_A_FRAME) {
                    packet.handOver();
                    return true;
                }
                if (frames == PLANTED_AT && plant == Plant.RELEASES_A_FRAME_UNCOUNTED) {
                    packet.release();
                    return true;
                }
                carrier.start(host.path(), packet);
                return true;
            });
            work += host.pollSteered(64, packet -> {
                carrier.start(host.path(), packet);
                return true;
            });
            work += carrier.resumeStarted();
            work += carrier.resume(host.timers().drainDue(clock.getAsLong(), batch, 64));
            return work + carrier.resume(host.ready().drain(batch, 64)) + carrier.poll();
        }

        void start(Runnable body) {
            alive++;
            carrier.start(nothing -> {
                cancellable.add(Coroutine.current());
                try {
                    body.run();
                } catch (CoroutineCancelledException asked) {
                    cancelled++;
                } catch (IpException lost) {
                    refused++;
                } finally {
                    cancellable.remove(Coroutine.current());
                    alive--;
                }
            }, null);
        }
    }

    /** Both directions of one connection, by the number that its first four bytes say. */
    private static final class Conversation {
        final int number;
        /** How many bytes at most; exactly so many if the direction has ended in order. */
        final int[] sent = new int[2];
        /** Whether the direction was shut down and not just closed. */
        final boolean[] endedInOrder = new boolean[2];

        Conversation(int number) {
            this.number = number;
        }

        byte content(int direction, int position) {
            return (byte) (position * 131 + (position >> 8) * 7 + number * 31 + direction * 77);
        }
    }

    HostSoak(long seed, Plant plant, int connections) {
        this.plant = plant;
        this.connections = connections;
        random = new SplittableRandom(seed);
        boolean several = random.nextBoolean();
        int queues = 1 + random.nextInt(2);
        link = MemoryNic.pair(queues, 1024);
        Impairment faults = Impairment.none().drop(random.nextInt(60) / 1000.0).duplicate(random.nextInt(40) / 1000.0)
                .corrupt(random.nextInt(30) / 1000.0).holdBack(random.nextInt(80) / 1000.0, 3 * MS)
                .delay(random.nextInt(2_000_000), 1 + random.nextInt(2_000_000));
        nics[0] = new ImpairingNic(link, Impairment.none(), faults, seed, clock);
        nics[1] = new ImpairingNic(link.peer(), Impairment.none(), faults, seed + 1, clock);
        SplittableRandom secrets = random.split();
        for (int side = 0; side < 2; side++) {
            HostOptions options = new HostOptions(clock, secrets::nextLong).macAddress(0x02_0000_0000_01L + side)
                    .address("10.0.0." + (1 + side) + "/24").address("fd00::" + (1 + side) + "/64")
                    .tcp(settings(), 96, 4);
            if (several) {
                options.tcpOnSeveralWorkers();
            }
            MultiQueueHost host = MultiQueueHost.open(nics[side], options);
            for (int q = 0; q < queues; q++) {
                parts.add(new Part(side, q, host.host(q)));
            }
        }
        text = "seed=" + seed + ", severalWorkers=" + several + ", queues=" + queues + ", faults=" + faults;
    }

    private TcpSettings settings() {
        return TcpSettings.defaults().edit().timestamps(random.nextBoolean()).sack(random.nextBoolean())
                .cubic(random.nextBoolean()).rack(random.nextBoolean()).minRtoNs(20 * MS).timeWaitNs(500 * MS)
                .finWait2Ns(5_000 * MS).retryNs(20_000 * MS).synRetryNs(10_000 * MS).halfOpenNs(10_000 * MS)
                .sendBuffer(4096 << random.nextInt(4)).receiveBuffer(4096 << random.nextInt(4)).done();
    }

    /** What went wrong; null if nothing did. */
    String run() {
        for (Part part : parts) {
            part.server = part.host.tcp().listen(IpAddress.ANY_IPV4, PORT, 1 + random.nextInt(8));
            part.start(() -> serve(part));
        }
        cancellable.clear();
        while (opened < connections) {
            if (alive < 60) {
                open(parts.get(random.nextInt(parts.size())));
            }
            pass(1 + random.nextInt(20));
            if (random.nextInt(4) == 0 && !cancellable.isEmpty()) {
                cancellable.get(random.nextInt(cancellable.size())).cancel();
            }
        }
        for (int second = 0; second < MOST_SECONDS && (alive > parts.size() || connectionsLeft() > 0); second++) {
            pass(1_000);
        }
        return verdict();
    }

    private void pass(int ms) {
        for (int i = 0; i < ms; i++) {
            clock.advance(MS);
            settle();
        }
    }

    private void settle() {
        int work = 1;
        while (work > 0) {
            work = 0;
            for (Part part : parts) {
                work += part.cycle();
            }
        }
    }

    private int connectionsLeft() {
        return parts.stream().mapToInt(part -> part.host.tcp().connections()).sum();
    }

    /** Accepts until the server closes; it is not among those that are cancelled. */
    private void serve(Part part) {
        cancellable.remove(Coroutine.current());
        for (TcpSocket next = part.server.accept(); next != null; next = part.server.accept()) {
            TcpSocket accepted = next;
            part.start(() -> answer(part, accepted));
        }
    }

    private void open(Part part) {
        var conversation = new Conversation(opened++);
        conversations.put(conversation.number, conversation);
        IpAddress peer = IpAddress.parse((random.nextBoolean() ? "10.0.0." : "fd00::") + (2 - part.side));
        long timeoutNs = random.nextInt(8) == 0 ? random.nextInt(5) * MS : 15_000 * MS;
        part.start(() -> {
            TcpSocket socket = part.host.tcp().connect(peer, PORT, timeoutNs);
            boolean leaves = plant == Plant.LEAVES_A_SOCKET && conversation.number == connections / 2;
            try {
                byte[] name = {(byte) (conversation.number >> 24), (byte) (conversation.number >> 16),
                        (byte) (conversation.number >> 8), (byte) conversation.number};
                socket.write(name, 0, 4);
                converse(part, socket, conversation, 0);
            } finally {
                if (!leaves) {
                    end(socket);
                }
            }
        });
    }

    private void answer(Part part, TcpSocket socket) {
        try {
            byte[] name = new byte[4];
            for (int at = 0; at < 4;) {
                int n = socket.read(name, at, 4 - at, 15_000 * MS);
                if (n <= 0) {
                    timedOut++;
                    return;
                }
                at += n;
            }
            int number = (name[0] & 0xff) << 24 | (name[1] & 0xff) << 16 | (name[2] & 0xff) << 8 | name[3] & 0xff;
            Conversation conversation = conversations.get(number);
            if (conversation == null) {
                throw new AssertionError("wrong first bytes: number=" + number);
            }
            converse(part, socket, conversation, 1);
        } finally {
            end(socket);
        }
    }

    private void end(TcpSocket socket) {
        if (random.nextInt(5) == 0) {
            aborted++;
            socket.abort();
        } else {
            socket.close();
        }
    }

    /** Reads here, and writes in another coroutine. */
    private void converse(Part part, TcpSocket socket, Conversation conversation, int side) {
        boolean[] writing = {true};
        part.start(() -> {
            try {
                write(socket, conversation, side);
            } finally {
                writing[0] = false;
            }
        });
        byte[] buffer = new byte[1 + random.nextInt(4_000)];
        int other = 1 - side;
        int most = random.nextInt(6) == 0 ? random.nextInt(5_000) : Integer.MAX_VALUE;
        int position = 0;
        int late = 0;
        while (position < most) {
            long timeoutNs = random.nextInt(20) == 0 ? random.nextInt(20) * MS : 20_000 * MS;
            int n = socket.read(buffer, 0, buffer.length, timeoutNs);
            if (n < 0) {
                boolean isWhole = conversation.endedInOrder[other]
                        ? position == conversation.sent[other]
                        : position <= conversation.sent[other];
                if (!isWhole) {
                    throw new AssertionError("an end at another place than the peer's: number=" + conversation.number
                            + ", side=" + side + ", received=" + position + ", sent=" + conversation.sent[other]);
                }
                finished++;
                break;
            }
            timedOut += n == 0 ? 1 : 0;
            late += n == 0 ? 1 : 0;
            for (int i = 0; i < n; i++, position++) {
                if (buffer[i] != conversation.content(other, position)) {
                    throw new AssertionError("wrong byte: number=" + conversation.number + ", side=" + side
                            + ", position=" + position);
                }
            }
            if (n == 0 && (late == MOST_LATE || random.nextInt(3) == 0)) {
                break; // the peer may have lost the connection without a word
            }
        }
        if (writing[0] && random.nextBoolean()) {
            Coroutine.sleep(random.nextInt(200) * MS);
        }
    }

    private void write(TcpSocket socket, Conversation conversation, int side) {
        int total = random.nextInt(5) == 0 ? 0 : random.nextInt(random.nextBoolean() ? 500 : 30_000);
        byte[] buffer = new byte[2_000];
        while (conversation.sent[side] < total) {
            int from = conversation.sent[side];
            int part = Math.min(1 + random.nextInt(buffer.length), total - from);
            for (int i = 0; i < part; i++) {
                buffer[i] = conversation.content(side, from + i);
            }
            if (plant == Plant.CHANGES_A_BYTE && (conversation.number & 7) == 3 && from == 0) {
                buffer[0]++;
            }
            conversation.sent[side] += part; // before the bytes can arrive
            long timeoutNs = random.nextInt(10) == 0 ? random.nextInt(10) * MS : 20_000 * MS;
            int taken = socket.write(buffer, 0, part, timeoutNs);
            conversation.sent[side] -= part - taken;
            if (taken < part) {
                timedOut++;
                return;
            }
            if (random.nextInt(10) == 0) {
                Coroutine.sleep(random.nextInt(100) * MS);
            }
        }
        if (random.nextInt(8) != 0) {
            halfClosed++;
            conversation.endedInOrder[side] = socket.state().acceptsWrites();
            socket.shutdownOutput();
        }
    }

    private String verdict() {
        List<String> wrong = new ArrayList<>();
        failures.forEach(failure -> wrong.add("a coroutine failed: " + failure));
        expect(wrong, "coroutines beside the acceptors", parts.size(), alive);
        for (Part part : parts) {
            String at = "host " + part.side + " queue " + part.queue + ": ";
            expect(wrong, at + "connections", 0, part.host.tcp().connections());
            expect(wrong, at + "sockets", 0, part.host.tcp().sockets());
            expect(wrong, at + "connections that wait for an acceptor", 0, part.server.waiting());
            expect(wrong, at + "packets that wait for neighbours", 0, part.host.neighbours().waiting());
            expect(wrong, at + "datagrams in pieces", 0, part.host.partialDatagrams());
            expect(wrong, at + "coroutines among the timers", 1, part.host.timers().size());
            expect(wrong, at + "woken coroutines", 0, part.host.ready().size());
            expect(wrong, at + "frames of other queues", 0, part.host.steeredWaiting());
            expect(wrong, at + "deadlines of coroutines", 0, part.carrier.hasDeadlines() ? 1 : 0);
        }
        for (int side = 0; side < 2; side++) {
            expect(wrong, "frames from host " + side + " that are not accounted for", 0, balance(side));
        }
        int held = link.pool().outstanding() + link.peer().pool().outstanding();
        expect(wrong, "frames of the pools that are out", 0, held);
        close(wrong);
        return wrong.isEmpty() ? null : String.join("\n", wrong) + "\n" + text;
    }

    /** Sent, and made by the link, less lost by the link, received and passed on: 0. */
    private long balance(int side) {
        long sent = 0;
        long received = 0;
        for (Part part : parts) {
            if (part.side == side) {
                sent += part.host.counters().get(HostCounter.TX_PACKETS);
            } else {
                received += part.host.counters().get(HostCounter.RX_FRAMES)
                        - part.host.counters().get(HostCounter.RX_STEERED);
            }
        }
        var ofLink = nics[side].statistics();
        return sent + ofLink.get(NicCounter.IMPAIRED_DUPLICATED) - ofLink.get(NicCounter.IMPAIRED_DROPPED)
                - ofLink.get(NicCounter.IMPAIRED_QUEUE_FULL) - received;
    }

    private void close(List<String> wrong) {
        for (Part part : parts) {
            part.host.close();
        }
        for (int round = 0; round < 4; round++) {
            parts.forEach(part -> part.carrier.poll());
        }
        expect(wrong, "coroutines after the close", 0, alive);
        for (Part part : parts) {
            part.carrier.close();
            String at = "host " + part.side + " queue " + part.queue + ": ";
            expect(wrong, at + "frames without an end", 0, part.host.counters().unaccounted());
            expect(wrong, at + "timers after the close", 0, part.host.timers().size());
            expect(wrong, at + "large packets", 0, part.host.largeOutstanding());
        }
        long created = 0;
        long ended = 0;
        for (Part part : parts) {
            created += part.carrier.counters().created();
            ended += part.carrier.counters().ended();
        }
        expect(wrong, "handles that have not ended", 0, created - ended);
        nics[0].close();
        nics[1].close();
        expect(wrong, "frames after the close", 0, link.pool().outstanding() + link.peer().pool().outstanding());
    }

    private static void expect(List<String> wrong, String what, long expected, long found) {
        if (expected != found) {
            wrong.add(what + ": expected=" + expected + ", found=" + found);
        }
    }
}
