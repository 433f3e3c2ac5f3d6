package io.creel.ip.udp;

import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.icmp.IcmpErrors;
import io.creel.ip.socket.SocketLookup;
import io.creel.net.Packet;
import io.creel.net.wire.Udp;

/**
 * The receive path of UDP: finds the socket, takes its lock, and lets {@link UdpReceive} deliver. A datagram without a
 * socket is answered by a port-unreachable (RFC 1122, section 4.1.3.1), and so is one from port 0, which cannot be
 * answered, by nothing.
 */
public final class UdpInput implements ProtocolReceive {
    private final SocketLookup lookup;
    private final UdpReceive delivery;
    private final IcmpErrors errors;
    private final HostCounters counters;

    /**
     * Makes the step from its parts.
     *
     * @param lookup finds the socket of a datagram
     * @param delivery delivers to a socket
     * @param errors reports that no socket is at a port
     * @param counters the host's counters
     */
    public UdpInput(SocketLookup lookup, UdpReceive delivery, IcmpErrors errors, HostCounters counters) {
        this.lookup = lookup;
        this.delivery = delivery;
        this.errors = errors;
        this.counters = counters;
    }

    @Override
    public void receive(Packet packet) {
        UdpSocket socket = (UdpSocket) lookup.lookUp(packet);
        if (socket == null) {
            if (Udp.sourcePort(packet, packet.headers().transportOffset()) != 0) {
                errors.portUnreachable(packet);
            }
            counters.end(packet, HostCounter.UDP_NO_SOCKET);
            return;
        }
        socket.lock.lock();
        try {
            delivery.receive(packet, socket);
        } finally {
            socket.lock.unlock();
        }
    }
}
