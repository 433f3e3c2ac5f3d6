package io.creel.ip.socket;

import io.creel.core.CheckReturnValue;
import io.creel.ip.IpBits;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the socket of a packet: first one with exactly these two ends, then one at the own address and port, then one
 * at the port of any address of that version (RFC 1122, section 4.1.3.5). Bounded by its capacity. Chains are short
 * although peers choose ports, because the hash has a secret seed. O(1); allocates nothing. Of the worker that runs the
 * host.
 */
public final class SocketTable {
    private static final long ANY_IPV4 = IpBits.mapped(0);

    private final int capacity;
    private final long seed;
    private final IpSocket[] buckets;
    private int size;

    /**
     * Makes an empty table.
     *
     * @param capacity most sockets, 1 to 2^20
     * @param seed a secret
     */
    public SocketTable(int capacity, long seed) {
        if (capacity < 1 || capacity > 1 << 20) {
            throw new IllegalArgumentException(
                    "impossible capacity of sockets: capacity=" + capacity + ", least=1, most=" + (1 << 20));
        }
        this.capacity = capacity;
        this.seed = seed;
        buckets = new IpSocket[Math.max(16, Integer.highestOneBit(capacity) << 1)];
    }

    /**
     * Puts a socket in.
     *
     * @param socket is in no table
     * @return false if the table is full, or a socket with the same ends is there
     */
    @CheckReturnValue
    public boolean add(IpSocket socket) {
        if (size == capacity || find(socket) != null) {
            return false;
        }
        int bucket = bucket(socket);
        socket.nextInBucket = buckets[bucket];
        buckets[bucket] = socket;
        socket.inTable = true;
        size++;
        return true;
    }

    /**
     * Takes a socket out; nothing happens if it is not there.
     *
     * @param socket a socket of this host
     */
    @SuppressWarnings("NullAway") // it is in the table, so the chain holds it
    public void remove(IpSocket socket) {
        if (!socket.inTable) {
            return;
        }
        int bucket = bucket(socket);
        if (buckets[bucket] == socket) {
            buckets[bucket] = socket.nextInBucket;
        } else {
            IpSocket before = buckets[bucket];
            while (before.nextInBucket != socket) {
                before = before.nextInBucket;
            }
            before.nextInBucket = socket.nextInBucket;
        }
        socket.nextInBucket = null;
        socket.inTable = false;
        size--;
    }

    private @Nullable IpSocket find(IpSocket like) {
        return like.isConnected()
                ? connection(like.protocol(), like.localHigh(), like.localLow(), like.localPort(), like.remoteHigh(),
                        like.remoteLow(), like.remotePort())
                : listener(like.protocol(), like.localHigh(), like.localLow(), like.localPort());
    }

    /**
     * Finds the socket that a packet between these ends is for.
     *
     * @param protocol the number of the protocol, see {@code IpProtocol}
     * @param localHigh the upper 64 bits of the own address
     * @param localLow the lower 64 bits of the own address
     * @param localPort the own port
     * @param remoteHigh the upper 64 bits of the peer's address
     * @param remoteLow the lower 64 bits of the peer's address
     * @param remotePort the peer's port
     * @return the socket; null if there is none
     */
    public @Nullable IpSocket lookUp(int protocol, long localHigh, long localLow, int localPort, long remoteHigh,
            long remoteLow, int remotePort) {
        IpSocket found = connection(protocol, localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort);
        if (found == null) {
            found = listener(protocol, localHigh, localLow, localPort);
        }
        return found == null
                ? listener(protocol, 0, IpBits.isIpv4(localHigh, localLow) ? ANY_IPV4 : 0, localPort)
                : found;
    }

    /**
     * Finds the socket with exactly these two ends.
     *
     * @param protocol the number of the protocol, see {@code IpProtocol}
     * @param localHigh the upper 64 bits of the own address
     * @param localLow the lower 64 bits of the own address
     * @param localPort the own port
     * @param remoteHigh the upper 64 bits of the peer's address
     * @param remoteLow the lower 64 bits of the peer's address
     * @param remotePort the peer's port
     * @return the socket; null if there is none
     */
    public @Nullable IpSocket connection(int protocol, long localHigh, long localLow, int localPort, long remoteHigh,
            long remoteLow, int remotePort) {
        IpSocket at = buckets[bucket(protocol, localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort)];
        while (at != null && !at.isConnection(protocol, localHigh, localLow, localPort, remoteHigh, remoteLow,
                remotePort)) {
            at = at.nextInBucket;
        }
        return at;
    }

    /**
     * Finds the socket without a peer at exactly this own address and port.
     *
     * @param protocol the number of the protocol, see {@code IpProtocol}
     * @param localHigh the upper 64 bits of the own address
     * @param localLow the lower 64 bits of the own address
     * @param localPort the own port
     * @return the socket; null if there is none
     */
    public @Nullable IpSocket listener(int protocol, long localHigh, long localLow, int localPort) {
        IpSocket at = buckets[bucket(protocol, localHigh, localLow, localPort, 0, 0, 0)];
        while (at != null && !at.isListener(protocol, localHigh, localLow, localPort)) {
            at = at.nextInBucket;
        }
        return at;
    }

    /**
     * Says whether a socket without a peer at this own address and port would share packets with one that is there.
     * O(sockets).
     *
     * @param protocol the number of the protocol, see {@code IpProtocol}
     * @param localHigh the upper 64 bits of the own address
     * @param localLow the lower 64 bits of the own address
     * @param localPort the own port
     * @return whether the port is taken for that address
     */
    public boolean isTaken(int protocol, long localHigh, long localLow, int localPort) {
        boolean any = IpBits.isUnspecified(localHigh, localLow);
        boolean ipv4 = IpBits.isIpv4(localHigh, localLow);
        for (IpSocket first : buckets) {
            for (IpSocket at = first; at != null; at = at.nextInBucket) {
                if (at.localPort() == localPort && at.protocol() == protocol && !at.isConnected()
                        && IpBits.isIpv4(at.localHigh(), at.localLow()) == ipv4
                        && (any || IpBits.isUnspecified(at.localHigh(), at.localLow())
                                || at.localLow() == localLow && at.localHigh() == localHigh)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Calls the action for each of a snapshot of the sockets: the action may remove them. Allocates.
     *
     * @param action called once per socket
     */
    public void forEach(Consumer<IpSocket> action) {
        IpSocket[] all = new IpSocket[size];
        int count = 0;
        for (IpSocket first : buckets) {
            for (IpSocket at = first; at != null; at = at.nextInBucket) {
                all[count++] = at;
            }
        }
        Arrays.asList(all).forEach(action);
    }

    /** {@return how many sockets are in the table} */
    public int size() {
        return size;
    }

    /** {@return the largest number of sockets} */
    public int capacity() {
        return capacity;
    }

    private int bucket(IpSocket socket) {
        return bucket(socket.protocol(), socket.localHigh(), socket.localLow(), socket.localPort(),
                socket.remoteHigh(), socket.remoteLow(), socket.remotePort());
    }

    private int bucket(int protocol, long localHigh, long localLow, int localPort, long remoteHigh, long remoteLow,
            int remotePort) {
        long hash = mix(seed ^ localLow, (long) protocol << 32 | (long) localPort << 16 | remotePort);
        hash = mix(hash ^ remoteLow, localHigh);
        hash = mix(hash, remoteHigh);
        return (int) (hash >>> 33) & buckets.length - 1;
    }

    private static long mix(long left, long right) {
        long z = (left ^ Long.rotateLeft(right, 29) + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        return (z ^ z >>> 32) * 0x94d049bb133111ebL;
    }
}
