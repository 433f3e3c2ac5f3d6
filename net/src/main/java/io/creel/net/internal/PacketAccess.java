package io.creel.net.internal;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.TxQueue;
import java.lang.invoke.MethodHandles;

/**
 * What {@code io.creel.net.driver} may do to packets and pools that no user may: the way from that package into this module's
 * first one, which no other module can see.
 *
 * <p>
 * A user of this class holds it in a {@code static final} field, so that the compiler knows the one implementation and inlines
 * it. (As {@code jdk.internal.access.SharedSecrets} does it.)
 */
public abstract class PacketAccess {
    /** Written once, while {@link Packet} is initialized. */
    private static PacketAccess access;

    /** For the one implementation. */
    protected PacketAccess() {
    }

    /** Sets the one implementation. */
    public static void set(PacketAccess one) {
        access = one;
    }

    /** The one implementation; initializes {@link Packet} if nothing has done so. */
    public static PacketAccess get() {
        try {
            MethodHandles.lookup().ensureInitialized(Packet.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
        return access;
    }

    /** A free packet, in flight now; null if none is free. */
    public abstract Packet lend(PacketPool pool, Object driver);

    /** The packet of a buffer. */
    public abstract Packet packet(PacketPool pool, int index);

    /** The number of the buffer of a packet. */
    public abstract int index(Packet packet);

    /** The pool of a packet. */
    public abstract PacketPool pool(Packet packet);

    /** Where the bytes of a packet start, also while it is in flight. */
    public abstract long windowStart(Packet packet);

    /** How many bytes a packet in flight had. */
    public abstract int heldBytes(Packet packet);

    /** Owned to in flight. */
    public abstract void depart(Packet packet, Object driver);

    /** In flight to owned: refused. */
    public abstract void stay(Packet packet, Object driver);

    /** In flight to owned: a peer has received it. */
    public abstract void land(Packet packet, Object driver);

    /** In flight to owned, with what the device put there. */
    public abstract void land(Packet packet, Object driver, long address, int lengthBytes, int originalLengthBytes);

    /** In flight to free, and back to its pool. */
    public abstract void complete(Packet packet, Object driver);

    /**
     * Owned, or in flight by this driver, to free and back to its pool, if that is still the ownership of this lease; says
     * whether it was.
     */
    public abstract boolean abandon(Packet packet, long lease, Object driver);

    /** Throws unless the packet is owned; its lease. */
    public abstract long requireOwned(Packet packet, String deed);

    /** Throws unless this driver has the packet in flight. */
    public abstract void requireFlight(Packet packet, Object driver, String deed);

    /** Throws unless a driver may deliver the packet: it is owned, and was not delivered under its lease before. */
    public abstract void deliver(Packet packet);

    /** Tells where the packet came in. */
    public abstract void received(Packet packet, int rxQueue, TxQueue out);

    /** The present lease. */
    public abstract long lease(Packet packet);

    /** Gives the packet back, and counts it, if the lease still lasts. */
    public abstract void release(Packet packet, long lease, NicCounter reason);

    /** Copies memory into an owned packet. */
    public abstract void fill(Packet packet, long fromAddress, int offset, int sizeBytes);

    /** Looks for a checksum that the sender left open, and marks the packet if there is one. */
    public abstract boolean findOpenChecksum(Packet packet);

    /** Marks the packet as one whose sender left a checksum open. */
    public abstract void leftOpen(Packet packet);

    /** Where the bytes of the open checksum start; 0 for none, negative if only a parse tells. */
    public abstract int checksumStart(Packet packet);

    /** Where the open checksum goes, from there. */
    public abstract int checksumOffset(Packet packet);
}
