package io.creel.servers.raw;

import java.util.HashMap;
import java.util.Map;

/** The connections of one {@link RawPeer} by their port, and the server's addresses. One thread. */
public final class RawNet {
    private static final int TRIES = 100_000;

    private final RawPeer peer;
    private final long serverMac;
    private final int server;
    private final Runnable whenFull;
    private final Map<Integer, RawClient> clients = new HashMap<>();
    private int nextPort = 20_000;

    /**
     * Without a connection.
     *
     * @param whenFull
     *            runs while the link has no room for a frame
     */
    public RawNet(RawPeer peer, long serverMac, int server, Runnable whenFull) {
        this.peer = peer;
        this.serverMac = serverMac;
        this.server = server;
        this.whenFull = whenFull;
        peer.segments(this::arrived);
    }

    private void arrived(RawTcp segment) {
        RawClient client = segment.toAddress == peer.address() ? clients.get(segment.toPort) : null;
        if (client != null) {
            client.arrived(segment);
        }
    }

    public RawPeer peer() {
        return peer;
    }

    /** A connection that has sent nothing yet. */
    public RawClient client(int serverPort) {
        var client = new RawClient(this, nextPort, serverPort);
        clients.put(nextPort++, client);
        return client;
    }

    /** A segment from the peer's address, with neither flags nor numbers. */
    public RawTcp segment(int port, int serverPort) {
        var segment = new RawTcp();
        segment.toMac = serverMac;
        segment.fromMac = peer.mac();
        segment.fromAddress = peer.address();
        segment.toAddress = server;
        segment.fromPort = port;
        segment.toPort = serverPort;
        return segment;
    }

    /** Sends a frame; the link may have no room for a while, but not for ever. */
    public void send(byte[] frame) {
        for (int tries = 0; !peer.send(frame); tries++) {
            if (tries == TRIES) {
                throw new AssertionError("the link has no room for a frame: sent=" + peer.sent() + ", refused="
                        + peer.refused() + "; does the host keep all its packets?");
            }
            whenFull.run();
        }
    }
}
