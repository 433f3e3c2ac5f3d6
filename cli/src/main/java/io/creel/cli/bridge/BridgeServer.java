package io.creel.cli.bridge;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Serves the calls of a tool. One thread runs {@link #run()}: it reads calls, makes them, and answers. {@link #close()}
 * may be called by any thread.
 *
 * <p>
 * <b>The clock moves only if nothing else can happen.</b> All calls that have arrived are made first. Then, if a sleep
 * or an awaited packet wants the clock to move, it moves to the next time at which something is due. Every call that
 * waits is then attempted again. If a wait of another connection has just ended, the clock stands still until that
 * thread makes its next call, for {@link BridgeSettings#graceNs} of real time at most. Otherwise the thread would ask
 * for the time too late.
 *
 * <p>
 * The host lives as long as the tool has a connection. After the last one the next tool finds a new host, so that no
 * test sees what another has left.
 */
final class BridgeServer implements AutoCloseable {
    /** Connections, which are threads of the tool. */
    static final int MAX_CONNECTIONS = 64;
    /** A thread that asks for the time more often than this, and for nothing else, waits for it to pass. */
    static final int PATIENT_QUESTIONS = 64;

    private final ServerSocketChannel door;
    private final BridgeSettings settings;
    private final LongSupplier realNanos;
    private final Consumer<String> log;
    private final Selector selector;
    private final List<BridgeConnection> connections = new ArrayList<>();
    private VirtualHost host;
    private BridgeCalls calls;

    /**
     * @param door
     *            bound; it is closed with this
     * @param log
     *            is told of what no answer can say, a sentence each
     */
    BridgeServer(ServerSocketChannel door, BridgeSettings settings, LongSupplier realNanos, Consumer<String> log)
            throws IOException {
        this.door = door;
        this.settings = settings;
        this.realNanos = realNanos;
        this.log = log;
        selector = Selector.open();
        door.configureBlocking(false);
        door.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Serves until {@link #close()}. */
    void run() throws IOException {
        try {
            while (selector.isOpen()) {
                awaitWork();
                boolean any = serve();
                if (!takeCalls() && !any && wantsClock() && graceMs() == 0) {
                    step();
                    takeCalls();
                }
                forgetClosed();
            }
        } catch (ClosedSelectorException | CancelledKeyException closed) {
            if (selector.isOpen()) {
                throw closed; // not by close()
            }
        } finally {
            connections.forEach(BridgeConnection::close);
            forgetClosed();
            close();
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        door.close();
    }

    private void awaitWork() throws IOException {
        long graceMs = graceMs();
        if (!wantsClock()) {
            selector.select();
        } else if (graceMs > 0) {
            selector.select(graceMs);
        } else {
            selector.selectNow();
        }
    }

    private boolean wantsClock() {
        return connections.stream().anyMatch(each -> each.waiting != null && each.waiting.kind() != Call.Kind.WAITS);
    }

    private long graceMs() {
        long nowNs = realNanos.getAsLong();
        long most = 0;
        for (BridgeConnection each : connections) {
            if (each.graceUntilNs != Long.MIN_VALUE) {
                most = Math.max(most, each.graceUntilNs - nowNs);
            }
        }
        return (most + 999_999) / 1_000_000;
    }

    /** Reads and writes what can be; returns whether there was anything. */
    private boolean serve() throws IOException {
        boolean any = false;
        boolean knocked = false;
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext();) {
            SelectionKey key = keys.next();
            keys.remove();
            any = true;
            if (key.attachment() instanceof BridgeConnection connection) {
                serve(connection, key);
            } else {
                knocked = true;
            }
        }
        if (knocked) {
            // A tool that has left before this one came is gone first, with its host.
            takeCalls();
            forgetClosed();
            welcome();
        }
        return any;
    }

    private void welcome() throws IOException {
        SocketChannel channel = door.accept();
        if (channel == null) {
            return;
        }
        if (connections.size() == MAX_CONNECTIONS) {
            log.accept("refused a connection: connections=" + MAX_CONNECTIONS + "; one thread needs one");
            channel.close();
            return;
        }
        if (host == null) {
            host = new VirtualHost(settings);
            calls = new BridgeCalls(host);
        }
        channel.configureBlocking(false);
        var connection = new BridgeConnection(channel);
        connection.registered(channel.register(selector, SelectionKey.OP_READ, connection));
        connections.add(connection);
    }

    private void serve(BridgeConnection connection, SelectionKey key) {
        try {
            if (key.isValid() && key.isWritable()) {
                connection.write();
            }
            if (key.isValid() && key.isReadable() && !connection.read()) {
                connection.ended();
            }
        } catch (IOException gone) {
            connection.close();
        }
    }

    /** Makes the calls that have arrived in full; returns whether there was one. */
    private boolean takeCalls() {
        boolean any = false;
        boolean more = true;
        while (more) {
            more = false;
            for (BridgeConnection each : connections) {
                more |= takeCalls(each);
            }
            any |= more;
        }
        return any;
    }

    private boolean takeCalls(BridgeConnection connection) {
        boolean any = false;
        try {
            while (connection.isReady() && takeCall(connection)) {
                any = true; // and it may have ended a wait of another connection, which has sent its next call already
            }
            connection.closeIfEnded();
        } catch (IOException gone) {
            connection.close();
        }
        return any;
    }

    /** Makes the next call of a connection; false if none has arrived. */
    private boolean takeCall(BridgeConnection connection) throws IOException {
        Call call;
        try {
            CallLine line = connection.next();
            if (line == null) {
                return false;
            }
            connection.graceUntilNs = Long.MIN_VALUE;
            impatient(connection, line);
            call = calls.of(line);
        } catch (RuntimeException refused) {
            call = Call.now(() -> {
                throw refused;
            });
        }
        Answer answer = attempt(call);
        if (answer == null) {
            connection.waiting = call;
        } else {
            connection.answer(answer);
        }
        retry();
        return true;
    }

    /**
     * A thread that does nothing but ask for the time waits for it to pass, as if the clock ran. It would wait for
     * ever. So each further question moves the clock by a microsecond.
     */
    private void impatient(BridgeConnection connection, CallLine line) throws IOException {
        connection.timesAsked = line.name().equals("time") ? connection.timesAsked + 1 : 0;
        if (connection.timesAsked > PATIENT_QUESTIONS) {
            advanceTo(host.clock().getAsLong() + 1_000);
        }
    }

    private void advanceTo(long ns) throws IOException {
        try {
            host.advanceTo(ns);
        } catch (RuntimeException fault) {
            Answer failure = failed(fault);
            for (BridgeConnection each : connections) {
                if (each.waiting != null && each.waiting.kind() != Call.Kind.WAITS) {
                    each.waiting = null;
                    answer(each, failure);
                }
            }
        }
        retry();
    }

    private Answer attempt(Call call) {
        try {
            Answer answer = call.tryAt(host.clock().getAsLong());
            host.settle();
            return answer;
        } catch (RuntimeException fault) {
            return failed(fault);
        }
    }

    /** A fault of the host: the tool is told, and the bridge goes on. */
    private Answer failed(RuntimeException fault) {
        log.accept("a call failed unexpectedly: " + fault);
        return Answer.of(new CallFailure(LinuxError.EIO, fault.toString()));
    }

    /** Attempts all waiting calls again, until none gets any further. */
    private void retry() throws IOException {
        boolean again = true;
        while (again) {
            again = false;
            for (BridgeConnection each : connections) {
                Answer answer = each.waiting == null ? null : attempt(each.waiting);
                if (answer != null) {
                    boolean waited = each.waiting.kind() == Call.Kind.WAITS;
                    each.waiting = null;
                    if (waited) {
                        each.graceUntilNs = realNanos.getAsLong() + settings.graceNs();
                    }
                    answer(each, answer);
                    again = true;
                }
            }
        }
    }

    private static void answer(BridgeConnection connection, Answer answer) {
        try {
            connection.answer(answer);
        } catch (IOException gone) {
            connection.close();
        }
    }

    /** Moves the clock to the next time at which something is due. */
    private void step() throws IOException {
        long next = host.nextNs();
        for (BridgeConnection each : connections) {
            Call call = each.waiting;
            if (call != null && call.kind() != Call.Kind.AWAITS_PACKET) {
                next = Math.min(next, call.deadlineNs());
            }
        }
        boolean moves = false;
        for (BridgeConnection each : connections) {
            Call call = each.waiting;
            if (call != null && call.kind() == Call.Kind.AWAITS_PACKET && next > call.deadlineNs()) {
                each.waiting = null;
                answer(each, BridgeCalls.noPacket());
            } else {
                moves |= call != null && call.kind() != Call.Kind.WAITS;
            }
        }
        if (moves) {
            advanceTo(next);
        }
    }

    private void forgetClosed() {
        boolean gone = connections.removeIf(each -> !each.isOpen());
        if (gone && connections.isEmpty()) {
            if (host.link().dropped() > 0) {
                log.accept("packets left that the tool did not take: dropped=" + host.link().dropped() + ", kept="
                        + BridgeLink.MAX_WAITING + "; call packet_out more often");
            }
            calls.close();
            host.close();
            host = null;
            calls = null;
        }
    }
}
