package io.creel.cli.demo;

import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketConsumer;
import io.creel.net.TxQueue;
import io.creel.net.memory.MemoryNic;
import io.creel.net.pcap.CaptureException;
import io.creel.net.pcap.ReplayNic;
import io.creel.sim.stats.Distribution;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * The far end of the workers' NIC. It takes packets from the capture, sends each at its intended time even if the
 * workers are behind (open loop), receives the packets that come back, and measures. It has a thread and a core of its
 * own.
 *
 * <p>
 * Latency runs from the intended time, so a late sender does not make it shorter. Nothing is dropped here: if the link
 * is full, the next packet is sent late and counted as late.
 */
final class Wire {
    /** The capacity of the rings of a link in memory, so that none overflows. */
    static final int MAX_IN_FLIGHT = MemoryNic.DEFAULT_RING_CAPACITY;
    /** A packet that is sent more than this after its time counts as late. */
    static final long LATE_NS = 10_000;

    private static final long LEAD_NS = 20_000;
    private static final long GIVE_UP_NS = 5_000_000_000L;
    private static final int POLL = 64;

    private final ReplayNic capture;
    private final Link link;
    private final Losses losses;
    private final SendTimes times;
    private final LongSupplier nanoClock;
    private final PacketBatch next = new PacketBatch(1);
    private final Distribution latencies = new Distribution();
    private final PacketConsumer arrival = this::arrived;
    private long sent;
    private long sentBytes;
    private long received;
    private long receivedBytes;
    private long late;
    private long heardNs;

    Wire(ReplayNic capture, Link link, Losses losses, SendTimes times, LongSupplier nanoClock) {
        this.capture = capture;
        this.link = link;
        this.losses = losses;
        this.times = times;
        this.nanoClock = nanoClock;
    }

    /**
     * Sends the whole capture once and waits until every packet has come back or is counted as dropped.
     *
     * @return the result; the next pass reuses its distribution
     * @throws LostPacketsException
     *             if nothing came back for five seconds
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
        CaptureException fault = capture.fault();
        if (fault != null && fault.isReading()) {
            throw fault;
        }
        link.dues().forget();
        capture.restart();
        return new Pass(latencies, sent - sentBefore, late);
    }

    private boolean fetch() throws LostPacketsException {
        while (capture.rx(0).poll(next, 1) == 0 && !capture.isFinished()) {
            waitForSome(); // every buffer is in flight
        }
        return !next.isEmpty();
    }

    private void waitUntil(long dueNs) throws LostPacketsException {
        while (nanoClock.getAsLong() - dueNs < 0) {
            receive();
        }
        while (sent - received >= link.maxInFlight() && underWay() >= link.maxInFlight()) {
            waitForSome();
        }
    }

    private void send(long dueNs) throws LostPacketsException {
        Packet packet = next.get(0);
        // Finishes a checksum that the recording host left to its hardware, so that the link carries the remembered
        // bytes.
        packet.finishChecksum();
        link.dues().sent(packet, dueNs);
        int bytes = packet.lengthBytes();
        if (nanoClock.getAsLong() - dueNs > LATE_NS) {
            late++;
        }
        TxQueue tx = link.outside().tx(queueOf(packet));
        while (!tx.transmit(packet)) {
            if (!link.shared()) {
                throw new IllegalStateException("the link refused a packet although it has room: packet=" + packet);
            }
            waitForSome();
        }
        next.clear();
        sent++;
        sentBytes += bytes;
    }

    /** Chooses one queue for all packets of a conversation, as a NIC with receive-side scaling does. */
    private int queueOf(Packet packet) {
        if (link.outside().queues() == 1) {
            return 0;
        }
        packet.parse();
        return (int) Long.remainderUnsigned(packet.conversationHash(), link.outside().queues());
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
        for (int i = 0; i < link.outside().queues(); i++) {
            link.outside().rx(i).poll(POLL, arrival);
        }
    }

    private boolean arrived(Packet packet) {
        long nowNs = nanoClock.getAsLong();
        long dueNs = link.dues().take(packet);
        if (dueNs == DueTimes.UNKNOWN) {
            // The kernel in between sends frames of its own now and then.
            packet.release();
            return true;
        }
        heardNs = nowNs;
        Latencies.record(latencies, heardNs - dueNs);
        received++;
        receivedBytes += packet.lengthBytes();
        packet.release();
        return true;
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
     *            the latencies of packets that came back
     * @param late
     *            how many packets were sent late
     */
    record Pass(Distribution latencies, long sent, long late) {
        /** Returns the share of packets that were sent on time. */
        double adherence() {
            return 1 - (double) late / sent;
        }
    }
}
