package io.creel.ip.stream;

import io.creel.core.spec.Suspends;
import io.creel.ip.tcp.TcpConnection;
import io.creel.ip.tcp.TcpListener;
import io.creel.ip.tcp.TcpSettings;
import io.creel.queues.Channel;
import org.jspecify.annotations.Nullable;

/** A listening socket for coroutines of the workers of its host: see {@link TcpPorts#listen}. */
public final class TcpServer implements AutoCloseable {
    private static final Object SIGNAL = new Object();

    private final TcpPorts ports;
    private final TcpListener listener;
    /** Says that a connection may wait; one signal stands for any number. */
    private final Channel<Object> acceptable;
    private final int port;

    TcpServer(TcpPorts ports, TcpListener listener, int port) {
        this.ports = ports;
        this.listener = listener;
        this.port = port;
        acceptable = ports.signals("accept at tcp port " + port);
        listener.onAcceptable(this::signal);
    }

    private void signal() {
        boolean first = acceptable.trySend(SIGNAL);
        assert first || acceptable.size() >= 1 || acceptable.isClosed() || ports.hasSeveralWorkers();
    }

    /**
     * Waits for the next connection; suspends until there is one.
     *
     * @return the connection, which the caller closes; null if this listener is closed
     */
    @Suspends
    public @Nullable TcpSocket accept() {
        while (true) {
            TcpSocket socket = poll();
            if (socket != null || acceptable.receive() == null) {
                return socket;
            }
        }
    }

    /**
     * Takes the next connection if one waits.
     *
     * @return the connection, which the caller closes; null if none waits
     */
    public @Nullable TcpSocket poll() {
        TcpConnection connection = listener.accept();
        if (connection == null) {
            return null;
        }
        if (listener.ready() > 0) {
            signal(); // for another coroutine that accepts
        }
        return ports.accepted(connection);
    }

    /**
     * Replaces the settings of connections that begin from now on.
     *
     * @param own the settings, see {@link io.creel.ip.tcp.TcpConnection#settings(TcpSettings)}
     */
    public void settings(TcpSettings own) {
        listener.settings(own);
    }

    /** {@return the port that it listens on} */
    public int port() {
        return port;
    }

    /** {@return how many connections wait to be accepted} */
    public int waiting() {
        return listener.ready();
    }

    /** Stops listening, resets connections that wait, and wakes coroutines that accept. Twice does nothing. */
    @Override
    public void close() {
        listener.close(ports.clock().nowNs());
        ports.clock().rearm();
        acceptable.close();
        ports.closed(this);
    }
}
