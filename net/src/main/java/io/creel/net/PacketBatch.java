package io.creel.net;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Changes;
import io.creel.core.spec.From;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Result;
import io.creel.core.spec.States;
import io.creel.core.spec.To;
import io.creel.core.spec.Transfers;
import java.util.Objects;

/**
 * A reusable array of packets, filled by {@link RxQueue#poll(PacketBatch, int)} and emptied by
 * {@link TxQueue#transmit(PacketBatch)}.
 *
 * <p>
 * The owner of a batch owns the packets in it. Threads: one at a time. Every call is O(1) unless its comment says
 * otherwise.
 */
@States({"EMPTY", "FILLED"})
@Owned(in = "FILLED")
public final class PacketBatch {
    @Owned
    private final Packet[] packets;
    private int size;

    /**
     * Makes an empty batch.
     *
     * @param capacity how many packets it holds at most
     */
    public PacketBatch(int capacity) {
        packets = new Packet[capacity];
    }

    /** {@return how many packets it holds at most} */
    public int capacity() {
        return packets.length;
    }

    /** {@return how many packets are in it} */
    public int size() {
        return size;
    }

    /** {@return whether no packet is in it} */
    @To(value = "EMPTY", when = Result.TRUE)
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * Returns a packet, which stays in the batch.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the packet
     */
    @Borrowed(from = "this")
    public Packet get(int index) {
        return packets[Objects.checkIndex(index, size)];
    }

    /**
     * Appends a packet.
     *
     * @param packet owned by the batch if the result is {@code true}, still by the caller otherwise
     * @return {@code false} if the batch is full
     */
    @Changes
    @To("FILLED")
    @CheckReturnValue
    public boolean add(@Transfers(when = Result.TRUE) Packet packet) {
        if (size == packets.length) {
            return false;
        }
        packets[size++] = packet;
        return true;
    }

    /**
     * Removes packets from the front without releasing them. O(size): the others move to the front in the same order.
     *
     * @param count how many packets to remove
     */
    @SuppressWarnings("NullAway") // a free slot holds null
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

    /** Empties the batch without releasing its packets. Called by an owner that has passed the packets on. */
    @From("EMPTY")
    public void clear() {
        removeFirst(size);
    }

    /** Releases every packet and empties the batch. */
    @SuppressWarnings("NullAway") // a free slot holds null
    @Changes
    @To("EMPTY")
    public void releaseAll() {
        while (size > 0) {
            Packet packet = packets[--size];
            packets[size] = null;
            packet.release();
        }
    }
}
