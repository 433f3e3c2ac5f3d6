package io.creel.net.driver;

import io.creel.net.Nic;
import io.creel.net.NicCapabilities;
import io.creel.net.NicStatistics;
import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import io.creel.net.TxQueue;
import io.creel.net.internal.Faults;
import java.util.Objects;

/**
 * What every driver's NIC shares: its name, its pool, its queue pairs and its counters.
 *
 * <p>
 * A constructor of a driver ends with {@link #opened}; the NIC goes to no other thread before.
 */
public abstract class DriverNic implements Nic {
    private final String name;
    private final long macAddress;
    private final PacketPool pool;
    /** Nobody can ask for counters before the subclass is complete. */
    @SuppressWarnings("this-escape")
    private final NicStatistics statistics = new NicStatistics(this::askKernel);
    /** These are written once, by the constructor of the driver. */
    private NicCapabilities capabilities;
    private DriverRxQueue[] rx;
    private DriverTxQueue[] tx;

    /**
     * @param name
     *            for messages: {@code pcap:trace.pcap}
     * @param macAddress
     *            the first byte highest; 0 if there is no interface
     * @param pool
     *            where packets to transmit are allocated
     */
    protected DriverNic(String name, long macAddress, PacketPool pool) {
        this.name = name;
        this.macAddress = macAddress;
        this.pool = pool;
    }

    /**
     * Sets the queue pairs, at the end of the driver's constructor.
     *
     * @param rx
     *            receive queues, in their order
     * @param tx
     *            as many transmit queues
     */
    protected final void opened(NicCapabilities what, DriverRxQueue[] receiving, DriverTxQueue[] transmitting) {
        capabilities = what;
        rx = receiving;
        tx = transmitting;
    }

    /** As {@link #opened(NicCapabilities, DriverRxQueue[], DriverTxQueue[])}, for the one queue pair that most NICs have. */
    protected final void opened(NicCapabilities what, DriverRxQueue receiving, DriverTxQueue transmitting) {
        opened(what, new DriverRxQueue[]{receiving}, new DriverTxQueue[]{transmitting});
    }

    /**
     * Fetches what the kernel has counted; one thread at a time, and not after the statistics are frozen. Nothing unless a driver
     * says otherwise.
     */
    protected void askKernel(NicStatistics to) {
        // Most devices have no counters.
    }

    /** Closes every queue, also if one of them throws. For the close of a driver, or the end of its sides. */
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

    /** Makes every transmit queue refuse: the device is gone. */
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
    public Exception fault() {
        return null;
    }
}
