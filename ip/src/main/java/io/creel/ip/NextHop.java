package io.creel.ip;

import io.creel.core.spec.Transfers;
import io.creel.net.Packet;

/** Sends a datagram to the neighbour or group that its destination names. Of the worker that runs the host. */
@FunctionalInterface
public interface NextHop {
    /**
     * Takes the packet, whatever becomes of it.
     *
     * @param packet starts with the IP header
     * @param destination a destination with a route
     * @return what became of the packet
     */
    SendResult send(@Transfers Packet packet, Destination destination);
}
