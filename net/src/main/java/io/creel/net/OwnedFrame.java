package io.creel.net;

import io.creel.net.internal.Memory;
import io.creel.net.wire.Frame;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A frame in a buffer of a pool, with a record of its owner.
 *
 * <pre>
 *            allocate                transmit accepted
 *     FREE ------------&gt; OWNED ---------------------------&gt; IN_FLIGHT
 *      ^    release        | ^    refused, or polled by the peer   |
 *      +-------------------+ +-------------------------------------+
 *      +-----------------------------------------------------------+
 *                            sent by the driver
 * </pre>
 *
 * A driver may also lend a FREE frame to the device; the frame is IN_FLIGHT until the device has received bytes into
 * it. An OWNED frame that a coroutine is started with is ENTRUSTED until that coroutine begins. Any code may then read
 * the frame, to decide where the coroutine waits, but no code can release it, transmit it or give it to another
 * coroutine.
 *
 * <p>
 * <b>Leases.</b> The state is the low part of a word. The rest counts how often the frame has changed its owner; this
 * number is the lease. It distinguishes one ownership of a frame from the next, so {@link #free(long)} ends exactly the
 * ownership that its caller means. Every change of the owner counts, also a hand-over without a stay in the pool. A
 * frame that a queue, a channel or a start refuses keeps its lease.
 *
 * <p>
 * Ownership ends by compare-and-set, so one of two racing releases throws. It begins by a release store, because only
 * one side can know the frame then. While the frame is FREE
 * or IN_FLIGHT, its window is empty, so every access throws.
 */
abstract sealed class OwnedFrame extends Frame permits Packet {
    private static final VarHandle WORD;
    private static final long FREE = 0;
    private static final long OWNED = 1;
    private static final long IN_FLIGHT = 2;
    private static final long ENTRUSTED = 3;
    private static final long STATE_MASK = 3;
    private static final long ONE_LEASE = 4;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(OwnedFrame.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PacketPool pool;
    private final int index;
    private final long bufferAddress;
    private int heldBytes;
    private int heldOriginalBytes;
    /** The driver that has the frame in flight, or had it last. Written by the side that begins the flight. */
    private @Nullable Object holder;
    private volatile long word;

    OwnedFrame(PacketPool pool, int index, long bufferAddress) {
        this.pool = pool;
        this.index = index;
        this.bufferAddress = bufferAddress;
    }

    final String name() {
        return pool.name() + "#" + index;
    }

    final PacketPool pool() {
        return pool;
    }

    final int index() {
        return index;
    }

    final int heldBytes() {
        return heldBytes;
    }

    final long windowStart() {
        return windowAddress();
    }

    /** FREE to OWNED: empty, with the pool's headroom in front. */
    final void own() {
        window(bufferAddress + pool.headroomBytes(), 0, 0);
        becomeOwned();
    }

    @Override
    protected final long lease() {
        return word & ~STATE_MASK;
    }

    /** Begins a new lease. */
    private void becomeOwned() {
        WORD.setRelease(this, lease() + ONE_LEASE | OWNED);
    }

    /** OWNED to OWNED with a new lease: the frame changes its owner. */
    @Override
    public final void handOver() {
        leave(OWNED, OWNED + ONE_LEASE, "handed over");
    }

    /** OWNED to ENTRUSTED, with a new lease. */
    @Override
    protected final void entrust() {
        leave(OWNED, ENTRUSTED + ONE_LEASE, "started a coroutine with");
    }

    /** OWNED or ENTRUSTED to OWNED, with the previous lease. */
    @Override
    protected final void takeBack() {
        WORD.setRelease(this, lease() - ONE_LEASE | OWNED);
    }

    /** ENTRUSTED to OWNED: a plain write, because only the starting coroutine may make this change. */
    @Override
    protected final long begin() {
        long lease = lease();
        WORD.setRelease(this, lease | OWNED);
        return lease;
    }

    /** Returns whether the ownership of this lease still lasts. */
    final boolean isLeased(long lease) {
        return word == (lease | OWNED);
    }

    /** OWNED to FREE; the caller puts the frame into the pool. */
    final void free() {
        leave(OWNED, FREE, "released");
        window(windowAddress(), 0, 0);
    }

    /** OWNED to FREE if the ownership of this lease still lasts; the caller then puts the frame into the pool. */
    final boolean free(long lease) {
        if (!isLeased(lease) || !WORD.compareAndSet(this, lease | OWNED, lease | FREE)) {
            return false;
        }
        window(windowAddress(), 0, 0);
        return true;
    }

    /**
     * OWNED, or IN_FLIGHT by this driver, to FREE if the ownership of this lease still lasts; the caller then puts the
     * frame into the pool.
     */
    final boolean abandon(long lease, Object driver) {
        long seen = word;
        boolean ours = seen == (lease | OWNED) || seen == (lease | IN_FLIGHT) && holder == driver;
        if (!ours || !WORD.compareAndSet(this, seen, lease | FREE)) {
            return false;
        }
        window(windowAddress(), 0, 0);
        return true;
    }

    /** OWNED to IN_FLIGHT: closes the window and keeps its place. */
    final void depart(Object driver) {
        leave(OWNED, IN_FLIGHT, "transmitted");
        heldBy(driver);
        heldBytes = windowBytes();
        heldOriginalBytes = windowOriginalBytes();
        window(windowAddress(), 0, 0);
    }

    private void heldBy(Object driver) {
        if (holder != driver) { // usually equal, and a store of a reference costs a barrier
            holder = driver;
        }
    }

    /** Throws unless this driver has the frame in flight; returns the word. */
    final long requireFlight(Object driver, String deed) {
        long seen = word;
        if ((seen & STATE_MASK) != IN_FLIGHT || holder != driver) {
            throw strangerTo(driver, deed);
        }
        return seen;
    }

    private IllegalStateException strangerTo(Object driver, String deed) {
        long seen = word;
        String state = text(seen) + ((seen & STATE_MASK) == IN_FLIGHT ? ", holder=" + holder : "");
        return new IllegalStateException(deed + " a packet that the driver does not have in flight: packet=" + name()
                + ", state=" + state + ", driver=" + driver
                + "; a driver ends each flight once, and only those that its transmit queues, depart or lend began");
    }

    /** IN_FLIGHT to OWNED: the frame has arrived at the other end. */
    final void land(Object driver) {
        long seen = requireFlight(driver, "received");
        window(windowAddress(), heldBytes, heldOriginalBytes);
        WORD.setRelease(this, seen - IN_FLIGHT + ONE_LEASE + OWNED);
    }

    /** IN_FLIGHT to OWNED: the frame was refused; its sender owns it as before. */
    final void stay(Object driver) {
        long seen = requireFlight(driver, "refused");
        window(windowAddress(), heldBytes, heldOriginalBytes);
        WORD.setRelease(this, seen - IN_FLIGHT + OWNED);
    }

    /** FREE to IN_FLIGHT: the device may receive into the frame. */
    final void lend(Object driver) {
        heldBy(driver);
        WORD.setRelease(this, lease() | IN_FLIGHT);
    }

    /** IN_FLIGHT to OWNED, with the bytes that the device received into it. */
    final void land(Object driver, long address, int lengthBytes, int originalLengthBytes) {
        long seen = requireFlight(driver, "received");
        long offset = address - bufferAddress;
        if (offset < 0 || lengthBytes < 0 || offset > pool.bufferBytes() - lengthBytes) {
            throw new IllegalStateException("device wrote outside of the buffer: packet=" + name() + ", offset="
                    + offset + ", lengthBytes=" + lengthBytes + ", bufferBytes=" + pool.bufferBytes());
        }
        window(address, lengthBytes, originalLengthBytes);
        WORD.setRelease(this, seen - IN_FLIGHT + ONE_LEASE + OWNED);
    }

    /** IN_FLIGHT to FREE: the driver has sent the frame; the caller puts it into the pool. */
    final void complete(Object driver) {
        long seen = requireFlight(driver, "completed");
        if (!WORD.compareAndSet(this, seen, seen - IN_FLIGHT + FREE)) {
            throw strangerTo(driver, "completed");
        }
    }

    /** Throws unless the frame is OWNED; returns the lease. */
    final long requireOwned(String deed) {
        long seen = word;
        if ((seen & STATE_MASK) != OWNED) {
            throw notOwned(deed, seen);
        }
        return seen & ~STATE_MASK;
    }

    private IllegalStateException notOwned(String deed, long seen) {
        return new IllegalStateException(
                deed + " a packet that is not owned: packet=" + name() + ", state=" + text(seen));
    }

    private void leave(long from, long to, String deed) {
        long seen = word;
        if ((seen & STATE_MASK) != from || !WORD.compareAndSet(this, seen, seen - from + to)) {
            throw notOwned(deed, word);
        }
    }

    @Override
    protected final void checkAccess(int offset, int sizeBytes) {
        long found = (long) WORD.getAcquire(this);
        if ((found & OWNED) == 0) { // neither OWNED nor ENTRUSTED
            throw new IllegalStateException("accessed a packet that is not owned: packet=" + name() + ", state="
                    + text(found) + ", offset=" + offset + ", sizeBytes=" + sizeBytes);
        }
    }

    private static String text(long word) {
        return switch ((int) (word & STATE_MASK)) {
            case (int) FREE -> "free";
            case (int) OWNED -> "owned";
            case (int) IN_FLIGHT -> "in flight";
            default -> "owned by a coroutine that has not begun";
        };
    }

    /** {@return how many bytes fit between the current start of the frame and the end of the buffer} */
    public final int capacityBytes() {
        return (int) (bufferAddress + pool.bufferBytes() - windowAddress());
    }

    /** {@return how many bytes fit in front of the current start of the frame} */
    public final int headroomBytes() {
        return (int) (windowAddress() - bufferAddress);
    }

    /**
     * Sets the length, both captured and original. New bytes have no defined content.
     *
     * @param newLengthBytes at most {@link #capacityBytes()}
     */
    public final void resize(int newLengthBytes) {
        resize(newLengthBytes, newLengthBytes);
    }

    /**
     * Sets the lengths of a frame of which only the first bytes were captured.
     *
     * @param capturedBytes at most {@link #capacityBytes()}
     * @param originalBytes the length on the wire, at least {@code capturedBytes}
     */
    public final void resize(int capturedBytes, int originalBytes) {
        checkAccess(0, 0);
        if (capturedBytes < 0 || capturedBytes > capacityBytes() || originalBytes < capturedBytes) {
            throw new IllegalArgumentException("length does not fit: packet=" + name() + ", lengthBytes="
                    + capturedBytes + ", originalLengthBytes=" + originalBytes + ", capacityBytes=" + capacityBytes());
        }
        window(windowAddress(), capturedBytes, originalBytes);
    }

    final void shift(int bytes) {
        int length = lengthBytes();
        if (bytes > length || -(long) bytes > headroomBytes()) {
            throw new IllegalArgumentException("start does not fit: packet=" + name() + ", bytes=" + bytes
                    + ", lengthBytes=" + length + ", headroomBytes=" + headroomBytes());
        }
        window(windowAddress() + bytes, length - bytes, originalLengthBytes() - bytes);
    }

    final void fill(long fromAddress, int offset, int sizeBytes) {
        Memory.copy(fromAddress, at(offset, sizeBytes), sizeBytes);
    }

    /**
     * Copies bytes of a segment into this frame.
     *
     * @param from the source
     * @param fromOffset the first byte in the source
     * @param offset the first byte in this frame
     * @param sizeBytes how many bytes to copy
     * @throws IndexOutOfBoundsException if either side is too short
     */
    public final void copyFrom(MemorySegment from, long fromOffset, int offset, int sizeBytes) {
        Memory.copy(from, fromOffset, at(offset, sizeBytes), sizeBytes);
    }

    /**
     * Copies bytes of another frame into this one.
     *
     * @param from the source, owned by the caller
     * @param fromOffset the first byte in the source
     * @param offset the first byte in this frame
     * @param sizeBytes how many bytes to copy
     * @throws IndexOutOfBoundsException if either side is too short
     */
    public final void copyFrom(Packet from, int fromOffset, int offset, int sizeBytes) {
        OwnedFrame source = from;
        Memory.copy(source.at(fromOffset, sizeBytes), at(offset, sizeBytes), sizeBytes);
    }

    /**
     * Copies bytes of this frame to a segment.
     *
     * @param offset the first byte in this frame
     * @param to the destination
     * @param toOffset the first byte in the destination
     * @param sizeBytes how many bytes to copy
     * @throws IndexOutOfBoundsException if either side is too short
     */
    public final void copyTo(int offset, MemorySegment to, long toOffset, int sizeBytes) {
        Memory.copy(at(offset, sizeBytes), to, toOffset, sizeBytes);
    }
}
