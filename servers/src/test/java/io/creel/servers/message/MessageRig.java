package io.creel.servers.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.spec.Suspends;
import io.creel.ip.IpAddress;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.Framing;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.Packet;
import io.creel.net.memory.MemoryNic;
import io.creel.schedulers.Worker;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.when.When;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * A service of messages on a worker of its own and a client on another one, over a link in memory, driven by the test
 * in virtual time. A round of work takes one nanosecond, and what happens meanwhile happens at the next checkpoint.
 */
final class MessageRig implements AutoCloseable {
    static final long SECOND = 1_000_000_000L;
    static final long MS = 1_000_000L;
    static final int PORT = 7_000;
    private static final IpAddress SERVER = IpAddress.parse("10.0.0.1");

    final IpHost server;
    final IpHost client;
    final Placement placement;
    final MessageService service;
    final TcpService port;
    final List<Throwable> failures = new ArrayList<>();
    final List<Client> clients = new ArrayList<>();
    final Worker serving;
    /** What the client does as time passes. */
    Runnable meanwhile = () -> {
    };
    /** Whether the worker runs messages. */
    boolean works = true;
    private final Worker asking;
    private final MemoryNic link = MemoryNic.pair();
    private final Batch batch = new Batch(64);
    private final PlacementProgram messages;
    private long nowNs = 1_000 * SECOND;

    /** {@link WorkMessages}, whose work takes virtual time. */
    private final class TimedWork implements MessageProtocol {
        private static final int STEP = 1_000;
        private final WorkMessages real = new WorkMessages(100_000_000);

        @Override
        public Framing framing() {
            return real.framing();
        }

        @Override
        public int classes() {
            return real.classes();
        }

        @Override
        public int maxAnswerBytes() {
            return real.maxAnswerBytes();
        }

        @Override
        public int classOf(Packet payload) {
            return real.classOf(payload);
        }

        @Override
        @Suspends
        public int answer(Message message, byte[] answer) {
            int rounds = message.payload().get32(WorkProtocol.ROUNDS);
            if (rounds == FAULT) {
                throw new IllegalStateException("a fault of the handler");
            }
            for (int left = rounds; left > 0; left -= STEP) {
                nowNs += Math.min(left, STEP);
                meanwhile.run();
                Coroutine.checkpoint();
            }
            return real.answer(message, answer);
        }
    }

    /** A message of so many rounds makes the handler throw. */
    static final int FAULT = 666;

    MessageRig(Function<String, When> when, MessageLimits limits) {
        this(when, limits, new ServiceLimits(64, 64, 60 * SECOND, 20 * SECOND), 1 << 12);
    }

    MessageRig(Function<String, When> when, MessageLimits limits, ServiceLimits serviceLimits, int capacity) {
        var random = new Random(5);
        server = IpHost.open(link, new HostOptions(this::nowNs, random::nextLong).macAddress(0x02_0000_0000_01L)
                .address("10.0.0.1/24"));
        client = IpHost.open(link.peer(), new HostOptions(this::nowNs, random::nextLong)
                .macAddress(0x02_0000_0000_02L).address("10.0.0.2/24"));
        placement = Placement.builder("messages", 1, this::nowNs).when(when).capacity(capacity).build();
        messages = new PlacementProgram(placement, 0, 1, this::nowNs);
        serving = new Worker("server", this::serve, this::nowNs, (coroutine, failure) -> failures.add(failure),
                (worker, failure) -> failures.add(failure));
        asking = new Worker("client", worker -> client.doWork(worker.carrier(), batch, 64), this::nowNs,
                (coroutine, failure) -> failures.add(failure), (worker, failure) -> failures.add(failure));
        service = new MessageService(server.ready(), serving.carrier(), serviceLimits, limits,
                self -> placement.place(self, 0), new TimedWork());
        port = service.open(server, IpAddress.ANY_IPV4, PORT);
    }

    private int serve(Worker worker) {
        int work = server.doWork(worker.carrier(), batch, 64);
        return works ? work + messages.doWork(worker) : work;
    }

    long nowNs() {
        return nowNs;
    }

    /** One cycle of each worker, and what has come to the clients; how much was done. */
    int cycle() {
        int work = serving.doWork() + asking.doWork();
        clients.forEach(Client::read);
        return work;
    }

    void settle() {
        int idle = 0;
        while (idle < 3) {
            idle = cycle() > 0 ? 0 : idle + 1;
        }
    }

    void pass(long ns) {
        settle();
        for (long left = ns; left > 0; left -= MS) {
            nowNs += Math.min(MS, left);
            settle();
        }
    }

    /** Time without work. */
    void skipTo(long ns) {
        nowNs = Math.max(nowNs, ns);
    }

    Client connect() {
        var connection = new Client(clients.size());
        clients.add(connection);
        return connection;
    }

    /** An answer, and when it came. */
    record Answer(int messageClass, int rounds, long id, long atNs) {
    }

    /** The client's end of a connection. */
    final class Client {
        final List<Answer> answers = new ArrayList<>();
        final int index;
        TcpSocket socket;
        boolean ended;
        boolean reads = true;
        private final ByteBuffer in = ByteBuffer.allocate(1 << 16);

        Client(int index) {
            this.index = index;
            socket = client.tcp().open(IpAddress.ANY_IPV4, 0, SERVER, PORT, client.tcp().settings());
            settle();
            socket.nagle(false);
        }

        /** Sends as much of a message as the connection takes, and says how much that is. */
        int send(byte[] message) {
            return socket.tryWrite(message, 0, message.length);
        }

        void ask(int messageClass, int rounds, long id) {
            byte[] message = request(messageClass, rounds, id, 0);
            assertEquals(message.length, send(message), "the send buffer has no room");
        }

        void read() {
            while (reads && !ended) {
                int came = socket.tryRead(in.array(), in.position(), in.remaining());
                if (came <= 0) {
                    ended = came < 0;
                    return;
                }
                in.position(in.position() + came);
                in.flip();
                int at = 0;
                for (int size = WorkProtocol.measure(in, at); size > 0; size = WorkProtocol.measure(in, at)) {
                    int payload = at + WorkProtocol.PREFIX_BYTES;
                    var answer = new Answer(in.get(payload), in.getInt(payload + WorkProtocol.ROUNDS),
                            in.getLong(payload + WorkProtocol.ID), nowNs);
                    assertEquals(WorkProtocol.ANSWER_BYTES, in.getInt(at));
                    assertEquals(WorkProtocol.work(answer.id, answer.rounds),
                            in.getLong(payload + WorkProtocol.RESULT));
                    answers.add(answer);
                    at += size;
                }
                in.position(at);
                in.compact();
            }
        }
    }

    static byte[] request(int messageClass, int rounds, long id, int padding) {
        ByteBuffer to = ByteBuffer.allocate(WorkProtocol.PREFIX_BYTES + WorkProtocol.REQUEST_BYTES + padding);
        WorkProtocol.putRequest(to, messageClass, rounds, id, padding);
        return to.array();
    }

    /** Every message that was received is accounted for, and every answer. */
    void assertAccounts() {
        MessageCounters counters = service.counters();
        long answered = 0;
        for (int i = 0; i < WorkProtocol.CLASSES; i++) {
            assertEquals(counters.received(i), counters.answered(i) + counters.skipped(i) + counters.broken(i)
                    + service.present(i), "class " + i);
            answered += counters.answered(i);
        }
        assertEquals(answered, counters.written() + counters.unsent(), "answers");
    }

    @Override
    public void close() {
        settle();
        clients.forEach(each -> each.reads = false);
        port.close();
        server.close();
        client.close();
        settle();
        placement.close();
        serving.carrier().close();
        asking.carrier().close();
        assertAccounts();
        for (int i = 0; i < WorkProtocol.CLASSES; i++) {
            assertEquals(0, service.present(i), "present of class " + i);
            assertEquals(0, service.waitingConnections(i), "connections that wait for class " + i);
        }
        assertEquals(0, service.pool.outstanding(), "packets of messages");
        service.close();
        assertEquals(0, server.counters().unaccounted(), () -> server.counters().toString());
        assertEquals(0, client.counters().unaccounted(), () -> client.counters().toString());
        link.close();
        link.peer().close();
        assertEquals(0, link.pool().outstanding() + link.peer().pool().outstanding(), "packets");
        assertEquals(List.of(), failures);
    }
}
