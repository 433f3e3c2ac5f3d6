package io.creel.ip.ethernet;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.From;
import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.To;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Result;
import io.creel.net.Packet;

/**
 * The first step of a frame: finds its headers and decides whether it is for this host (IEEE 802.3; RFC 894; RFC 2464).
 */
@FunctionalInterface
public interface EthernetReceive {
    /**
     * Parses the frame and looks at its link addresses.
     *
     * @param packet a frame from the link header on; still the caller's if the result is true
     * @return false if the frame goes no further: it was counted and released
     */
    @CheckReturnValue
    @RunsOn(Place.COROUTINE)
    boolean receive(
            @From("RAW") @To("POST_ETHERNET") @Transfers(when = Result.FALSE) Packet packet);
}
