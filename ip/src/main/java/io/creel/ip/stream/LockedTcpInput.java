package io.creel.ip.stream;

import io.creel.core.CoroutineCancelledException;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unchecked;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.LocalAddresses;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.Spares;
import io.creel.ip.tcp.TcpHost;
import io.creel.net.Packet;

/**
 * The receive step of TCP (RFC 9293, section 3.10.7) for connections that several workers serve: reads the segment, and
 * gives it to its connection in the lock of that connection, or to a listener. The coroutine suspends while another one
 * acts on the connection, and processes the segment afterwards, in the order of arrival at the lock.
 *
 * <p>
 * Threads: coroutines of any worker. Allocates nothing once the connections have been used and no more steps wait at
 * once than {@link #ARRIVALS}. {@link TcpInput} is the other implementation, for one worker.
 */
final class LockedTcpInput implements ProtocolReceive {
    /** Working objects that are kept; a step that waits for a lock keeps one. */
    private static final int ARRIVALS = 64;

    private final TcpHost tcp;
    private final TcpClock clock;
    private final HostCounters counters;
    private final Spares<Arrival> arrivals;

    LockedTcpInput(TcpHost tcp, TcpClock clock, LocalAddresses addresses, HostCounters counters) {
        this.tcp = tcp;
        this.clock = clock;
        this.counters = counters;
        arrivals = new Spares<>(ARRIVALS, () -> new Arrival(tcp.statistics(), addresses, counters));
    }

    @Override
    public void receive(Packet packet) {
        Arrival arrival = arrivals.borrow();
        try {
            if (arrival.read(packet)) {
                // A connection may keep the packet beyond this coroutine.
                packet.handOver();
                deliver(arrival, packet);
            }
        } finally {
            arrivals.giveBack(arrival);
        }
    }

    @Unchecked("a connection that keeps the packet takes it over with its segment")
    private void deliver(Arrival arrival, @Transfers Packet packet) {
        boolean kept;
        try {
            kept = tcp.receive(arrival.endpoints, arrival.segment, clock.nowNs());
        } catch (CoroutineCancelledException cancelled) { // while it waited for the lock
            packet.release();
            throw cancelled;
        }
        if (!kept) {
            packet.release();
        }
        counters.count(HostCounter.TCP_RECEIVED);
        clock.rearm();
    }
}
