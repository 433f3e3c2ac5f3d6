package io.creel.net.driver;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The device behind a {@link DriverTxQueue}: all that a driver implements to transmit.
 *
 * <p>
 * Threads: behind {@link DriverTxQueue#direct} any number of threads call at the same time. Behind
 * {@link DriverTxQueue#combining} one thread at a time calls, each sees the writes of the one before, and none waits
 * for another.
 *
 * <p>
 * <b>Exceptions.</b> A device may throw from any method. No packet is lost without a count, and the queue goes on:
 * <ul>
 * <li>A packet at which {@link #transmit} or {@link #finishesChecksum} throws is released and counted as
 * {@link NicCounter#TX_FAILED}, unless the device has ended its flight before. The device must forget it.
 * <li>Behind a direct queue the exception reaches the sender. Behind a combining queue it reaches the thread that
 * serves the queue: a sender, the poller of the pair, or the thread that closes the NIC. The other packets wait for the
 * next flush.
 * <li>After an exception of {@link #flush} another flush is due.
 * </ul>
 */
@FunctionalInterface
public interface TxDevice {
    /**
     * Takes one packet. It is in flight, so no accessor reads it. The flight of a packet that is taken must end by
     * {@link DriverPackets#complete}, or by {@link DriverPackets#arrive(Packet)} at a peer; it may end before this
     * method returns.
     *
     * @param packet in flight; still in flight if it is not taken
     * @param address where the bytes of the frame start
     * @param sizeBytes how many bytes the frame has
     * @return {@code null} if the packet was taken; otherwise the reason: behind a combining queue the packet then
     *        waits for room, behind a direct one its sender keeps it and the reason is counted
     */
    @Nullable
    NicCounter transmit(Packet packet, long address, int sizeBytes);

    /**
     * Makes the taken packets leave. Called after the last {@link #transmit} of a batch, and by
     * {@link DriverTxQueue#flush}.
     *
     * @param packets how many packets were taken since the last call; 0 occurs only behind a combining queue
     * @return whether packets are left that a later flush has to send
     */
    default boolean flush(int packets) {
        return false;
    }

    /** Takes back packets that have left. Called before the packets of a flush, only behind a combining queue. */
    default void reclaim() {
    }

    /**
     * Returns whether the open checksum of a packet is finished behind this device. Called only for packets that have
     * one, while their sender still owns them. Threads: any.
     *
     * @param packet owned by its sender
     * @return {@code false} if transmit must finish the checksum itself
     */
    default boolean finishesChecksum(Packet packet) {
        return false;
    }

    /**
     * Counts the packets that the device still holds, and gives the device up for good. Called once, only behind a
     * combining queue; no other call follows.
     */
    default void end() {
    }
}
