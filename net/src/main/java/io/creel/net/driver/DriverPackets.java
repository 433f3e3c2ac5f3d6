package io.creel.net.driver;

import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.internal.PacketAccess;

/**
 * The packets that one device has in flight: the steps in the life of a packet that only a device takes.
 *
 * <p>
 * A driver makes one of these for each device, and keeps it to itself: both ends of a link in memory share one, and so do all
 * queues of an interface. A flight that was begun through one of these can be ended through the same one alone, and once.
 * Every other attempt throws {@link IllegalStateException} and changes nothing; the message names the packet, its state, who
 * has it in flight and who tried. What cannot be seen is a driver that ends a flight twice and whose packet has come back to
 * it in between.
 *
 * <p>
 * Any thread; no call waits or allocates.
 */
public final class DriverPackets {
    private static final PacketAccess PACKETS = PacketAccess.get();

    private final String name;

    /**
     * @param name
     *            of the device, for messages
     */
    public DriverPackets(String name) {
        this.name = name;
    }

    /** Begins a flight: a free packet for the device to receive into or a driver to copy into. Null if none is free. */
    public Packet lend(PacketPool pool) {
        return PACKETS.lend(pool, this);
    }

    /**
     * Begins the flight of a packet that the driver itself has allocated. Those that a transmit queue takes are in flight already.
     *
     * @throws IllegalStateException
     *             if the packet is not owned
     */
    public void depart(Packet packet) {
        PACKETS.depart(packet, this);
    }

    /**
     * Ends the flight of a lent packet: it is owned now, and holds what the device received into it.
     *
     * @throws IllegalStateException
     *             if this device does not have the packet in flight, or the bytes are not within its buffer
     */
    public void arrive(Packet packet, long address, int lengthBytes, int originalLengthBytes) {
        PACKETS.land(packet, this, address, lengthBytes, originalLengthBytes);
    }

    /**
     * Ends the flight of a packet that a peer transmitted: it is owned now, with the bytes it had.
     *
     * @throws IllegalStateException
     *             if this device does not have the packet in flight
     */
    public void arrive(Packet packet) {
        PACKETS.land(packet, this);
    }

    /**
     * Ends the flight of a packet that has left, or that the device gives back unused: it is free, and back in its pool.
     *
     * @throws IllegalStateException
     *             if this device does not have the packet in flight
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
     * Appends what was received to the batch of a poll; the caller of that poll will own it.
     *
     * @throws IllegalStateException
     *             if the packet is not owned, was appended before and not given to anybody else since, or does not fit because
     *             the driver receives more than it was asked for
     */
    public static void append(Packet packet, PacketBatch batch) {
        PACKETS.deliver(packet);
        add(packet, batch);
    }

    /** Appends a packet that was delivered before, and never left the receive queue. */
    static void add(Packet packet, PacketBatch batch) {
        if (!batch.add(packet)) {
            throw new IllegalStateException("received more than the batch holds: packet=" + packet + ", capacity="
                    + batch.capacity());
        }
    }

    /**
     * The packet of a buffer, by its number in the pool, whoever has it.
     *
     * @throws IndexOutOfBoundsException
     *             if the pool has no such packet
     */
    public static Packet at(PacketPool pool, int index) {
        return PACKETS.packet(pool, index);
    }

    /** The number of the buffer of a packet in its pool. */
    public static int indexOf(Packet packet) {
        return PACKETS.index(packet);
    }

    /** The pool a packet belongs to; one of another pool than the NIC's has to be copied by most devices. */
    public static PacketPool poolOf(Packet packet) {
        return PACKETS.pool(packet);
    }

    /** Where the buffer of a packet starts, headroom included. */
    public static long bufferOf(Packet packet) {
        PacketPool pool = PACKETS.pool(packet);
        return pool.address() + (long) PACKETS.index(packet) * pool.bufferBytes();
    }

    /**
     * Looks whether the sender of a packet just received has left a checksum to its hardware, and marks the packet as one whose
     * checksum is open: its bytes stay as they are, and transmit finishes it.
     *
     * @throws IllegalStateException
     *             if the packet is not owned
     */
    public static boolean findOpenChecksum(Packet packet) {
        return PACKETS.findOpenChecksum(packet);
    }

    /**
     * Marks a packet as {@link #findOpenChecksum} does, because the kernel says so.
     *
     * @throws IllegalStateException
     *             if the packet is not owned
     */
    public static void openChecksum(Packet packet) {
        PACKETS.leftOpen(packet);
    }

    /** Where the bytes start whose checksum the packet has left open, from the start of the frame; 0 for none. */
    public static int checksumStart(Packet packet) {
        return PACKETS.checksumStart(packet);
    }

    /** Where that checksum goes, from there. */
    public static int checksumOffset(Packet packet) {
        return PACKETS.checksumOffset(packet);
    }

    /**
     * Copies from memory of the device into an owned packet, within its length.
     *
     * @throws IllegalStateException
     *             if the packet is not owned
     */
    public static void copy(long fromAddress, Packet packet, int offset, int sizeBytes) {
        PACKETS.fill(packet, fromAddress, offset, sizeBytes);
    }

    /** The device, for messages. */
    @Override
    public String toString() {
        return name;
    }
}
