package io.creel.servers;

import io.creel.core.spec.Suspends;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpSocket;

/** Serves one connection, in a coroutine of its own. */
@FunctionalInterface
public interface ConnectionHandler {
    /**
     * Serves a connection until it returns.
     *
     * @param socket
     *            an established connection; the service closes it afterwards
     * @throws IpException
     *             if the connection is lost, which the service counts
     * @throws io.creel.servers.connection.PeerStalledException
     *             if the peer takes too long; the service counts it and resets the connection
     */
    @Suspends
    void serve(TcpSocket socket);
}
