package io.creel.net.driver;

import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.internal.PacketAccess;
import org.jspecify.annotations.Nullable;

/**
 * The packets that one device has in flight. Its methods are the steps in the life of a packet that only a device
 * takes.
 *
 * <p>
 * A driver makes one of these objects per device and keeps it private: both ends of a link in memory share one, and so
 * do all queues of an interface. A flight that was begun through an object can be ended only through the same object,
 * and only once. Every other attempt throws {@link IllegalStateException} and changes nothing; the message names the
 * packet, its state, the driver that has it in flight and the driver that tried. One error cannot be detected: a driver
 * ends a flight twice, and the packet has come back to it in between.
 *
 * <p>
 * Threads: any. No method waits or allocates.
 */
public final class DriverPackets {
    private static final PacketAccess PACKETS = PacketAccess.get();

    private final String name;

    /**
     * Makes the object of one device.
     *
     * @param name of the device, for messages
     */
    public DriverPackets(String name) {
        this.name = name;
    }

    /**
     * Begins a flight of a free packet, for the device to receive into or a driver to copy into.
     *
     * @param pool the pool of the packet
     * @return the packet, in flight; {@code null} if none is free
     */
    public @Nullable Packet lend(PacketPool pool) {
        return PACKETS.lend(pool, this);
    }

    /**
     * Begins the flight of a packet that the driver itself has allocated. A packet that a transmit queue has taken is
     * in flight already.
     *
     * @param packet owned by the caller
     * @throws IllegalStateException if the packet is not owned
     */
    public void depart(Packet packet) {
        PACKETS.depart(packet, this);
    }

    /**
     * Ends the flight of a lent packet: it is owned now, and holds the bytes that the device received into it.
     *
     * @param packet in flight at this device
     * @param address where the bytes of the frame start, within the packet's buffer
     * @param lengthBytes how many bytes were received
     * @param originalLengthBytes the length of the frame on the wire
     * @throws IllegalStateException if this device does not have the packet in flight, or if the bytes are not within
     *        its buffer
     */
    public void arrive(Packet packet, long address, int lengthBytes, int originalLengthBytes) {
        PACKETS.land(packet, this, address, lengthBytes, originalLengthBytes);
    }

    /**
     * Ends the flight of a packet that a peer transmitted: it is owned now, with the bytes it had.
     *
     * @param packet in flight at this device
     * @throws IllegalStateException if this device does not have the packet in flight
     */
    public void arrive(Packet packet) {
        PACKETS.land(packet, this);
    }

    /**
     * Ends the flight of a packet that has left, or that the device returns unused: it is free, and back in its pool.
     *
     * @param packet in flight at this device
     * @throws IllegalStateException if this device does not have the packet in flight
     */
    public void complete(Packet packet) {
        PACKETS.complete(packet, this);
    }

    /** Ends the flight of a packet that the device has not taken: its sender owns it as before. */
    void stay(Packet packet) {
        PACKETS.stay(packet, this);
    }

    /** Throws unless this device has the packet in flight. */
    void requireFlight(Packet packet, String deed) {
        PACKETS.requireFlight(packet, this, deed);
    }

    /**
     * Appends a received packet to the batch of a poll; the caller of that poll will own it.
     *
     * @param packet owned
     * @param batch the batch that the poll was given
     * @throws IllegalStateException if the packet is not owned, if it was appended before and has had no other owner
     *        since, or if it does not fit because the driver receives more than it was asked for
     */
    public static void append(@Transfers Packet packet, PacketBatch batch) {
        PACKETS.deliver(packet);
        add(packet, batch);
    }

    /** Appends a packet that was delivered before and has not left the receive queue. */
    static void add(@Transfers Packet packet, PacketBatch batch) {
        if (!batch.add(packet)) {
            throw new IllegalStateException("received more than the batch holds: packet=" + packet + ", capacity="
                    + batch.capacity());
        }
    }

    /**
     * Returns the packet of a buffer, in any state.
     *
     * @param pool the pool
     * @param index the number of the buffer
     * @return the packet
     * @throws IndexOutOfBoundsException if the pool has no such packet
     */
    public static Packet at(PacketPool pool, int index) {
        return PACKETS.packet(pool, index);
    }

    /**
     * Returns the number of the buffer of a packet.
     *
     * @param packet in any state
     * @return the number in its pool, from 0
     */
    public static int indexOf(Packet packet) {
        return PACKETS.index(packet);
    }

    /**
     * Returns the pool of a packet. Most devices have to copy a packet of another pool than the NIC's.
     *
     * @param packet in any state
     * @return its pool
     */
    public static PacketPool poolOf(Packet packet) {
        return PACKETS.pool(packet);
    }

    /**
     * Returns where the buffer of a packet starts, headroom included.
     *
     * @param packet in any state
     * @return the address
     */
    public static long bufferOf(Packet packet) {
        PacketPool pool = PACKETS.pool(packet);
        return pool.address() + (long) PACKETS.index(packet) * pool.bufferBytes();
    }

    /**
     * Checks whether the sender of a packet that was just received has left a checksum to its hardware, and marks the
     * packet in that case. The bytes stay as they are; transmit finishes the checksum.
     *
     * @param packet owned by the caller
     * @return whether a checksum is open
     * @throws IllegalStateException if the packet is not owned
     */
    public static boolean findOpenChecksum(Packet packet) {
        return PACKETS.findOpenChecksum(packet);
    }

    /**
     * Marks a packet as {@link #findOpenChecksum} does, because the kernel has reported an open checksum.
     *
     * @param packet owned by the caller
     * @throws IllegalStateException if the packet is not owned
     */
    public static void openChecksum(Packet packet) {
        PACKETS.leftOpen(packet);
    }

    /**
     * Returns where the bytes start whose checksum the packet has left open.
     *
     * @param packet in any state
     * @return bytes from the start of the frame; 0 if no checksum is open
     */
    public static int checksumStart(Packet packet) {
        return PACKETS.checksumStart(packet);
    }

    /**
     * Returns where the open checksum is stored.
     *
     * @param packet in any state
     * @return bytes from {@link #checksumStart}
     */
    public static int checksumOffset(Packet packet) {
        return PACKETS.checksumOffset(packet);
    }

    /**
     * Copies from memory of the device into an owned packet, within its length.
     *
     * @param fromAddress where the bytes are
     * @param packet owned by the caller
     * @param offset the first byte in the frame
     * @param sizeBytes how many bytes to copy
     * @throws IllegalStateException if the packet is not owned
     */
    public static void copy(long fromAddress, Packet packet, int offset, int sizeBytes) {
        PACKETS.fill(packet, fromAddress, offset, sizeBytes);
    }

    /** {@return the name of the device, for messages} */
    @Override
    public String toString() {
        return name;
    }
}
