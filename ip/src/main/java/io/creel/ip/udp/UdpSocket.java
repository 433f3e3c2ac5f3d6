package io.creel.ip.udp;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Returns;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.ip.Destination;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpAddress;
import io.creel.ip.IpOutput;
import io.creel.ip.SendResult;
import io.creel.ip.socket.IpSocket;
import io.creel.ip.socket.SocketTable;
import io.creel.net.Packet;
import io.creel.net.wire.Checksum;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Udp;
import io.creel.net.wire.UdpDescriptor;
import io.creel.queues.LocalChannel;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket for coroutines of the worker that runs the host. Waits suspend; nothing else does. In steady state no
 * call allocates but those that take or return an {@link IpAddress} or bytes.
 *
 * <p>
 * A reader that was woken goes where the host's ready stash says. The queue is bounded when the socket is made; a
 * datagram that finds no room is dropped and counted as {@link HostCounter#UDP_QUEUE_FULL}.
 */
public final class UdpSocket extends IpSocket implements AutoCloseable {
    private final SocketTable table;
    private final IpOutput output;
    private final HostCounters counters;
    private final LocalChannel<Packet> queue;
    private final Destination destination = new Destination();
    private final UdpPorts ports;
    private @Nullable SendResult error;

    UdpSocket(UdpPorts ports, long localHigh, long localLow, int localPort, int queuePackets, Stash ready) {
        super(IpProtocol.UDP, localHigh, localLow, localPort);
        this.ports = ports;
        table = ports.table();
        output = ports.output();
        counters = ports.counters();
        queue = new LocalChannel<>("udp port " + localPort, queuePackets, ready);
        destination.mayFragment(true);
    }

    /** Names the only peer; before it is in the table. */
    void connect(long high, long low, int port) {
        peer(high, low, port);
    }

    /**
     * Sets the time to live or hop limit of what is sent; 64 at first.
     *
     * @param value 1 to 255
     * @throws IllegalArgumentException if the value is out of bounds
     */
    public void hopLimit(int value) {
        if (value < 1 || value > 255) {
            throw new IllegalArgumentException("hop limit out of bounds: value=" + value + ", least=1, most=255");
        }
        destination.hopLimit(value);
    }

    /**
     * Allocates an empty packet for a payload, with room in front for all headers.
     *
     * @return the packet, owned by the caller; null if none is free, which is counted
     */
    @CheckReturnValue
    @Acquires(when = Result.NON_NULL)
    public @Nullable Packet allocate() {
        return withoutHeader(output.allocate());
    }

    /**
     * Allocates an empty packet for a payload of up to 65,507 bytes, which leaves in fragments.
     *
     * @return the packet, owned by the caller; null if none is free, which is counted
     */
    @CheckReturnValue
    @Acquires(when = Result.NON_NULL)
    public @Nullable Packet allocateLarge() {
        return withoutHeader(output.allocateLarge());
    }

    @Returns("packet")
    private static @Nullable Packet withoutHeader(@Nullable Packet packet) {
        if (packet != null) {
            packet.resize(UdpDescriptor.HEADER_BYTES);
            packet.advance(UdpDescriptor.HEADER_BYTES);
        }
        return packet;
    }

    /**
     * Sends a payload to the peer of a connected socket.
     *
     * @param payload the bytes to send, with room in front for all headers, as {@link #allocate} makes it
     * @return what became of the payload
     * @throws IllegalStateException if the socket has no peer; the packet is released
     */
    public SendResult send(@Transfers(onException = true) Packet payload) {
        if (!isConnected()) {
            payload.release();
            throw new IllegalStateException("send without an address on a socket without a peer: socket=" + this);
        }
        return sendTo(payload, localHigh(), localLow(), remoteHigh(), remoteLow(), remotePort());
    }

    /**
     * Sends a payload. Takes the packet in any case; what cannot leave is counted and released.
     *
     * @param payload the bytes to send, with room in front for all headers, as {@link #allocate} makes it
     * @param high the upper 64 bits of the receiver's address
     * @param low the lower 64 bits of the receiver's address
     * @param port the receiver's port
     * @return what became of the payload; {@link SendResult#NO_ROUTE} if the socket has another peer
     */
    public SendResult send(@Transfers Packet payload, long high, long low, int port) {
        if (isConnected()) {
            boolean samePeer = port == remotePort() && low == remoteLow() && high == remoteHigh();
            if (!samePeer) {
                counters.count(HostCounter.TX_NO_ROUTE);
                payload.release();
                return SendResult.NO_ROUTE;
            }
        }
        return sendTo(payload, localHigh(), localLow(), high, low, port);
    }

    /**
     * Sends the payload of a received datagram back, from the address that was asked.
     *
     * @param received parsed; it is taken, and its payload is what is sent
     * @return what became of the payload
     */
    public SendResult reply(@Transfers Packet received) {
        long high = UdpDatagram.sourceHigh(received);
        long low = UdpDatagram.sourceLow(received);
        int port = UdpDatagram.sourcePort(received);
        long ownHigh = UdpDatagram.destinationHigh(received);
        long ownLow = UdpDatagram.destinationLow(received);
        boolean own = ports.isOwn(ownHigh, ownLow); // not if it was sent to a group
        UdpDatagram.strip(received);
        return sendTo(received, own ? ownHigh : localHigh(), own ? ownLow : localLow(), high, low, port);
    }

    /**
     * Sends a copy of bytes.
     *
     * @param bytes the payload; it is copied
     * @param address the receiver's address
     * @param port the receiver's port
     * @return {@link SendResult#TOO_LONG} for more than a datagram holds
     */
    public SendResult send(byte[] bytes, IpAddress address, int port) {
        Packet packet = allocate();
        if (packet != null && bytes.length > packet.capacityBytes()) {
            packet.release();
            packet = allocateLarge();
        }
        if (packet == null) {
            return SendResult.POOL_EXHAUSTED;
        }
        if (bytes.length > packet.capacityBytes()) {
            counters.count(HostCounter.TX_TOO_LONG);
            packet.release();
            return SendResult.TOO_LONG;
        }
        packet.resize(bytes.length);
        packet.set(0, bytes, 0, bytes.length);
        return send(packet, address.high(), address.low(), port);
    }

    private SendResult sendTo(@Transfers Packet payload, long fromHigh, long fromLow, long high, long low, int port) {
        SendResult refusal = refusal(port);
        if (refusal == null && payload.lengthBytes() > 0xffff - UdpDescriptor.HEADER_BYTES) {
            counters.count(HostCounter.TX_TOO_LONG);
            refusal = SendResult.TOO_LONG;
        }
        destination.ends(fromHigh, fromLow, high, low);
        if (refusal == null && !output.route(destination)) {
            counters.count(HostCounter.TX_NO_ROUTE);
            refusal = SendResult.NO_ROUTE;
        }
        if (refusal != null) {
            payload.release();
            return refusal;
        }
        int payloadBytes = payload.lengthBytes();
        payload.advance(-UdpDescriptor.HEADER_BYTES);
        Udp.write(payload, 0, localPort(), port, payloadBytes);
        int bytes = UdpDescriptor.HEADER_BYTES + payloadBytes;
        int checksum = Checksum.finish(
                Checksum.sum(payload, 0, bytes) + destination.pseudoHeaderSum(IpProtocol.UDP, bytes));
        // RFC 768: a computed zero is sent as all ones.
        payload.set16(UdpDescriptor.CHECKSUM, checksum == 0 ? 0xffff : checksum);
        SendResult result = output.send(payload, destination, IpProtocol.UDP);
        if (result.isAccepted()) {
            counters.count(HostCounter.UDP_SENT);
        }
        return result;
    }

    private @Nullable SendResult refusal(int port) {
        if (isClosed()) {
            return SendResult.CLOSED;
        }
        if (port == 0) {
            counters.count(HostCounter.TX_NO_ROUTE);
            return SendResult.NO_ROUTE;
        }
        return takeError();
    }

    /**
     * The next datagram; suspends until there is one.
     *
     * @return owned by the caller; null if the socket is closed, or an ICMP error has come, which {@link #takeError}
     *            names
     */
    @Suspends
    @Acquires(when = Result.NON_NULL)
    public @Nullable Packet receive() {
        while (error == null) {
            Packet received = queue.receive();
            if (received == null || !isWake(received)) {
                return received;
            }
        }
        return null;
    }

    /**
     * The next datagram; suspends until there is one, for a while at most.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link io.creel.core.Coroutine#await(Stash, long)}
     * @return owned by the caller; null if the time is up, the socket is closed, or an ICMP error has come
     */
    @Suspends
    @Acquires(when = Result.NON_NULL)
    public @Nullable Packet receive(long timeoutNs) {
        long beganNs = Coroutine.nowNs();
        long leftNs = timeoutNs;
        while (error == null) {
            Packet received = queue.receive(leftNs);
            if (received == null || !isWake(received)) {
                return received;
            }
            leftNs = timeoutNs - (Coroutine.nowNs() - beganNs);
        }
        return null;
    }

    /**
     * Takes the next datagram if there is one. From inside a coroutine or not.
     *
     * @return the datagram, owned by the caller; null if there is none
     */
    @CheckReturnValue
    @Acquires(when = Result.NON_NULL)
    public @Nullable Packet poll() {
        Packet received = queue.tryReceive();
        while (received != null && isWake(received)) {
            received = queue.tryReceive();
        }
        return received;
    }

    /** Whether this was no datagram but what an ICMP error woke a reader by; then it is released. */
    private static boolean isWake(@Transfers(when = Result.TRUE) Packet received) {
        if (received.lengthBytes() > 0) {
            return false;
        }
        received.release();
        return true;
    }

    /**
     * Takes the ICMP error that has come for this socket: a later call does not see it again.
     *
     * @return what the error says; null if there is none
     */
    public @Nullable SendResult takeError() {
        SendResult taken = error;
        error = null;
        return taken;
    }

    /** Puts a datagram into the queue; false if there is no room or the socket is closed. */
    boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
        return queue.trySend(packet);
    }

    /** Notes an ICMP error, and wakes a reader if a packet is free for that (RFC 1122, section 4.1.3.3). */
    void fail(SendResult failure) {
        error = failure;
        if (queue.size() > 0) {
            return;
        }
        Packet wake = output.allocate();
        if (wake != null && !queue.trySend(wake)) {
            wake.release();
        }
    }

    /** {@return how many datagrams wait to be received} */
    public int queued() {
        return queue.size();
    }

    /** {@return whether the socket is closed} */
    public boolean isClosed() {
        return queue.isClosed();
    }

    /** Frees the port, wakes readers, and releases what was not read. Twice does nothing. */
    @Override
    public void close() {
        ports.closed(this);
        table.remove(this);
        queue.close();
        for (Packet unread = queue.tryReceive(); unread != null; unread = queue.tryReceive()) {
            if (unread.lengthBytes() > 0) {
                counters.count(HostCounter.UDP_UNREAD_AT_CLOSE);
            }
            unread.release();
        }
    }
}
