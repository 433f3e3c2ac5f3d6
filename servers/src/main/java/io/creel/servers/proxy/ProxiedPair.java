package io.creel.servers.proxy;

import io.creel.core.Stash;
import io.creel.core.spec.Suspends;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.Packet;
import io.creel.queues.LocalChannel;
import io.creel.servers.connection.PeerStalledException;
import org.jspecify.annotations.Nullable;

/** Two connections and what passes between them: a coroutine per direction. Of one worker. */
final class ProxiedPair {
    private static final Object SIGNAL = new Object();

    private final TcpProxy proxy;
    private final TcpSocket client;
    private final TcpSocket server;
    /** Says that the direction to the client has ended. */
    private final LocalChannel<Object> backwardEnded;
    /** Why that direction was lost; null if it was not. */
    private @Nullable RuntimeException lost;

    ProxiedPair(TcpProxy proxy, Stash ready, TcpSocket client, TcpSocket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        backwardEnded = new LocalChannel<>("end of a direction", 1, ready);
        client.nagle(false);
        server.nagle(false);
        client.keepAlive(true);
        server.keepAlive(true);
    }

    /** Passes from the client to the server, and waits for the other direction. */
    @Suspends
    void passForward() {
        boolean whole = false;
        try {
            pass(client, server);
            whole = backwardEnded.receive() != null;
        } finally {
            if (!whole) {
                abort();
            }
        }
        if (lost != null) {
            throw lost;
        }
    }

    /** Passes from the server to the client. */
    @Suspends
    void passBackward() {
        boolean whole = false;
        try {
            pass(server, client);
            whole = true;
        } catch (IpException | PeerStalledException why) {
            lost = why; // the other coroutine tells it to the service
        } finally {
            if (!whole) {
                abort();
            }
            if (!backwardEnded.trySend(SIGNAL)) {
                assert backwardEnded.isClosed() : "only this coroutine signals";
            }
        }
    }

    private void pass(TcpSocket from, TcpSocket to) {
        for (Packet frame = from.receive(); frame != null; frame = from.receive()) {
            int length = frame.lengthBytes();
            int written;
            try {
                written = to.write(frame, 0, length, proxy.stallNs());
            } finally {
                frame.release();
            }
            proxy.passed(written);
            if (written < length) {
                throw new PeerStalledException("the peer does not receive: socket=" + to + ", written=" + written
                        + ", length=" + length + ", stallNs=" + proxy.stallNs());
            }
        }
        to.shutdownOutput();
    }

    @Suspends
    private void abort() {
        client.abort();
        server.abort();
    }

    /** Closes the connection to the server; the service closes that of the client. */
    @Suspends
    void end() {
        server.close();
        backwardEnded.close();
    }
}
