package io.creel.examples.demo;

import io.creel.net.MemoryNic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketConsumer;
import io.creel.net.pcap.ReplayNic;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * What the workers' NIC is connected to: takes packets from the capture, sends each at its intended time whether or not the
 * workers keep up (open loop), receives what comes back, and measures. A thread of its own calls it; it owns that thread's
 * core.
 *
 * <p>
 * Latency runs from the intended time, so that a sender who is late does not make it look shorter. Nothing is dropped here:
 * where {@link #MAX_IN_FLIGHT} packets are under way, the next one is sent late, and counted as such.
 */
final class Wire {
    /** What the rings of the link hold, so that none ever overflows. */
    static final int MAX_IN_FLIGHT = MemoryNic.DEFAULT_RING_CAPACITY;
    /** A packet that is sent later than this counts as late. */
    static final long LATE_NS = 10_000;

    private static final long LEAD_NS = 20_000;
    private static final long GIVE_UP_NS = 5_000_000_000L;
    private static final int POLL = 64;

    private final ReplayNic capture;
    private final MemoryNic link;
    private final Losses losses;
    private final SendTimes times;
    private final LongSupplier nanoClock;
    private final PacketBatch next = new PacketBatch(1);
    private final Histogram latencies = Latencies.histogram();
    private final PacketConsumer arrival = this::arrived;
    private long sent;
    private long sentBytes;
    private long received;
    private long receivedBytes;
    private long late;
    private long heardNs;

    Wire(ReplayNic capture, MemoryNic link, Losses losses, SendTimes times, LongSupplier nanoClock) {
        this.capture = capture;
        this.link = link;
        this.losses = losses;
        this.times = times;
        this.nanoClock = nanoClock;
    }

    /**
     * Sends the whole capture once and waits until every packet has come back or is counted as dropped.
     *
     * @return how it went; its histogram is used again by the next pass
     * @throws LostPacketsException
     *             where nothing came back for five seconds
     */
    Pass pass() throws IOException, LostPacketsException {
        latencies.reset();
        long sentBefore = sent;
        late = 0;
        long beginNs = nanoClock.getAsLong();
        heardNs = beginNs;
        times.begin(beginNs + LEAD_NS);
        long dueNs = times.nextNs();
        while (fetch()) {
            waitUntil(dueNs);
            send(dueNs);
            dueNs = times.nextNs();
        }
        waitForAll();
        capture.restart();
        return new Pass(latencies, sent - sentBefore, late);
    }

    private boolean fetch() throws LostPacketsException {
        while (capture.rx(0).poll(next, 1) == 0 && !capture.isFinished()) {
            waitForSome(); // every buffer is under way
        }
        return !next.isEmpty();
    }

    private void waitUntil(long dueNs) throws LostPacketsException {
        while (nanoClock.getAsLong() - dueNs < 0) {
            receive();
        }
        while (sent - received >= MAX_IN_FLIGHT && underWay() >= MAX_IN_FLIGHT) {
            waitForSome();
        }
    }

    private void send(long dueNs) {
        Packet packet = next.get(0);
        packet.timestampNs(dueNs);
        int bytes = packet.lengthBytes();
        if (nanoClock.getAsLong() - dueNs > LATE_NS) {
            late++;
        }
        if (!link.tx(queueOf(packet)).transmit(packet)) {
            throw new IllegalStateException("the link refused a packet it has room for: packet=" + packet);
        }
        next.clear();
        sent++;
        sentBytes += bytes;
    }

    /** As a NIC with receive-side scaling does: all packets of a conversation go to one queue. */
    private int queueOf(Packet packet) {
        if (link.queues() == 1) {
            return 0;
        }
        packet.parse();
        return (int) Long.remainderUnsigned(packet.conversationHash(), link.queues());
    }

    private void waitForAll() throws LostPacketsException {
        while (underWay() > 0) {
            waitForSome();
        }
    }

    private long underWay() {
        return sent - received - losses.total();
    }

    private void waitForSome() throws LostPacketsException {
        receive();
        if (nanoClock.getAsLong() - heardNs > GIVE_UP_NS) {
            throw new LostPacketsException(sent, received, losses.total());
        }
    }

    private void receive() {
        for (int i = 0; i < link.queues(); i++) {
            link.rx(i).poll(POLL, arrival);
        }
    }

    private void arrived(Packet packet) {
        heardNs = nanoClock.getAsLong();
        Latencies.record(latencies, heardNs - packet.timestampNs());
        received++;
        receivedBytes += packet.lengthBytes();
        packet.release();
    }

    long sent() {
        return sent;
    }

    long sentBytes() {
        return sentBytes;
    }

    long received() {
        return received;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    /**
     * One replay of the capture.
     *
     * @param latencies
     *            of the packets that came back
     * @param late
     *            how many packets were sent late
     */
    record Pass(Histogram latencies, long sent, long late) {
        /** The share of packets that were sent on time. */
        double adherence() {
            return 1 - (double) late / sent;
        }
    }
}
