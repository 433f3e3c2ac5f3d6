package io.creel.ip.udp;

import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.net.Packet;

/** Delivers into the bounded queue of the socket; a datagram that finds no room is dropped, as UDP allows. */
public final class UdpDelivery implements UdpReceive {
    private final HostCounters counters;

    /**
     * Makes the step.
     *
     * @param counters the host's counters
     */
    public UdpDelivery(HostCounters counters) {
        this.counters = counters;
    }

    @Override
    public void receive(Packet packet, UdpSocket socket) {
        if (socket.offer(packet)) {
            counters.count(HostCounter.UDP_DELIVERED);
        } else {
            counters.end(packet, socket.isClosed() ? HostCounter.UDP_SOCKET_CLOSED : HostCounter.UDP_QUEUE_FULL);
        }
    }
}
