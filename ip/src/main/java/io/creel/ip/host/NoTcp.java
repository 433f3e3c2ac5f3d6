package io.creel.ip.host;

import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.icmp.IcmpErrors;
import io.creel.net.Packet;

/** In place of TCP in a host that has none: the protocol is unreachable (RFC 1122, section 3.2.2.1). */
final class NoTcp implements ProtocolReceive {
    private final IcmpErrors errors;
    private final HostCounters counters;

    NoTcp(IcmpErrors errors, HostCounters counters) {
        this.errors = errors;
        this.counters = counters;
    }

    @Override
    public void receive(Packet packet) {
        errors.protocolUnknown(packet);
        counters.end(packet, HostCounter.TCP_ABSENT);
    }
}
