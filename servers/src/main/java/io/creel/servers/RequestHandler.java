package io.creel.servers;

import io.creel.core.spec.Suspends;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpSocket;

/**
 * Serves a connection while it has work to do. Between two calls the connection has no coroutine: it is a socket in a
 * list, so a service can keep many that are idle.
 */
public interface RequestHandler {
    /**
     * Sees a connection that was accepted; nothing is read yet.
     *
     * @param socket
     *            an established connection, of which this may set options
     */
    default void opened(TcpSocket socket) {
        // no option to set
    }

    /**
     * Serves what has arrived, in a coroutine.
     *
     * @param socket
     *            has bytes to read, or its stream has ended, or it is lost; the service closes it at the end
     * @return true to be called again once more has arrived; false to end the connection
     * @throws IpException
     *             if the connection is lost, which the service counts
     * @throws io.creel.servers.connection.PeerStalledException
     *             if the peer takes too long; the service counts it and resets the connection
     */
    @Suspends
    boolean serve(TcpSocket socket);

    /** Notes that a connection is closed because it was silent for {@link ServiceLimits#idleNs}. */
    default void idleClosed() {
        // nothing to count
    }
}
