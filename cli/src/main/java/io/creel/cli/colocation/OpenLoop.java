package io.creel.cli.colocation;

import io.creel.cli.tools.Probe;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.TxQueue;
import io.creel.schedulers.latency.IntervalSet;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * The generator of one run: sends each packet when it is due, whether or not earlier ones were answered. A latency runs
 * from the due time, so a late generator makes it longer, and a packet without an answer has an infinite one. The
 * times between packets are independent (a Poisson process). The first packets are sent and answered like all others,
 * but not measured.
 *
 * <p>
 * It spins, so it needs a core of its own. Threads: one.
 */
final class OpenLoop {
    /** A packet that was sent more than this after its due time is late, in nanoseconds. */
    static final long LATE_NS = 10_000;
    /** The latency of a packet without an answer. */
    static final long LOST_NS = Long.MAX_VALUE;

    private static final int PAYLOAD_BYTES = 64;
    private static final int FLOWS = 64;
    private static final int BATCH = 32;
    /** How long to wait for an answer after the last one: longer than the kernel stops a realtime thread. */
    private static final long PATIENCE_NS = 1_500_000_000;
    /** For how long nothing arrives before the link is taken to be empty. */
    private static final long EMPTY_NS = 10_000_000;
    /** 10.0.0.1 and 10.0.0.2. */
    private static final int FROM = 0x0a000001;
    private static final int TO = 0x0a000002;

    private final Nic nic;
    private final TxQueue tx;
    private final Probe probe;
    private final LongSupplier clock;
    private final PacketConsumer arrival = this::answered;
    private final int firstMeasured;
    /** When each packet is due, has left, and was answered; 0 if it has not. */
    private final long[] dueNs;
    private final long[] sentNs;
    private final long[] answeredNs;
    private long refused;
    private long answers;
    private long others;

    /**
     * Draws the due times.
     *
     * @param perSecond
     *            packets per second, on average
     * @param leadNs
     *            how long packets are sent before the first that is measured, in nanoseconds
     * @param measuredNs
     *            how long packets are sent that are measured, in nanoseconds
     * @param seed
     *            of the due times; also tells this run's answers from others
     */
    OpenLoop(Nic nic, long destination, double perSecond, long leadNs, long measuredNs, int seed, LongSupplier clock) {
        this.nic = nic;
        tx = nic.tx(0);
        this.clock = clock;
        probe = new Probe(new Probe.Ends(nic.macAddress(), destination, FROM, TO), PAYLOAD_BYTES, FLOWS, seed);
        var random = new SplittableRandom(seed);
        long[] due = new long[1024];
        int count = 0;
        int lead = 0;
        double atNs = 0;
        while (true) {
            atNs -= Math.log1p(-random.nextDouble()) * 1e9 / perSecond;
            if (atNs >= leadNs + measuredNs) {
                break;
            }
            due = count == due.length ? Arrays.copyOf(due, 2 * count) : due;
            due[count++] = (long) atNs;
            lead += atNs < leadNs ? 1 : 0;
        }
        dueNs = Arrays.copyOf(due, count);
        firstMeasured = lead;
        sentNs = new long[count];
        answeredNs = new long[count];
    }

    /** ColocatedWork done between two moments, as the generator has read it. */
    record WorkDone(long pieces, long ns) {
    }

    /**
     * Sends all packets, and waits for their answers. Reads how much work was done, from the middle of the lead to the
     * last packet.
     */
    WorkDone run(LongSupplier pieces) {
        long beginNs = clock.getAsLong();
        for (int i = 0; i < dueNs.length; i++) {
            dueNs[i] += beginNs;
        }
        long beganPieces = 0;
        long beganNs = beginNs;
        for (int next = 0; next < dueNs.length;) {
            if (clock.getAsLong() - dueNs[next] >= 0) {
                if (next == firstMeasured / 2) {
                    beganPieces = pieces.getAsLong();
                    beganNs = clock.getAsLong();
                }
                send(next++);
            }
            nic.rx(0).poll(BATCH, arrival);
        }
        var done = new WorkDone(pieces.getAsLong() - beganPieces, clock.getAsLong() - beganNs);
        await(PATIENCE_NS);
        return done;
    }

    private void send(int number) {
        Packet packet = nic.pool().allocate();
        boolean taken = false;
        if (packet != null) {
            probe.write(packet, number, dueNs[number]);
            taken = tx.transmit(packet);
            if (!taken) {
                packet.release();
            }
        }
        sentNs[number] = clock.getAsLong();
        refused += taken ? 0 : 1;
    }

    private boolean answered(Packet packet) {
        if (!probe.isAnswer(packet)) {
            others++;
        } else {
            int number = (int) Probe.sequence(packet);
            if (answeredNs[number] == 0) {
                answeredNs[number] = clock.getAsLong();
                answers++;
            } else {
                others++;
            }
        }
        packet.release();
        return true;
    }

    private void await(long patienceNs) {
        long lastNs = clock.getAsLong();
        while (answers + refused < dueNs.length && clock.getAsLong() - lastNs < patienceNs) {
            if (nic.rx(0).poll(BATCH, arrival) > 0) {
                lastNs = clock.getAsLong();
            }
        }
    }

    /** Takes what is still on its way. Called after the echo has ended. */
    void drain() {
        await(EMPTY_NS);
    }

    long sent() {
        return dueNs.length;
    }

    long answers() {
        return answers;
    }

    /** Returns how many packets did not leave, because the transmit ring or the pool had no room. */
    long refused() {
        return refused;
    }

    /** Returns how many frames arrived that are no first answer of this run. */
    long others() {
        return others;
    }

    /** Returns the latencies of the measured packets in the order of their due times, in nanoseconds. */
    long[] latenciesNs() {
        return latenciesNs(IntervalSet.EMPTY);
    }

    /** Returns the latencies without the time that falls into some intervals. */
    long[] latenciesNs(IntervalSet without) {
        long[] latencies = new long[dueNs.length - firstMeasured];
        for (int i = 0; i < latencies.length; i++) {
            long atNs = answeredNs[firstMeasured + i];
            long fromNs = dueNs[firstMeasured + i];
            latencies[i] = atNs == 0 ? LOST_NS : Math.max(1, atNs - fromNs - without.overlapNs(fromNs, atNs));
        }
        return latencies;
    }

    /** Returns when the first measured packet was due, and when the last packet was, in nanoseconds. */
    long[] measuredNs() {
        return new long[]{dueNs[Math.min(firstMeasured, dueNs.length - 1)], dueNs[dueNs.length - 1]};
    }

    /** Returns how late each measured packet was sent, in nanoseconds. */
    long[] latenessNs() {
        long[] lateness = new long[dueNs.length - firstMeasured];
        for (int i = 0; i < lateness.length; i++) {
            lateness[i] = sentNs[firstMeasured + i] - dueNs[firstMeasured + i];
        }
        return lateness;
    }
}
