package io.creel.ip.stream;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.spec.Suspends;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.tcp.TcpState;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection as the JDK's streams and as a channel, for code that knows nothing of coroutines: virtual threads on
 * the worker that runs the host, and coroutines there. A call that has to wait suspends its thread, never the worker.
 *
 * <p>
 * <b>Deadlines.</b> {@link #readTimeoutNs} and {@link #writeTimeoutNs} bound each call that waits. A call that is not
 * done in time throws {@link SocketTimeoutException}, and the connection goes on.
 *
 * <p>
 * <b>Interruption.</b> An interrupt ends a wait with {@link InterruptedIOException}. The thread's interrupt status
 * stays set, and the connection goes on, unlike a {@link java.net.Socket}, which it closes. In a coroutine that is no
 * thread, a cancellation stays a {@link CoroutineCancelledException}.
 *
 * <p>
 * <b>Errors.</b> A connection that is lost, and a socket that was closed, throw {@link SocketException}, or
 * {@link ClosedChannelException} from the channel. The message says why.
 *
 * <p>
 * Closing a stream or the channel closes the connection, as with {@link java.net.Socket}; {@link #shutdownOutput} ends
 * this direction alone. One thread reads and one writes at a time, among those that may use its socket.
 */
public final class TcpStreams implements AutoCloseable {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final TcpSocket socket;
    private final InputStream input = new TcpInputStream(this);
    private final OutputStream output = new TcpOutputStream(this);
    private final ByteChannel channel = new TcpByteChannel(this);
    private long readTimeoutNs = FOR_EVER;
    private long writeTimeoutNs = FOR_EVER;
    private boolean closed;

    /**
     * Over a connection, which belongs to this afterwards.
     *
     * @param socket
     *            not used by the caller any more
     */
    public TcpStreams(TcpSocket socket) {
        this.socket = Objects.requireNonNull(socket, "socket");
    }

    /**
     * Connects to a peer; suspends until the connection is established.
     *
     * @param ports
     *            the TCP of the host
     * @param peer
     *            the other host
     * @param port
     *            of the peer, 1 to 65535
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return the connection, owned by the caller, which closes it
     * @throws ConnectException
     *             if the peer refuses or cannot be reached, or no connection or port is left
     * @throws NoRouteToHostException
     *             if no route leads to the peer
     * @throws SocketTimeoutException
     *             if the time is up
     * @throws InterruptedIOException
     *             if the thread is interrupted
     */
    @Suspends
    public static TcpStreams connect(TcpPorts ports, IpAddress peer, int port, long timeoutNs) throws IOException {
        IpAddress any = peer.isIpv4() ? IpAddress.ANY_IPV4 : IpAddress.ANY_IPV6;
        TcpSocket socket;
        try {
            socket = ports.open(any, 0, peer, port, ports.settings());
        } catch (IpException refused) {
            throw refused.reason() == IpException.Reason.SEND_FAILED
                    ? caused(new NoRouteToHostException(refused.getMessage()), refused)
                    : caused(new ConnectException(refused.getMessage()), refused);
        }
        boolean connected = false;
        try {
            socket.awaitEstablished(timeoutNs);
            connected = true;
            return new TcpStreams(socket);
        } catch (IpException failed) {
            throw socket.state() == TcpState.CLOSED
                    ? caused(new ConnectException(failed.getMessage()), failed)
                    : caused(new SocketTimeoutException(failed.getMessage()), failed);
        } catch (CoroutineCancelledException cancelled) {
            throw interrupted("connect", 0, cancelled);
        } finally {
            if (!connected) {
                socket.abort();
            }
        }
    }

    /**
     * Accepts the next connection of a server; suspends until there is one.
     *
     * @param server
     *            not closed by this
     * @return the connection, owned by the caller, which closes it; null if the server is closed
     * @throws InterruptedIOException
     *             if the thread is interrupted
     */
    @Suspends
    public static @Nullable TcpStreams accept(TcpServer server) throws IOException {
        try {
            TcpSocket accepted = server.accept();
            return accepted == null ? null : new TcpStreams(accepted);
        } catch (CoroutineCancelledException cancelled) {
            throw interrupted("accept", 0, cancelled);
        }
    }

    /** {@return the bytes that the peer sends; always the same stream} */
    public InputStream input() {
        return input;
    }

    /** {@return what is written to the peer, without a buffer of its own; always the same stream} */
    public OutputStream output() {
        return output;
    }

    /** {@return both directions as a blocking channel; always the same one} */
    public ByteChannel channel() {
        return channel;
    }

    /** {@return the socket below, for its options} Reading and writing stay with this object. */
    public TcpSocket socket() {
        return socket;
    }

    /**
     * Bounds each read from now on.
     *
     * @param timeoutNs
     *            nanoseconds; 0 or less for no bound
     * @return this
     */
    public TcpStreams readTimeoutNs(long timeoutNs) {
        readTimeoutNs = timeoutNs <= 0 ? FOR_EVER : timeoutNs;
        return this;
    }

    /**
     * Bounds each write from now on. A write that is not done in time says in
     * {@link InterruptedIOException#bytesTransferred} how much it has written.
     *
     * @param timeoutNs
     *            nanoseconds; 0 or less for no bound
     * @return this
     */
    public TcpStreams writeTimeoutNs(long timeoutNs) {
        writeTimeoutNs = timeoutNs <= 0 ? FOR_EVER : timeoutNs;
        return this;
    }

    /**
     * Ends this direction after the bytes that were written; the peer may go on sending. Twice does nothing.
     *
     * @throws IOException
     *             if the connection is closed
     */
    public void shutdownOutput() throws IOException {
        requireOpen("shutdownOutput");
        socket.shutdownOutput();
    }

    /** {@return whether this was not closed; the connection itself may be lost} */
    public boolean isOpen() {
        return !closed;
    }

    /**
     * Closes the connection, see {@link TcpSocket#close()}. Calls that wait end with an exception. Twice does nothing.
     */
    @Override
    public void close() {
        closed = true;
        socket.close();
    }

    int available() throws IOException {
        requireOpen("available");
        return socket.readableBytes();
    }

    /** Reads at least one byte; −1 at the end of the stream. */
    @Suspends
    int read(byte[] to, int offset, int length) throws IOException {
        requireOpen("read");
        if (length == 0) {
            return 0;
        }
        try {
            int bytes = readTimeoutNs == FOR_EVER
                    ? socket.read(to, offset, length)
                    : socket.read(to, offset, length, readTimeoutNs);
            if (bytes == 0) {
                throw new SocketTimeoutException("read timed out: socket=" + socket + ", timeoutNs=" + readTimeoutNs);
            }
            return bytes;
        } catch (IpException lost) {
            throw lost(lost);
        } catch (CoroutineCancelledException cancelled) {
            throw interrupted("read", 0, cancelled);
        }
    }

    /** Writes all bytes. */
    @Suspends
    void write(byte[] from, int offset, int length) throws IOException {
        requireOpen("write");
        int done = 0;
        try {
            long untilNs = writeTimeoutNs == FOR_EVER ? FOR_EVER : TcpSocket.until(writeTimeoutNs);
            done = socket.tryWrite(from, offset, length);
            while (done < length) {
                boolean inTime = socket.awaitWritable(untilNs);
                done += socket.tryWrite(from, offset + done, length - done);
                if (!inTime && done < length) {
                    var late = new SocketTimeoutException("write timed out: socket=" + socket + ", timeoutNs="
                            + writeTimeoutNs + ", written=" + done + ", length=" + length);
                    late.bytesTransferred = done;
                    throw late;
                }
            }
        } catch (IpException lost) {
            throw lost(lost);
        } catch (CoroutineCancelledException cancelled) {
            throw interrupted("write", done, cancelled);
        }
    }

    private void requireOpen(String what) throws SocketException {
        if (closed) {
            throw new SocketException(what + " on a closed connection: socket=" + socket);
        }
    }

    private static SocketException lost(IpException why) {
        return caused(new SocketException(why.getMessage()), why);
    }

    /** For the channel: a failure because another thread has closed it while this one waited has a name of its own. */
    IOException ofChannel(IOException failure) {
        return closed && !(failure instanceof InterruptedIOException)
                ? caused(new AsynchronousCloseException(), failure)
                : failure;
    }

    /** An interrupt of a thread is an IOException; the cancellation of a coroutine stays what it is. */
    @SuppressWarnings("NullAway") // a cancellation reaches coroutines only
    private static InterruptedIOException interrupted(String what, int done, CoroutineCancelledException cancelled) {
        if (Coroutine.current().thread() == null) {
            throw cancelled;
        }
        var interrupted = new InterruptedIOException(what + " interrupted: bytesTransferred=" + done);
        interrupted.bytesTransferred = done;
        return caused(interrupted, cancelled);
    }

    private static <E extends IOException> E caused(E failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }

    @Override
    public String toString() {
        return "TcpStreams[" + socket + "]";
    }
}
