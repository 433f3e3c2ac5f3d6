package io.creel.net.driver;

import io.creel.net.NicCounter;
import io.creel.net.Packet;

/**
 * The device behind a {@link DriverTxQueue}, and all that a driver implements to transmit.
 *
 * <p>
 * Threads: behind {@link DriverTxQueue#direct} any number of threads call at once. Behind {@link DriverTxQueue#combining} one
 * thread at a time calls, each sees what the one before has written, and none waits for another.
 *
 * <p>
 * <b>Exceptions.</b> A device may throw from any method. Nothing is lost by that, and the queue goes on:
 * <ul>
 * <li>A packet at which {@link #transmit} or {@link #finishesChecksum} throws is released and counted as
 * {@link NicCounter#TX_FAILED}, unless the device has ended its flight before. The device forgets it.
 * <li>Behind a direct queue the exception reaches the sender. Behind a combining queue it reaches the thread that serves the
 * queue: a sender, the poller of the pair, or the thread that closes the NIC. The other packets wait for the next flush.
 * <li>After an exception of {@link #flush} another flush is due.
 * </ul>
 */
@FunctionalInterface
public interface TxDevice {
    /**
     * Takes one packet, which is in flight: no accessor reads it. A packet that is taken must end in
     * {@link DriverPackets#complete}, or in {@link DriverPackets#arrive(Packet)} at a peer; it may have done so before this
     * returns.
     *
     * @param address
     *            where the bytes of the frame start
     * @param sizeBytes
     *            how many they are
     * @return {@code null} if it was taken; otherwise why not, and the flight has not ended: behind a combining queue the packet waits for room, behind a
     *         direct one its sender keeps it and the reason is counted
     */
    NicCounter transmit(Packet packet, long address, int sizeBytes);

    /**
     * Makes leave what was taken: called after the last {@link #transmit} of a batch, and by {@link DriverTxQueue#flush}.
     *
     * @param packets
     *            how many were taken since the last call; 0 if none, behind a combining queue alone
     * @return whether something is left that a later flush has to send
     */
    default boolean flush(int packets) {
        return false;
    }

    /** Takes back what has left. Called before the packets of a flush, behind a combining queue alone. */
    default void reclaim() {
    }

    /**
     * Whether the open checksum of this packet is finished by whatever is behind this device. Asked only of packets that have
     * one, while their sender still owns them; any thread.
     */
    default boolean finishesChecksum(Packet packet) {
        return false;
    }

    /**
     * Counts what it still holds and gives the device up, for good. Called once, behind a combining queue alone; no other call
     * follows.
     */
    default void end() {
    }
}
