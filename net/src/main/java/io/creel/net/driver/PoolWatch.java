package io.creel.net.driver;

import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Takes packets out of a pool for a receive queue, and says so if the queue stands still because all of them are out. For
 * drivers; one thread at a time.
 *
 * <p>
 * Each failure is counted. The first that follows {@code patience} failures in a row prints a line to standard error: which
 * queue, how many packets are out, and which setting gives it more. The next line needs twice as many, so a program that
 * stands still for ever prints a few dozen at most.
 */
public final class PoolWatch {
    /** For a queue that waits: polls that found no packet free. Some milliseconds of a poller that spins. */
    public static final int POLLS = 1 << 16;
    /** For a queue that loses frames meanwhile. */
    public static final int FRAMES = 64;

    private static final Consumer<String> STANDARD_ERROR = System.err::println;
    /** Where the lines go; a test puts something else here. */
    private static volatile Consumer<String> teller = STANDARD_ERROR;

    private final Object queue;
    private final NicStatistics statistics;
    private final PacketPool pool;
    private final NicCounter counter;
    private final String remedy;
    private int patience;
    private int failures;

    /**
     * @param queue
     *            for messages
     * @param counter
     *            of the failures: {@link NicCounter#RX_POOL_EXHAUSTED} if each loses a frame, else
     *            {@link NicCounter#RX_POOL_WAITS}
     * @param remedy
     *            the word that opens the NIC with more packets: {@code pcap:FILE,large=N}
     */
    public PoolWatch(RxQueue queue, NicStatistics statistics, PacketPool pool, NicCounter counter, String remedy) {
        this.queue = Objects.requireNonNull(queue, "queue");
        this.statistics = statistics;
        this.pool = pool;
        this.counter = counter;
        this.remedy = remedy;
        patience = counter.isLoss() ? FRAMES : POLLS;
    }

    /** As {@link PacketPool#allocate()}; a failure is counted. */
    public Packet allocate() {
        return seen(pool.allocate());
    }

    /** As {@link DriverPackets#lend}, for this device; a failure is counted. */
    public Packet lend(DriverPackets inFlight) {
        return seen(inFlight.lend(pool));
    }

    private Packet seen(Packet packet) {
        if (packet == null) {
            fail();
        } else if (failures != 0) {
            failures = 0;
        }
        return packet;
    }

    private void fail() {
        statistics.add(counter, 1);
        if (++failures == patience) {
            tell();
            failures = 0;
            patience = (int) Math.min(Integer.MAX_VALUE, 2L * patience);
        }
    }

    private void tell() {
        teller.accept("no packet is free to receive into: queue=" + queue + ", pool=" + pool.name() + ", packetsOut="
                + pool.outstanding() + ", capacity=" + pool.capacity() + ", "
                + (counter.isLoss() ? "framesLost=" : "pollsInARow=") + failures
                + "; release or transmit packets sooner, or open " + remedy + " with a larger N");
    }

    /** Sends the lines elsewhere; null for standard error. */
    static void teller(Consumer<String> lines) {
        teller = lines == null ? STANDARD_ERROR : lines;
    }
}
