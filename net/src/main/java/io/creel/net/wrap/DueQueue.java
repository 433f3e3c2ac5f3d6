package io.creel.net.wrap;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A queue of packets by the time at which they are due, and by arrival among equal times: a bounded binary heap in
 * three arrays, without garbage. Threads: one at a time. O(log n).
 */
final class DueQueue {
    private final Packet[] packets;
    private final long[] dueNs;
    private final long[] numbers;
    private long nextNumber;
    private int size;

    DueQueue(int capacity) {
        packets = new Packet[capacity];
        dueNs = new long[capacity];
        numbers = new long[capacity];
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == packets.length;
    }

    /** Returns the time at which the first packet is due. The queue must not be empty. */
    long firstDueNs() {
        return dueNs[0];
    }

    /** Inserts a packet. There must be room. */
    void add(@Transfers Packet packet, long packetDueNs) {
        int at = size++;
        long number = nextNumber++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!isBefore(packetDueNs, number, parent)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        put(at, packet, packetDueNs, number);
    }

    /** Takes the first packet if it is due. Returns {@code null} if it is not. */
    @Acquires(when = Result.NON_NULL)
    @Nullable
    Packet takeDue(long nowNs) {
        return size == 0 || dueNs[0] - nowNs > 0 ? null : take();
    }

    /** Takes the first packet, due or not. Returns {@code null} if there is none. */
    @Acquires(when = Result.NON_NULL)
    @SuppressWarnings("NullAway") // a free slot holds null
    @Nullable
    Packet take() {
        if (size == 0) {
            return null;
        }
        Packet first = packets[0];
        int last = --size;
        Packet packet = packets[last];
        long packetDueNs = dueNs[last];
        long number = numbers[last];
        packets[last] = null;
        if (last > 0) {
            sink(packet, packetDueNs, number);
        }
        return first;
    }

    private void sink(Packet packet, long packetDueNs, long number) {
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && isBefore(dueNs[child + 1], numbers[child + 1], child)) {
                child++;
            }
            if (isBefore(packetDueNs, number, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, packet, packetDueNs, number);
    }

    private boolean isBefore(long aDueNs, long aNumber, int b) {
        return aDueNs == dueNs[b] ? aNumber < numbers[b] : aDueNs - dueNs[b] < 0;
    }

    private void move(int from, int to) {
        put(to, packets[from], dueNs[from], numbers[from]);
    }

    private void put(int at, Packet packet, long packetDueNs, long number) {
        packets[at] = packet;
        dueNs[at] = packetDueNs;
        numbers[at] = number;
    }
}
