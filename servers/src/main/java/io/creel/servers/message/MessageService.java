package io.creel.servers.message;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Stash;
import io.creel.core.SuspensionCallback;
import io.creel.core.spec.Suspends;
import io.creel.ip.IpAddress;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.PacketPool;
import io.creel.servers.ConnectionHandler;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.connection.Spare;

/**
 * Serves messages, each in a coroutine of its own, which begins where the caller says: in a stash, or in a placement of
 * any policy. So messages of one connection are scheduled by their class and not in the order of the stream, and their
 * answers may leave in another order than they came.
 *
 * <pre>{@code
 * var service = new MessageService(host.ready(), carrier, ServiceLimits.defaults(), MessageLimits.defaults(),
 *         self -> placement.place(self, 0), new WorkMessages(1_000_000));
 * TcpService port = service.open(host, IpAddress.ANY_IPV4, 7000);
 * }</pre>
 *
 * <p>
 * <b>Bounds.</b> Each class has room for so many messages that wait or are at work. A message without room stays with
 * the reader of its connection, which reads no further: the receive window closes, and nothing is dropped. Connections
 * get room in the order in which they began to wait. A message without room holds up those behind it on its own
 * connection, and none of another. A connection has room for so many messages without a written answer, so a peer that
 * does not receive holds up itself alone.
 *
 * <p>
 * <b>Memory.</b> A message keeps the frame it came in, or one packet of the service's pool. So the frames of the NIC
 * must be more than the messages of all classes together.
 *
 * <p>
 * Of the worker that runs the host; the counters may be read by any thread.
 */
public final class MessageService implements ConnectionHandler, AutoCloseable {
    /** After so long a refused message is offered again, if no room was told of before. */
    static final long RETRY_NS = 10_000_000;
    private static final int HEADROOM_BYTES = 64;

    final Stash ready;
    final ServiceLimits serviceLimits;
    final MessageLimits limits;
    final MessageProtocol protocol;
    final MessageCounters counters;
    final ClassRoom[] rooms;
    final PacketPool pool;
    private final Carrier carrier;
    private final SuspensionCallback where;
    private final Spare<Message> messages;
    private final Body<Message> answering = new Answering();
    private final Body<MessageConnection> resetting = MessageConnection::reset;

    /**
     * Makes a service without a port.
     *
     * @param ready
     *            the ready stash of the host
     * @param carrier
     *            of the worker that runs the host
     * @param serviceLimits
     *            of connections; a connection may be silent for as long as its peer answers keep-alive probes
     * @param limits
     *            of messages, with one for each class of the protocol
     * @param where
     *            gets the coroutine of each message, before it begins; may refuse it for want of room
     * @param protocol
     *            of the messages
     * @throws IllegalArgumentException
     *             if the limits have another number of classes than the protocol
     */
    public MessageService(Stash ready, Carrier carrier, ServiceLimits serviceLimits, MessageLimits limits,
            SuspensionCallback where, MessageProtocol protocol) {
        if (limits.classes() != protocol.classes()) {
            throw new IllegalArgumentException("limits of another number of classes: limits=" + limits
                    + ", classesOfProtocol=" + protocol.classes());
        }
        this.ready = ready;
        this.carrier = carrier;
        this.serviceLimits = serviceLimits;
        this.limits = limits;
        this.where = where;
        this.protocol = protocol;
        counters = new MessageCounters(limits.classes());
        rooms = new ClassRoom[limits.classes()];
        for (int i = 0; i < rooms.length; i++) {
            rooms[i] = new ClassRoom(limits.ofClass(i));
        }
        messages = new Spare<>(limits.total(), () -> new Message(protocol.maxAnswerBytes()));
        var framing = protocol.framing();
        int bytes = HEADROOM_BYTES + framing.headBytes() + framing.maxMessageBytes() + framing.tailBytes();
        // A connection holds a message that is not complete, and one that has no room.
        pool = new PacketPool("messages", limits.total() + 2 * serviceLimits.connections(), bytes, HEADROOM_BYTES);
    }

    /**
     * Serves at a port.
     *
     * @param host
     *            an open host with TCP for one worker
     * @param address
     *            an own one of the host; the unspecified one for all
     * @param port
     *            1 to 65535
     * @return the port, which the caller closes
     */
    public TcpService open(IpHost host, IpAddress address, int port) {
        return TcpService.open(host, carrier, address, port, serviceLimits, this);
    }

    @Override
    @Suspends
    public void serve(TcpSocket socket) {
        new MessageConnection(this, socket).serve();
    }

    boolean start(Message message) {
        return carrier.start(where, answering, message);
    }

    Message borrow() {
        return messages.borrow();
    }

    void giveBack(Message message) {
        messages.giveBack(message);
    }

    byte[] buffer() {
        return new byte[limits.ofConnection() * protocol.maxAnswerBytes()];
    }

    /** The body of all messages. */
    private final class Answering implements Body<Message> {
        @Override
        @Suspends
        public void run(Message message) {
            MessageConnection connection = message.connection();
            int messageClass = message.messageClass();
            boolean skipped = connection.isLost();
            int length = skipped ? 0 : protocol.answer(message, message.answer);
            message.done();
            rooms[messageClass].leave();
            if (skipped) {
                counters.skipped[messageClass]++;
                connection.ended(1);
            } else {
                counters.answered[messageClass]++;
                connection.answer(message.answer, length);
            }
            giveBack(message);
        }

        @Override
        public void unfinished(Message message) {
            if (message.isAtWork()) { // otherwise it was writing, which has accounted for its answers
                message.done();
                rooms[message.messageClass()].leave();
                counters.broken[message.messageClass()]++;
                MessageConnection connection = message.connection();
                connection.broken();
                if (!carrier.start(ready, resetting, connection)) {
                    counters.resetByHost++; // the host is closed, which has reset the connection
                }
            }
            giveBack(message);
        }
    }

    /** {@return the counters of all connections} */
    public MessageCounters counters() {
        return counters;
    }

    /**
     * {@return how many messages of a class wait or are at work}
     *
     * @param messageClass
     *            from 0
     */
    public int present(int messageClass) {
        return rooms[messageClass].used();
    }

    /**
     * {@return how many connections wait for room in a class}
     *
     * @param messageClass
     *            from 0
     */
    public int waitingConnections(int messageClass) {
        return rooms[messageClass].waiting();
    }

    /** Frees the packets of the service, once the last message is gone. Close its ports and its host before. */
    @Override
    public void close() {
        pool.close();
    }
}
