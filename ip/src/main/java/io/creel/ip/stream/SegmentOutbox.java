package io.creel.ip.stream;

import io.creel.core.Body;
import io.creel.core.ThreadBinding;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.ip.Destination;
import io.creel.ip.HomeStash;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpOutput;
import io.creel.ip.tcp.TcpEndpoints;
import io.creel.ip.tcp.TcpSegment;
import io.creel.ip.tcp.TcpSink;
import io.creel.net.Packet;
import io.creel.net.wire.IpProtocol;
import io.creel.queues.SharedChannel;

/**
 * The way out for steps of any worker. A step writes its segment into a packet, with the checksum. The worker that runs
 * the host sends it by IP: at once if the step runs there, otherwise in a coroutine that waits for such packets,
 * because routes and neighbours belong to that worker. Segments of one connection leave in the order of its steps.
 *
 * <p>
 * Bounded by {@link #CAPACITY}; a segment that finds no room counts as lost, see {@link TcpSink}. Allocates nothing.
 * The coroutine goes on as long as packets come; the windows of the connections bound that.
 */
final class SegmentOutbox implements TcpSink, Body<Object> {
    /** Most segments that wait for the host's worker. */
    static final int CAPACITY = 2048;
    private static final Object LOOK_AT_CLOCK = new Object();
    /** Both addresses, in front of the segment, until IP takes over. */
    private static final int ADDRESSES_BYTES = 32;

    private final IpOutput output;
    private final HostCounters counters;
    private final TcpClock clock;
    private final ThreadBinding binding;
    private final SharedChannel<Object> waiting;
    private final Destination destination = new Destination();

    SegmentOutbox(IpOutput output, HostCounters counters, TcpClock clock, ThreadBinding binding) {
        this.output = output;
        this.counters = counters;
        this.clock = clock;
        this.binding = binding;
        var home = new HomeStash("home of the outbox");
        waiting = new SharedChannel<>("segments to send", CAPACITY, 2, home, home);
        destination.mayFragment(true);
    }

    @Override
    public boolean transmit(TcpEndpoints endpoints, TcpSegment segment) {
        Packet packet = TcpWay.write(output, endpoints, segment);
        if (packet == null) {
            return false;
        }
        packet.advance(-ADDRESSES_BYTES);
        packet.set64(0, endpoints.localHigh());
        packet.set64(8, endpoints.localLow());
        packet.set64(16, endpoints.remoteHigh());
        packet.set64(24, endpoints.remoteLow());
        if (binding.isHere()) {
            sendWaiting(); // among them may be earlier segments of this connection
            return send(packet);
        }
        if (waiting.trySend(packet)) {
            return true;
        }
        packet.release();
        return false;
    }

    /** Lets the host's worker look for an earlier deadline. Any thread. */
    void lookAtClock() {
        if (waiting.trySend(LOOK_AT_CLOCK)) {
            return;
        }
        // It is full, or closed: the coroutine looks after it has sent what is there.
    }

    @Override
    @Suspends
    public void run(Object nothing) {
        binding.check("TCP");
        for (Object next = waiting.receive(); next != null; next = waiting.receive()) {
            take(next);
            sendWaiting();
            clock.rearm();
        }
    }

    private void sendWaiting() {
        for (Object next = waiting.tryReceive(); next != null; next = waiting.tryReceive()) {
            take(next);
        }
    }

    private void take(@Transfers Object next) {
        if (next != LOOK_AT_CLOCK) {
            send((Packet) next); // what cannot leave is counted on the way
        }
    }

    /** By the host's worker. */
    private boolean send(@Transfers Packet packet) {
        destination.ends(packet.get64(0), packet.get64(8), packet.get64(16), packet.get64(24));
        packet.advance(ADDRESSES_BYTES);
        if (!output.route(destination)) {
            return counters.end(packet, HostCounter.TX_NO_ROUTE);
        }
        return output.send(packet, destination, IpProtocol.TCP).isAccepted();
    }

    /** Sends what waits, and ends the coroutine at its next turn. By the host's worker. */
    void close() {
        sendWaiting();
        waiting.close();
        waiting.discard();
    }
}
