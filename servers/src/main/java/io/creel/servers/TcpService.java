package io.creel.servers;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Suspends;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.queues.LocalChannel;
import io.creel.servers.connection.PeerStalledException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections at a port and serves each in a coroutine, which begins in the host's ready stash, or in
 * a virtual thread of its own. So the program of the worker decides when it runs.
 *
 * <p>
 * <b>Bounds.</b> At the limit of {@link ServiceLimits#connections} nothing more is accepted: the backlog fills, and the
 * host answers further SYNs with cookies.
 *
 * <p>
 * Of the worker that runs the host; the counters may be read by any thread.
 */
public final class TcpService implements AutoCloseable {
    private static final Object SIGNAL = new Object();

    private final TcpServer server;
    private final Carrier carrier;
    private final Stash ready;
    private final ServiceLimits limits;
    /** One of the two is there. */
    private final @Nullable ConnectionHandler handler;
    private final @Nullable RequestHandler requests;
    private final LocalChannel<Object> place;
    /** Says that the list of idle connections has a first one, or that the service ends. */
    private final LocalChannel<Object> watched;
    private final IdleList idle = new IdleList();
    /** One object serves all connections, so a connection makes no lambda. */
    private final Body<TcpSocket> serving = this::serve;
    /** Makes a thread for each connection; null for a coroutine each. */
    private final @Nullable ThreadFactory threads;
    private final Body<ServedConnection> servingRequests = this::serveRequests;
    private boolean ending;
    private int open;
    private long accepted;
    private long ended;
    private long lost;
    private long stalled;
    private long failed;

    private TcpService(TcpServer server, IpHost host, Carrier carrier, ServiceLimits limits,
            @Nullable ConnectionHandler handler, @Nullable ThreadFactory threads, @Nullable RequestHandler requests) {
        this.threads = threads;
        this.server = server;
        this.carrier = carrier;
        this.limits = limits;
        this.handler = handler;
        this.requests = requests;
        ready = host.ready();
        watched = new LocalChannel<>("idle connections of tcp port " + server.port(), 1, ready);
        place = new LocalChannel<>("place for a connection at tcp port " + server.port(), 1, ready);
    }

    /**
     * Opens a service.
     *
     * @param host
     *            an open host with TCP for one worker
     * @param carrier
     *            of the worker that runs the host
     * @param address
     *            an own one of the host; the unspecified one for all
     * @param port
     *            1 to 65535
     * @param limits
     *            of this service
     * @param handler
     *            serves each connection
     * @return an open service, which the caller closes
     * @throws IpException
     *             if the host cannot listen there, or is closed
     */
    public static TcpService open(IpHost host, Carrier carrier, IpAddress address, int port, ServiceLimits limits,
            ConnectionHandler handler) {
        return open(host, carrier, address, port, limits, handler, null);
    }

    /**
     * Opens a service whose connections are virtual threads, so that the handler may be blocking code.
     *
     * @param host
     *            an open host with TCP for one worker
     * @param carrier
     *            of the worker that runs the host
     * @param address
     *            an own one of the host; the unspecified one for all
     * @param port
     *            1 to 65535
     * @param limits
     *            of this service
     * @param handler
     *            serves each connection
     * @param threads
     *            makes virtual threads that run on the worker of the host and nowhere else; null for coroutines
     * @return an open service, which the caller closes
     * @throws IpException
     *             if the host cannot listen there, or is closed
     */
    public static TcpService open(IpHost host, Carrier carrier, IpAddress address, int port, ServiceLimits limits,
            ConnectionHandler handler, @Nullable ThreadFactory threads) {
        return open(host, carrier, address, port, limits, handler, threads, null);
    }

    /**
     * Opens a service whose connections have no coroutine while they are idle.
     *
     * @param host
     *            an open host with TCP for one worker
     * @param carrier
     *            of the worker that runs the host
     * @param address
     *            an own one of the host; the unspecified one for all
     * @param port
     *            1 to 65535
     * @param limits
     *            of this service; it closes connections that are idle for too long by itself
     * @param handler
     *            serves each connection while it has work to do
     * @return an open service, which the caller closes
     * @throws IpException
     *             if the host cannot listen there, or is closed
     */
    public static TcpService openRequests(IpHost host, Carrier carrier, IpAddress address, int port,
            ServiceLimits limits, RequestHandler handler) {
        return open(host, carrier, address, port, limits, null, null, handler);
    }

    private static TcpService open(IpHost host, Carrier carrier, IpAddress address, int port, ServiceLimits limits,
            @Nullable ConnectionHandler handler, @Nullable ThreadFactory threads, @Nullable RequestHandler requests) {
        TcpServer server = host.tcp().listen(address, port, limits.backlog());
        var service = new TcpService(server, host, carrier, limits, handler, threads, requests);
        if (!carrier.start(service.ready, _ -> service.acceptAll(), null)
                || requests != null && !carrier.start(service.ready, _ -> service.closeIdle(), null)) {
            server.close();
            throw new IpException(IpException.Reason.CLOSED,
                    "the host's stash takes no coroutine: host=" + host + ", port=" + port + "; open another host");
        }
        return service;
    }

    @Suspends
    private void acceptAll() {
        try {
            for (TcpSocket socket = server.accept(); socket != null; socket = server.accept()) {
                begin(socket);
                while (open >= limits.connections()) {
                    if (place.receive() == null) {
                        return;
                    }
                }
            }
        } finally {
            ending = true;
            watch();
        }
    }

    private void begin(TcpSocket socket) {
        if (requests != null) {
            accepted++;
            open++;
            requests.opened(socket);
            await(new ServedConnection(this, socket));
        } else if (startOne(socket)) {
            accepted++;
            open++;
        } else {
            socket.abort(); // the host is being closed
        }
    }

    /** Lets a connection wait for its peer without a coroutine. */
    private void await(ServedConnection connection) {
        if (!connection.socket.whenReadable(connection)) {
            start(connection);
            return;
        }
        connection.deadlineNs = Coroutine.nowNs() + limits.idleNs();
        idle.addLast(connection);
        if (idle.size() == 1) {
            watch();
        }
    }

    /** Called within a step of TCP. */
    void arrived(ServedConnection connection) {
        idle.remove(connection);
        start(connection);
    }

    private void start(ServedConnection connection) {
        if (!carrier.start(ready, servingRequests, connection)) {
            lost++; // the host is being closed, and closes the socket
            over();
        }
    }

    @SuppressWarnings("NullAway") // there is a handler of requests where there is such a connection
    @Suspends
    private void serveRequests(ServedConnection connection) {
        boolean again = false;
        boolean clean = false;
        try {
            do {
                again = false;
                again = requests.serve(connection.socket);
            } while (again && connection.socket.hasArrived());
            clean = true;
            ended += again ? 0 : 1;
        } catch (IpException gone) {
            lost++;
            clean = true;
        } catch (PeerStalledException slow) {
            stalled++;
            connection.socket.abort();
            clean = true;
        } finally {
            if (clean && again) {
                await(connection);
            } else {
                if (!clean) {
                    failed++;
                    connection.socket.abort();
                }
                connection.socket.close();
                over();
            }
        }
    }

    /** What the thread of a connection does. */
    private final class Serving implements Runnable {
        private final TcpSocket socket;

        Serving(TcpSocket socket) {
            this.socket = socket;
        }

        @Override
        @Suspends
        public void run() {
            serve(socket);
        }
    }

    private boolean startOne(TcpSocket socket) {
        if (threads == null) {
            return carrier.start(ready, serving, socket);
        }
        try {
            threads.newThread(new Serving(socket)).start();
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** Closes the connections that are idle for too long. */
    @SuppressWarnings("NullAway") // there is a handler of requests where this runs
    @Suspends
    private void closeIdle() {
        while (!ending || open > 0) {
            ServedConnection first = idle.first();
            long leftNs = first == null ? Long.MAX_VALUE : first.deadlineNs - Coroutine.nowNs();
            if (first == null || leftNs > 0) {
                if (watched.receive(leftNs) == null && watched.isClosed()) {
                    return;
                }
                continue;
            }
            idle.remove(first);
            if (first.socket.forgetWhenReadable()) {
                requests.idleClosed();
                ended++;
                first.socket.close();
                over();
            }
        }
    }

    private void watch() {
        if (!watched.trySend(SIGNAL)) {
            assert watched.size() > 0 || watched.isClosed();
        }
    }

    /** A connection has ended. */
    private void over() {
        open--;
        if (!place.trySend(SIGNAL)) {
            signalled();
        }
        if (ending && open == 0) {
            watch();
        }
    }

    @SuppressWarnings("NullAway") // there is a handler of connections where there is such a coroutine
    @Suspends
    private void serve(TcpSocket socket) {
        boolean clean = false;
        try {
            handler.serve(socket);
            clean = true;
            ended++;
        } catch (IpException gone) {
            lost++;
            clean = true;
        } catch (PeerStalledException slow) {
            stalled++;
            socket.abort();
            clean = true;
        } finally {
            if (!clean) {
                failed++;
                socket.abort();
            }
            socket.close();
            over();
        }
    }

    /** A signal waits already, or the service is closed. */
    private void signalled() {
        assert place.size() > 0 || place.isClosed();
    }

    /** {@return the port} */
    public int port() {
        return server.port();
    }

    /** {@return how many connections are being served} */
    public int open() {
        return open;
    }

    /** {@return how many of them are idle, and have no coroutine} */
    public int idle() {
        return idle.size();
    }

    /** {@return how many connections were accepted} */
    public long accepted() {
        return accepted;
    }

    /** {@return how many connections ended as the protocol has it} */
    public long ended() {
        return ended;
    }

    /** {@return how many connections were lost: reset, silent for too long, or closed with the host} */
    public long lost() {
        return lost;
    }

    /** {@return how many connections were reset because the peer took too long} */
    public long stalled() {
        return stalled;
    }

    /** {@return how many connections ended by a fault of the handler, which the carrier reports} */
    public long failed() {
        return failed;
    }

    /** Stops accepting. Connections that are being served go on. Twice does nothing. */
    @Override
    public void close() {
        server.close();
        place.close();
    }

    @Override
    public String toString() {
        return "TcpService[port=" + port() + ", open=" + open + ", accepted=" + accepted + ", ended=" + ended
                + ", lost=" + lost + ", stalled=" + stalled + ", failed=" + failed + "]";
    }
}
