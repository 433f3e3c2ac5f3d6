package io.creel.verifier.completeness;

import io.creel.core.spec.From;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.ip.IpReceive;
import io.creel.ip.ethernet.EthernetReceive;
import io.creel.ip.socket.SocketLookup;
import io.creel.ip.udp.UdpReceive;
import io.creel.net.Packet;

/** Some steps of the path in some order. */
@FunctionalInterface
public interface StepOrder {
    /** Runs them for one packet. */
    @Suspends
    void run(@From("RAW") @Transfers @GivenBack Packet packet, EthernetReceive ethernet, IpReceive ip,
            SocketLookup lookup, UdpReceive delivery);
}
