package io.creel.ip.tcp;

import io.creel.core.CheckReturnValue;
import static io.creel.net.wire.TcpDescriptor.ACK;
import static io.creel.net.wire.TcpDescriptor.RST;

/**
 * The TCP of one host: finds the connection or listener that a segment belongs to, answers what belongs to none (RFC
 * 9293, section 3.10.7.1), opens and listens, and runs the timers.
 *
 * <p>
 * Bounded by the number of connections it was made for; connection objects are created as they are first needed and
 * reused ever after. One thread at a time. Lookups are O(1), timers O(log n).
 */
public final class TcpHost {
    /** RFC 6335: the dynamic ports. */
    private static final int FIRST_EPHEMERAL_PORT = 49_152;
    private static final int EPHEMERAL_PORTS = 65_536 - FIRST_EPHEMERAL_PORT;

    private final TcpSettings settings;
    private final TcpSink sink;
    private final IsnGenerator isn;
    private final TcpStatistics statistics;
    private final ConnectionTable table;
    private final TcpDeadlines deadlines;
    private final TcpConnection[] pool;
    private final int maxConnections;
    private final TcpListener[] listeners;
    private final TcpEndpoints lookup = new TcpEndpoints();
    private final TcpSegment reply = new TcpSegment();
    private int pooled;
    private int created;
    private int listening;
    private int portHint;
    private int cursor;
    private TcpListener acceptable;

    /**
     * Makes a host without connections and listeners.
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
        if (maxConnections < 1 || maxConnections > 1 << 20 || maxListeners < 1) {
            throw new IllegalArgumentException("impossible host: maxConnections=" + maxConnections + ", maxListeners="
                    + maxListeners + ", allowed=1 to 2^20 and at least 1");
        }
        this.settings = settings;
        this.sink = sink;
        this.isn = isn;
        this.statistics = statistics;
        this.maxConnections = maxConnections;
        table = new ConnectionTable(maxConnections, isn.timestampOffset(lookup));
        deadlines = new ConnectionDeadlines(maxConnections);
        pool = new TcpConnection[maxConnections];
        listeners = new TcpListener[maxListeners];
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

    TcpDeadlines deadlines() {
        return deadlines;
    }

    /** {@return how many connections are in the table, in any state but CLOSED} */
    public int connections() {
        return table.count();
    }

    /**
     * Finds the connection between these endpoints.
     *
     * @param endpoints read during the call only
     * @return the connection; null if there is none
     */
    public TcpConnection find(TcpEndpoints endpoints) {
        return table.find(endpoints);
    }

    /**
     * Takes a segment that was read and verified.
     *
     * @param endpoints its destination is their local side; the object may be reused after the call
     * @param segment read from a packet whose checksum was verified; reused by the caller
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return whether the packet of the segment now belongs to the connection; if not it is still the caller's
     */
    @CheckReturnValue
    public boolean receive(TcpEndpoints endpoints, TcpSegment segment, long nowNs) {
        statistics.count(TcpCounter.SEGMENTS_IN);
        TcpConnection connection = table.find(endpoints);
        if (connection != null && TimeWait.mayReopen(connection, segment)) {
            TcpListener listener = listenerFor(endpoints);
            if (listener != null) {
                statistics.count(TcpCounter.TIME_WAIT_REUSED);
                connection.enterClosed(CloseReason.FINISHED);
                connection.settle(nowNs);
                connection = null;
            }
        }
        boolean kept = false;
        if (connection != null) {
            kept = deliver(connection, segment, nowNs);
        } else {
            TcpListener listener = listenerFor(endpoints);
            if (listener == null) {
                statistics.count(TcpCounter.NO_CONNECTION);
                refuse(endpoints, segment);
            } else {
                listener.receive(endpoints, segment, nowNs);
                kept = segment.payloadBytes > 0 && segment.packet == null;
            }
        }
        if (acceptable != null) {
            TcpListener told = acceptable;
            acceptable = null;
            told.tellAcceptable();
        }
        return kept;
    }

    boolean deliver(TcpConnection connection, TcpSegment segment, long nowNs) {
        return connection.receive(segment, nowNs);
    }

    void becameAcceptable(TcpListener listener) {
        acceptable = listener;
    }

    /** Section 3.10.7.1: a RST that the sender of this segment will believe. A RST is never answered. */
    void refuse(TcpEndpoints endpoints, TcpSegment segment) {
        if (segment.isRst() || !endpoints.isPossible()) {
            return;
        }
        TcpSegment out = reply.clear();
        if (segment.isAck()) {
            out.sequence = segment.acknowledgment;
            out.flags = RST;
        } else {
            out.acknowledgment = segment.end();
            out.flags = RST | ACK;
        }
        statistics.count(TcpCounter.RST_OUT);
        transmit(endpoints, out);
    }

    void transmit(TcpEndpoints endpoints, TcpSegment segment) {
        if (sink.transmit(endpoints, segment)) {
            statistics.count(TcpCounter.SEGMENTS_OUT);
        } else {
            statistics.count(TcpCounter.SEND_REFUSED);
        }
    }

    int pathBytes(TcpEndpoints endpoints) {
        return sink.pathBytes(endpoints);
    }

    private TcpListener listenerFor(TcpEndpoints endpoints) {
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
     * @return a connection in the state SYN-SENT, whose SYN was given to the sink
     * @throws IllegalArgumentException if no connection may exist between these addresses
     * @throws IllegalStateException if it exists already, no port is free, or the host has no connection left; the
     *        message says which
     */
    public TcpConnection connect(TcpEndpoints endpoints, TcpEvents events, long nowNs) {
        lookup.set(endpoints);
        if (lookup.localPort() == 0) {
            choosePort();
        }
        if (!lookup.isPossible()) {
            statistics.count(TcpCounter.BAD_ADDRESS);
            throw new IllegalArgumentException("no connection is possible between these endpoints: " + lookup);
        }
        TcpConnection old = table.find(lookup);
        if (old != null && old.state == TcpState.TIME_WAIT && old.snd.timestampsOn) {
            old.enterClosed(CloseReason.FINISHED); // RFC 6191, section 2, on this side: timestamps keep both apart
            old.settle(nowNs);
        } else if (old != null) {
            throw refused("a connection between these endpoints exists: endpoints=" + lookup + ", state=" + old.state);
        }
        TcpConnection connection = begin(lookup, isn.initialSequence(lookup, nowNs), nowNs);
        if (connection == null) {
            throw refused("no connection is left: endpoints=" + lookup + ", maxConnections=" + maxConnections);
        }
        connection.events(events);
        connection.state = TcpState.SYN_SENT;
        statistics.count(TcpCounter.CONNECTIONS_OPENED);
        connection.replies.syn(nowNs);
        connection.timers.retransmitNs = nowNs + connection.snd.rtt.rtoNs();
        connection.settle(nowNs);
        return connection;
    }

    private IllegalStateException refused(String message) {
        statistics.count(TcpCounter.OPEN_REFUSED);
        return new IllegalStateException(message);
    }

    /** RFC 6056, algorithm 3: from an offset that is secret per destination, the next free port. */
    private void choosePort() {
        int offset = isn.portOffset(lookup);
        for (int i = 0; i < EPHEMERAL_PORTS; i++) {
            lookup.localPort(FIRST_EPHEMERAL_PORT + (offset + portHint++ & Integer.MAX_VALUE) % EPHEMERAL_PORTS);
            TcpConnection old = table.find(lookup);
            if (old == null || old.state == TcpState.TIME_WAIT && old.snd.timestampsOn) {
                return;
            }
        }
        lookup.localPort(0);
        throw refused("no local port is free for this peer: endpoints=" + lookup + ", first=" + FIRST_EPHEMERAL_PORT
                + ", last=65535");
    }

    /**
     * A connection object between these endpoints, in the table; null if all are in use and none could be taken from
     * TIME-WAIT.
     */
    TcpConnection begin(TcpEndpoints endpoints, int initialSequence, long nowNs) {
        TcpConnection connection;
        if (pooled > 0) {
            connection = pool[--pooled];
            pool[pooled] = null;
        } else if (created < maxConnections) {
            connection = new TcpConnection(this);
            created++;
        } else {
            connection = takeFromTimeWait(nowNs);
            if (connection == null) {
                return null;
            }
        }
        connection.begin(endpoints, initialSequence, nowNs);
        connection.snd.nxt = initialSequence + 1;
        connection.snd.raiseMax();
        table.add(connection);
        return connection;
    }

    /**
     * Ends the TIME-WAIT of one connection early because every object is in use, which is counted. O(connections), with
     * a cursor, so that a series of opens does not look at the same ones again.
     */
    private TcpConnection takeFromTimeWait(long nowNs) {
        for (int i = 0; i < table.slots(); i++) {
            cursor = (cursor + 1) % table.slots();
            TcpConnection each = table.at(cursor);
            if (each != null && each.state == TcpState.TIME_WAIT && each.released) {
                statistics.count(TcpCounter.TIME_WAIT_EVICTED);
                each.enterClosed(CloseReason.FINISHED);
                each.settle(nowNs);
                pooled--;
                pool[pooled] = null;
                return each;
            }
        }
        return null;
    }

    /**
     * After each event: a connection that is closed leaves the table, and goes back to the pool once its user has
     * released it.
     */
    void settled(TcpConnection connection) {
        if (connection.state != TcpState.CLOSED || connection.pooled) {
            return;
        }
        if (table.find(connection.endpoints) == connection) {
            table.remove(connection);
            deadlines.remove(connection);
        }
        if (connection.listener != null) {
            connection.listener.ended(connection);
            connection.listener = null;
            connection.released = true;
        }
        if (connection.released) {
            connection.pooled = true;
            statistics.add(TcpCounter.UNREAD_BYTES, connection.rcv.queue.clear());
            pool[pooled++] = connection;
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
        for (int i = 0; i < listening; i++) {
            if (listeners[i].port() == port && listeners[i].isSameAddress(high, low)) {
                throw refused("the port is taken by another listener: port=" + port);
            }
        }
        if (listening == listeners.length) {
            throw refused("no listener is left: port=" + port + ", maxListeners=" + listeners.length);
        }
        TcpListener listener = new TcpListener(this, high, low, port, backlog, cookies);
        listeners[listening++] = listener;
        return listener;
    }

    void closed(TcpListener listener, long nowNs) {
        for (int i = 0; i < listening; i++) {
            if (listeners[i] == listener) {
                listeners[i] = listeners[--listening];
                listeners[listening] = null;
            }
        }
        for (int i = 0; i < table.slots(); i++) {
            while (table.at(i) != null && table.at(i).listener == listener) {
                table.at(i).abortUnaccepted(nowNs); // removal may move another one here
            }
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
            due.expire(nowNs);
            work++;
        }
        return work;
    }
}
