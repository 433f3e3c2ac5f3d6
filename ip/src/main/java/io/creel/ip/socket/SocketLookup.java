package io.creel.ip.socket;

import io.creel.core.spec.From;
import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.TiedTo;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/** Finds the socket that a datagram is for (RFC 1122, section 4.1.3.5; RFC 9293, section 3.10.7.1). */
@FunctionalInterface
public interface SocketLookup {
    /**
     * Finds the socket of a packet.
     *
     * @param packet parsed; stays the caller's
     * @return the socket; null if there is none
     */
    @TiedTo("packet")
    @RunsOn(Place.COROUTINE)
    @Nullable
    IpSocket lookUp(@From("POST_IP") Packet packet);
}
