package io.creel.ip;

/**
 * Says which queue of a host serves a flow. The answer depends on the arguments alone, so that every queue gives the
 * same one. The frames of the flow need not arrive there: a queue that receives a frame of another one passes it on.
 *
 * <p>
 * A NIC that spreads flows by a hash spares the passing on if this function computes the same hash. Called for each
 * received frame, by the workers of all queues at once: it waits for nothing and allocates nothing.
 */
@FunctionalInterface
public interface FlowSteering {
    /** Spreads flows evenly, by a hash of protocol, addresses and ports. It has no secret. */
    FlowSteering BY_HASH = (protocol, localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort, queues) -> {
        long hash = mix(localLow ^ localHigh, (long) protocol << 32 | (long) localPort << 16 | remotePort);
        return (int) ((mix(hash ^ remoteHigh, remoteLow) >>> 33) % queues);
    };

    /**
     * Chooses the queue of a flow.
     *
     * @param protocol the number of the protocol, see {@code IpProtocol}; 0 for a datagram in fragments
     * @param localHigh the upper 64 bits of the host's address
     * @param localLow the lower 64 bits of the host's address
     * @param localPort the port of the host; 0 for a datagram in fragments
     * @param remoteHigh the upper 64 bits of the peer's address
     * @param remoteLow the lower 64 bits of the peer's address
     * @param remotePort the port of the peer; 0 for a datagram in fragments
     * @param queues how many queues the host has
     * @return from 0 to {@code queues} − 1
     */
    int queue(int protocol, long localHigh, long localLow, int localPort, long remoteHigh, long remoteLow,
            int remotePort, int queues);

    private static long mix(long left, long right) {
        long z = (left ^ Long.rotateLeft(right, 29) + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        return (z ^ z >>> 32) * 0x94d049bb133111ebL;
    }
}
