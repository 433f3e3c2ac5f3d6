package io.creel.net;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network interface: one or more pairs of a receive and a transmit queue.
 *
 * <p>
 * {@link #rx} and {@link #tx} with the same number form a pair. Any thread may close a NIC, during any other call; a
 * second close does nothing.
 */
public interface Nic extends AutoCloseable {
    /** {@return the word that opened it, for messages: {@code pcap:trace.pcap}} */
    String name();

    /** {@return the number of queue pairs, at least 1} */
    int queues();

    /**
     * Returns the receive queue of a pair.
     *
     * @param queue the number of the pair, from 0
     * @return the receive queue
     * @throws IndexOutOfBoundsException unless {@code 0 <= queue < queues()}
     */
    RxQueue rx(int queue);

    /**
     * Returns the transmit queue of a pair.
     *
     * @param queue the number of the pair, from 0
     * @return the transmit queue
     * @throws IndexOutOfBoundsException unless {@code 0 <= queue < queues()}
     */
    TxQueue tx(int queue);

    /**
     * {@return the Ethernet address of the interface, in the low 48 bits, the first byte highest; 0 if there is no
     * interface}
     */
    default long macAddress() {
        return 0;
    }

    /** {@return the pool for packets to transmit, in memory from which this NIC can send without a copy} */
    PacketPool pool();

    /** {@return the capabilities of this NIC in its present mode} */
    NicCapabilities capabilities();

    /** {@return the counters of this NIC, which stay readable after the close} */
    NicStatistics statistics();

    /**
     * {@return whether no packet will ever be received again: at the end of a capture, or after the device was removed
     * or the NIC closed}
     */
    boolean isFinished();

    /** {@return the reason why the NIC finished before its time; {@code null} if it works, and at a regular end} */
    @Nullable
    Exception fault();

    /**
     * Returns remarks about conditions that hinder traffic and that an operator can change. Each remark is a sentence
     * with the command to type. It was printed to standard error when the NIC found the condition. Threads: any.
     *
     * @return the remarks since the opening, in the order of their discovery
     */
    default List<String> remarks() {
        return List.of();
    }

    /**
     * Releases all resources of the NIC. Received packets that were not polled are released and counted. From then on
     * transmits are refused, polls return nothing, and {@link #pool()} gives out no packet. A call that runs during the
     * close ends as usual, and the last such call releases the device. Packets that the program holds stay valid until
     * they are released; the last release frees the memory of the pool.
     */
    @Override
    void close();
}
