package io.creel.ip.arp;

import io.creel.core.spec.From;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;

/** The end of an ARP packet: learns and answers (RFC 826). */
@FunctionalInterface
public interface ArpReceive {
    /**
     * Takes the packet: answers with it, or releases it, and counts it.
     *
     * @param packet an ARP packet that was parsed
     */
    @RunsOn(Place.COROUTINE)
    void receive(@From("POST_ETHERNET") @Transfers @GivenBack Packet packet);
}
