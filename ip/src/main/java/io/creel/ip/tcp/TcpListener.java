package io.creel.ip.tcp;

import static io.creel.net.wire.TcpDescriptor.ACK;
import static io.creel.net.wire.TcpDescriptor.SYN;

import io.creel.core.spec.RequiresLock;
import io.creel.ip.IpBits;
import io.creel.ip.ShortGuard;
import org.jspecify.annotations.Nullable;

/**
 * A passive open: the LISTEN state (RFC 9293, section 3.10.7.2) with its two bounded sets, half-open connections and
 * those that wait for {@link #accept}.
 *
 * <p>
 * A SYN finds a place as long as half-open and waiting connections together are fewer than the backlog, so a handshake
 * that began never fails for want of a place. Beyond it a SYN is answered with a cookie, or dropped and counted if
 * cookies are off.
 *
 * <p>
 * Threads: those of the host. With several workers both sets are under the host's guard, and the listener itself has no
 * lock: a new connection is entered before any other worker can find it.
 */
@SuppressWarnings("NullAway") // a free slot holds null; the count says which are free
public final class TcpListener {
    /** Beside the results of {@link TcpHost#receive}: the segment belongs to no connection, and gets a RST. */
    private static final int REFUSED = -1;

    private final TcpHost host;
    private final TcpEndpoints local = new TcpEndpoints();
    private final TcpConnection[] waiting;
    private final boolean cookiesOn;
    private final SynCookies cookies;
    private final ShortGuard guard;
    /** Replaced as a whole; another worker may read the one before for a while. */
    private TcpSettings settings;
    private Runnable onAcceptable = () -> {
    };
    private int head;
    private int ready;
    private int halfOpen;
    /** Changed under the host's guard. */
    private boolean closed;

    TcpListener(TcpHost host, long high, long low, int port, int backlog, boolean cookiesOn) {
        this.host = host;
        this.cookiesOn = cookiesOn;
        local.set(high, low, port, 0, 0, 0);
        waiting = new TcpConnection[backlog];
        cookies = new SynCookies(host.isn());
        guard = host.guard();
        settings = host.settings();
    }

    /**
     * Sets the action that runs when a connection becomes ready for {@link #accept}. Replaces the one before.
     *
     * @param action called by the thread that uses the host; it may accept
     */
    public void onAcceptable(Runnable action) {
        onAcceptable = action;
    }

    /**
     * Replaces the settings of connections that begin from now on; those of the host at first.
     *
     * @param own the settings, see {@link TcpConnection#settings(TcpSettings)}
     */
    public void settings(TcpSettings own) {
        settings = own;
    }

    /** {@return the local port} */
    public int port() {
        return local.localPort();
    }

    /** Whether it listens on this address: {@code ::} is all addresses, and {@code 0.0.0.0} all of IPv4. */
    boolean isOn(long high, long low) {
        return isWildcard() && (local.localLow() == 0 || IpBits.isIpv4(high, low))
                || local.localHigh() == high && local.localLow() == low;
    }

    boolean isSameAddress(long high, long low) {
        return local.localHigh() == high && local.localLow() == low;
    }

    boolean isWildcard() {
        return IpBits.isUnspecified(local.localHigh(), local.localLow());
    }

    /** {@return how many connections are in SYN-RECEIVED} */
    public int halfOpen() {
        return halfOpen;
    }

    /** {@return how many connections wait for {@link #accept}} */
    public int ready() {
        return ready;
    }

    /**
     * Takes the next connection whose handshake is complete.
     *
     * @return the connection, which is the caller's from now on; null if none waits
     */
    public @Nullable TcpConnection accept() {
        guard.enter();
        try {
            if (ready == 0) {
                return null;
            }
            TcpConnection connection = waiting[head];
            waiting[head] = null;
            head = (head + 1) % waiting.length;
            ready--;
            connection.listener = null;
            host.statistics().count(TcpCounter.CONNECTIONS_ACCEPTED);
            return connection;
        } finally {
            guard.exit();
        }
    }

    /** Section 3.10.7.2; says what became of the packet, or that another worker was faster. */
    int receive(TcpEndpoints endpoints, TcpSegment segment, long nowNs) {
        if (segment.isRst()) {
            return TcpHost.NOT_KEPT;
        }
        if (segment.isAck()) {
            int found = segment.isSyn() ? REFUSED : cookie(endpoints, segment, nowNs);
            if (found == REFUSED) {
                host.refuse(endpoints, segment);
                return TcpHost.NOT_KEPT;
            }
            return found;
        }
        if (!segment.isSyn()) {
            host.statistics().count(TcpCounter.ACK_MISSING);
            return TcpHost.NOT_KEPT;
        }
        if (!endpoints.isPossible()) {
            host.statistics().count(TcpCounter.BAD_ADDRESS);
            return TcpHost.NOT_KEPT;
        }
        if (reserve()) {
            if (!open(endpoints, segment, nowNs)) {
                return TcpHost.AGAIN;
            }
        } else if (cookiesOn) {
            sendCookie(endpoints, segment, nowNs);
        } else {
            host.statistics().count(TcpCounter.SYN_DROPPED);
        }
        if (segment.payloadBytes > 0) {
            host.statistics().count(TcpCounter.SYN_DATA_DROPPED);
        }
        return TcpHost.NOT_KEPT;
    }

    /** Takes a place for a half-open connection if there is one. */
    private boolean reserve() {
        guard.enter();
        try {
            if (halfOpen + ready < waiting.length) {
                halfOpen++;
                return true;
            }
            return false;
        } finally {
            guard.exit();
        }
    }

    private void giveBackPlace() {
        guard.enter();
        halfOpen--;
        guard.exit();
    }

    /** Opens a connection in the place that was reserved; false if another worker has opened it. */
    private boolean open(TcpEndpoints endpoints, TcpSegment syn, long nowNs) {
        TcpConnection connection = host.take(nowNs);
        if (connection == null) {
            giveBackPlace();
            host.statistics().count(TcpCounter.SYN_DROPPED);
            return true;
        }
        try {
            if (!host.begin(connection, endpoints, host.isn().initialSequence(endpoints, nowNs), settings, this,
                    nowNs)) {
                giveBackPlace();
                return false;
            }
            connection.state = TcpState.SYN_RECEIVED;
            Handshake.agree(connection, syn, nowNs);
            connection.replies.synAck(nowNs);
            connection.timers.retransmitNs = nowNs + connection.snd.rtt.rtoNs();
            connection.settle(nowNs);
            return true;
        } finally {
            connection.exit();
        }
    }

    /** The handshake of a half-open connection is complete; says whether there is a place for it. */
    @RequiresLock("connection.lock")
    boolean hasPlaceFor(TcpConnection connection) {
        guard.enter();
        try {
            return completes(connection);
        } finally {
            guard.exit();
        }
    }

    private boolean completes(TcpConnection connection) {
        if (ready == waiting.length) {
            connection.statistics.count(TcpCounter.ACCEPT_QUEUE_FULL);
            return false;
        }
        halfOpen--;
        waiting[(head + ready) % waiting.length] = connection;
        ready++;
        connection.tellAfterwards(this);
        return true;
    }

    void tellAcceptable() {
        onAcceptable.run();
    }

    /** A connection that was not accepted has ended; under the guard. */
    void ended(TcpConnection connection) {
        for (int i = 0; i < ready; i++) {
            if (waiting[(head + i) % waiting.length] == connection) {
                for (int j = i; j + 1 < ready; j++) {
                    waiting[(head + j) % waiting.length] = waiting[(head + j + 1) % waiting.length];
                }
                waiting[(head + --ready) % waiting.length] = null;
                return;
            }
        }
        halfOpen--;
    }

    private void sendCookie(TcpEndpoints endpoints, TcpSegment syn, long nowNs) {
        TcpSegment out = host.spareSegments().borrow().clear();
        out.sequence = cookies.sequence(endpoints, syn, nowNs);
        out.acknowledgment = syn.sequence + 1;
        out.flags = SYN | ACK;
        out.window = Math.min(settings.receiveWindowBytes(), 0xffff);
        out.mss = host.offeredMss(settings, endpoints);
        if (settings.timestamps() && syn.timestamps) {
            out.timestamps = true;
            out.timestampValue = cookies.timestamp(syn,
                    TimestampClock.at(nowNs, host.isn().timestampOffset(endpoints)));
            out.timestampEcho = syn.timestampValue;
            out.sackPermitted = settings.sack() && syn.sackPermitted;
            out.windowScale = settings.windowScale() && syn.windowScale != TcpSegment.ABSENT
                    ? settings.receiveShift()
                    : TcpSegment.ABSENT;
        }
        host.statistics().count(TcpCounter.SYN_COOKIES_SENT);
        host.transmit(endpoints, out, host.statistics());
        host.spareSegments().giveBack(out);
    }

    /**
     * The third segment of a handshake of which only the cookie is known. Says what became of the packet, or that it is
     * to be refused because it is none.
     */
    private int cookie(TcpEndpoints endpoints, TcpSegment segment, long nowNs) {
        if (!cookiesOn || !endpoints.isPossible()) {
            return REFUSED;
        }
        int cookie = segment.acknowledgment - 1;
        int mss = cookies.mss(endpoints, cookie, segment.sequence - 1, nowNs);
        if (mss < 0) {
            host.statistics().count(TcpCounter.SYN_COOKIES_REJECTED);
            return REFUSED;
        }
        if (!reserveForCookie()) {
            host.statistics().count(TcpCounter.ACCEPT_QUEUE_FULL);
            return TcpHost.NOT_KEPT;
        }
        TcpConnection connection = host.take(nowNs);
        if (connection == null) {
            giveBackPlace();
            host.statistics().count(TcpCounter.SYN_DROPPED);
            return TcpHost.NOT_KEPT;
        }
        boolean kept;
        boolean tell;
        try {
            if (!host.begin(connection, endpoints, cookie, settings, this, nowNs)) {
                giveBackPlace();
                return TcpHost.AGAIN;
            }
            kept = complete(connection, segment, mss, nowNs);
            tell = connection.takeTold() != null;
        } finally {
            connection.exit();
        }
        if (tell) {
            tellAcceptable();
        }
        return kept ? TcpHost.KEPT : TcpHost.NOT_KEPT;
    }

    /** A connection from a cookie needs a place among those that wait, and counts as half open for a moment. */
    private boolean reserveForCookie() {
        guard.enter();
        try {
            if (ready == waiting.length) {
                return false;
            }
            halfOpen++;
            return true;
        } finally {
            guard.exit();
        }
    }

    @RequiresLock("connection.lock")
    private boolean complete(TcpConnection connection, TcpSegment third, int mss, long nowNs) {
        connection.statistics.count(TcpCounter.SYN_COOKIES_ACCEPTED);
        connection.state = TcpState.SYN_RECEIVED;
        TcpSegment syn = host.spareSegments().borrow();
        Handshake.agree(connection, synOf(third, mss, syn.clear()), nowNs);
        host.spareSegments().giveBack(syn);
        return connection.receive(third, nowNs);
    }

    /** The SYN as the cookie and the echoed timestamp tell it. */
    private static TcpSegment synOf(TcpSegment third, int mss, TcpSegment syn) {
        syn.flags = SYN;
        syn.sequence = third.sequence - 1;
        syn.mss = mss;
        if (third.timestamps) {
            syn.timestamps = true;
            syn.timestampValue = third.timestampValue;
            syn.windowScale = SynCookies.scale(third.timestampEcho);
            syn.sackPermitted = SynCookies.isSackPermitted(third.timestampEcho);
        }
        return syn;
    }

    /** Whether a connection that was not accepted is in the table; under the guard. */
    boolean hasConnections() {
        return halfOpen + ready > 0;
    }

    /** Whether {@link #close} has begun; under the guard. */
    boolean isClosed() {
        return closed;
    }

    /**
     * Stops listening. Connections that were not accepted are reset. Twice does nothing. If several workers use the
     * host, the caller is a coroutine, and has entered no connection.
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    public void close(long nowNs) {
        guard.enter();
        closed = true;
        host.remove(this);
        guard.exit();
        host.abortAll(this, nowNs);
    }
}
