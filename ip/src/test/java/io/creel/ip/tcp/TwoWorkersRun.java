package io.creel.ip.tcp;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.queues.ListStash;
import io.creel.sim.explore.Choices;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Two workers serve one connection, and the explorer chooses their schedule. Segments arrive at either worker; a
 * coroutine of one reads, a coroutine of the other writes and then closes; timers run on the first. Each step stops
 * where it sends a segment or tells its user something, and then the other worker may run. A worker whose step has
 * stopped does nothing else, like a thread that was descheduled. The peer is a host of its own without
 * workers.
 *
 * <p>
 * A run fails if a segment changes while it is sent, if a byte is wrong or missing, if the numbers of the connection
 * contradict each other while no step has stopped, or if something is left at the end.
 */
final class TwoWorkersRun implements AutoCloseable {
    private static final int BYTES = 3_000;
    private static final int STEP_LIMIT = 20_000;
    private static final int PORT = 7;

    private final class Worker {
        private final String name;
        private final Carrier carrier;
        /** The step that was stopped. */
        private final ListStash stopped;

        Worker(String name) {
            this.name = name;
            carrier = new Carrier(name, (coroutine, failure) -> failures.add(failure));
            stopped = new ListStash("stopped on " + name);
        }

        boolean canGoOn() {
            return !stopped.isEmpty() || !carrier.isIdle();
        }

        void goOn() {
            running = this;
            if (stopped.isEmpty()) {
                carrier.poll();
            } else {
                carrier.resume(stopped.pop());
            }
            running = null;
        }

        void start(Runnable body) {
            running = this;
            carrier.start(nothing -> body.run(), null);
            carrier.resumeStarted();
            running = null;
        }

        void wake(ListStash waiting) {
            running = this;
            carrier.resume(waiting.pop());
            running = null;
        }
    }

    private final Choices choices;
    private final List<Throwable> failures = new ArrayList<>();
    private final PacketPool pool = new PacketPool("two workers", 128, 2048, 0);
    private final TcpStatistics statistics = new TcpStatistics();
    private final TcpWire wire = new TcpWire(pool, statistics);
    private final Worker[] workers = {new Worker("w0"), new Worker("w1")};
    private final ArrayDeque<Packet> toServer = new ArrayDeque<>();
    private final ArrayDeque<Packet> toClient = new ArrayDeque<>();
    private final ListStash readerWaits = new ListStash("reader");
    private final ListStash writerWaits = new ListStash("writer");
    private final TcpHost server;
    private final TcpHost client;
    private final TcpListener listener;
    private final TcpConnection peer;
    private TcpConnection connection;
    private Worker running;
    private Worker last = workers[0];
    private boolean mayRead = true;
    private boolean mayWrite = true;
    private boolean expiring;
    private int users = 2;
    /** Receive steps that have begun and not ended. */
    private int arriving;
    private int waits;
    private int read;
    private int peerWritten;
    private int peerRead;
    private boolean peerEnded;
    private long nowNs = 1_000_000;

    TwoWorkersRun(Choices choices, boolean locked) {
        this.choices = choices;
        TcpSettings settings = TcpSettings.defaults().edit().mss(536).sendBuffer(4096).receiveBuffer(2048)
                .delayedAckNs(1_000_000).timeWaitNs(1_000_000).receiveFrames(16).outOfOrderRanges(4).done();
        server = new TcpHost(settings, this::sendOfServer, new IsnGenerator(1, 2), statistics, 4, 1, locked);
        client = new TcpHost(settings, (ends, out) -> toServer.add(wire.encode(ends, out)), new IsnGenerator(3, 4),
                new TcpStatistics(), 4, 1);
        listener = server.listen(0, 0, PORT, 2, false);
        peer = client.connect(new TcpEndpoints().setIpv4(0x0a000001, 5000, 0x0a000002, PORT), TcpEvents.NONE, nowNs);
    }

    private final TcpEvents events = new TcpEvents() {
        @Override
        public void readable(TcpConnection c) {
            stop("before it tells that there is something to read");
            mayRead = true;
        }

        @Override
        public void writable(TcpConnection c) {
            stop("before it tells that there is room");
            mayWrite = true;
        }

        @Override
        public void closed(TcpConnection c) {
            mayRead = true;
            mayWrite = true;
        }
    };

    /** Lets the other worker go on, perhaps. */
    private void stop(String where) {
        if (running != null) {
            Worker here = running;
            choices.event(here.name + " stops " + where);
            Coroutine.await(here.stopped);
        }
    }

    private boolean sendOfServer(TcpEndpoints ends, TcpSegment out) {
        int sequence = out.sequence;
        int acknowledgment = out.acknowledgment;
        int flags = out.flags;
        int bytes = out.payloadBytes;
        stop("as it sends " + (sequence - (connection == null ? sequence : connection.snd.iss)) + "(" + bytes + ")");
        if (out.sequence != sequence || out.acknowledgment != acknowledgment || out.flags != flags
                || out.payloadBytes != bytes) {
            throw new IllegalStateException("a segment has changed while it was sent: bytes=" + bytes + ", then="
                    + out.payloadBytes);
        }
        return toClient.add(wire.encode(ends, out));
    }

    private static int content(int position, int seed) {
        return position * 131 + (position >> 8) * 7 + seed & 0xff;
    }

    void run() {
        for (int step = 0; !isDone(); step++) {
            if (step > STEP_LIMIT) {
                throw new IllegalStateException("no end in sight: " + state());
            }
            act();
            if (!failures.isEmpty()) {
                throw failures.getFirst() instanceof RuntimeException e
                        ? e
                        : new IllegalStateException("step failed: " + failures.getFirst(), failures.getFirst());
            }
            check();
        }
        if (read != BYTES || peerRead != BYTES || pool.outstanding() != 0 || server.connections() != 0) {
            throw new IllegalStateException("something is left or missing: " + state());
        }
    }

    /** How often a receive step waited for the connection after a move: at least so often. */
    int waits() {
        return waits;
    }

    private boolean isDone() {
        return users == 0 && connection != null && connection.pooled && toServer.isEmpty() && toClient.isEmpty()
                && peer.state() == TcpState.CLOSED && !workers[0].canGoOn() && !workers[1].canGoOn();
    }

    private String state() {
        return "read=" + read + ", peerRead=" + peerRead + ", users=" + users + ", connection=" + connection
                + ", peer=" + peer + ", outstanding=" + pool.outstanding() + ", connections=" + server.connections();
    }

    /** One move, of several that are possible; the first one is that the same worker goes on. */
    private void act() {
        List<Runnable> moves = new ArrayList<>();
        Worker other = last == workers[0] ? workers[1] : workers[0];
        for (Worker worker : List.of(last, other)) {
            if (worker.canGoOn()) {
                moves.add(() -> goOn(worker));
            } else if (!toServer.isEmpty()) {
                moves.add(() -> arrive(worker));
            }
        }
        addUsers(moves);
        if (!toClient.isEmpty()) {
            moves.add(this::arriveAtPeer);
        }
        if (moves.isEmpty()) {
            moves.add(this::passTime);
        }
        moves.get(choices.pick(moves.size())).run();
    }

    private void addUsers(List<Runnable> moves) {
        if (connection == null) {
            connection = listener.accept();
            if (connection != null) {
                begin();
            }
        }
        if (mayRead && !readerWaits.isEmpty() && !workers[1].canGoOn()) {
            moves.add(() -> wake(workers[1], readerWaits));
        }
        if (mayWrite && !writerWaits.isEmpty() && !workers[0].canGoOn()) {
            moves.add(() -> wake(workers[0], writerWaits));
        }
    }

    private void begin() {
        workers[1].carrier.start(nothing -> reader(), null);
        workers[0].carrier.start(nothing -> writer(), null);
        for (Worker worker : workers) {
            running = worker;
            worker.carrier.resumeStarted();
        }
        running = null;
    }

    private void goOn(Worker worker) {
        last = worker;
        worker.goOn();
    }

    private void wake(Worker worker, ListStash waiting) {
        last = worker;
        worker.wake(waiting);
    }

    private void arrive(Worker worker) {
        last = worker;
        Packet packet = toServer.poll();
        TcpEndpoints ends = new TcpEndpoints();
        TcpSegment segment = new TcpSegment();
        if (!wire.decode(packet, ends, segment)) {
            throw new IllegalStateException("the peer sent nonsense: " + state());
        }
        arriving++;
        worker.start(() -> {
            if (!server.receive(ends, segment, nowNs)) {
                packet.release();
            }
            arriving--;
        });
    }

    private void arriveAtPeer() {
        Packet packet = toClient.poll();
        TcpEndpoints ends = new TcpEndpoints();
        TcpSegment segment = new TcpSegment();
        if (!wire.decode(packet, ends, segment) || !client.receive(ends, segment, nowNs)) {
            packet.release();
        }
        bePeer();
    }

    private void bePeer() {
        byte[] buffer = new byte[1_000];
        for (int n = peer.read(buffer, 0, buffer.length, nowNs); n != 0 && !peerEnded; n = peer.read(buffer, 0,
                buffer.length, nowNs)) {
            peerEnded = n < 0;
            for (int i = 0; i < n; i++, peerRead++) {
                require(buffer[i], content(peerRead, 2), "peer", peerRead);
            }
        }
        while (peerWritten < BYTES && peer.state().acceptsWrites()) {
            int want = Math.min(buffer.length, BYTES - peerWritten);
            for (int i = 0; i < want; i++) {
                buffer[i] = (byte) content(peerWritten + i, 1);
            }
            int done = peer.write(buffer, 0, want, nowNs);
            peerWritten += done;
            if (done == 0) {
                return;
            }
        }
        if (peerWritten == BYTES) {
            peer.shutdownOutput(nowNs);
        }
    }

    private static void require(byte found, int expected, String end, int position) {
        if ((found & 0xff) != expected) {
            throw new IllegalStateException("wrong byte: end=" + end + ", position=" + position);
        }
    }

    private void passTime() {
        long next = Math.min(server.deadlineNs(), client.deadlineNs());
        if (next == Long.MAX_VALUE || expiring) {
            throw new IllegalStateException("nothing goes on: " + state());
        }
        nowNs = Math.max(nowNs, next);
        client.expire(nowNs);
        bePeer();
        if (server.deadlineNs() <= nowNs) {
            expiring = true;
            workers[0].start(() -> {
                server.expire(nowNs);
                expiring = false;
            });
        }
    }

    private void reader() {
        connection.enter();
        connection.events(events);
        connection.exit();
        byte[] buffer = new byte[700];
        int n = 0;
        while (n >= 0) {
            mayRead = false;
            connection.enter();
            try {
                n = connection.read(buffer, 0, buffer.length, nowNs);
            } finally {
                connection.exit();
            }
            for (int i = 0; i < n; i++, read++) {
                require(buffer[i], content(read, 1), "server", read);
            }
            if (n == 0) {
                Coroutine.await(readerWaits);
            }
        }
        leave();
    }

    private void writer() {
        byte[] buffer = new byte[700];
        for (int written = 0; written < BYTES;) {
            mayWrite = false;
            int want = Math.min(buffer.length, BYTES - written);
            for (int i = 0; i < want; i++) {
                buffer[i] = (byte) content(written + i, 2);
            }
            connection.enter();
            int done;
            try {
                done = connection.write(buffer, 0, want, nowNs);
            } finally {
                connection.exit();
            }
            written += done;
            if (done == 0) {
                Coroutine.await(writerWaits);
            }
        }
        connection.enter();
        try {
            connection.shutdownOutput(nowNs);
        } finally {
            connection.exit();
        }
        leave();
    }

    /** The last user gives the connection back. */
    private void leave() {
        users--;
        if (users == 0) {
            connection.enter();
            try {
                connection.release(nowNs);
            } finally {
                connection.exit();
            }
        }
    }

    /** The numbers agree, unless a step has stopped in the middle. */
    private void check() {
        if (arriving > workers[0].stopped.size() + workers[1].stopped.size()) {
            waits++;
        }
        if (connection == null || !connection.state().isSynchronized() || !workers[0].stopped.isEmpty()
                || !workers[1].stopped.isEmpty()) {
            return;
        }
        SentSegments board = connection.snd.board;
        int expected = connection.snd.una;
        for (int slot = board.first(); slot != SentSegments.NONE; slot = board.next(slot)) {
            if (board.start(slot) != expected) {
                throw new IllegalStateException("scoreboard has a hole: " + state());
            }
            expected = board.end(slot);
        }
        if (!board.isEmpty() && expected != connection.snd.nxt
                || Sequence.isAfter(connection.snd.una, connection.snd.nxt)
                || Sequence.isAfter(connection.rcv.nxt, connection.rcv.edge)) {
            throw new IllegalStateException("numbers contradict each other: " + state());
        }
    }

    @Override
    public void close() {
        running = null;
        for (Worker worker : workers) {
            worker.stopped.close();
            worker.carrier.close();
        }
        readerWaits.close();
        writerWaits.close();
        toServer.forEach(Packet::release);
        toClient.forEach(Packet::release);
        pool.close();
    }
}
