package io.creel.net.driver;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Returns;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes packets out of a pool for a receive queue, and reports if the queue stands still because all packets are in
 * use. For drivers. Threads: one at a time.
 *
 * <p>
 * Each failure is counted. The first failure that follows {@code patience} failures in a row prints a line to standard
 * error. The line names the queue, the number of packets in use, and the setting that provides more. The next line
 * needs twice as many failures, so a program that stands still for ever prints a few dozen lines at most.
 */
public final class PoolWatch {
    /**
     * The patience for a queue that waits, in polls that found no packet free; some milliseconds of a spinning poller.
     */
    public static final int POLLS = 1 << 16;
    /** The patience for a queue that loses frames meanwhile, in frames. */
    public static final int FRAMES = 64;

    private static final Consumer<String> STANDARD_ERROR = System.err::println;
    /** The receiver of the lines; a test replaces it. */
    private static volatile Consumer<String> printer = STANDARD_ERROR;

    private final Object queue;
    private final NicStatistics statistics;
    private final PacketPool pool;
    private final NicCounter counter;
    private final String remedy;
    private int patience;
    private int failures;

    /**
     * Makes the watch of one queue.
     *
     * @param queue for messages
     * @param statistics the counters of the NIC
     * @param pool the packets to receive into
     * @param counter counts the failures: {@link NicCounter#RX_POOL_EXHAUSTED} if each loses a frame, else
     *        {@link NicCounter#RX_POOL_WAITS}
     * @param remedy the word that opens the NIC with more packets: {@code pcap:FILE,large=N}
     */
    public PoolWatch(RxQueue queue, NicStatistics statistics, PacketPool pool, NicCounter counter, String remedy) {
        this.queue = Objects.requireNonNull(queue, "queue");
        this.statistics = statistics;
        this.pool = pool;
        this.counter = counter;
        this.remedy = remedy;
        patience = counter.isLoss() ? FRAMES : POLLS;
    }

    /**
     * Allocates a packet as {@link PacketPool#allocate()} does and counts a failure.
     *
     * @return the packet, owned by the caller; {@code null} if all are in use
     */
    @Acquires(when = Result.NON_NULL)
    public @Nullable Packet allocate() {
        return seen(pool.allocate());
    }

    /**
     * Lends a packet to the device as {@link DriverPackets#lend} does and counts a failure.
     *
     * @param inFlight the packets of the device
     * @return the packet, in flight; {@code null} if all are in use
     */
    public @Nullable Packet lend(DriverPackets inFlight) {
        return seen(inFlight.lend(pool));
    }

    @Returns("packet")
    private @Nullable Packet seen(@Nullable Packet packet) {
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
        printer.accept("no packet is free to receive into: queue=" + queue + ", pool=" + pool.name() + ", packetsOut="
                + pool.outstanding() + ", capacity=" + pool.capacity() + ", "
                + (counter.isLoss() ? "framesLost=" : "pollsInARow=") + failures
                + "; release or transmit packets sooner, or open " + remedy + " with a larger N");
    }

    /** Redirects the lines; {@code null} restores standard error. */
    static void printer(Consumer<String> lines) {
        printer = lines == null ? STANDARD_ERROR : lines;
    }
}
