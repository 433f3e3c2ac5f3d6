package io.creel.servers.message;

import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.ip.IpException;
import io.creel.ip.stream.MessageReader;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.CloseReason;
import io.creel.net.Packet;
import io.creel.queues.LocalChannel;
import io.creel.servers.connection.PeerStalledException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link MessageService}. Its own coroutine reads messages. Coroutines of messages add their
 * answers; the first of them that finds no other one writing writes for all, so no answer waits for a lock. Of one
 * worker.
 */
final class MessageConnection {
    private static final Object SIGNAL = new Object();

    private final MessageService service;
    private final TcpSocket socket;
    private final MessageReader reader;
    /** Says that all messages may be answered. */
    private final LocalChannel<Object> quiet;
    /** Answers that wait, and those that are being written; they change places. */
    private byte[] pending;
    private byte[] leaving;
    private int pendingBytes;
    private int pendingAnswers;
    private int unanswered;
    private boolean writing;
    private boolean lost;
    private boolean stalled;
    private @Nullable ClassRoom waitsFor;

    MessageConnection(MessageService service, TcpSocket socket) {
        this.service = service;
        this.socket = socket;
        reader = new MessageReader(socket, service.protocol.framing(), service.pool, this::take,
                MessageService.RETRY_NS);
        quiet = new LocalChannel<>("answered messages", 1, service.ready);
        pending = service.buffer();
        leaving = service.buffer();
    }

    @Suspends
    void serve() {
        socket.nagle(false);
        socket.keepAlive(true);
        boolean whole = false;
        try {
            read();
            awaitAnswers();
            socket.shutdownOutput();
            whole = !lost;
        } finally {
            forgetRoom();
            lost = !whole;
            quiet.close();
            if (!writing) {
                dropPending();
            }
        }
        if (stalled) {
            throw new PeerStalledException("the peer does not receive its answers: socket=" + socket + ", unanswered="
                    + unanswered + ", stallNs=" + service.serviceLimits.stallNs());
        }
    }

    private void read() {
        try {
            reader.run();
        } catch (IpException bad) {
            if (bad.reason() != IpException.Reason.BAD_MESSAGE) {
                if (stalled) {
                    return;
                }
                throw bad;
            }
            service.counters.malformed++; // what came before it is still answered
        }
    }

    private void awaitAnswers() {
        while (unanswered > 0 && !lost && quiet.receive() != null) {
            assert unanswered >= 0 : unanswered;
        }
    }

    /** Takes a message from the reader; see {@link io.creel.ip.stream.MessageHandler}. */
    private boolean take(@Transfers(when = Result.TRUE) Packet payload) {
        if (isLost()) {
            throw new IpException(IpException.Reason.CLOSED, "the connection is lost: socket=" + socket);
        }
        int messageClass = service.protocol.classOf(payload);
        if (messageClass < 0 || messageClass >= service.rooms.length) {
            throw new IpException(IpException.Reason.BAD_MESSAGE, "malformed message: socket=" + socket
                    + ", lengthBytes=" + payload.lengthBytes() + ", class=" + messageClass);
        }
        if (unanswered >= service.limits.ofConnection()) {
            service.counters.connectionFull++;
            return false;
        }
        ClassRoom room = service.rooms[messageClass];
        if (!room.enter(this)) {
            service.counters.full[messageClass]++;
            return false;
        }
        waitsFor = null;
        Message message = service.borrow();
        message.of(this, messageClass);
        unanswered++;
        if (service.start(message)) {
            message.hold(payload); // the coroutine begins later, on this worker
            service.counters.received[messageClass]++;
            return true;
        }
        unanswered--;
        service.giveBack(message);
        room.leave();
        service.counters.placeFull++;
        return false;
    }

    boolean isWaitingForRoom() {
        return waitsFor != null;
    }

    void waitsFor(ClassRoom room) {
        waitsFor = room;
    }

    private void forgetRoom() {
        ClassRoom room = waitsFor;
        waitsFor = null;
        if (room != null) {
            room.forget(this);
        }
    }

    void roomAgain() {
        reader.roomAgain();
    }

    /** Whether no answer can reach the peer; a reader that waits for room has not been told yet. */
    boolean isLost() {
        return lost || socket.closeReason() != CloseReason.NONE;
    }

    /** Adds an answer, and writes it unless another coroutine is writing. */
    @Suspends
    void answer(byte[] bytes, int length) {
        if (lost) {
            service.counters.unsent++;
            ended(1);
            return;
        }
        System.arraycopy(bytes, 0, pending, pendingBytes, length);
        pendingBytes += length;
        pendingAnswers++;
        if (!writing) {
            writing = true;
            try {
                writeAll();
            } finally {
                writing = false;
                dropPending();
            }
        }
    }

    private void writeAll() {
        while (pendingAnswers > 0 && !lost) {
            byte[] full = pending;
            pending = leaving;
            leaving = full;
            int length = pendingBytes;
            int answers = pendingAnswers;
            pendingBytes = 0;
            pendingAnswers = 0;
            boolean written = false;
            try {
                written = write(full, length);
            } finally {
                if (written) {
                    service.counters.written += answers;
                } else {
                    lost = true;
                    service.counters.unsent += answers;
                }
                ended(answers);
            }
        }
    }

    private boolean write(byte[] bytes, int length) {
        try {
            if (socket.write(bytes, 0, length, service.serviceLimits.stallNs()) == length) {
                return true;
            }
            stalled = true;
            socket.abort(); // wakes the reader, which may wait for ever otherwise
        } catch (IpException gone) {
            return false; // the reader is told, too, and the service counts the connection
        }
        return false;
    }

    /** If the connection is lost, nothing writes what still waits. */
    private void dropPending() {
        if (lost && pendingAnswers > 0) {
            int answers = pendingAnswers;
            pendingAnswers = 0;
            pendingBytes = 0;
            service.counters.unsent += answers;
            ended(answers);
        }
    }

    /** A message gets no answer, because its coroutine was cancelled or threw. Also outside of coroutines. */
    void broken() {
        lost = true;
        ended(1);
    }

    /** Resets the connection: a client must not wait for an answer that never comes. */
    @Suspends
    void reset() {
        socket.abort();
    }

    /** Messages of this connection that need nothing more. */
    void ended(int messages) {
        boolean wasFull = unanswered >= service.limits.ofConnection();
        unanswered -= messages;
        if (wasFull || lost) {
            reader.roomAgain();
        }
        if ((unanswered == 0 || lost) && !quiet.trySend(SIGNAL)) {
            return; // a signal waits already, or the connection has ended
        }
    }
}
