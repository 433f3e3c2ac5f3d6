package io.creel.net.internal;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.TxQueue;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * The operations on packets and pools that {@code io.creel.net.driver} may use and users may not: the access of that
 * package to package-private members of {@code io.creel.net}. No other module can see this class.
 *
 * <p>
 * A user of this class holds it in a {@code static final} field, so that the JIT knows the only implementation and
 * inlines it, as {@code jdk.internal.access.SharedSecrets} does.
 */
public abstract class PacketAccess {
    /** The only implementation. Written once, while {@link Packet} is initialized. */
    private static @Nullable PacketAccess access;

    /** Makes the only implementation. */
    protected PacketAccess() {
    }

    /**
     * Sets the only implementation.
     *
     * @param one the implementation
     */
    public static void set(PacketAccess one) {
        access = one;
    }

    /**
     * Returns the only implementation; initializes {@link Packet} first if needed.
     *
     * @return the implementation
     */
    @SuppressWarnings("NullAway") // the class that is initialized here has set it
    public static PacketAccess get() {
        try {
            MethodHandles.lookup().ensureInitialized(Packet.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
        return access;
    }

    /**
     * Takes a free packet and lends it to a driver.
     *
     * @param pool the pool
     * @param driver the driver that has the packet in flight from now on
     * @return the packet, in flight; {@code null} if none is free
     */
    public abstract @Nullable Packet lend(PacketPool pool, Object driver);

    /**
     * Returns the packet of a buffer.
     *
     * @param pool the pool
     * @param index the number of the buffer
     * @return the packet, in any state
     */
    public abstract Packet packet(PacketPool pool, int index);

    /**
     * Returns the number of the buffer of a packet.
     *
     * @param packet in any state
     * @return the number in its pool
     */
    public abstract int index(Packet packet);

    /**
     * Returns the pool of a packet.
     *
     * @param packet in any state
     * @return its pool
     */
    public abstract PacketPool pool(Packet packet);

    /**
     * Returns where the bytes of a packet start, also while it is in flight.
     *
     * @param packet in any state
     * @return the address
     */
    public abstract long windowStart(Packet packet);

    /**
     * Returns how many bytes a packet in flight had.
     *
     * @param packet in any state
     * @return the length
     */
    public abstract int heldBytes(Packet packet);

    /**
     * Begins a flight: owned to in flight.
     *
     * @param packet owned
     * @param driver the driver that has it from now on
     */
    public abstract void depart(Packet packet, Object driver);

    /**
     * Ends a flight because the packet was refused: in flight to owned by its sender.
     *
     * @param packet in flight
     * @param driver the driver that has it
     */
    public abstract void stay(Packet packet, Object driver);

    /**
     * Ends a flight because a peer has received the packet: in flight to owned.
     *
     * @param packet in flight
     * @param driver the driver that has it
     */
    public abstract void land(Packet packet, Object driver);

    /**
     * Ends a flight because the device has received bytes: in flight to owned.
     *
     * @param packet in flight
     * @param driver the driver that has it
     * @param address where the received bytes start
     * @param lengthBytes how many bytes were received
     * @param originalLengthBytes the length of the frame on the wire
     */
    public abstract void land(Packet packet, Object driver, long address, int lengthBytes, int originalLengthBytes);

    /**
     * Ends a flight because the packet has left: in flight to free, and back to its pool.
     *
     * @param packet in flight
     * @param driver the driver that has it
     */
    public abstract void complete(Packet packet, Object driver);

    /**
     * Returns a packet to its pool if the ownership of a lease still lasts: owned, or in flight by this driver, to
     * free.
     *
     * @param packet in any state
     * @param lease the lease
     * @param driver the driver that may have it in flight
     * @return whether the ownership still lasted
     */
    public abstract boolean abandon(Packet packet, long lease, Object driver);

    /**
     * Throws unless a packet is owned.
     *
     * @param packet in any state
     * @param deed the attempted operation, for the message
     * @return its lease
     */
    public abstract long requireOwned(Packet packet, String deed);

    /**
     * Throws unless a driver has a packet in flight.
     *
     * @param packet in any state
     * @param driver the driver
     * @param deed the attempted operation, for the message
     */
    public abstract void requireFlight(Packet packet, Object driver, String deed);

    /**
     * Throws unless a driver may deliver a packet: it is owned, and was not delivered under its lease before.
     *
     * @param packet in any state
     */
    public abstract void deliver(Packet packet);

    /**
     * Records where a packet came in.
     *
     * @param packet owned
     * @param rxQueue the number of the receive queue
     * @param out the transmit queue of the pair
     */
    public abstract void received(Packet packet, int rxQueue, TxQueue out);

    /**
     * Returns the present lease of a packet.
     *
     * @param packet in any state
     * @return the lease
     */
    public abstract long lease(Packet packet);

    /**
     * Returns a packet to its pool, and counts it, if the ownership of a lease still lasts.
     *
     * @param packet in any state
     * @param lease the lease
     * @param reason the counter
     */
    public abstract void release(Packet packet, long lease, NicCounter reason);

    /**
     * Copies memory into an owned packet.
     *
     * @param packet owned
     * @param fromAddress where the bytes are
     * @param offset the first byte in the frame
     * @param sizeBytes how many bytes to copy
     */
    public abstract void fill(Packet packet, long fromAddress, int offset, int sizeBytes);

    /**
     * Checks whether the sender left a checksum open, and marks the packet in that case.
     *
     * @param packet owned
     * @return whether a checksum is open
     */
    public abstract boolean findOpenChecksum(Packet packet);

    /**
     * Marks a packet as one whose sender left a checksum open.
     *
     * @param packet owned
     */
    public abstract void leftOpen(Packet packet);

    /**
     * Returns where the bytes of the open checksum start.
     *
     * @param packet in any state
     * @return bytes from the start of the frame; 0 if no checksum is open, negative if a parse has to find the place
     */
    public abstract int checksumStart(Packet packet);

    /**
     * Returns where the open checksum is stored.
     *
     * @param packet in any state
     * @return bytes from {@link #checksumStart}
     */
    public abstract int checksumOffset(Packet packet);
}
