package io.creel.servers.echo;

import io.creel.core.Coroutine;
import io.creel.core.spec.Suspends;
import io.creel.ip.stream.TcpSocket;
import io.creel.servers.RequestHandler;
import io.creel.servers.ServiceLimits;
import io.creel.servers.connection.PeerStalledException;
import io.creel.servers.connection.Spare;

/**
 * Sends back what it receives, until the peer ends its direction; then it ends its own (RFC 862).
 *
 * <p>
 * A connection that waits for bytes has no buffer. A peer that does not receive its echo in time is reset; one that is
 * silent for too long is closed. Of one worker.
 */
public final class TcpEcho implements RequestHandler {
    private static final int BUFFER_BYTES = 16_384;
    /** More free buffers are not kept. */
    private static final int SPARE_BUFFERS = 64;

    private final ServiceLimits limits;
    private final Spare<byte[]> buffers = new Spare<>(SPARE_BUFFERS, () -> new byte[BUFFER_BYTES]);
    private long bytes;

    /**
     * Makes a handler for any number of connections of one worker.
     *
     * @param limits
     *            how long a connection may be silent, and how long a peer may not receive
     */
    public TcpEcho(ServiceLimits limits) {
        this.limits = limits;
    }

    @Override
    public void opened(TcpSocket socket) {
        socket.nagle(false);
    }

    @Override
    @Suspends
    public boolean serve(TcpSocket socket) {
        byte[] buffer = buffers.borrow();
        try {
            int came = socket.read(buffer, 0, buffer.length, limits.idleNs());
            if (came <= 0) {
                socket.shutdownOutput();
                return false;
            }
            send(socket, buffer, came);
            return true;
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private void send(TcpSocket socket, byte[] buffer, int length) {
        long beganNs = Coroutine.nowNs();
        int written = socket.write(buffer, 0, length, limits.stallNs());
        bytes += written;
        if (written < length) {
            throw new PeerStalledException("the peer does not receive its echo: socket=" + socket + ", written="
                    + written + ", length=" + length + ", waitedNs=" + (Coroutine.nowNs() - beganNs));
        }
    }

    /** {@return how many bytes were sent back} */
    public long bytes() {
        return bytes;
    }
}
