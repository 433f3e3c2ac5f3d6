package io.creel.ip.stream;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Locks;
import io.creel.core.spec.Result;
import io.creel.core.spec.Stable;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Unlocks;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.tcp.CloseReason;
import io.creel.ip.tcp.TcpConnection;
import io.creel.ip.tcp.TcpEvents;
import io.creel.ip.tcp.TcpInfo;
import io.creel.ip.tcp.TcpSettings;
import io.creel.ip.tcp.TcpState;
import io.creel.net.Packet;
import io.creel.net.wire.Frame;
import io.creel.queues.Channel;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection for coroutines of the worker that runs the host, or, if the host is for several workers, of any.
 * Waits suspend; a coroutine that was woken goes where the host's ready stash says. One coroutine reads and one writes
 * at a time.
 *
 * <p>
 * What was received and not read stands in the frames it came in. Its bytes and frames are bounded by the settings of
 * TCP: a reader that does not read closes the receive window.
 */
public final class TcpSocket implements TcpEvents, AutoCloseable {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final TcpPorts ports;
    private final TcpClock clock;
    /**
     * Each says that looking again may be worth it; one signal stands for any number. With one worker it is borrowed
     * when a coroutine waits for the first time: until then there is nothing to miss.
     */
    private @Nullable Channel<Object> readable;
    private @Nullable Channel<Object> writable;
    /** Coroutines that wait for a signal. */
    private int waiting;
    /** Runs once as soon as there is something to read; null if nothing waits for that outside of a coroutine. */
    private @Nullable Runnable onReadable;
    /** The set of open sockets, which {@link TcpPorts} links. */
    @Nullable
    TcpSocket previous;
    @Nullable
    TcpSocket next;
    @Stable
    @SuppressWarnings("NullAway.Init") // set by of, before a user has the socket
    private TcpConnection connection;
    /** Made when it is asked for, and at the close. */
    private @Nullable IpAddress peer;
    private @Nullable IpAddress address;
    private int peerPort;
    private int port;
    private boolean closed;

    TcpSocket(TcpPorts ports) {
        this.ports = ports;
        clock = ports.clock();
        if (ports.hasSeveralWorkers()) {
            readable = ports.signals("readable tcp");
            writable = ports.signals("writable tcp");
        }
    }

    void of(TcpConnection opened) {
        connection = opened;
        peerPort = opened.endpoints().remotePort();
        port = opened.endpoints().localPort();
    }

    @Override
    public void established(TcpConnection from) {
        wake(writable);
    }

    @Override
    public void readable(TcpConnection from) {
        wakeReader();
    }

    @Override
    public void writable(TcpConnection from) {
        wake(writable);
    }

    @Override
    public void closed(TcpConnection from) {
        wakeReader();
        wake(writable);
    }

    private void wakeReader() {
        wake(readable);
        Runnable action = onReadable;
        if (action != null) {
            onReadable = null;
            action.run();
        }
    }

    private void wake(@Nullable Channel<Object> signals) {
        if (signals == null) {
            return;
        }
        boolean first = signals.trySend(this);
        assert first || signals.size() >= 1 || signals.isClosed() || ports.hasSeveralWorkers();
    }

    private boolean awaitReadable(long untilNs) {
        Channel<Object> signals = readable;
        if (signals == null) {
            signals = ports.borrowSignals();
            readable = signals;
        }
        return await(signals, untilNs);
    }

    /** Waits for a signal until a time of the carrier; false if the time is up or the socket is closed. */
    private boolean await(Channel<Object> signals, long untilNs) {
        waiting++;
        try {
            return untilNs == FOR_EVER
                    ? signals.receive() != null
                    : signals.receive(Math.max(0, untilNs - Coroutine.nowNs())) != null;
        } finally {
            waiting--;
        }
    }

    /** Gives the signals back, if no coroutine waits for one. */
    private void giveBackSignals() {
        if (waiting > 0 || ports.hasSeveralWorkers()) {
            return;
        }
        if (readable != null) {
            ports.giveBack(readable);
            readable = null;
        }
        if (writable != null) {
            ports.giveBack(writable);
            writable = null;
        }
    }

    /**
     * Waits without a coroutine: runs an action once as soon as there are bytes to read, the stream has ended, or the
     * connection is lost. Until then the connection holds no coroutine, no signal and no buffer, so this is how a
     * server keeps many idle ones. Only if one worker runs the host.
     *
     * @param action
     *            run by the worker within the step of TCP that has found it out: it starts a coroutine or notes
     *            something, and neither waits nor uses this socket
     * @return false if there is something to read now; the action is then not kept
     * @throws IpException
     *             if this socket is closed
     * @throws IllegalStateException
     *             if several workers run the host
     */
    @CheckReturnValue
    public boolean whenReadable(Runnable action) {
        if (ports.hasSeveralWorkers()) {
            throw new IllegalStateException(
                    "whenReadable needs a host of one worker: socket=" + this + "; read in a coroutine instead");
        }
        requireOpen("whenReadable");
        if (hasArrived()) {
            return false;
        }
        giveBackSignals();
        onReadable = action;
        return true;
    }

    /** {@return whether a read would not wait: there are bytes, the stream has ended, or the connection is lost} */
    public boolean hasArrived() {
        return closed || connection.readableBytes() > 0 || connection.isEndOfStream();
    }

    /**
     * Forgets the action of {@link #whenReadable}.
     *
     * @return false if there is none, because it has run or was never set
     */
    public boolean forgetWhenReadable() {
        boolean isSet = onReadable != null;
        onReadable = null;
        return isSet;
    }

    /** When a wait of this length ends, by the carrier's clock. */
    static long until(long timeoutNs) {
        long untilNs = Coroutine.nowNs() + timeoutNs;
        return timeoutNs > 0 && untilNs < 0 ? FOR_EVER : untilNs;
    }

    /** A signal for coroutines of this socket's host. */
    Channel<Object> signals(String name) {
        return ports.signals(name);
    }

    /** Waits until the send buffer may have room; false if the time is up or the socket is closed. */
    @Suspends
    boolean awaitWritable(long untilNs) {
        Channel<Object> signals = writable;
        if (signals == null) {
            signals = ports.borrowSignals();
            writable = signals;
        }
        return await(signals, untilNs);
    }

    @Suspends
    void awaitEstablished(long timeoutNs) {
        long untilNs = until(timeoutNs);
        while (isOpening()) {
            if (!awaitWritable(untilNs)) {
                throw new IpException(IpException.Reason.SEND_FAILED, "cannot connect in time: connection="
                        + connection.endpoints() + ", timeoutNs=" + timeoutNs + "; is the peer there?");
            }
        }
        if (connection.state() == TcpState.CLOSED) {
            throw lost("cannot connect");
        }
    }

    private boolean isOpening() {
        enter("connect");
        try {
            return connection.state() == TcpState.SYN_SENT || connection.state() == TcpState.SYN_RECEIVED;
        } finally {
            connection.exit();
        }
    }

    /** Makes this coroutine the only one that acts on the connection, as long as the socket is open. */
    @Locks("connection.lock")
    private void enter(String what) {
        connection.enter();
        if (closed) {
            connection.exit();
            throw closed(what);
        }
    }

    /** Lets others act again, and tells the timers. */
    @Unlocks("connection.lock")
    private void leave() {
        connection.exit();
        clock.rearm();
    }

    private IpException lost(String what) {
        return new IpException(IpException.Reason.CLOSED,
                what + ": connection=" + connection.endpoints() + ", reason=" + connection.closeReason().text());
    }

    /**
     * Reads what there is; suspends until there is something. See {@link #read(byte[], int, int, long)}.
     *
     * @param to the array to copy into
     * @param offset where in the array the first byte goes
     * @param length most bytes to copy
     * @return how many bytes; −1 at the end of the stream
     * @throws IpException if the connection is lost, or this socket is closed
     */
    @Suspends
    public int read(byte[] to, int offset, int length) {
        return readUntil(to, offset, length, FOR_EVER);
    }

    /**
     * Copies what there is; suspends until there is something, for a while at most.
     *
     * @param to the array to copy into
     * @param offset where in the array the first byte goes
     * @param length most bytes to copy
     * @param timeoutNs nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return how many bytes; −1 at the end of the stream; 0 if the time is up
     * @throws IpException if the connection is lost: reset, or the peer is silent for too long; or this socket is
     *        closed
     */
    @Suspends
    public int read(byte[] to, int offset, int length, long timeoutNs) {
        return readUntil(to, offset, length, until(timeoutNs));
    }

    private int readUntil(byte[] to, int offset, int length, long untilNs) {
        if (length == 0) {
            return 0;
        }
        while (true) {
            enter("read");
            try {
                int bytes = connection.read(to, offset, length, clock.nowNs());
                if (bytes != 0) {
                    return bytes > 0 ? bytes : endOfStream();
                }
            } finally {
                leave();
            }
            if (!awaitReadable(untilNs)) {
                requireOpen("read");
                return 0;
            }
        }
    }

    private int endOfStream() {
        CloseReason reason = connection.closeReason();
        if (reason != CloseReason.NONE && reason != CloseReason.FINISHED) {
            throw lost("connection lost");
        }
        return -1;
    }

    /**
     * Takes the next received bytes in the frame they came in, without a copy; suspends until there are some. The
     * packet has nothing but these bytes, and is the caller's, which releases it: the window opens at once, so a
     * program that keeps frames is bounded by the pool.
     *
     * @return null at the end of the stream
     * @throws IpException
     *             if the connection is lost, or this socket is closed
     */
    @Suspends
    @Acquires(when = Result.NON_NULL)
    public @Nullable Packet receive() {
        while (true) {
            enter("receive");
            try {
                int offset = connection.receivedOffset();
                int bytes = connection.receivedBytes();
                Packet packet = connection.takeReceived(clock.nowNs());
                if (packet != null) {
                    packet.resize(offset + bytes);
                    packet.advance(offset);
                    return packet;
                }
                if (connection.isEndOfStream()) {
                    endOfStream();
                    return null;
                }
            } finally {
                leave();
            }
            awaitReadable(FOR_EVER);
        }
    }

    /**
     * Writes all bytes; suspends while the send buffer is full. See {@link #write(byte[], int, int, long)}.
     *
     * @param from holds the bytes to send; they are copied
     * @param offset of the first byte in the array
     * @param length how many bytes to send
     * @throws IpException if the connection is lost, this side has ended its direction, or this socket is closed
     */
    @Suspends
    public void write(byte[] from, int offset, int length) {
        writeUntil(from, offset, length, FOR_EVER);
    }

    /**
     * Writes bytes into the send buffer; suspends while it is full, for a while at most.
     *
     * @param from holds the bytes to send; they are copied
     * @param offset of the first byte in the array
     * @param length how many bytes to send
     * @param timeoutNs nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return how many were written: fewer than {@code length} if the time is up
     * @throws IpException if the connection is lost, this side has ended its direction, or this socket is closed
     */
    @Suspends
    public int write(byte[] from, int offset, int length, long timeoutNs) {
        return writeUntil(from, offset, length, until(timeoutNs));
    }

    private int writeUntil(byte[] from, int offset, int length, long untilNs) {
        int done = 0;
        while (done < length) {
            enter("write");
            try {
                if (!connection.state().acceptsWrites()) {
                    throw lost("cannot write, the connection is " + connection.state());
                }
                done += connection.write(from, offset + done, length - done, clock.nowNs());
            } finally {
                leave();
            }
            if (done < length && !awaitWritable(untilNs)) {
                requireOpen("write");
                break;
            }
        }
        return done;
    }

    /**
     * As {@link #write(byte[], int, int, long)}, from a frame, such as one that another socket has received.
     *
     * @param from holds the bytes to send; they are copied once, and the frame stays with its owner
     * @param offset of the first byte in the frame
     * @param length how many bytes to send
     * @param timeoutNs nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return how many were written: fewer than {@code length} if the time is up
     * @throws IpException if the connection is lost, this side has ended its direction, or this socket is closed
     */
    @Suspends
    public int write(Frame from, int offset, int length, long timeoutNs) {
        long untilNs = until(timeoutNs);
        int done = 0;
        while (done < length) {
            enter("write");
            try {
                if (!connection.state().acceptsWrites()) {
                    throw lost("cannot write, the connection is " + connection.state());
                }
                done += connection.write(from, offset + done, length - done, clock.nowNs());
            } finally {
                leave();
            }
            if (done < length && !awaitWritable(untilNs)) {
                requireOpen("write");
                break;
            }
        }
        return done;
    }

    /**
     * Copies what there is without waiting. If one worker runs the host, also from outside of coroutines, as all
     * {@code try} methods here.
     *
     * @param to the array to copy into
     * @param offset where in the array the first byte goes
     * @param length most bytes to copy
     * @return how many bytes; 0 if there are none now; −1 at the end of the stream, however it ended
     * @throws IpException if this socket is closed
     */
    public int tryRead(byte[] to, int offset, int length) {
        enter("read");
        try {
            return connection.read(to, offset, length, clock.nowNs());
        } finally {
            leave();
        }
    }

    /**
     * As {@link #tryRead}, and leaves the bytes to be read again.
     *
     * @param to the array to copy into
     * @param offset where in the array the first byte goes
     * @param length most bytes to copy
     * @return as {@link #tryRead}
     * @throws IpException if this socket is closed
     */
    public int tryPeek(byte[] to, int offset, int length) {
        enter("read");
        try {
            int bytes = connection.peek(to, offset, length);
            return bytes == 0 && connection.isEndOfStream() ? -1 : bytes;
        } finally {
            connection.exit();
        }
    }

    /**
     * Writes what fits without waiting.
     *
     * @param from holds the bytes to send; they are copied
     * @param offset of the first byte in the array
     * @param length how many bytes to send
     * @return how many bytes were taken
     * @throws IpException if the connection takes no more
     */
    public int tryWrite(byte[] from, int offset, int length) {
        return tryWrite(from, offset, length, false);
    }

    /**
     * As {@link #tryWrite}; the last byte taken ends urgent data (RFC 9293, section 3.8.5).
     *
     * @param from holds the bytes to send; they are copied
     * @param offset of the first byte in the array
     * @param length how many bytes to send
     * @return how many bytes were taken
     * @throws IpException if the connection takes no more
     */
    public int tryWriteUrgent(byte[] from, int offset, int length) {
        return tryWrite(from, offset, length, true);
    }

    private int tryWrite(byte[] from, int offset, int length, boolean urgent) {
        enter("write");
        try {
            if (!connection.state().acceptsWrites()) {
                throw lost("cannot write, the connection is " + connection.state());
            }
            return urgent
                    ? connection.writeUrgent(from, offset, length, clock.nowNs())
                    : connection.write(from, offset, length, clock.nowNs());
        } finally {
            leave();
        }
    }

    /** {@return how many received bytes were not read} With several workers an estimate, as all counts here. */
    public int readableBytes() {
        return closed ? 0 : connection.readableBytes();
    }

    /** {@return how many bytes a write would take now} */
    public int writableBytes() {
        return closed ? 0 : connection.writableBytes();
    }

    /** {@return how many bytes were written and are not acknowledged} */
    public int unacknowledgedBytes() {
        return closed ? 0 : connection.unacknowledgedBytes();
    }

    /** {@return how many bytes are ahead of the reader up to the end of urgent data; 0 if there are none} */
    public int urgentBytes() {
        return closed ? 0 : connection.urgentBytes();
    }

    /** {@return whether the peer has ended its direction, and all its bytes have arrived} */
    public boolean hasReceivedFin() {
        return !closed && connection.hasReceivedFin();
    }

    /** {@return why the connection is in the state CLOSED; NONE if it is not, or if this socket was closed} */
    public CloseReason closeReason() {
        return closed ? CloseReason.NONE : connection.closeReason();
    }

    /**
     * {@return what the connection knows of itself}
     *
     * @throws IpException if this socket is closed
     */
    public TcpInfo info() {
        enter("info");
        try {
            return TcpInfo.of(connection);
        } finally {
            connection.exit();
        }
    }

    /**
     * {@return the settings of this connection}
     *
     * @throws IpException if this socket is closed
     */
    public TcpSettings settings() {
        requireOpen("settings");
        return connection.settings();
    }

    /**
     * Replaces the settings of this connection; see {@link TcpConnection#settings(TcpSettings)}.
     *
     * @param own the settings
     * @throws IpException if this socket is closed
     */
    public void settings(TcpSettings own) {
        enter("settings");
        connection.settings(own);
        connection.exit();
    }

    /**
     * Holds segments back that are not full; see {@link TcpConnection#cork}.
     *
     * @param on whether they wait
     * @throws IpException if this socket is closed
     */
    public void cork(boolean on) {
        enter("cork");
        try {
            connection.cork(on, clock.nowNs());
        } finally {
            leave();
        }
    }

    private void requireOpen(String what) {
        if (closed) {
            throw closed(what);
        }
    }

    private IpException closed(String what) {
        return new IpException(IpException.Reason.CLOSED,
                what + " on a closed socket: peer=" + peer() + ", peerPort=" + peerPort + ", port=" + port);
    }

    /** Ends this direction after the bytes that were written; the peer may go on sending. Twice does nothing. */
    public void shutdownOutput() {
        connection.enter();
        try {
            if (!closed) {
                connection.shutdownOutput(clock.nowNs());
            }
        } finally {
            leave();
        }
    }

    /**
     * Sets whether small segments wait for an acknowledgment; they do at first (RFC 9293, section 3.7.4).
     *
     * @param on whether they wait
     * @throws IpException if this socket is closed
     */
    public void nagle(boolean on) {
        enter("nagle");
        try {
            connection.nagle(on, clock.nowNs());
        } finally {
            leave();
        }
    }

    /**
     * Turns keep-alive probes on or off; they are off at first (RFC 9293, section 3.8.4).
     *
     * @param on whether probes are sent
     * @throws IpException if this socket is closed
     */
    public void keepAlive(boolean on) {
        enter("keepAlive");
        try {
            connection.keepAlive(on, clock.nowNs());
        } finally {
            leave();
        }
    }

    /** {@return the state of the connection; CLOSED once this socket is closed} */
    public TcpState state() {
        return closed ? TcpState.CLOSED : connection.state();
    }

    /** {@return the peer's address} */
    public IpAddress peer() {
        IpAddress known = peer;
        if (known == null) {
            known = new IpAddress(connection.endpoints().remoteHigh(), connection.endpoints().remoteLow());
            peer = known;
        }
        return known;
    }

    /** {@return the peer's port} */
    public int peerPort() {
        return peerPort;
    }

    /** {@return the own address} */
    public IpAddress address() {
        IpAddress known = address;
        if (known == null) {
            known = new IpAddress(connection.endpoints().localHigh(), connection.endpoints().localLow());
            address = known;
        }
        return known;
    }

    /** {@return the own port} */
    public int port() {
        return port;
    }

    /**
     * Closes both directions. What was written is still delivered. If received bytes are unread, the peer is told by a
     * RST (RFC 9293, section 3.6.1). Wakes coroutines that wait, which are refused. Twice does nothing.
     */
    @Override
    public void close() {
        end(false);
    }

    /** Resets the connection: the peer is told, and nothing more is sent. Twice does nothing. */
    public void abort() {
        end(true);
    }

    private void end(boolean reset) {
        connection.enter();
        try {
            if (closed) {
                return;
            }
            peer = peer(); // the connection object may be another one's afterwards
            address = address();
            closed = true;
            if (reset) {
                connection.abort(clock.nowNs());
            }
            connection.release(clock.nowNs());
        } finally {
            leave();
        }
        onReadable = null;
        giveBackSignals();
        if (readable != null) {
            readable.close();
        }
        if (writable != null) {
            writable.close();
        }
        ports.closed(this);
    }

    @Override
    public String toString() {
        return "TcpSocket[port=" + port + ", peer=" + peer() + ", peerPort=" + peerPort + ", state=" + state() + "]";
    }
}
