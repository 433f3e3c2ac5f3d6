package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpCounter;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.live.NamespacePair;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** The kernel's own stack as peer of a host, in a network namespace; a driver per subclass. */
abstract class KernelPeerContract {
    private static final String HOST = "10.77.0.1";
    private static final String KERNEL = "10.77.0.2";
    private static final String HOST6 = "fd77::1";
    private static final String KERNEL6 = "fd77::2";
    private static final int SOCKET_TIMEOUT_MS = 20_000;
    private static final long SECOND = 1_000_000_000L;
    /** Of a test over a link that loses frames in both directions. */
    private static final String LOSS = "loss";
    private static final double LOST = 0.01;
    private static final int LOSSY_BYTES = Integer.getInteger("tcp.live.bytes", 16 << 20);

    private NamespacePair namespace;
    private Nic nic;
    private IpHost host;
    private Thread worker;
    private volatile boolean stopping;
    private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private Carrier carrier;

    /** Namespaces with a link, the kernel's address {@value #KERNEL} at its end. */
    abstract NamespacePair open() throws Exception;

    /** What opens the NIC. */
    abstract String word();

    /** The kernel's end of the link. */
    abstract String peerInterface();

    /** A command where the kernel's end is: what it printed. */
    abstract String peerSide(String command) throws Exception;

    /** Runs where the kernel's end is. */
    abstract <T> T insidePeer(Callable<T> work) throws Exception;

    /** May change how the host is set up. */
    void set(HostOptions options) {
        // one worker runs all
    }

    /** May replace steps of the host. */
    void change(HostSteps steps) {
        // those of this module
    }

    final NamespacePair namespace() {
        return namespace;
    }

    @BeforeEach
    void begin(TestInfo test) throws Exception {
        namespace = open();
        peerSide("ip neigh del " + HOST + " dev " + peerInterface()); // ARP has to find it
        peerSide("sysctl -q -w net.ipv6.conf." + peerInterface() + ".disable_ipv6=0");
        peerSide("ip addr add " + KERNEL6 + "/64 dev " + peerInterface() + " nodad");
        nic = namespace.inside(() -> Nics.open(word()));
        if (test.getTags().contains(LOSS)) {
            Impairment loss = Impairment.none().drop(LOST);
            nic = new ImpairingNic(nic, loss, loss, 77, System::nanoTime);
        }
        var ready = new FutureTask<Void>(() -> null);
        worker = Thread.ofPlatform().daemon().name("host").start(() -> work(ready));
        ready.get();
    }

    @AfterEach
    void close() throws Exception {
        stopping = true;
        try {
            if (worker != null) {
                worker.join();
                assertEquals(0, host.counters().unaccounted(), () -> host.counters().toString());
            }
        } finally {
            if (nic != null) {
                nic.close();
            }
            if (namespace != null) {
                namespace.close();
            }
        }
    }

    /** One worker: the host's duty cycle, and what the test asks for in between. */
    private void work(Runnable ready) {
        carrier = new Carrier("host");
        carrier.setClock(System::nanoTime);
        carrier.tick(System.nanoTime());
        var options = new HostOptions(System::nanoTime, new SecureRandom()::nextLong).address(HOST + "/24")
                .address(HOST6 + "/64");
        set(options);
        host = IpHost.open(nic, options, this::change);
        ready.run();
        var batch = new Batch(64);
        while (!stopping) {
            carrier.tick(System.nanoTime());
            for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
                next.run();
            }
            if (host.doWork(carrier, batch, 64) + carrier.poll() == 0) {
                nic.rx(0).awaitReadable(1_000_000);
            }
        }
        host.close();
        carrier.close();
    }

    /** Starts a coroutine on the worker. */
    private void start(Runnable body) {
        asked.add(() -> carrier.start(nothing -> body.run(), null));
    }

    private static void echo(UdpSocket socket) {
        for (Packet packet = socket.receive(); packet != null; packet = socket.receive()) {
            socket.reply(packet);
        }
    }

    private static void echo(TcpSocket socket) {
        try (socket) {
            byte[] buffer = new byte[16_384];
            for (int n = socket.read(buffer, 0, buffer.length); n > 0; n = socket.read(buffer, 0, buffer.length)) {
                socket.write(buffer, 0, n);
            }
            socket.shutdownOutput();
        }
    }

    @Test
    void shouldAnswerThePingOfTheKernel() throws Exception {
        // With -w, ping ends with the last of so many replies, however late it is.
        for (String address : List.of(HOST, HOST6)) {
            String said = peerSide("ping -c 20 -w 20 -i 0.01 " + address);
            assertTrue(said.contains(" 20 received"), said);
            said = peerSide("ping -c 3 -w 20 -i 0.01 -s 4000 " + address); // in fragments both ways
            assertTrue(said.contains(" 3 received"), said);
        }
        assertTrue(host.counters().get(HostCounter.REASSEMBLED) >= 6, () -> host.counters().toString());
    }

    @Test
    void shouldPingTheKernel() throws Exception {
        for (String address : List.of(KERNEL, KERNEL6)) {
            var rtt = new CompletableFuture<Long>();
            start(() -> rtt.complete(host.echo().ping(IpAddress.parse(address), 56, 10 * SECOND)));
            assertTrue(rtt.get() > 0);
        }
    }

    @Test
    void shouldEchoDatagramsOfTheKernel() throws Exception {
        start(() -> echo(host.udp().bind(IpAddress.ANY_IPV4, 7)));
        start(() -> echo(host.udp().bind(IpAddress.ANY_IPV6, 7)));
        var random = new Random(7);
        for (String address : List.of(HOST, HOST6)) {
            try (DatagramSocket socket = insidePeer(() -> new DatagramSocket())) {
                socket.setSoTimeout(SOCKET_TIMEOUT_MS);
                socket.setReceiveBufferSize(1 << 20);
                for (int length : new int[]{1, 100, 1400, 1472, 2000, 8000, 30_000}) {
                    byte[] sent = new byte[length];
                    random.nextBytes(sent);
                    socket.send(new DatagramPacket(sent, length, InetAddress.getByName(address), 7));
                    var came = new DatagramPacket(new byte[65_536], 65_536);
                    socket.receive(came);
                    assertEquals(length, came.getLength());
                    assertArrayEquals(sent, Arrays.copyOf(came.getData(), length));
                }
            }
        }
    }

    @Test
    void shouldTellTheKernelThatNobodyListens() throws Exception {
        try (DatagramSocket socket = insidePeer(() -> new DatagramSocket())) {
            socket.setSoTimeout(SOCKET_TIMEOUT_MS);
            socket.connect(new InetSocketAddress(HOST, 99));
            socket.send(new DatagramPacket(new byte[5], 5));
            assertThrows(PortUnreachableException.class,
                    () -> socket.receive(new DatagramPacket(new byte[10], 10)));
        }
    }

    /** The kernel as client: both directions at once, so that each is reader and writer. */
    @Test
    void shouldServeTheKernelOverTcp() throws Exception {
        start(() -> {
            TcpServer server = host.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
            for (TcpSocket socket = server.accept(); socket != null; socket = server.accept()) {
                TcpSocket accepted = socket;
                start(() -> echo(accepted));
            }
        });
        for (String address : List.of(HOST, HOST6)) {
            Socket socket = insidePeer(() -> {
                var opened = new Socket();
                opened.connect(new InetSocketAddress(address, 80), SOCKET_TIMEOUT_MS);
                return opened;
            });
            exchange(socket, 2 << 20);
        }
    }

    /** The kernel as client over a link that loses one frame in a hundred each way; 16 MiB both ways. */
    @Test
    @Tag(LOSS)
    @Timeout(120)
    void shouldServeTheKernelOverTcpWhenFramesAreLost() throws Exception {
        start(() -> {
            TcpServer server = host.tcp().listen(IpAddress.ANY_IPV4, 80, 8);
            TcpSocket accepted = server.accept();
            start(() -> echo(accepted));
        });
        Socket socket = insidePeer(() -> {
            var opened = new Socket();
            opened.connect(new InetSocketAddress(HOST, 80), SOCKET_TIMEOUT_MS);
            return opened;
        });
        exchange(socket, LOSSY_BYTES);
        assertLoss();
    }

    /** The kernel as server over such a link. */
    @Test
    @Tag(LOSS)
    @Timeout(120)
    void shouldConnectToTheKernelOverTcpWhenFramesAreLost() throws Exception {
        connect(KERNEL, LOSSY_BYTES);
        assertLoss();
    }

    /** What a host sends again shows that frames were lost. */
    private void assertLoss() {
        long repeated = host.tcp().statistics().get(TcpCounter.RETRANSMISSIONS);
        assertTrue(repeated > LOSSY_BYTES / 1460 / 400, "segments sent again: " + repeated);
    }

    private static byte[] hash(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static void exchange(Socket socket, int bytes) throws Exception {
        try (socket) {
            socket.setSoTimeout(SOCKET_TIMEOUT_MS);
            byte[] sent = new byte[bytes];
            new Random(bytes).nextBytes(sent);
            var writing = new FutureTask<Void>(() -> {
                OutputStream out = socket.getOutputStream();
                out.write(sent);
                socket.shutdownOutput();
                return null;
            });
            Thread.ofPlatform().daemon().start(writing);
            InputStream in = socket.getInputStream();
            byte[] came = in.readAllBytes();
            writing.get();
            assertEquals(bytes, came.length);
            assertArrayEquals(hash(sent), hash(came));
        }
    }

    /** The kernel as server. */
    @Test
    void shouldConnectToTheKernelOverTcp() throws Exception {
        for (String address : List.of(KERNEL, KERNEL6)) {
            connect(address, 1 << 20);
        }
    }

    private void connect(String address, int bytes) throws Exception {
        try (ServerSocket server = insidePeer(() -> new ServerSocket(0, 5, InetAddress.getByName(address)))) {
            server.setSoTimeout(SOCKET_TIMEOUT_MS);
            var serving = new FutureTask<Void>(() -> {
                try (Socket socket = server.accept()) {
                    socket.setSoTimeout(SOCKET_TIMEOUT_MS);
                    socket.getInputStream().transferTo(socket.getOutputStream());
                }
                return null;
            });
            Thread.ofPlatform().daemon().start(serving);
            byte[] sent = new byte[bytes];
            new Random(3).nextBytes(sent);
            var came = new CompletableFuture<byte[]>();
            start(() -> {
                try {
                    came.complete(roundTrip(address, server.getLocalPort(), sent));
                } catch (Throwable failure) {
                    came.completeExceptionally(failure);
                }
            });
            byte[] back = came.get(2, TimeUnit.MINUTES); // it may stall, and must not hang
            assertEquals(bytes, back.length);
            assertArrayEquals(hash(sent), hash(back));
            serving.get();
        }
    }

    private byte[] roundTrip(String address, int port, byte[] sent) {
        TcpSocket socket = host.tcp().connect(IpAddress.parse(address), port, 10 * SECOND);
        try (socket) {
            start(() -> {
                socket.write(sent, 0, sent.length);
                socket.shutdownOutput();
            });
            byte[] came = new byte[sent.length];
            int done = 0;
            for (int n = 0; n >= 0 && done < came.length; n = socket.read(came, done, came.length - done)) {
                done += n;
            }
            return done == came.length ? came : Arrays.copyOf(came, done);
        }
    }
}
