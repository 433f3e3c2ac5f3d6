package io.creel.net;

import io.creel.core.CheckReturnValue;

/**
 * The transmit side of a queue pair. Open to every thread; never waits.
 *
 * <p>
 * What one call hands over leaves by one system call where it can. Packets that are transmitted one by one leave together,
 * too, if the thread will certainly come by again: in a duty cycle of the worker that polls the pair, until that cycle ends, and
 * in the consumer of a poll, until that poll returns. They leave earlier if the pair is polled or waited for, or with the 32nd.
 * Every other thread's packet leaves at once.
 */
public interface TxQueue {
    /**
     * Takes the packet, and its ownership with it.
     *
     * @return false if there is no room or the link is closed: the caller still owns the packet
     * @throws IllegalStateException
     *             if the caller does not own the packet
     * @throws StackOverflowError
     *             if there is too little room to begin: the caller still owns the packet
     * @throws RuntimeException
     *             if the device fails: the caller owns the packet no more. It was taken, or it is released and counted as
     *             {@link NicCounter#TX_FAILED}
     */
    @CheckReturnValue
    boolean transmit(Packet packet);

    /**
     * Takes packets from the front of {@code batch} as far as there is room; the others stay in it, still owned by the
     * caller.
     *
     * @return how many were taken
     * @throws IllegalStateException
     *             if a packet is not owned; those before it have been taken and removed from the batch
     * @throws RuntimeException
     *             if the device fails at a packet: those before it have been taken, it is released and counted as
     *             {@link NicCounter#TX_FAILED}, and all of them are removed from the batch
     */
    int transmit(PacketBatch batch);

    Nic nic();
}
