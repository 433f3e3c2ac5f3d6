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
     * Says whether a packet would leave now. If not, it would wait for the link address of the neighbour, or be
     * refused. A long datagram is then sent uncut, with a header that permits to cut it. So it waits as one packet, and
     * is cut when it leaves.
     *
     * @param destination a destination with a route
     * @return whether the link address is known or needs none
     */
    boolean isReady(Destination destination);
}
