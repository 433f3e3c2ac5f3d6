package io.creel.ip;

import io.creel.core.spec.Transfers;
import io.creel.net.Packet;

/** Sends a datagram to the neighbour or group that its destination names. Of the worker that runs the host. */
public interface NextHop {
    /**
     * Takes the packet, whatever becomes of it.
     *
     * @param packet starts with the IP header
     * @param destination a destination with a route
     * @return what became of the packet
     */
    SendResult send(@Transfers Packet packet, Destination destination);

    /**
     * Says whether a packet would leave now. If not, it would wait for the link address of the neighbour or be refused,
     * so a datagram that is to be cut is sent whole, with the header of a datagram that may be cut: it waits as one,
     * and is cut when it leaves.
     *
     * @param destination a destination with a route
     * @return whether the link address is known or needs none
     */
    boolean isReady(Destination destination);
}
