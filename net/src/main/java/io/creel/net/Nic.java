package io.creel.net;

import java.util.List;

/**
 * A network interface: one or more pairs of a receive and a transmit queue.
 *
 * <p>
 * {@link #rx} and {@link #tx} of the same number belong together. A NIC may be closed from any thread, beside any call;
 * closing twice does nothing.
 */
public interface Nic extends AutoCloseable {
    /** How it was opened, for messages: {@code pcap:trace.pcap}. */
    String name();

    /** The number of queue pairs, at least 1. */
    int queues();

    /**
     * @throws IndexOutOfBoundsException
     *             unless {@code 0 <= queue < queues()}
     */
    RxQueue rx(int queue);

    /**
     * @throws IndexOutOfBoundsException
     *             unless {@code 0 <= queue < queues()}
     */
    TxQueue tx(int queue);

    /** The Ethernet address of the interface, the first byte highest; 0 where there is no interface. */
    default long macAddress() {
        return 0;
    }

    /** Where packets to transmit are allocated: in memory this NIC can send from without a copy. */
    PacketPool pool();

    NicCapabilities capabilities();

    NicStatistics statistics();

    /** Whether nothing will ever be received again: the end of a capture, a removed device, a closed NIC. */
    boolean isFinished();

    /** Why the NIC finished before its time; null while it is well, and at a regular end. */
    Exception fault();

    /**
     * What was met since the opening that hinders traffic and that people can change, a sentence with the command to type each,
     * in the order in which it was met. Each was printed to standard error when it was met. Any thread.
     */
    default List<String> remarks() {
        return List.of();
    }

    /**
     * Gives back what the NIC holds. Received packets that were not polled are released and counted, transmits are refused,
     * polls find nothing, and {@link #pool()} gives no packet out. A call that runs beside the close ends as it would have; the
     * last of them gives the device back. Packets that the program holds stay valid until they are released, and the last of
     * them takes the memory of the pool along.
     */
    @Override
    void close();
}
