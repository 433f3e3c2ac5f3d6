package io.creel.ip.stream;

import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unchecked;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.LocalAddresses;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.tcp.TcpHost;
import io.creel.net.Packet;

/**
 * The receive step of TCP (RFC 9293, section 3.10.7) for flows that placement keeps on one worker: reads the segment
 * and gives it to its connection, or to a listener. Segments to a group are dropped (RFC 9293, MUST-57).
 *
 * <p>
 * Of the one worker that runs the host, so it takes no lock: {@link LockedTcpInput} is the other implementation.
 * Allocates nothing once the connections have been used.
 */
final class TcpInput implements ProtocolReceive {
    private final TcpHost tcp;
    private final TcpClock clock;
    private final HostCounters counters;
    private final Arrival arrival;

    TcpInput(TcpHost tcp, TcpClock clock, LocalAddresses addresses, HostCounters counters) {
        this.tcp = tcp;
        this.clock = clock;
        this.counters = counters;
        arrival = new Arrival(tcp.statistics(), addresses, counters);
    }

    @Override
    public void receive(Packet packet) {
        if (!arrival.read(packet)) {
            return;
        }
        // A connection may keep the packet beyond this coroutine.
        packet.handOver();
        deliver(packet);
        clock.rearm();
    }

    @Unchecked("a connection that keeps the packet takes it over with its segment")
    private void deliver(@Transfers Packet packet) {
        if (!tcp.receive(arrival.endpoints, arrival.segment, clock.nowNs())) {
            packet.release();
        }
        counters.count(HostCounter.TCP_RECEIVED);
    }
}
