package io.creel.servers.proxy;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.spec.Suspends;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpSocket;
import io.creel.servers.ConnectionHandler;
import io.creel.servers.ServiceLimits;

/**
 * Joins each connection with one to another server, both ways. Bytes are copied once, from the frame they came in to
 * the send buffer of the other connection, which keeps them for a retransmission.
 *
 * <p>
 * <b>Ends.</b> An end of one direction is passed on, and the other direction goes on. A reset, a lost connection and a
 * peer that does not receive within {@link ServiceLimits#stallNs} reset both connections.
 *
 * <p>
 * <b>Bounds.</b> Per direction: one frame, the receive window of one connection and the send buffer of the other. A
 * peer that does not receive closes the window of the other one.
 *
 * <p>
 * Of the worker that runs the host; the counters may be read by any thread.
 */
public final class TcpProxy implements ConnectionHandler {
    private final IpHost host;
    private final Carrier carrier;
    private final ServiceLimits limits;
    private final IpAddress server;
    private final int port;
    private final Body<ProxiedPair> backward = ProxiedPair::passBackward;
    private long refused;
    private long bytes;

    /**
     * Makes a handler for any number of connections.
     *
     * @param host
     *            an open host with TCP for one worker
     * @param carrier
     *            of the worker that runs the host
     * @param limits
     *            how long a peer may not receive, and a connect to the server may take
     * @param server
     *            where the connections lead
     * @param port
     *            of the server, 1 to 65535
     */
    public TcpProxy(IpHost host, Carrier carrier, ServiceLimits limits, IpAddress server, int port) {
        this.host = host;
        this.carrier = carrier;
        this.limits = limits;
        this.server = server;
        this.port = port;
    }

    @Override
    @Suspends
    public void serve(TcpSocket client) {
        TcpSocket other;
        try {
            other = host.tcp().connect(server, port, limits.stallNs());
        } catch (IpException gone) {
            refused++;
            client.abort();
            throw gone;
        }
        var pair = new ProxiedPair(this, host.ready(), client, other);
        boolean begun = false;
        try {
            begun = carrier.start(host.ready(), backward, pair);
            if (begun) {
                pair.passForward();
            }
        } finally {
            if (begun) {
                pair.end();
            } else {
                other.abort();
            }
        }
    }

    long stallNs() {
        return limits.stallNs();
    }

    void passed(int count) {
        bytes += count;
    }

    /** {@return how many connections were reset because the server could not be reached} */
    public long refused() {
        return refused;
    }

    /** {@return how many bytes were passed on, in both directions} */
    public long bytes() {
        return bytes;
    }
}
