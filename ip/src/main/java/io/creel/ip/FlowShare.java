package io.creel.ip;

import io.creel.net.wire.IpProtocol;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The part of a host's flows that one of its queues serves. A flow of TCP is served by the queue that the steering
 * names. A datagram of UDP is served there, too, unless that queue has no socket without a peer at the port and other
 * queues have one: then by the next queue that has. So a UDP socket that is bound on one queue gets all datagrams of
 * its port, and sockets that are bound on all queues share them by flow.
 *
 * <p>
 * Threads: any may ask; the worker of the queue notes its sockets. O(1); allocates nothing.
 */
public final class FlowShare {
    /** Most queues of one host. */
    public static final int MAX_QUEUES = 64;

    private static final int PORTS = 1 << 16;

    private final FlowSteering steering;
    private final int queue;
    private final int queues;
    /** Per port of UDP a bit for each queue with a socket without a peer there. Shared by the queues. */
    private final AtomicLongArray bound;

    private FlowShare(FlowSteering steering, int queue, int queues, AtomicLongArray bound) {
        this.steering = steering;
        this.queue = queue;
        this.queues = queues;
        this.bound = bound;
    }

    /**
     * Divides the flows of a host.
     *
     * @param steering names the queue of a flow
     * @param queues how many queues the host has, 1 to {@link #MAX_QUEUES}
     * @return the share of each queue, in the order of their numbers
     */
    public static FlowShare[] divide(FlowSteering steering, int queues) {
        if (queues < 1 || queues > MAX_QUEUES) {
            throw new IllegalArgumentException("queues out of bounds: queues=" + queues + ", least=1, most="
                    + MAX_QUEUES);
        }
        var bound = new AtomicLongArray(queues == 1 ? 0 : PORTS);
        var shares = new FlowShare[queues];
        for (int i = 0; i < queues; i++) {
            shares[i] = new FlowShare(steering, i, queues, bound);
        }
        return shares;
    }

    /** {@return the share of the only queue of a host: all flows} */
    public static FlowShare all() {
        return divide(FlowSteering.BY_HASH, 1)[0];
    }

    /** {@return the number of this queue, from 0} */
    public int queue() {
        return queue;
    }

    /** {@return how many queues the host has} */
    public int queues() {
        return queues;
    }

    /**
     * Names the queue that serves a flow.
     *
     * @param protocol the number of the protocol, see {@code IpProtocol}
     * @param localHigh the upper 64 bits of the host's address
     * @param localLow the lower 64 bits of the host's address
     * @param localPort the port of the host
     * @param remoteHigh the upper 64 bits of the peer's address
     * @param remoteLow the lower 64 bits of the peer's address
     * @param remotePort the port of the peer
     * @return from 0
     * @throws IllegalStateException if the steering names a queue that the host does not have
     */
    public int of(int protocol, long localHigh, long localLow, int localPort, long remoteHigh, long remoteLow,
            int remotePort) {
        if (queues == 1) {
            return 0;
        }
        int named = steering.queue(protocol, localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort,
                queues);
        if (named < 0 || named >= queues) {
            throw new IllegalStateException("steering names no queue of this host: steering=" + steering + ", queue="
                    + named + ", queues=" + queues);
        }
        return protocol == IpProtocol.UDP ? withSocket(named, localPort) : named;
    }

    private int withSocket(int named, int port) {
        long mask = bound.get(port);
        if (mask == 0) {
            return named;
        }
        long from = mask >>> named;
        return from == 0 ? Long.numberOfTrailingZeros(mask) : named + Long.numberOfTrailingZeros(from);
    }

    /**
     * Says whether this queue serves a flow; the arguments are those of {@link #of}.
     *
     * @param protocol the number of the protocol
     * @param localHigh the upper 64 bits of the host's address
     * @param localLow the lower 64 bits of the host's address
     * @param localPort the port of the host
     * @param remoteHigh the upper 64 bits of the peer's address
     * @param remoteLow the lower 64 bits of the peer's address
     * @param remotePort the port of the peer
     * @return whether it is this queue
     */
    public boolean isOurs(int protocol, long localHigh, long localLow, int localPort, long remoteHigh, long remoteLow,
            int remotePort) {
        return of(protocol, localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort) == queue;
    }

    /**
     * Names the queue that serves what has a number instead of ports: the reply to an echo request.
     *
     * @param number a number that the host has chosen by {@link #ownNumber}, or any other
     * @return from 0
     */
    public int ofNumber(int number) {
        return Integer.remainderUnsigned(number, queues);
    }

    /**
     * Changes a number of 16 bits into a near one that is served by this queue.
     *
     * @param number 0 to 65535
     * @return 0 to 65535
     */
    public int ownNumber(int number) {
        int own = number - number % queues + queue;
        return own < PORTS ? own : own - queues;
    }

    /**
     * Says whether a queue of this host has a UDP socket without a peer at a port.
     *
     * @param port 0 to 65535
     * @return whether one has; false if the host has one queue, which knows its sockets
     */
    public boolean isBound(int port) {
        return queues > 1 && bound.get(port) != 0;
    }

    /**
     * Notes whether this queue has a UDP socket without a peer at a port.
     *
     * @param port 0 to 65535
     * @param isBound whether it has one now
     */
    public void bound(int port, boolean isBound) {
        if (queues > 1) {
            long bit = 1L << queue;
            bound.getAndUpdate(port, mask -> isBound ? mask | bit : mask & ~bit);
        }
    }

    @Override
    public String toString() {
        return "FlowShare[queue=" + queue + ", queues=" + queues + "]";
    }
}
