package io.creel.cli.tools;

import io.creel.servers.message.WorkProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The client of {@link WorkProtocol} for any server, over the kernel's sockets: one thread, which sends each message
 * when it is due, whether or not earlier ones are answered. A latency begins when the message was due. Every message is
 * accounted for.
 */
final class MessageLoad {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long NOT_ANSWERED = -1;

    /** A load: what is sent, and when. */
    record Plan(int connections, double perSecond, double longShare, int shortRounds, int longRounds, double seconds,
            double warmUpSeconds, long seed) {
    }

    /** What came of it, without the messages of the warm-up but for the accounts. */
    record LoadAccount(long sent, long answered, long wrong, long checked, long[] shortNs, long[] longNs,
            long[] latenessNs,
            long elapsedNs) {
        long lost() {
            return sent - answered;
        }
    }

    private static final class Connection {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
        ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);
        boolean ended;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void put(int messageClass, int rounds, long id) throws IOException {
            if (out.remaining() < WorkProtocol.PREFIX_BYTES + WorkProtocol.REQUEST_BYTES) {
                out = ByteBuffer.allocate(2 * out.capacity()).put(out.flip()); // the server's window is closed
            }
            WorkProtocol.putRequest(out, messageClass, rounds, id, 0);
            flush();
        }

        void flush() throws IOException {
            if (out.position() > 0 && !ended) {
                out.flip();
                try {
                    channel.write(out);
                } catch (IOException reset) {
                    end();
                }
                out.compact();
            }
        }

        /** How many bytes came; 0 from now on if the connection has ended. */
        int read() throws IOException {
            if (ended) {
                return 0;
            }
            int came;
            try {
                came = channel.read(in);
            } catch (IOException reset) {
                came = -1;
            }
            if (came < 0) {
                end();
            }
            return Math.max(0, came);
        }

        /** The messages of this connection stay without an answer, which is counted. */
        private void end() throws IOException {
            ended = true;
            channel.close();
        }
    }

    private final Plan plan;
    private final long[] dueNs;
    private final byte[] classes;
    private final long[] latencyNs;
    private final long[] latenessNs;
    private final long[] results;
    private Connection[] connections;
    private long answered;
    private long wrong;

    MessageLoad(Plan plan) {
        this.plan = plan;
        var random = new SplittableRandom(plan.seed);
        double endNs = (plan.warmUpSeconds + plan.seconds) * 1e9;
        int most = (int) Math.min(50_000_000, 16 + (long) (1.2 * plan.perSecond * endNs / 1e9) + 1_000);
        long[] due = new long[most];
        int count = 0;
        for (double at = next(random, 0); at < endNs && count < most; at = next(random, at)) {
            due[count++] = (long) at;
        }
        dueNs = Arrays.copyOf(due, count);
        classes = new byte[count];
        for (int i = 0; i < count; i++) {
            classes[i] = (byte) (random.nextDouble() < plan.longShare ? WorkProtocol.LONG : WorkProtocol.SHORT);
        }
        latencyNs = new long[count];
        Arrays.fill(latencyNs, NOT_ANSWERED);
        latenessNs = new long[count];
        results = new long[count];
    }

    private double next(SplittableRandom random, double at) {
        return at - Math.log(1 - random.nextDouble()) * 1e9 / plan.perSecond;
    }

    private int rounds(int message) {
        return classes[message] == WorkProtocol.LONG ? plan.longRounds : plan.shortRounds;
    }

    /** Nanoseconds that a round takes here, warm. */
    static double nsPerRound() {
        long sink = 0;
        double best = Double.MAX_VALUE;
        int rounds = 2_000_000;
        for (int i = 0; i < 10; i++) {
            long begunNs = System.nanoTime();
            sink += WorkProtocol.work(sink, rounds);
            best = Math.min(best, (double) (System.nanoTime() - begunNs) / rounds);
        }
        return sink == 0 ? best + 1e-9 : best; // the sum keeps the work
    }

    /** Sends all, and waits for the answers, for a while at the end. */
    LoadAccount run(InetSocketAddress server, double patienceSeconds) throws IOException {
        try (Selector selector = Selector.open()) {
            connections = new Connection[plan.connections];
            try {
                connect(selector, server);
                return exchange(selector, (long) (patienceSeconds * 1e9));
            } finally {
                for (Connection each : connections) {
                    if (each != null) {
                        each.channel.close();
                    }
                }
            }
        }
    }

    private void connect(Selector selector, InetSocketAddress server) throws IOException {
        for (int i = 0; i < connections.length; i++) {
            SocketChannel channel = SocketChannel.open();
            connections[i] = new Connection(channel);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(server, (int) TimeUnit.SECONDS.toMillis(10));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, connections[i]);
        }
    }

    private LoadAccount exchange(Selector selector, long patienceNs) throws IOException {
        int count = dueNs.length;
        long originNs = System.nanoTime();
        int next = 0;
        long lastNs = 0;
        long nowNs = 0;
        while (answered < count && (next < count || nowNs - lastNs < patienceNs)) {
            nowNs = System.nanoTime() - originNs;
            while (next < count && dueNs[next] <= nowNs) {
                connections[next % connections.length].put(classes[next], rounds(next), next);
                latenessNs[next] = System.nanoTime() - originNs - dueNs[next];
                next++;
                lastNs = nowNs;
            }
            selector.selectNow();
            for (SelectionKey key : selector.selectedKeys()) {
                receive((Connection) key.attachment(), originNs);
            }
            selector.selectedKeys().clear();
            for (Connection each : connections) {
                each.flush();
            }
        }
        return result(next, System.nanoTime() - originNs);
    }

    private void receive(Connection from, long originNs) throws IOException {
        if (from.read() == 0) {
            return;
        }
        long nowNs = System.nanoTime() - originNs;
        ByteBuffer in = from.in.flip();
        int at = 0;
        for (int size = WorkProtocol.measure(in, at); size != 0; size = WorkProtocol.measure(in, at)) {
            if (size < 0) {
                throw new IOException("an answer has an impossible length: lengthBytes=" + in.getInt(at));
            }
            answer(in, at, size, nowNs);
            at += size;
        }
        in.position(at);
        in.compact();
    }

    private void answer(ByteBuffer in, int at, int size, long nowNs) {
        int payload = at + WorkProtocol.PREFIX_BYTES;
        long id = size == WorkProtocol.PREFIX_BYTES + WorkProtocol.ANSWER_BYTES
                ? in.getLong(payload + WorkProtocol.ID)
                : -1;
        if (id < 0 || id >= dueNs.length || latencyNs[(int) id] != NOT_ANSWERED
                || in.getInt(payload) != classes[(int) id] << 24
                || in.getInt(payload + WorkProtocol.ROUNDS) != rounds((int) id)) {
            wrong++;
            return;
        }
        int message = (int) id;
        latencyNs[message] = nowNs - dueNs[message];
        results[message] = in.getLong(payload + WorkProtocol.RESULT);
        answered++;
    }

    /** Checks results afterwards, because that is as much work as the server has done. */
    private LoadAccount result(int sent, long elapsedNs) {
        int every = Math.max(1, sent / 20_000);
        long checked = 0;
        for (int i = 0; i < sent; i += every) {
            if (latencyNs[i] != NOT_ANSWERED) {
                checked++;
                wrong += results[i] == WorkProtocol.work(i, rounds(i)) ? 0 : 1;
            }
        }
        int from = 0;
        while (from < sent && dueNs[from] < plan.warmUpSeconds * 1e9) {
            from++;
        }
        return new LoadAccount(sent, answered, wrong, checked, latencies(from, WorkProtocol.SHORT),
                latencies(from, WorkProtocol.LONG), sorted(latenessNs, from), elapsedNs);
    }

    private long[] latencies(int from, int messageClass) {
        long[] some = new long[latencyNs.length];
        int count = 0;
        for (int i = from; i < latencyNs.length; i++) {
            if (classes[i] == messageClass && latencyNs[i] != NOT_ANSWERED) {
                some[count++] = latencyNs[i];
            }
        }
        return sorted(Arrays.copyOf(some, count), 0);
    }

    private static long[] sorted(long[] all, int from) {
        long[] some = Arrays.copyOfRange(all, from, all.length);
        Arrays.sort(some);
        return some;
    }

    /** The smallest number that at least this share of the sorted ones does not exceed; 0 if there are none. */
    static long quantile(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
    }
}
