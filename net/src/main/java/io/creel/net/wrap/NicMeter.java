package io.creel.net.wrap;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import java.util.function.LongSupplier;

/**
 * Computes the rates of a NIC between two samples of its counters, at no cost for the packet path. Threads: one at a
 * time.
 */
public final class NicMeter {
    private static final double SECOND_NS = 1e9;

    private final NicStatistics statistics;
    private final LongSupplier nanoClock;
    private long lastNs;
    private long rxPackets;
    private long rxBytes;
    private long txPackets;
    private long txBytes;
    private long lost;

    /**
     * The rates between two samples.
     *
     * @param durationNs the time between the samples, in nanoseconds
     * @param rxPacketsPerSecond received packets
     * @param rxBytesPerSecond received bytes
     * @param txPacketsPerSecond transmitted packets
     * @param txBytesPerSecond transmitted bytes
     * @param lostPerSecond lost packets, see {@link NicStatistics#lost()}
     */
    public record Rates(long durationNs, double rxPacketsPerSecond, double rxBytesPerSecond,
            double txPacketsPerSecond, double txBytesPerSecond, double lostPerSecond) {
    }

    /**
     * Starts measuring now.
     *
     * @param nic the NIC whose counters are sampled
     * @param nanoClock a monotonic clock in nanoseconds
     */
    public NicMeter(Nic nic, LongSupplier nanoClock) {
        statistics = nic.statistics();
        this.nanoClock = nanoClock;
        lastNs = nanoClock.getAsLong();
        remember();
    }

    /**
     * Samples the counters.
     *
     * @return the rates since the last sample; all zero if no time has passed, and then the next sample covers that
     *        part
     */
    public Rates sample() {
        long nowNs = nanoClock.getAsLong();
        long durationNs = nowNs - lastNs;
        if (durationNs <= 0) {
            return new Rates(0, 0, 0, 0, 0, 0);
        }
        double perSecond = SECOND_NS / durationNs;
        long rxPacketsBefore = rxPackets;
        long rxBytesBefore = rxBytes;
        long txPacketsBefore = txPackets;
        long txBytesBefore = txBytes;
        long lostBefore = lost;
        lastNs = nowNs;
        remember();
        return new Rates(durationNs, (rxPackets - rxPacketsBefore) * perSecond, (rxBytes - rxBytesBefore) * perSecond,
                (txPackets - txPacketsBefore) * perSecond, (txBytes - txBytesBefore) * perSecond,
                (lost - lostBefore) * perSecond);
    }

    private void remember() {
        rxPackets = statistics.get(NicCounter.RX_PACKETS);
        rxBytes = statistics.get(NicCounter.RX_BYTES);
        txPackets = statistics.get(NicCounter.TX_PACKETS);
        txBytes = statistics.get(NicCounter.TX_BYTES);
        lost = statistics.lost();
    }
}
