package io.creel.ip.stream;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Stash;
import io.creel.core.ThreadBinding;
import io.creel.core.spec.Suspends;
import io.creel.ip.Alarm;
import io.creel.ip.Destination;
import io.creel.ip.ErrorReceive;
import io.creel.ip.FlowShare;
import io.creel.ip.HostCounters;
import io.creel.ip.IpAddress;
import io.creel.ip.IpBits;
import io.creel.ip.IpException;
import io.creel.ip.IpOutput;
import io.creel.ip.LocalAddresses;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.SendResult;
import io.creel.ip.ShortGuard;
import io.creel.ip.tcp.IsnGenerator;
import io.creel.ip.tcp.TcpConnection;
import io.creel.ip.tcp.TcpEndpoints;
import io.creel.ip.tcp.TcpHost;
import io.creel.ip.tcp.TcpListener;
import io.creel.ip.tcp.TcpSettings;
import io.creel.ip.tcp.TcpStatistics;
import io.creel.net.wire.IpProtocol;
import io.creel.queues.Channel;
import io.creel.queues.LocalChannel;
import io.creel.queues.SharedChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The TCP of a host: connects and listens.
 *
 * <p>
 * With one worker: of the worker that runs the host, from its coroutines; {@link #listen} and the closes also from
 * outside of coroutines. With several: from coroutines of any worker; {@link #listen} also from outside, and
 * {@link #close} only from outside, by the worker that runs the host, once the others have ended.
 */
public final class TcpPorts {
    /** More free signals are not kept. */
    private static final int SPARE_SIGNALS = 256;
    /** Most coroutines that wait for one signal, with several workers. */
    private static final int WAITERS = 16;

    private final LocalAddresses addresses;
    private final IpOutput output;
    private final Stash ready;
    private final TcpClock clock;
    private final TcpHost tcp;
    private final ProtocolReceive input;
    private final TcpErrors errors;
    /** Null if one worker runs the host. */
    private final @Nullable SegmentOutbox outbox;
    private final ShortGuard guard;
    private final FlowShare share;
    private final ArrayDeque<Channel<Object>> spareSignals = new ArrayDeque<>();
    /** The open sockets, linked through themselves. */
    private @Nullable TcpSocket firstSocket;
    private int sockets;
    private final Set<TcpServer> servers = new LinkedHashSet<>();

    /**
     * Makes the TCP of a host over its way out.
     *
     * @param settings limits and options of every connection
     * @param maxConnections in any state, TIME-WAIT included
     * @param maxListeners listeners that are open at once, at least 1
     * @param addresses the host's addresses and groups
     * @param output the way out of the host
     * @param counters the host's counters
     * @param ready receives the coroutines that a socket has woken
     * @param nanoClock the host's clock, in nanoseconds; it never goes back
     * @param random 64 random bits per call, which outsiders cannot predict
     * @param alarm told when something is due next
     * @param binding the thread that the host is bound to
     * @param severalWorkers whether coroutines of several workers use it, so that each step locks its connection; the
     *        stash of woken coroutines is then one that any thread may push into
     * @param share the flows that the queue of these ports serves
     */
    @SuppressWarnings({"NullAway", "this-escape"}) // with several workers there is an outbox; the host asks later
    public TcpPorts(TcpSettings settings, int maxConnections, int maxListeners, LocalAddresses addresses,
            IpOutput output, HostCounters counters, Stash ready, LongSupplier nanoClock, LongSupplier random,
            Alarm alarm, ThreadBinding binding, boolean severalWorkers, FlowShare share) {
        this.addresses = addresses;
        this.output = output;
        this.ready = ready;
        clock = new TcpClock(nanoClock, alarm, binding);
        guard = new ShortGuard(severalWorkers);
        outbox = severalWorkers ? new SegmentOutbox(output, counters, clock, binding) : null;
        tcp = new TcpHost(settings, severalWorkers ? outbox : new TcpWay(output, counters),
                new IsnGenerator(random.getAsLong(), random.getAsLong()), new TcpStatistics(), maxConnections,
                maxListeners, severalWorkers);
        this.share = share;
        if (share.queues() > 1) {
            tcp.ownFlows(this::isOurs);
        }
        clock.of(tcp, outbox);
        input = severalWorkers
                ? new LockedTcpInput(tcp, clock, addresses, counters)
                : new TcpInput(tcp, clock, addresses, counters);
        errors = new TcpErrors(tcp, clock);
    }

    /**
     * Bounds what all connections hold together. Before the first one.
     *
     * @param nicPackets how many packets of the NIC's pool are for this host; connections keep three quarters at most
     * @param sendBuffers how many connections may have bytes to send or to be acknowledged at once, at least 1
     */
    public void bounds(int nicPackets, int sendBuffers) {
        tcp.nicPackets(nicPackets);
        tcp.sendBuffers(sendBuffers);
    }

    /** {@return how many send buffers connections hold now} */
    public int sendBuffersInUse() {
        return tcp.sendBuffersInUse();
    }

    /** {@return how many received frames connections hold now} */
    public int heldFrames() {
        return tcp.heldFrames();
    }

    /**
     * Returns the body of a coroutine that sends what steps on other workers have written. The host starts it on its
     * worker.
     *
     * @return null if one worker runs the host
     */
    public @Nullable Body<Object> sender() {
        return outbox;
    }

    boolean hasSeveralWorkers() {
        return guard.isShared();
    }

    private boolean isOurs(TcpEndpoints ends) {
        return share.isOurs(IpProtocol.TCP, ends.localHigh(), ends.localLow(), ends.localPort(), ends.remoteHigh(),
                ends.remoteLow(), ends.remotePort());
    }

    /** A signal that looking again may be worth it; one or two stand for any number. */
    Channel<Object> signals(String name) {
        return guard.isShared()
                ? new SharedChannel<>(name, 2, WAITERS, ready, ready)
                : new LocalChannel<>(name, 1, ready);
    }

    /** A signal that no socket has, with one worker. */
    Channel<Object> borrowSignals() {
        Channel<Object> spare = spareSignals.pollFirst();
        return spare == null ? signals("tcp socket") : spare;
    }

    /** Takes a signal back for which no coroutine waits. */
    void giveBack(Channel<Object> signals) {
        while (signals.tryReceive() != null) {
            // a signal that nothing has waited for
        }
        if (spareSignals.size() < SPARE_SIGNALS) {
            spareSignals.addFirst(signals);
        }
    }

    /** {@return the receive step} */
    public ProtocolReceive input() {
        return input;
    }

    /** {@return the receiver of ICMP errors about TCP segments} */
    public ErrorReceive errors() {
        return errors;
    }

    /**
     * Acts on the deadlines that have come. For the host's timers.
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return when something is due next, in nanoseconds; {@code Long.MAX_VALUE} for never
     */
    public long expire(long nowNs) {
        return clock.expire(nowNs);
    }

    /** {@return what the state machine counts} */
    public TcpStatistics statistics() {
        return tcp.statistics();
    }

    /** {@return how many connections are in any state but CLOSED} */
    public int connections() {
        return tcp.connections();
    }

    /** {@return the settings of connections that name none of their own} */
    public TcpSettings settings() {
        return tcp.settings();
    }

    TcpClock clock() {
        return clock;
    }

    Stash ready() {
        return ready;
    }

    /**
     * Listens at a port, with SYN cookies beyond the backlog.
     *
     * @param address an own one; the unspecified one of either version listens on all addresses of both
     * @param port 1 to 65535
     * @param backlog connections that are half open or wait to be accepted, 1 to 65536
     * @return an open listener
     * @throws IpException if the address is not of this host, the port is taken, or no listener is left
     */
    public TcpServer listen(IpAddress address, int port, int backlog) {
        clock.nowNs(); // by the host's thread
        boolean any = IpBits.isUnspecified(address.high(), address.low());
        if (!any && !addresses.isOwn(address.high(), address.low())) {
            throw new IpException(IpException.Reason.ADDRESS_UNKNOWN, "not an address of this host: address=" + address
                    + ", addresses=" + addresses + "; listen on one of these, 0.0.0.0 or ::");
        }
        try {
            TcpListener listener = tcp.listen(any ? 0 : address.high(), any ? 0 : address.low(), port, backlog, true);
            var server = new TcpServer(this, listener, port);
            guard.enter();
            servers.add(server);
            guard.exit();
            return server;
        } catch (IllegalStateException refused) {
            throw new IpException(IpException.Reason.PORT_TAKEN, refused.getMessage() + "; close the other listener");
        }
    }

    /**
     * Connects to a peer; suspends until the connection is established.
     *
     * @param peer the address to connect to
     * @param port the port to connect to, 1 to 65535
     * @param timeoutNs nanoseconds, as for {@link io.creel.core.Coroutine#await(Stash, long)}
     * @return a socket whose connection is established
     * @throws IpException if no route leads to the peer, no connection or port is left, the peer refuses or cannot be
     *        reached, or the time is up
     */
    @Suspends
    public TcpSocket connect(IpAddress peer, int port, long timeoutNs) {
        TcpSocket socket = open(peer.isIpv4() ? IpAddress.ANY_IPV4 : IpAddress.ANY_IPV6, 0, peer, port,
                tcp.settings());
        boolean connected = false;
        try {
            socket.awaitEstablished(timeoutNs);
            connected = true;
        } finally {
            if (!connected) {
                socket.abort();
            }
        }
        return socket;
    }

    /**
     * Begins to connect to a peer, and returns at once: the socket is in the state SYN-SENT. With one worker also from
     * outside of coroutines.
     *
     * @param local
     *            an own address; the unspecified one of the peer's version for the one that the route names
     * @param localPort
     *            0 for a free one
     * @param peer
     *            the other host
     * @param port
     *            of the peer, 1 to 65535
     * @param own
     *            settings of this connection, see {@link TcpConnection#settings(TcpSettings)}
     * @return the socket, owned by the caller, which closes it
     * @throws IpException
     *             if no route leads to the peer, no connection or port is left, or another queue of the host serves the
     *             flow
     */
    public TcpSocket open(IpAddress local, int localPort, IpAddress peer, int port, TcpSettings own) {
        var way = new Destination();
        way.ends(local.high(), local.low(), peer.high(), peer.low());
        if (!output.route(way)) {
            throw new IpException(IpException.Reason.SEND_FAILED, "cannot connect: peer=" + peer + ", port=" + port
                    + ", result=" + SendResult.NO_ROUTE + "; " + SendResult.NO_ROUTE.sentence());
        }
        var ends = new TcpEndpoints().set(way.localHigh(), way.localLow(), localPort, peer.high(), peer.low(),
                port);
        if (localPort != 0 && !isOurs(ends)) {
            throw new IpException(IpException.Reason.PORT_TAKEN,
                    "another queue of this host serves the flow: endpoints="
                            + ends + ", queue=" + share.queue() + ", queues=" + share.queues()
                            + "; connect there, or from port 0");
        }
        var socket = new TcpSocket(this);
        try {
            socket.of(tcp.connect(ends, socket, own, clock.nowNs()));
        } catch (IllegalStateException refused) {
            throw new IpException(IpException.Reason.TOO_MANY_SOCKETS, refused.getMessage() + "; close connections");
        }
        opened(socket);
        clock.rearm();
        return socket;
    }

    /** Makes the socket of an accepted connection. */
    TcpSocket accepted(TcpConnection connection) {
        var socket = new TcpSocket(this);
        socket.of(connection);
        connection.enter();
        try {
            connection.events(socket);
        } finally {
            connection.exit();
        }
        opened(socket);
        return socket;
    }

    private void opened(TcpSocket socket) {
        guard.enter();
        socket.next = firstSocket;
        if (firstSocket != null) {
            firstSocket.previous = socket;
        }
        firstSocket = socket;
        sockets++;
        guard.exit();
    }

    void closed(TcpSocket socket) {
        guard.enter();
        if (socket.previous == null) {
            firstSocket = socket.next;
        } else {
            socket.previous.next = socket.next;
        }
        if (socket.next != null) {
            socket.next.previous = socket.previous;
        }
        socket.next = null;
        socket.previous = null;
        sockets--;
        guard.exit();
    }

    void closed(TcpServer server) {
        guard.enter();
        servers.remove(server);
        guard.exit();
    }

    /** {@return how many sockets are open} */
    public int sockets() {
        return sockets;
    }

    /** Closes all listeners, and resets all connections. */
    public void close() {
        if (outbox == null) {
            closeAll();
        } else {
            closeInCoroutine();
            outbox.close();
        }
    }

    private void closeAll() {
        List.copyOf(servers).forEach(TcpServer::close);
        List<TcpSocket> open = new ArrayList<>(sockets);
        guard.enter();
        for (TcpSocket each = firstSocket; each != null; each = each.next) {
            open.add(each);
        }
        guard.exit();
        open.forEach(TcpSocket::abort);
    }

    /** Only a coroutine may have a lock, and the caller is none. */
    private void closeInCoroutine() {
        var carrier = new Carrier("close of tcp");
        boolean[] ended = {false};
        carrier.start(nothing -> {
            closeAll();
            ended[0] = true;
        }, null);
        carrier.resumeStarted();
        carrier.poll();
        carrier.close();
        if (!ended[0]) {
            throw new IllegalStateException("cannot close, another worker uses a connection: sockets=" + sockets
                    + ", connections=" + tcp.connections() + "; end the other workers first");
        }
    }
}
