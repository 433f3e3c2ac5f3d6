package io.creel.cli.bridge;

import static io.creel.cli.bridge.HandMade.ACK;
import static io.creel.cli.bridge.HandMade.SYN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A bridge on a thread of its own, and a tool with one connection for a start. */
final class BridgeRig implements AutoCloseable {
    static final String HOST = "192.168.7.1";
    static final String PEER = "192.0.2.1";
    static final String HOST6 = "fd3d:fa7b:d17d:7::1";
    static final String PEER6 = "2001:db8::1";
    static final byte[] NONE = {};
    /** The peer's first sequence number. */
    static final int ISN = 1000;

    final BridgeTool tool;
    final List<String> said = new ArrayList<>();
    private final Path folder;
    private final Path path;
    private final BridgeServer server;
    private final Thread thread;
    private final List<BridgeTool> tools = new ArrayList<>();
    private Throwable failure;

    BridgeRig() throws IOException {
        this(BridgeSettings.defaults());
    }

    BridgeRig(BridgeSettings settings) throws IOException {
        folder = Files.createTempDirectory("bridge");
        path = folder.resolve("s");
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.bind(UnixDomainSocketAddress.of(path));
        server = new BridgeServer(door, settings, System::nanoTime, said::add);
        thread = new Thread(this::serve, "bridge under test");
        thread.start();
        tool = thread();
    }

    private void serve() {
        try {
            server.run();
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }

    /** A connection for one more thread of the tool. */
    BridgeTool thread() throws IOException {
        var made = new BridgeTool(path);
        tools.add(made);
        return made;
    }

    void in(byte[] packet) throws IOException {
        tool.ok("packet_in " + packet.length, packet);
    }

    /** A segment of the peer, from its port 4000 to port 8080. */
    void in(int flags, int sequence, int acknowledgment, byte[] payload) throws IOException {
        in(HandMade.tcp(PEER, 4000, HOST, 8080, flags, sequence, acknowledgment, 60_000, NONE, payload));
    }

    /** The next packet that leaves; the clock moves until then. */
    HandMade out() throws IOException {
        BridgeTool.Reply reply = tool.call("packet_out");
        assertEquals(0, reply.errno(), reply::text);
        assertEquals(reply.result(), reply.bytes().length);
        var packet = new HandMade(reply.bytes());
        assertTrue(packet.isSound());
        return packet;
    }

    /** Expects a segment with these flags, acknowledgment and payload length. */
    HandMade out(int flags, int acknowledgment, int payloadBytes) throws IOException {
        HandMade packet = out();
        assertEquals(List.of(flags, acknowledgment, payloadBytes),
                List.of(packet.flags(), packet.acknowledgment(), packet.payload().length));
        return packet;
    }

    /** Expects that nothing waits to leave now. */
    void nothingOut() throws IOException {
        long before = tool.timeUs();
        BridgeTool.Reply reply = tool.call("packet_out");
        assertTrue(reply.result() < 0 || reply.number(0) > before,
                () -> "it left: flags=" + new HandMade(reply.bytes()).flags());
    }

    /** A listening socket at port 8080: descriptor 3 if it is the first. */
    long listen() throws IOException {
        long socket = tool.ok("socket 2 1 0");
        tool.ok("bind " + socket + " " + HOST + " 8080");
        tool.ok("listen " + socket + " 5");
        return socket;
    }

    /** Shakes hands by hand, and returns the host's first sequence number. */
    int handshake() throws IOException {
        in(SYN, ISN, 0, NONE);
        HandMade synAck = out(SYN | ACK, ISN + 1, 0);
        in(ACK, ISN + 1, synAck.sequence() + 1, NONE);
        return synAck.sequence();
    }

    private void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException timedOut) {
            Thread.currentThread().interrupt(); // the test's time is up
        }
    }

    @Override
    public void close() throws IOException {
        for (BridgeTool each : tools) {
            each.close();
        }
        server.close();
        awaitEnd();
        Files.deleteIfExists(path);
        Files.deleteIfExists(folder);
        if (failure != null) {
            throw new AssertionError("the bridge failed", failure);
        }
    }
}
