package io.creel.net.driver;

import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.internal.PacketAccess;

/**
 * The steps in the life of a packet that only a device takes. For drivers alone: nobody else knows what a device holds.
 */
public final class DriverPackets {
    private static final PacketAccess PACKETS = PacketAccess.get();

    private DriverPackets() {
    }

    /** A free packet for the device to receive into or a driver to copy into; in flight. Null if none is free. */
    public static Packet lend(PacketPool pool) {
        return PACKETS.lend(pool);
    }

    /** The packet of a buffer, by its number in the pool, whoever has it. */
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
     */
    public static boolean findOpenChecksum(Packet packet) {
        return PACKETS.findOpenChecksum(packet);
    }

    /** Marks a packet as {@link #findOpenChecksum} does, because the kernel says so. */
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
     * Appends what was received to the batch of a poll.
     *
     * @throws IllegalStateException
     *             if the driver receives more than it was asked for
     */
    public static void append(Packet packet, PacketBatch batch) {
        if (!batch.add(packet)) {
            throw new IllegalStateException("received more than the batch holds: packet=" + packet + ", capacity="
                    + batch.capacity());
        }
    }

    /** Copies from memory of the device into an owned packet, within its length. */
    public static void copy(long fromAddress, Packet packet, int offset, int sizeBytes) {
        PACKETS.fill(packet, fromAddress, offset, sizeBytes);
    }

    /** Begins the flight of an owned packet. */
    public static void depart(Packet packet) {
        PACKETS.depart(packet);
    }

    /**
     * Ends the flight of a lent packet: it is owned now, and holds what the device received into it.
     *
     * @throws IllegalStateException
     *             if the bytes are not within its buffer
     */
    public static void arrive(Packet packet, long address, int lengthBytes, int originalLengthBytes) {
        PACKETS.land(packet, address, lengthBytes, originalLengthBytes);
    }

    /** Ends the flight of a packet that a peer transmitted: it is owned now, with the bytes it had. */
    public static void arrive(Packet packet) {
        PACKETS.land(packet);
    }

    /** Ends the flight of a packet that has left, or that the device gives back unused: it is free. Any thread. */
    public static void complete(Packet packet) {
        PACKETS.complete(packet);
    }
}
