package io.creel.net.driver;

import io.creel.core.diagnostics.LiveObjects;
import io.creel.net.Nic;
import io.creel.net.NicCapabilities;
import io.creel.net.NicStatistics;
import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import io.creel.net.TxQueue;
import io.creel.net.internal.Faults;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The common part of all NICs: name, pool, queue pairs and counters.
 *
 * <p>
 * The constructor of a driver ends with {@link #opened}; before that, the NIC is not given to another thread.
 */
public abstract class DriverNic implements Nic {
    private static final LiveObjects<Nic> OPENED = new LiveObjects<>();

    private final String name;
    private final long macAddress;
    private final PacketPool pool;
    private final NicStatistics statistics;
    /** The capabilities and the queue pairs. Written once, by the constructor of the driver. */
    @SuppressWarnings("NullAway.Init") // set by opened, which ends every constructor
    private NicCapabilities capabilities;
    @SuppressWarnings("NullAway.Init") // set by opened, which ends every constructor
    private DriverRxQueue[] rx;
    @SuppressWarnings("NullAway.Init") // set by opened, which ends every constructor
    private DriverTxQueue[] tx;

    /**
     * Makes a NIC without queue pairs, which {@link #opened} then sets.
     *
     * @param name for messages: {@code pcap:trace.pcap}
     * @param macAddress the first byte highest; 0 if there is no interface
     * @param pool where packets to transmit are allocated
     */
    @SuppressWarnings("this-escape") // no caller can read the counters before the subclass is complete
    protected DriverNic(String name, long macAddress, PacketPool pool) {
        this.name = name;
        statistics = new NicStatistics(name, this::askKernel);
        this.macAddress = macAddress;
        this.pool = pool;
    }

    /**
     * Sets the capabilities and the queue pairs. Called at the end of the driver's constructor.
     *
     * @param present the capabilities of the NIC in its present mode
     * @param receiving the receive queues, in their order
     * @param transmitting the transmit queues, as many as receive queues
     */
    protected final void opened(NicCapabilities present, DriverRxQueue[] receiving, DriverTxQueue[] transmitting) {
        capabilities = present;
        rx = receiving;
        tx = transmitting;
        OPENED.add(this);
    }

    /** {@return the NICs of this JVM that were opened and are reachable, also closed ones} Allocates the answer. */
    public static List<Nic> opened() {
        return List.copyOf(OPENED.toList());
    }

    /**
     * Sets the capabilities and the only queue pair. Called at the end of the driver's constructor.
     *
     * @param present the capabilities of the NIC in its present mode
     * @param receiving the receive queue
     * @param transmitting the transmit queue
     */
    protected final void opened(NicCapabilities present, DriverRxQueue receiving, DriverTxQueue transmitting) {
        opened(present, new DriverRxQueue[]{receiving}, new DriverTxQueue[]{transmitting});
    }

    /**
     * Fetches the kernel's counts. Called by one thread at a time, and not after the statistics are frozen. Does
     * nothing unless a driver overrides it.
     *
     * @param to receives the counts
     */
    protected void askKernel(NicStatistics to) {
        // Most devices have no counters.
    }

    /** Closes every queue, also if one of them throws. Called by the close of a driver, or at the end of its sides. */
    protected final void closeQueues() {
        Throwable fault = null;
        for (int i = 0; i < rx.length; i++) {
            try {
                Faults.all(rx[i]::close, tx[i]::close);
            } catch (Throwable next) {
                fault = Faults.join(fault, next);
            }
        }
        Faults.rethrow(fault);
    }

    /** Makes every transmit queue refuse packets, because the device is gone. */
    protected final void refuseTransmits() {
        for (DriverTxQueue queue : tx) {
            queue.refuse();
        }
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final long macAddress() {
        return macAddress;
    }

    @Override
    public final PacketPool pool() {
        return pool;
    }

    @Override
    public final NicCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public final NicStatistics statistics() {
        return statistics;
    }

    @Override
    public final int queues() {
        return rx.length;
    }

    @Override
    public final RxQueue rx(int queue) {
        return rx[Objects.checkIndex(queue, rx.length)];
    }

    @Override
    public final TxQueue tx(int queue) {
        return tx[Objects.checkIndex(queue, tx.length)];
    }

    @Override
    public @Nullable Exception fault() {
        return null;
    }
}
