package io.creel.net;

import io.creel.core.CheckReturnValue;
import java.util.Objects;

/**
 * A reusable array of packets, filled by {@link RxQueue#poll(PacketBatch, int)} and emptied by
 * {@link TxQueue#transmit(PacketBatch)}.
 *
 * <p>
 * A packet in a batch belongs to the owner of the batch. One thread at a time; every call is O(1) unless it says
 * otherwise.
 */
public final class PacketBatch {
    private final Packet[] packets;
    private int size;

    public PacketBatch(int capacity) {
        packets = new Packet[capacity];
    }

    public int capacity() {
        return packets.length;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The packet at {@code index}, which stays in the batch. */
    public Packet get(int index) {
        return packets[Objects.checkIndex(index, size)];
    }

    /** Appends; false if the batch is full, and then the packet stays with the caller. */
    @CheckReturnValue
    public boolean add(Packet packet) {
        if (size == packets.length) {
            return false;
        }
        packets[size++] = packet;
        return true;
    }

    /** Takes the first {@code count} packets out, in O(size): what is left moves to the front in the same order. */
    public void removeFirst(int count) {
        if (count < 0 || count > size) {
            throw new IndexOutOfBoundsException("removed more than there is: count=" + count + ", size=" + size);
        }
        int left = size - count;
        System.arraycopy(packets, count, packets, 0, left);
        while (size > left) {
            packets[--size] = null;
        }
    }

    /** Empties the batch without releasing: for an owner that has passed the packets on. */
    public void clear() {
        removeFirst(size);
    }

    /** Releases every packet and empties the batch. */
    public void releaseAll() {
        while (size > 0) {
            Packet packet = packets[--size];
            packets[size] = null;
            packet.release();
        }
    }
}
