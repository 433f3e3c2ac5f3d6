package io.creel.ip;

import io.creel.core.spec.From;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;

/** The steps of one protocol above IP: ICMP, UDP or TCP. */
@FunctionalInterface
public interface ProtocolReceive {
    /**
     * Takes a datagram whose header is parsed and whose checksums are right: gives it to a socket, answers with it, or
     * counts and releases it. An implementation that throws has not counted the packet: the path does, and the runtime
     * gives it back unless it has another owner by then.
     *
     * @param packet a whole datagram for this host, from the link header on
     */
    @Suspends
    void receive(@From("POST_IP") @Transfers @GivenBack Packet packet);
}
