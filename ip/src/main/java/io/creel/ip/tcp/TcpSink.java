package io.creel.ip.tcp;

/** Where a host's segments go: the IP layer below. Called by the thread that uses the host, from inside its methods. */
@FunctionalInterface
public interface TcpSink {
    /**
     * Sends a segment. The segment, its payload and the endpoints are valid during the call only;
     * {@link TcpHeader#write} writes them into a frame. An implementation must not call back into the host.
     *
     * @param endpoints the source is their local side
     * @param segment the segment to send, with its payload
     * @return false if the segment could not be sent now, for want of a frame or a route; the connection counts it and
     *        goes on as if it had been lost
     */
    boolean transmit(TcpEndpoints endpoints, TcpSegment segment);

    /**
     * Tells the largest payload and options that the path takes in one segment: its MTU without the fixed headers of IP
     * and TCP. Asked when a connection opens and at each time-out, so that a path that narrowed in silence does not
     * stop it.
     *
     * @param endpoints the destination is their remote side
     * @return in bytes; {@code Integer.MAX_VALUE} if the path is not known to be a bound
     */
    default int pathBytes(TcpEndpoints endpoints) {
        return Integer.MAX_VALUE;
    }
}
