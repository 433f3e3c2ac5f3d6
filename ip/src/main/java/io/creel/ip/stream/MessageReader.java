package io.creel.ip.stream;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Returns;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.ip.IpException;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.queues.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a connection receives into messages, so that a program schedules messages and not connections. One
 * coroutine per connection runs it; the handler starts a coroutine for each message, or pushes it somewhere.
 *
 * <p>
 * <b>Copies.</b> A message is a {@link Packet}. The last message of a received frame keeps that frame, so a message in
 * a segment of its own is never copied. A message that shares its frame with a later one, or that spans frames, is
 * copied once, into a packet of the pool.
 *
 * <p>
 * <b>Bounds.</b> A message is at most as long as the framing says; a longer one ends {@link #run()} with an exception.
 * Beside the frames that the connection keeps, a reader holds one frame and one message that is not complete. While the
 * handler refuses, or the pool is empty, the reader reads nothing, and the receive window of the connection closes.
 *
 * <p>
 * Threads: those of its socket. Allocates nothing once it is made.
 */
public final class MessageReader {
    private static final Object SIGNAL = new Object();

    private final TcpSocket socket;
    private final Framing framing;
    private final PacketPool pool;
    private final MessageHandler handler;
    private final int headBytes;
    private final int tailBytes;
    private final long retryNs;
    private final Channel<Object> room;
    /** A message that is not complete, its head included; null if there is none. */
    @Owned
    private @Nullable Packet partial;
    private long messages;
    private long copied;
    private long refused;
    private long starved;

    /**
     * Over a connection, from its next byte on. The caller keeps the socket, and closes it.
     *
     * @param socket
     *            read by nothing else
     * @param framing
     *            says where messages end
     * @param pool
     *            of the packets for messages that cannot keep their frame; each holds the longest message
     * @param handler
     *            gets the messages
     * @param retryNs
     *            after how many nanoseconds a message that was refused is offered again, unless {@link #roomAgain} says
     *            so before; above 0
     * @throws IllegalArgumentException
     *             if a packet of the pool is too short for the longest message
     */
    public MessageReader(TcpSocket socket, Framing framing, PacketPool pool, MessageHandler handler, long retryNs) {
        headBytes = framing.headBytes();
        tailBytes = framing.tailBytes();
        int whole = headBytes + framing.maxMessageBytes() + tailBytes;
        int capacity = pool.bufferBytes() - pool.headroomBytes();
        if (whole < 0 || whole > capacity || retryNs <= 0) {
            throw new IllegalArgumentException("impossible reader of messages: maxMessageBytes="
                    + framing.maxMessageBytes() + ", packetBytes=" + capacity + ", pool=" + pool.name() + ", retryNs="
                    + retryNs + "; lower the bound of the framing, or make a pool of longer packets");
        }
        this.socket = socket;
        this.framing = framing;
        this.pool = pool;
        this.handler = handler;
        this.retryNs = retryNs;
        room = socket.signals("room for messages");
    }

    /**
     * Reads until the end of the stream, and gives each message to the handler. Once.
     *
     * @throws IpException
     *             with reason {@link IpException.Reason#BAD_MESSAGE} if a message is too long or malformed, or the
     *             stream ends within one; with another reason if the connection is lost or the socket is closed
     */
    @Suspends
    public void run() {
        try {
            for (Packet frame = socket.receive(); frame != null; frame = socket.receive()) {
                split(frame);
            }
            if (partial != null) {
                throw new IpException(IpException.Reason.BAD_MESSAGE, "the stream ends within a message: socket="
                        + socket + ", receivedBytes=" + partial.lengthBytes() + ", messages=" + messages);
            }
        } finally {
            if (partial != null) {
                partial.release();
                partial = null;
            }
        }
    }

    private void split(@Transfers(onException = true) Packet frame) {
        boolean owned = true;
        try {
            int at = 0;
            int end = frame.lengthBytes();
            while (at < end) {
                int size = partial == null ? framing.measure(frame, at, end - at, 0) : 0;
                if (size > 0 && at + size == end) {
                    owned = false;
                    deliver(payload(frame, at, size));
                    return;
                }
                at += size > 0 ? copy(frame, at, size) : assemble(frame, at, end - at);
            }
        } finally {
            if (owned) {
                frame.release();
            }
        }
    }

    /** Delivers a copy of a message that is followed by others in its frame. */
    private int copy(Packet frame, int at, int size) {
        int bytes = size - headBytes - tailBytes;
        Packet message = allocate();
        message.resize(bytes);
        message.copyFrom(frame, at + headBytes, 0, bytes);
        copied++;
        deliver(message);
        return size;
    }

    /** Appends to the message that is not complete, and delivers it if it is now; returns how many bytes were used. */
    private int assemble(Packet frame, int at, int available) {
        while (partial == null) {
            partial = pool.allocate();
            if (partial == null) {
                awaitPacket();
            }
        }
        int have = partial.lengthBytes();
        int part = Math.min(available, partial.capacityBytes() - have);
        if (part == 0) {
            throw new IllegalStateException("the framing asks for more bytes than its longest message has: framing="
                    + framing + ", bytes=" + have + ", maxMessageBytes=" + framing.maxMessageBytes());
        }
        partial.resize(have + part);
        partial.copyFrom(frame, at, have, part);
        int size = framing.measure(partial, 0, have + part, have);
        if (size == 0) {
            return part;
        }
        Packet message = partial;
        partial = null;
        copied++;
        deliver(payload(message, 0, size));
        return size - have; // the rest of the part belongs to later messages
    }

    /** Leaves nothing but the payload. */
    @Returns("packet")
    private Packet payload(Packet packet, int at, int size) {
        packet.resize(at + size - tailBytes);
        packet.advance(at + headBytes);
        return packet;
    }

    @Acquires
    private Packet allocate() {
        Packet packet = pool.allocate();
        while (packet == null) {
            awaitPacket();
            packet = pool.allocate();
        }
        return packet;
    }

    private void awaitPacket() {
        starved++;
        room.receive(retryNs);
    }

    private void deliver(@Transfers(onException = true) Packet message) {
        boolean taken = false;
        try {
            while (!handler.message(message)) {
                refused++;
                room.receive(retryNs);
            }
            taken = true;
            messages++;
        } finally {
            if (!taken) {
                message.release();
            }
        }
    }

    /** Says that a message that was refused may find room now. From inside a coroutine or not. */
    public void roomAgain() {
        if (!room.trySend(SIGNAL)) {
            return; // a signal waits already, which stands for this one
        }
    }

    /** {@return how many messages the handler has taken} */
    public long messages() {
        return messages;
    }

    /** {@return how many messages were copied, because they did not end their frame or did not fit into one} */
    public long copied() {
        return copied;
    }

    /** {@return how often the handler has refused a message} */
    public long refused() {
        return refused;
    }

    /** {@return how often the pool had no packet} */
    public long starved() {
        return starved;
    }

    @Override
    public String toString() {
        return "MessageReader[" + socket + ", messages=" + messages + "]";
    }
}
