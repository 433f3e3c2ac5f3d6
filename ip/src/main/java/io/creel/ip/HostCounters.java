package io.creel.ip;

import io.creel.core.spec.Releases;
import io.creel.net.Packet;
import io.creel.net.wire.DropCounters;
import io.creel.net.wire.DropReason;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One number per {@link HostCounter}. Any thread may count and read; no call waits or allocates. Reads of several
 * counters are not one snapshot.
 */
public final class HostCounters {
    private static final HostCounter[] COUNTERS = HostCounter.values();

    private final AtomicLongArray values = new AtomicLongArray(COUNTERS.length);
    private final DropCounters malformed = new DropCounters();

    /** Starts at zero. */
    public HostCounters() {
    }

    /**
     * Counts one.
     *
     * @param counter the event to count
     */
    public void count(HostCounter counter) {
        values.getAndIncrement(counter.ordinal());
    }

    /**
     * Counts a packet under a counter and releases it.
     *
     * @param packet the packet that goes no further
     * @param counter why it goes no further
     * @return false always: a step returns it as its own answer
     */
    public boolean end(@Releases Packet packet, HostCounter counter) {
        count(counter);
        packet.release();
        return false;
    }

    /**
     * Counts a packet that does not parse, or whose checksum is wrong, and releases it.
     *
     * @param packet the packet that goes no further
     * @param reason what is wrong with it
     * @return false always: a step returns it as its own answer
     */
    public boolean drop(@Releases Packet packet, DropReason reason) {
        malformed.count(reason);
        return end(packet, switch (reason) {
            case UNSUPPORTED_ARP, UNSUPPORTED_ETHERTYPE -> HostCounter.RX_UNSUPPORTED;
            case IPV4_BAD_CHECKSUM, UDP_BAD_CHECKSUM, TCP_BAD_CHECKSUM, ICMP_BAD_CHECKSUM, ICMPV6_BAD_CHECKSUM ->
                HostCounter.RX_BAD_CHECKSUM;
            default -> HostCounter.RX_MALFORMED;
        });
    }

    /**
     * Reads one counter.
     *
     * @param counter the counter to read
     * @return the present count
     */
    public long get(HostCounter counter) {
        return values.get(counter.ordinal());
    }

    /** {@return the packets that did not parse or whose checksum is wrong, by reason} */
    public DropCounters malformed() {
        return malformed;
    }

    /** {@return how many frames and datagrams came in and were refused} */
    public long dropped() {
        return sum(HostCounter.Kind.DROPPED);
    }

    /** {@return what came in minus what ended: 0 while no packet is under way} */
    public long unaccounted() {
        return sum(HostCounter.Kind.CAME_IN) - sum(HostCounter.Kind.CONSUMED) - sum(HostCounter.Kind.DROPPED);
    }

    private long sum(HostCounter.Kind kind) {
        long sum = 0;
        for (HostCounter counter : COUNTERS) {
            if (counter.kind() == kind) {
                sum += get(counter);
            }
        }
        return sum;
    }

    /** The counters that are not zero: {@code RX_FRAMES=10, UDP_DELIVERED=9}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (HostCounter counter : COUNTERS) {
            long value = get(counter);
            if (value != 0) {
                text.append(text.isEmpty() ? "" : ", ").append(counter).append('=').append(value);
            }
        }
        return text.toString();
    }
}
