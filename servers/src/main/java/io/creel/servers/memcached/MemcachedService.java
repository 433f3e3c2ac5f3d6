package io.creel.servers.memcached;

import io.creel.core.Carrier;
import io.creel.core.Stash;
import io.creel.core.spec.Suspends;
import io.creel.ip.IpAddress;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpSocket;
import io.creel.servers.RequestHandler;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.connection.Spare;

/**
 * Serves the memcached text protocol: get, gets, gat, gats, set, add, replace, append, prepend, cas, delete, incr,
 * decr, touch, flush_all, stats, version, verbosity and quit, with noreply where memcached has it.
 *
 * <p>
 * Answers to commands that came together leave together. A connection without a command at work holds no buffer.
 *
 * <p>
 * Of the worker that runs the host; the counters may be read by any thread.
 */
public final class MemcachedService implements RequestHandler {
    /** More free sessions are not kept. */
    private static final int SPARE_SESSIONS = 64;

    final ServiceLimits serviceLimits;
    final MemcachedLimits limits;
    final ItemStore store;
    final MemcachedCounters counters = new MemcachedCounters();
    final Stash ready;
    final long beganSeconds;
    private final Spare<MemcachedSession> sessions = new Spare<>(SPARE_SESSIONS, () -> new MemcachedSession(this));

    /**
     * Makes a service without a port.
     *
     * @param ready
     *            where a connection waits for its turn after many commands at once: the ready stash of its host
     * @param serviceLimits
     *            of connections
     * @param limits
     *            of commands
     * @param store
     *            holds the items; of this worker alone
     */
    public MemcachedService(Stash ready, ServiceLimits serviceLimits, MemcachedLimits limits, ItemStore store) {
        this.ready = ready;
        this.serviceLimits = serviceLimits;
        this.limits = limits;
        this.store = store;
        beganSeconds = store.nowSeconds();
    }

    /**
     * Serves at a port.
     *
     * @param host
     *            an open host with TCP for one worker
     * @param carrier
     *            of the worker that runs the host
     * @param address
     *            an own one of the host; the unspecified one for all
     * @param port
     *            1 to 65535
     * @return the port, which the caller closes
     */
    public TcpService open(IpHost host, Carrier carrier, IpAddress address, int port) {
        return TcpService.openRequests(host, carrier, address, port, serviceLimits, this);
    }

    /** {@return the counters of all connections} */
    public MemcachedCounters counters() {
        return counters;
    }

    /** {@return the items} */
    public ItemStore store() {
        return store;
    }

    /** {@return how many connections have a command at work} */
    public int working() {
        return sessions.borrowed();
    }

    @Override
    public void opened(TcpSocket socket) {
        socket.nagle(false); // answers leave as a whole
    }

    @Override
    @Suspends
    public boolean serve(TcpSocket socket) {
        MemcachedSession session = sessions.borrow();
        try {
            return session.serve(socket);
        } finally {
            session.clear();
            sessions.giveBack(session);
        }
    }

    @Override
    public void idleClosed() {
        counters.idleClosed++;
    }
}
