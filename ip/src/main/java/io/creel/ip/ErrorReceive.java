package io.creel.ip;

import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;

/** A transport that is told of ICMP errors about its packets (RFC 1122, section 3.2.2; RFC 5927). */
@FunctionalInterface
public interface ErrorReceive {
    /**
     * Tells of an error. The transport acts on it only if a socket may have sent the quoted packet.
     *
     * @param quoted the quoted packet and the error; valid during the call only
     * @return whether one may have; the path MTU is lowered only then
     */
    @RunsOn(Place.COROUTINE)
    boolean error(QuotedPacket quoted);
}
