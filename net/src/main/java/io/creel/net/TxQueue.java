package io.creel.net;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Result;

/**
 * The transmit side of a queue pair. Threads: any. No method waits.
 *
 * <p>
 * If the driver allows it, the packets of one call leave by one system call. Packets that are transmitted one by one
 * also leave together if the thread certainly returns: in a duty cycle of the worker that polls the pair, until that
 * cycle ends; and in the consumer of a poll, until that poll returns. They leave earlier if the pair is polled or
 * waited for, or with the 32nd packet. A packet of any other thread leaves at once.
 */
public interface TxQueue {
    /**
     * Takes a packet.
     *
     * @param packet owned by the caller; no longer if the result is {@code true}
     * @return {@code false} if there is no room or the link is closed; the caller still owns the packet
     * @throws IllegalStateException if the caller does not own the packet
     * @throws StackOverflowError if there is too little stack to begin; the caller still owns the packet
     * @throws RuntimeException if the device fails; the caller no longer owns the packet: it was taken, or it is
     *        released and counted as {@link NicCounter#TX_FAILED}
     */
    @CheckReturnValue
    boolean transmit(@Transfers(when = Result.TRUE) Packet packet);

    /**
     * Takes packets from the front of {@code batch} as long as there is room. The others stay in the batch, still owned
     * by the caller.
     *
     * @param batch the packets, owned by the caller; the taken ones are removed
     * @return how many packets were taken
     * @throws IllegalStateException if a packet is not owned; those before it have been taken and removed from the
     *        batch
     * @throws RuntimeException if the device fails at a packet; those before it have been taken, it is released and
     *        counted as {@link NicCounter#TX_FAILED}, and all of them are removed from the batch
     */
    int transmit(PacketBatch batch);

    /** {@return the NIC of this queue} */
    Nic nic();
}
