package io.creel.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.Nic;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/** A host that serves and one that is the client, on one carrier, over a link in memory, in virtual time. */
public final class ServersRig implements AutoCloseable {
    public static final long SECOND = 1_000_000_000L;
    public static final long MS = 1_000_000L;
    public static final IpAddress SERVER = IpAddress.parse("10.0.0.1");

    public final IpHost server;
    public final IpHost client;
    public final Carrier carrier;
    public final List<Throwable> failures = new ArrayList<>();
    /** What else the worker does in each cycle, and how much it was. */
    public IntSupplier besides = () -> 0;
    /** Closes that, after the hosts. */
    public Runnable closeBesides = () -> {
    };
    private final MemoryNic link = MemoryNic.pair();
    private final Nic serverNic;
    private final Nic clientNic;
    private final Batch batch = new Batch(64);
    private long nowNs = 1_000 * SECOND;

    public ServersRig() {
        this(null, 1);
    }

    /** Over a link with these faults in both directions. */
    public ServersRig(Impairment faults, long seed) {
        var random = new Random(seed);
        carrier = new Carrier("servers", (coroutine, failure) -> failures.add(failure));
        serverNic = faults == null ? link : new ImpairingNic(link, Impairment.none(), faults, seed, this::nowNs);
        clientNic = faults == null
                ? link.peer()
                : new ImpairingNic(link.peer(), Impairment.none(), faults, seed + 1, this::nowNs);
        server = IpHost.open(serverNic, new HostOptions(this::nowNs, random::nextLong).macAddress(0x02_0000_0000_01L)
                .address("10.0.0.1/24").address("fd00::1/64"));
        client = IpHost.open(clientNic, new HostOptions(this::nowNs, random::nextLong).macAddress(0x02_0000_0000_02L)
                .address("10.0.0.2/24").address("fd00::2/64"));
        carrier.setClock(this::nowNs);
        carrier.tick(nowNs);
    }

    public long nowNs() {
        return nowNs;
    }

    /** Works until nothing is left to do now. */
    public void settle() {
        int work = 1;
        while (work > 0) {
            carrier.tick(nowNs);
            work = server.doWork(carrier, batch, 64) + client.doWork(carrier, batch, 64) + carrier.poll()
                    + carrier.resumeStarted() + besides.getAsInt();
        }
    }

    /** Lets time pass in steps of 1 ms, working at each. */
    public void pass(long ns) {
        settle();
        for (long left = ns; left > 0; left -= MS) {
            nowNs += Math.min(MS, left);
            settle();
        }
    }

    public void start(Runnable body) {
        carrier.start(_ -> body.run(), null);
        settle();
    }

    /** A connection of the client, driven from outside of coroutines. */
    public Client connect(int port) {
        return new Client(this, port);
    }

    /** What the server answers to these bytes, sent at once, until it is silent for a while. */
    public String ask(int port, String request) {
        Client connection = connect(port);
        connection.send(request);
        pass(50 * MS);
        String said = connection.said();
        connection.close();
        return said;
    }

    /** A client's end of a connection. */
    public static final class Client {
        private final ServersRig rig;
        private TcpSocket socket;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private boolean ended;
        private String lost = "";

        Client(ServersRig rig, int port) {
            this.rig = rig;
            rig.start(() -> socket = rig.client.tcp().connect(SERVER, port, 10 * SECOND));
            rig.pass(5 * MS);
        }

        public TcpSocket socket() {
            return socket;
        }

        public void send(String text) {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** In a coroutine, which waits while the send buffer is full; reads at the same time. */
        public void send(byte[] bytes) {
            rig.start(() -> {
                try {
                    socket.write(bytes, 0, bytes.length);
                } catch (IpException gone) {
                    lost = gone.getMessage();
                }
            });
            read();
        }

        private void read() {
            byte[] buffer = new byte[8_192];
            rig.settle();
            int came = 1;
            while (came > 0 && !ended) {
                came = socket.tryRead(buffer, 0, buffer.length);
                if (came > 0) {
                    received.write(buffer, 0, came);
                    rig.settle();
                }
                ended = came < 0;
            }
        }

        /** All bytes since the last call, one character each. */
        public String said() {
            read();
            String text = received.toString(StandardCharsets.ISO_8859_1);
            received.reset();
            return text;
        }

        /** All bytes since the last call, after time has passed. */
        public String said(long ns) {
            for (long left = ns; left > 0; left -= 10 * MS) {
                rig.pass(Math.min(left, 10 * MS));
                read();
            }
            return said();
        }

        /** Whether the server has ended its direction or reset the connection. */
        public boolean isEnded() {
            read();
            return ended;
        }

        public boolean isReset() {
            read();
            return socket.closeReason() == io.creel.ip.tcp.CloseReason.RESET;
        }

        public void finish() {
            socket.shutdownOutput();
            rig.settle();
        }

        public void close() {
            socket.close();
            rig.settle();
        }

        @Override
        public String toString() {
            return socket + " " + lost;
        }
    }

    @Override
    public void close() {
        settle();
        server.close();
        client.close();
        settle();
        closeBesides.run();
        carrier.close();
        assertEquals(List.of(), failures);
        assertEquals(0, server.counters().unaccounted(), () -> server.counters().toString());
        assertEquals(0, client.counters().unaccounted(), () -> client.counters().toString());
        serverNic.close();
        clientNic.close();
        assertEquals(0, link.pool().outstanding() + link.peer().pool().outstanding(), "packets");
    }
}
