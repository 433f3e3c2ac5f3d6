package io.creel.ip;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.From;
import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.To;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Result;
import io.creel.net.Packet;

/**
 * The step of a version of IP: decides whether a datagram is sound and for this host (RFC 1122, section 3.2.1; RFC
 * 8200).
 */
@FunctionalInterface
public interface IpReceive {
    /**
     * Checks header, checksums and addresses.
     *
     * @param packet a parsed frame; still the caller's if the result is true
     * @return false if the datagram goes no further: it was counted and released
     */
    @CheckReturnValue
    @RunsOn(Place.COROUTINE)
    boolean receive(
            @From("POST_ETHERNET") @To("POST_IP") @Transfers(when = Result.FALSE) Packet packet);
}
