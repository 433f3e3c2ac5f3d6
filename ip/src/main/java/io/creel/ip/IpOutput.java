package io.creel.ip;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Result;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/** The way out of a host, for transports. Of the worker that runs the host. Allocates nothing, never waits. */
public interface IpOutput {
    /**
     * An empty packet whose start is where the transport header goes, with room in front for the headers of IP and
     * link.
     *
     * @return null if no packet is free, which is counted
     */
    @CheckReturnValue
    @Acquires(when = Result.NON_NULL)
    @Nullable
    Packet allocate();

    /**
     * The same for a datagram that may be longer than the link carries, up to 65,507 bytes: it will leave in fragments.
     *
     * @return null if no large packet is free, which is counted
     */
    @CheckReturnValue
    @Acquires(when = Result.NON_NULL)
    @Nullable
    Packet allocateLarge();

    /**
     * Fills in the next hop and the path MTU of a destination whose remote address is set. If its own address is
     * {@code ::}, that one is chosen, too (RFC 1122, section 3.3.4.3; RFC 6724, rule 1).
     *
     * @param destination its remote address is set; its next hop and path MTU are filled in
     * @return false if no route leads there; not counted
     */
    @CheckReturnValue
    boolean route(Destination destination);

    /**
     * Puts the IP and link headers in front of a transport packet and sends it. Takes the packet, whatever becomes of
     * it: one that cannot leave is counted and released.
     *
     * @param packet its start is the transport header, whose checksum is filled in
     * @param destination a destination with a route, see {@link #route}
     * @param protocol the number of the transport protocol
     * @return what became of the packet
     */
    SendResult send(@Transfers Packet packet, Destination destination, int protocol);
}
