package io.creel.ip.tcp;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Locks;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Result;
import io.creel.ip.ShortGuard;
import io.creel.ip.Spares;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import static io.creel.net.wire.TcpDescriptor.ACK;
import static io.creel.net.wire.TcpDescriptor.RST;

/**
 * The TCP of one host: finds the connection or listener that a segment belongs to, answers what belongs to none (RFC
 * 9293, section 3.10.7.1), opens and listens, and runs the timers.
 *
 * <p>
 * Bounded by the number of connections it was made for; connection objects are created as they are first needed and
 * reused ever after. Lookups are O(1), timers O(log n).
 *
 * <p>
 * <b>Threads.</b> A host for one worker is used by that worker, and takes no lock. A host for several workers is used
 * by their coroutines. Every step runs in the lock of its connection, and no holder suspends. One guard protects the
 * table, the deadlines, the listeners and the free connections; it is held for a few instructions. A step takes the
 * lock of one connection first and the guard second. It never waits for a second connection.
 */
public final class TcpHost {
    /** RFC 6335: the dynamic ports. */
    private static final int FIRST_EPHEMERAL_PORT = 49_152;
    private static final int EPHEMERAL_PORTS = 65_536 - FIRST_EPHEMERAL_PORT;
    /** What {@link #receive} and {@link TcpListener#receive} find. */
    static final int NOT_KEPT = 0;
    static final int KEPT = 1;
    /** Another worker was faster: look the connection up again. */
    static final int AGAIN = 2;
    private static final int SPARES = 16;

    private final TcpSettings settings;
    private final TcpSink sink;
    private final IsnGenerator isn;
    private final TcpStatistics statistics;
    private final ConnectionTable table;
    private final ConnectionDeadlines deadlines;
    private final HostBuffers buffers;
    private final TcpConnection[] pool;
    private final int maxConnections;
    private final TcpListener[] listeners;
    private final ShortGuard guard;
    /** What connections write their segments into, one after the other; null with several workers. */
    private final @Nullable TcpSegment scratch;
    private final Spares<TcpEndpoints> spareEndpoints = new Spares<>(SPARES, TcpEndpoints::new);
    private final Spares<TcpSegment> spareSegments = new Spares<>(SPARES, TcpSegment::new);
    private Predicate<TcpEndpoints> ownFlows = endpoints -> true;
    private int pooled;
    private int created;
    private int listening;
    private int portHint;
    private int cursor;

    /**
     * Makes a host for one worker, without connections and listeners.
     *
     * @param settings limits and options of every connection
     * @param sink takes the segments to send
     * @param isn holds the secret; it also seeds the hash of the table
     * @param statistics counts what happens
     * @param maxConnections connections in any state, TIME-WAIT included, 1 to 2^20
     * @param maxListeners at least 1
     */
    public TcpHost(TcpSettings settings, TcpSink sink, IsnGenerator isn, TcpStatistics statistics, int maxConnections,
            int maxListeners) {
        this(settings, sink, isn, statistics, maxConnections, maxListeners, false);
    }

    /**
     * Makes a host without connections and listeners.
     *
     * @param settings limits and options of every connection
     * @param sink takes the segments to send
     * @param isn holds the secret; it also seeds the hash of the table
     * @param statistics counts what happens
     * @param maxConnections connections in any state, TIME-WAIT included, 1 to 2^20
     * @param maxListeners at least 1
     * @param severalWorkers whether coroutines of several workers use the host, and steps therefore lock their
     *        connection
     */
    public TcpHost(TcpSettings settings, TcpSink sink, IsnGenerator isn, TcpStatistics statistics, int maxConnections,
            int maxListeners, boolean severalWorkers) {
        if (maxConnections < 1 || maxConnections > 1 << 20 || maxListeners < 1) {
            throw new IllegalArgumentException("impossible host: maxConnections=" + maxConnections + ", maxListeners="
                    + maxListeners + ", allowed=1 to 2^20 and at least 1");
        }
        this.settings = settings;
        this.sink = sink;
        this.isn = isn;
        this.statistics = statistics;
        this.maxConnections = maxConnections;
        guard = new ShortGuard(severalWorkers);
        scratch = severalWorkers ? null : new TcpSegment();
        if (severalWorkers) {
            statistics.share();
        }
        table = new ConnectionTable(maxConnections, isn.timestampOffset(new TcpEndpoints()));
        deadlines = new ConnectionDeadlines(maxConnections, guard);
        buffers = new HostBuffers(settings, maxConnections, guard);
        pool = new TcpConnection[maxConnections];
        listeners = new TcpListener[maxListeners];
    }

    /**
     * Restricts the choice of a free port to flows whose segments are given to this host. Before the first connection.
     *
     * @param isOwn whether segments between these endpoints are given to this host; any thread may ask
     */
    public void ownFlows(Predicate<TcpEndpoints> isOwn) {
        ownFlows = isOwn;
    }

    /**
     * Bounds the frames that all connections hold together, by how many the NIC has. Without it each connection has its
     * own bound only. Before the first connection.
     *
     * @param packets how many packets the pool of the NIC has
     */
    public void nicPackets(int packets) {
        buffers.held.capacity(packets);
    }

    /**
     * Bounds how many connections may have bytes to send or to be acknowledged at once; as many as there may be
     * connections at first. A write beyond it takes nothing, is counted, and its user is told once a buffer is free,
     * first come, first served. Before the first connection.
     *
     * @param most at least 1
     */
    public void sendBuffers(int most) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "impossible bound of send buffers: most=" + most + ", allowed=at least 1");
        }
        buffers.rings.most(most);
    }

    /** {@return how many send buffers connections hold now} */
    public int sendBuffersInUse() {
        return buffers.rings.lent();
    }

    /** {@return how many received frames connections hold now} */
    public int heldFrames() {
        return buffers.held.held();
    }

    /** {@return the limits and options of every connection} */
    public TcpSettings settings() {
        return settings;
    }

    /** {@return the counters} */
    public TcpStatistics statistics() {
        return statistics;
    }

    IsnGenerator isn() {
        return isn;
    }

    ConnectionDeadlines deadlines() {
        return deadlines;
    }

    HostBuffers buffers() {
        return buffers;
    }

    ShortGuard guard() {
        return guard;
    }

    /** For a segment that is written and handed to the sink at once. */
    TcpSegment scratch() {
        return scratch == null ? new TcpSegment() : scratch;
    }

    Spares<TcpSegment> spareSegments() {
        return spareSegments;
    }

    /** {@return how many connections are in the table, in any state but CLOSED} */
    public int connections() {
        return table.count();
    }

    /**
     * Finds the connection between these endpoints. If several workers use the host, it may be another one by the time
     * the caller has entered it: see {@link TcpConnection#isBetween}.
     *
     * @param endpoints read during the call only
     * @return the connection; null if there is none
     */
    public @Nullable TcpConnection find(TcpEndpoints endpoints) {
        guard.enter();
        try {
            return table.find(endpoints);
        } finally {
            guard.exit();
        }
    }

    /**
     * Takes a segment that was read and verified.
     *
     * @param endpoints its destination is their local side; the object may be reused after the call
     * @param segment read from a packet whose checksum was verified; reused by the caller
     * @param nowNs the present time in nanoseconds, on the clock of the host; a step that had to wait for another
     *        worker takes the later time of that one
     * @return whether the packet of the segment now belongs to the connection; if not it is still the caller's
     */
    @CheckReturnValue
    public boolean receive(TcpEndpoints endpoints, TcpSegment segment, long nowNs) {
        int found = AGAIN;
        while (found == AGAIN) {
            TcpConnection connection = find(endpoints);
            found = connection == null
                    ? stray(endpoints, segment, nowNs)
                    : deliver(connection, endpoints, segment, nowNs);
        }
        return found == KEPT;
    }

    private int stray(TcpEndpoints endpoints, TcpSegment segment, long nowNs) {
        TcpListener listener = listenerFor(endpoints);
        int found = NOT_KEPT;
        if (listener == null) {
            statistics.count(TcpCounter.NO_CONNECTION);
            refuse(endpoints, segment);
        } else {
            found = listener.receive(endpoints, segment, nowNs);
        }
        if (found != AGAIN) {
            statistics.count(TcpCounter.SEGMENTS_IN);
        }
        return found;
    }

    private int deliver(TcpConnection connection, TcpEndpoints endpoints, TcpSegment segment, long nowNs) {
        TcpListener told;
        boolean kept;
        connection.enter();
        try {
            if (!connection.isBetween(endpoints)) {
                return AGAIN; // it has ended while this coroutine waited
            }
            if (TimeWait.mayReopen(connection, segment) && listenerFor(endpoints) != null) {
                statistics.count(TcpCounter.TIME_WAIT_REUSED);
                end(connection, nowNs);
                return AGAIN;
            }
            connection.statistics.count(TcpCounter.SEGMENTS_IN);
            kept = connection.receive(segment, nowNs);
            told = connection.takeTold();
        } finally {
            connection.exit();
        }
        if (told != null) {
            told.tellAcceptable();
        }
        return kept ? KEPT : NOT_KEPT;
    }

    /** Ends TIME-WAIT. */
    @RequiresLock("connection.lock")
    private static void end(TcpConnection connection, long nowNs) {
        connection.enterClosed(CloseReason.FINISHED);
        connection.settle(nowNs);
    }

    /** Section 3.10.7.1: a RST that the sender of this segment will believe. A RST is never answered. */
    void refuse(TcpEndpoints endpoints, TcpSegment segment) {
        if (segment.isRst() || !endpoints.isPossible()) {
            return;
        }
        TcpSegment out = spareSegments.borrow().clear();
        if (segment.isAck()) {
            out.sequence = segment.acknowledgment;
            out.flags = RST;
        } else {
            out.acknowledgment = segment.end();
            out.flags = RST | ACK;
        }
        statistics.count(TcpCounter.RST_OUT);
        transmit(endpoints, out, statistics);
        spareSegments.giveBack(out);
    }

    void transmit(TcpEndpoints endpoints, TcpSegment segment, TcpStatistics counts) {
        counts.count(sink.transmit(endpoints, segment) ? TcpCounter.SEGMENTS_OUT : TcpCounter.SEND_REFUSED);
    }

    int pathBytes(TcpEndpoints endpoints) {
        return sink.pathBytes(endpoints);
    }

    /** The segment size to offer this peer: the own limit, or what the path takes if that is less (RFC 9293, 3.7.1). */
    int offeredMss(TcpSettings of, TcpEndpoints endpoints) {
        return Math.min(of.mssBytes(), Math.max(Output.MIN_MSS, pathBytes(endpoints)));
    }

    private @Nullable TcpListener listenerFor(TcpEndpoints endpoints) {
        guard.enter();
        try {
            return best(endpoints);
        } finally {
            guard.exit();
        }
    }

    private @Nullable TcpListener best(TcpEndpoints endpoints) {
        TcpListener best = null;
        for (int i = 0; i < listening; i++) {
            TcpListener each = listeners[i];
            if (each.port() == endpoints.localPort() && each.isOn(endpoints.localHigh(), endpoints.localLow())
                    && (best == null || !each.isWildcard())) {
                best = each;
            }
        }
        return best;
    }

    /**
     * Opens a connection actively (RFC 9293, section 3.10.1).
     *
     * @param endpoints a local port of 0 chooses a free dynamic port (RFC 6056)
     * @param events told of what happens to the connection
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return a connection in the state SYN-SENT, whose SYN was given to the sink; the caller has not entered it
     * @throws IllegalArgumentException if no connection may exist between these addresses
     * @throws IllegalStateException if it exists already, no port is free, or the host has no connection left; the
     *        message says which
     */
    public TcpConnection connect(TcpEndpoints endpoints, TcpEvents events, long nowNs) {
        return connect(endpoints, events, settings, nowNs);
    }

    /**
     * As {@link #connect(TcpEndpoints, TcpEvents, long)}, with settings of this connection's own.
     *
     * @param endpoints a local port of 0 chooses a free dynamic port (RFC 6056)
     * @param events told of what happens to the connection
     * @param own the settings, see {@link TcpConnection#settings(TcpSettings)}
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return the connection, in the state SYN-SENT; the caller has not entered it
     * @throws IllegalArgumentException if no connection may exist between these addresses
     * @throws IllegalStateException if it exists already, no port is free, or the host has no connection left
     */
    public TcpConnection connect(TcpEndpoints endpoints, TcpEvents events, TcpSettings own, long nowNs) {
        TcpEndpoints lookup = spareEndpoints.borrow();
        try {
            TcpConnection opened = null;
            while (opened == null) {
                lookup.set(endpoints);
                opened = connect(lookup, endpoints.localPort() == 0, events, own, nowNs);
            }
            return opened;
        } finally {
            spareEndpoints.giveBack(lookup);
        }
    }

    /** One attempt; null if another worker has taken the endpoints meanwhile. */
    private @Nullable TcpConnection connect(TcpEndpoints lookup, boolean anyPort, TcpEvents events, TcpSettings own,
            long nowNs) {
        if (anyPort) {
            choosePort(lookup);
        }
        if (!lookup.isPossible()) {
            statistics.count(TcpCounter.BAD_ADDRESS);
            throw new IllegalArgumentException("no connection is possible between these endpoints: " + lookup);
        }
        TcpConnection old = find(lookup);
        if (old != null && !makesRoom(old, lookup, nowNs)) {
            if (anyPort) {
                return null;
            }
            throw refused("a connection between these endpoints exists: endpoints=" + lookup + ", state=" + old.state);
        }
        TcpConnection connection = take(nowNs);
        if (connection == null) {
            throw refused("no connection is left: endpoints=" + lookup + ", maxConnections=" + maxConnections);
        }
        try {
            if (!begin(connection, lookup, isn.initialSequence(lookup, nowNs), own, null, nowNs)) {
                return null;
            }
            connection.events(events);
            connection.state = TcpState.SYN_SENT;
            connection.statistics.count(TcpCounter.CONNECTIONS_OPENED);
            connection.replies.syn(nowNs);
            connection.timers.retransmitNs = nowNs + connection.snd.rtt.rtoNs();
            connection.settle(nowNs);
            return connection;
        } finally {
            connection.exit();
        }
    }

    /** RFC 6191, section 2, on this side: an own TIME-WAIT ends if timestamps keep both connections apart. */
    private static boolean makesRoom(TcpConnection old, TcpEndpoints lookup, long nowNs) {
        old.enter();
        try {
            boolean isThere = old.isBetween(lookup);
            boolean mayEnd = old.state == TcpState.TIME_WAIT && old.snd.timestampsOn;
            if (isThere && mayEnd) {
                end(old, nowNs);
            }
            return !isThere || mayEnd;
        } finally {
            old.exit();
        }
    }

    private IllegalStateException refused(String message) {
        statistics.count(TcpCounter.OPEN_REFUSED);
        return new IllegalStateException(message);
    }

    /** RFC 6056, algorithm 3: from an offset that is secret per destination, the next free port. */
    private void choosePort(TcpEndpoints lookup) {
        int offset = isn.portOffset(lookup);
        for (int i = 0; i < EPHEMERAL_PORTS; i++) {
            lookup.localPort(FIRST_EPHEMERAL_PORT + (offset + portHint++ & Integer.MAX_VALUE) % EPHEMERAL_PORTS);
            if (!ownFlows.test(lookup)) {
                continue;
            }
            TcpConnection old = find(lookup);
            if (old == null || old.state == TcpState.TIME_WAIT && old.snd.timestampsOn) {
                return;
            }
        }
        lookup.localPort(0);
        throw refused("no local port is free for this peer: endpoints=" + lookup + ", first=" + FIRST_EPHEMERAL_PORT
                + ", last=65535");
    }

    /**
     * A free connection object, which the caller has entered; null if all are in use and none could be taken from
     * TIME-WAIT.
     */
    @Locks(value = "result.lock", when = Result.NON_NULL)
    @Nullable
    TcpConnection take(long nowNs) {
        TcpConnection free = takeFree();
        return free == null && evictFromTimeWait(nowNs) ? takeFree() : free;
    }

    @SuppressWarnings("NullAway") // a free slot holds null
    @Locks(value = "result.lock", when = Result.NON_NULL)
    private @Nullable TcpConnection takeFree() {
        TcpConnection free = null;
        guard.enter();
        try {
            // A late coroutine may still hold the lock of a free object; then any other free object serves.
            for (int i = pooled - 1; i >= 0 && free == null; i--) {
                TcpConnection each = pool[i];
                if (each.tryEnter()) {
                    free = each;
                    pool[i] = pool[--pooled];
                    pool[pooled] = null;
                }
            }
            if (free != null || created == maxConnections) {
                return free;
            }
            created++;
        } finally {
            guard.exit();
        }
        free = new TcpConnection(this);
        free.enter();
        return free;
    }

    /**
     * Lets a connection that {@link #take} has given begin between these endpoints, and puts it into the table.
     *
     * @param own
     *            the settings that it goes by
     * @param of
     *            the listener of a passive open; null for an active one
     * @return false if another worker has opened one between them, or the listener has closed; the object is free again
     */
    @RequiresLock("connection.lock")
    boolean begin(TcpConnection connection, TcpEndpoints endpoints, int initialSequence, TcpSettings own,
            @Nullable TcpListener of, long nowNs) {
        connection.begin(endpoints, initialSequence, own, of, nowNs);
        connection.snd.nxt = initialSequence + 1;
        connection.snd.raiseMax();
        guard.enter();
        try {
            boolean isFree = table.find(endpoints) == null && (of == null || !of.isClosed());
            if (isFree) {
                table.add(connection);
                connection.inTable = true;
            } else {
                connection.listener = null;
                connection.pooled = true;
                pool[pooled++] = connection;
            }
            return isFree;
        } finally {
            guard.exit();
        }
    }

    /**
     * Ends the TIME-WAIT of one connection early because every object is in use, which is counted. O(connections), with
     * a cursor, so that a series of opens does not look at the same ones again.
     */
    private boolean evictFromTimeWait(long nowNs) {
        for (int i = 0; i < table.slots(); i++) {
            TcpConnection each = nextInTable();
            if (each != null && each.state == TcpState.TIME_WAIT && each.tryEnter()) {
                try {
                    if (each.state == TcpState.TIME_WAIT && each.released) {
                        statistics.count(TcpCounter.TIME_WAIT_EVICTED);
                        end(each, nowNs);
                        return true;
                    }
                } finally {
                    each.exit();
                }
            }
        }
        return false;
    }

    private TcpConnection nextInTable() {
        guard.enter();
        try {
            cursor = (cursor + 1) % table.slots();
            return table.at(cursor);
        } finally {
            guard.exit();
        }
    }

    /**
     * After each event: a connection that is closed leaves the table, and goes back to the pool once its user has
     * released it.
     */
    @RequiresLock("connection.lock")
    void settled(TcpConnection connection) {
        TcpConnection writer = buffers.waiters.promise();
        if (writer != null) {
            deadlines.now(writer);
        }
        if (connection.state != TcpState.CLOSED || connection.pooled) {
            return;
        }
        if (connection.inTable) {
            deadlines.remove(connection);
        }
        guard.enter();
        try {
            if (connection.inTable) {
                table.remove(connection);
                connection.inTable = false;
            }
            if (connection.listener != null) {
                connection.listener.ended(connection);
                connection.listener = null;
                connection.released = true;
            }
        } finally {
            guard.exit();
        }
        if (connection.released) {
            connection.statistics.add(TcpCounter.UNREAD_BYTES, connection.rcv.queue.clear());
            connection.pooled = true;
            guard.enter();
            try {
                pool[pooled++] = connection;
            } finally {
                guard.exit();
            }
        }
    }

    /**
     * Listens on a port (RFC 9293, section 3.10.1, passive).
     *
     * @param high the local address, see {@link TcpEndpoints}; both halves 0 for all
     * @param low the lower 64 bits of the local address
     * @param port 1 to 65535
     * @param backlog half-open and waiting connections together, 1 to 65536
     * @param cookies whether SYNs beyond the backlog are answered with cookies
     * @return an open listener
     * @throws IllegalStateException if the port is taken, or the host has no listener left
     * @throws IllegalArgumentException if the port or the backlog is out of bounds
     */
    public TcpListener listen(long high, long low, int port, int backlog, boolean cookies) {
        if (port < 1 || port > 65535 || backlog < 1 || backlog > 65536) {
            throw new IllegalArgumentException("cannot listen: port=" + port + ", backlog=" + backlog
                    + ", allowed=1 to 65535 and 1 to 65536");
        }
        TcpListener listener = new TcpListener(this, high, low, port, backlog, cookies);
        guard.enter();
        try {
            for (int i = 0; i < listening; i++) {
                if (listeners[i].port() == port && listeners[i].isSameAddress(high, low)) {
                    throw refused("the port is taken by another listener: port=" + port);
                }
            }
            if (listening == listeners.length) {
                throw refused("no listener is left: port=" + port + ", maxListeners=" + listeners.length);
            }
            listeners[listening++] = listener;
        } finally {
            guard.exit();
        }
        return listener;
    }

    /** Takes a listener that is closed out, under the guard. */
    @SuppressWarnings("NullAway") // a free slot holds null
    void remove(TcpListener listener) {
        for (int i = 0; i < listening; i++) {
            if (listeners[i] == listener) {
                listeners[i] = listeners[--listening];
                listeners[listening] = null;
            }
        }
    }

    /** Aborts the connections of a listener that has closed; no other can join them. */
    void abortAll(TcpListener closed, long nowNs) {
        for (TcpConnection each = connectionOf(closed); each != null; each = connectionOf(closed)) {
            each.enter();
            try {
                if (each.listener == closed) { // otherwise it was accepted or has ended meanwhile
                    each.abortUnaccepted(nowNs);
                }
            } finally {
                each.exit();
            }
        }
    }

    private @Nullable TcpConnection connectionOf(TcpListener listener) {
        guard.enter();
        try {
            for (int i = 0; listener.hasConnections() && i < table.slots(); i++) {
                TcpConnection each = table.at(i);
                if (each != null && each.listener == listener) {
                    return each;
                }
            }
            return null;
        } finally {
            guard.exit();
        }
    }

    /**
     * {@return when {@link #expire} has something to do, in nanoseconds, or an earlier time; {@code Long.MAX_VALUE} if
     * never}
     */
    public long deadlineNs() {
        return deadlines.nextNs();
    }

    /**
     * Acts on all deadlines that have come.
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return how many connections had one
     */
    public int expire(long nowNs) {
        int work = 0;
        for (TcpConnection due = deadlines.due(nowNs); due != null; due = deadlines.due(nowNs)) {
            due.enter();
            try {
                work += expire(due, nowNs);
            } finally {
                due.exit();
            }
        }
        return work;
    }

    /** The deadline may have moved, or the connection may have ended, since it was taken out. */
    @RequiresLock("due.lock")
    private int expire(TcpConnection due, long nowNs) {
        if (!due.inTable) {
            return 0;
        }
        int work = 0;
        if (due.ringState == RingWaiters.PROMISED) {
            due.promised(nowNs);
            work = 1;
        }
        if (due.deadlineNs() > nowNs || !due.inTable) {
            if (due.inTable) {
                deadlines.changed(due);
            }
            return work;
        }
        due.expire(nowNs);
        return 1;
    }
}
