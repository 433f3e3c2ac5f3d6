package io.creel.ip.udp;

import io.creel.core.spec.From;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Place;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.TiedTo;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;

/** The step of a datagram that has a socket: puts it where its reader finds it (RFC 768; RFC 1122, section 4.1.3). */
@FunctionalInterface
public interface UdpReceive {
    /**
     * Takes the packet: it is in the queue of the socket, or counted and released.
     *
     * @param packet a datagram that was parsed and verified, from the link header on
     * @param socket the socket that the datagram is for
     */
    @RequiresLock("socket.lock")
    @RunsOn(Place.COROUTINE)
    void receive(@From("POST_IP") @Transfers @GivenBack Packet packet, @TiedTo("packet") UdpSocket socket);
}
