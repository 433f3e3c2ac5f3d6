package io.creel.ip.tcp;

import static io.creel.net.wire.TcpDescriptor.ACK;
import static io.creel.net.wire.TcpDescriptor.SYN;

import io.creel.ip.IpBits;

/**
 * A passive open: the LISTEN state (RFC 9293, section 3.10.7.2) with its two bounded sets, half-open connections and
 * those that wait for {@link #accept}.
 *
 * <p>
 * A SYN finds a place as long as half-open and waiting connections together are fewer than the backlog, so a handshake
 * that began never fails for want of a place. Beyond it a SYN is answered with a cookie, or dropped and counted if
 * cookies are off. The host's thread only.
 */
public final class TcpListener {
    private final TcpHost host;
    private final TcpEndpoints local = new TcpEndpoints();
    private final TcpConnection[] waiting;
    private final boolean cookiesOn;
    private final SynCookies cookies;
    private final TcpSegment reply = new TcpSegment();
    private Runnable onAcceptable = () -> {
    };
    private int head;
    private int ready;
    private int halfOpen;
    private boolean closed;

    TcpListener(TcpHost host, long high, long low, int port, int backlog, boolean cookiesOn) {
        this.host = host;
        this.cookiesOn = cookiesOn;
        local.set(high, low, port, 0, 0, 0);
        waiting = new TcpConnection[backlog];
        cookies = new SynCookies(host.isn());
    }

    /**
     * Sets the action that runs when a connection becomes ready for {@link #accept}. Replaces the one before.
     *
     * @param action called by the thread that uses the host; it may accept
     */
    public void onAcceptable(Runnable action) {
        onAcceptable = action;
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
    public TcpConnection accept() {
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
    }

    /** Section 3.10.7.2. */
    void receive(TcpEndpoints endpoints, TcpSegment segment, long nowNs) {
        if (segment.isRst()) {
            return;
        }
        if (segment.isAck()) {
            if (segment.isSyn() || !isCookie(endpoints, segment, nowNs)) {
                host.refuse(endpoints, segment);
            }
            return;
        }
        if (!segment.isSyn()) {
            host.statistics().count(TcpCounter.ACK_MISSING);
            return;
        }
        if (!endpoints.isPossible()) {
            host.statistics().count(TcpCounter.BAD_ADDRESS);
            return;
        }
        if (segment.payloadBytes > 0) {
            host.statistics().count(TcpCounter.SYN_DATA_DROPPED);
        }
        if (halfOpen + ready < waiting.length) {
            open(endpoints, segment, nowNs);
        } else if (cookiesOn) {
            sendCookie(endpoints, segment, nowNs);
        } else {
            host.statistics().count(TcpCounter.SYN_DROPPED);
        }
    }

    private void open(TcpEndpoints endpoints, TcpSegment syn, long nowNs) {
        TcpConnection connection = host.begin(endpoints, host.isn().initialSequence(endpoints, nowNs), nowNs);
        if (connection == null) {
            host.statistics().count(TcpCounter.SYN_DROPPED);
            return;
        }
        halfOpen++;
        connection.listener = this;
        connection.state = TcpState.SYN_RECEIVED;
        Handshake.agree(connection, syn, nowNs);
        connection.replies.synAck(nowNs);
        connection.timers.retransmitNs = nowNs + connection.snd.rtt.rtoNs();
        connection.settle(nowNs);
    }

    /** The handshake of a half-open connection is complete; says whether there is a place for it. */
    boolean completes(TcpConnection connection) {
        if (ready == waiting.length) {
            host.statistics().count(TcpCounter.ACCEPT_QUEUE_FULL);
            return false;
        }
        halfOpen--;
        enqueue(connection);
        return true;
    }

    private void enqueue(TcpConnection connection) {
        waiting[(head + ready) % waiting.length] = connection;
        ready++;
        host.becameAcceptable(this);
    }

    void tellAcceptable() {
        onAcceptable.run();
    }

    /** A connection that was not accepted has ended. */
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
        TcpSettings settings = host.settings();
        TcpSegment out = reply.clear();
        out.sequence = cookies.sequence(endpoints, syn, nowNs);
        out.acknowledgment = syn.sequence + 1;
        out.flags = SYN | ACK;
        out.window = Math.min(settings.receiveWindowBytes(), 0xffff);
        out.mss = settings.mssBytes();
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
        host.transmit(endpoints, out);
    }

    /**
     * The third segment of a handshake of which only the cookie is known; says whether it was one, also if there is no
     * place for it.
     */
    private boolean isCookie(TcpEndpoints endpoints, TcpSegment segment, long nowNs) {
        if (!cookiesOn || !endpoints.isPossible()) {
            return false;
        }
        int cookie = segment.acknowledgment - 1;
        int mss = cookies.mss(endpoints, cookie, segment.sequence - 1, nowNs);
        if (mss < 0) {
            host.statistics().count(TcpCounter.SYN_COOKIES_REJECTED);
            return false;
        }
        if (ready == waiting.length) {
            host.statistics().count(TcpCounter.ACCEPT_QUEUE_FULL);
            return true;
        }
        TcpConnection connection = host.begin(endpoints, cookie, nowNs);
        if (connection == null) {
            host.statistics().count(TcpCounter.SYN_DROPPED);
            return true;
        }
        host.statistics().count(TcpCounter.SYN_COOKIES_ACCEPTED);
        connection.listener = this;
        connection.state = TcpState.SYN_RECEIVED;
        Handshake.agree(connection, synOf(segment, mss), nowNs);
        halfOpen++;
        host.deliver(connection, segment, nowNs);
        return true;
    }

    /** The SYN as the cookie and the echoed timestamp tell it. */
    private TcpSegment synOf(TcpSegment third, int mss) {
        TcpSegment syn = reply.clear();
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

    /**
     * Stops listening. Connections that were not accepted are reset. Twice does nothing.
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    public void close(long nowNs) {
        if (!closed) {
            closed = true;
            host.closed(this, nowNs);
        }
    }
}
