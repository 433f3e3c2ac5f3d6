package io.creel.ip.fragment;

import io.creel.ip.Alarm;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketPool;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts datagrams together. Each has one large packet of a pool of such, so memory is bounded by that pool.
 *
 * <p>
 * A fragment that overlaps another with other bytes, or contradicts the end, ends its datagram: it is given up with all
 * that still comes of it (RFC 5722, section 4). The same bytes again are dropped alone (RFC 8200, section 4.5). A
 * fragment but the last is refused if it is shorter than {@link #MIN_FRAGMENT_BYTES} or not a multiple of 8 bytes. The
 * parser has already refused a first fragment without a whole transport header (RFC 1858; RFC 7112). Used by the worker
 * that runs the host.
 */
public final class Reassembly implements FragmentReceive {
    /** What a link of the smallest MTU of IPv4 carries, 68 bytes (RFC 791, section 3.2). */
    public static final int MIN_FRAGMENT_BYTES = 48;

    private static final long NEVER = Long.MAX_VALUE;

    private final FragmentLimits limits;
    private final HostCounters counters;
    private final LongSupplier nanoClock;
    private final Alarm alarm;
    private final @Nullable PacketPool pool;
    private final PartialDatagram[] datagrams;
    private final Fragment fragment = new Fragment();
    private final int mostOfOneSource;
    /** Takes the first fragment of a datagram whose time is up, and sends what RFC 792 asks for. */
    private PacketConsumer timeUp = packet -> false;

    /**
     * Makes an empty reassembly.
     *
     * @param limits bounds and times
     * @param pool of large packets, each with {@link #bufferBytes} for these limits; null if all fragments are refused
     * @param counters the host's counters
     * @param nanoClock the host's clock, in nanoseconds; it never goes back
     * @param alarm told when something is due next
     */
    public Reassembly(FragmentLimits limits, @Nullable PacketPool pool, HostCounters counters, LongSupplier nanoClock,
            Alarm alarm) {
        this.pool = pool;
        this.limits = limits;
        this.counters = counters;
        this.nanoClock = nanoClock;
        this.alarm = alarm;
        datagrams = new PartialDatagram[limits.datagrams()];
        for (int i = 0; i < datagrams.length; i++) {
            datagrams[i] = new PartialDatagram();
        }
        mostOfOneSource = Math.max(1, limits.datagrams() / 4);
    }

    /**
     * Computes the length of the buffers that datagrams within these limits are put together in.
     *
     * @param limits bounds of the reassembly
     * @return in bytes, with room for the headers in front
     */
    public static int bufferBytes(FragmentLimits limits) {
        return PartialDatagram.HEAD_ROOM_BYTES + limits.maxBytes();
    }

    /**
     * Sets the receiver of the first fragment of a datagram whose time is up; it is not parsed. Before the first
     * packet.
     *
     * @param taker says whether it has taken the fragment over
     */
    public void onTimeUp(PacketConsumer taker) {
        timeUp = taker;
    }

    @SuppressWarnings("NullAway") // a refusal is null only with a datagram
    @Override
    public @Nullable Packet receive(Packet packet) {
        if (datagrams.length == 0) {
            counters.end(packet, HostCounter.FRAGMENTS_REFUSED);
            return null;
        }
        if (!fragment.read(packet) || fragment.headBytes > PartialDatagram.HEAD_ROOM_BYTES) {
            counters.end(packet, HostCounter.FRAGMENTS_REFUSED);
            return null;
        }
        if (isMalformed()) {
            counters.end(packet, HostCounter.FRAGMENTS_MALFORMED);
            return null;
        }
        PartialDatagram datagram = find();
        HostCounter refusal = datagram == null ? HostCounter.FRAGMENTS_NO_ROOM : refusal(datagram, packet);
        if (refusal != null) {
            counters.end(packet, refusal);
            return null;
        }
        int count = datagram.store(packet, fragment);
        counters.end(packet, HostCounter.FRAGMENTS_STORED);
        if (datagram.isComplete()) {
            counters.count(HostCounter.REASSEMBLED);
            return datagram.finish();
        }
        if (count == limits.maxFragments()) {
            datagram.giveUp();
        }
        return null;
    }

    private boolean isMalformed() {
        int end = fragment.offsetBytes + fragment.dataBytes;
        return fragment.dataBytes < 1 || end > limits.maxBytes()
                || fragment.more && (fragment.dataBytes < MIN_FRAGMENT_BYTES || (fragment.dataBytes & 7) != 0);
    }

    private @Nullable HostCounter refusal(PartialDatagram datagram, Packet packet) {
        if (datagram.isGivenUp()) {
            return HostCounter.FRAGMENTS_OVERLAPPING;
        }
        if (datagram.contradictsEnd(fragment)) {
            datagram.giveUp();
            return HostCounter.FRAGMENTS_OVERLAPPING;
        }
        int overlap = datagram.overlap(fragment);
        if (overlap == 0) {
            return null;
        }
        if (overlap == fragment.dataBytes + 7 >>> 3 && datagram.holds(packet, fragment)) {
            return HostCounter.FRAGMENTS_DUPLICATE;
        }
        datagram.giveUp();
        return HostCounter.FRAGMENTS_OVERLAPPING;
    }

    /** The datagram of the present fragment, begun if there is none; null if there is no room. O(datagrams). */
    @SuppressWarnings("NullAway") // without a pool no datagram is accepted
    private @Nullable PartialDatagram find() {
        PartialDatagram free = null;
        int ofSource = 0;
        for (PartialDatagram datagram : datagrams) {
            if (datagram.isOf(fragment)) {
                return datagram;
            }
            if (!datagram.isUsed()) {
                free = datagram;
            } else if (datagram.isFrom(fragment)) {
                ofSource++;
            }
        }
        if (free == null || ofSource >= mostOfOneSource) {
            return null;
        }
        long endNs = nanoClock.getAsLong() + limits.timeoutNs();
        Packet store = pool.allocate();
        if (store == null) {
            return null;
        }
        free.begin(fragment, store, endNs);
        alarm.at(endNs);
        return free;
    }

    /**
     * Gives up the datagrams whose time is up. O(datagrams).
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return when something is due next, in nanoseconds; {@code Long.MAX_VALUE} for never
     */
    public long expire(long nowNs) {
        long nextNs = NEVER;
        for (PartialDatagram datagram : datagrams) {
            if (datagram.isUsed() && datagram.deadlineNs() <= nowNs) {
                expire(datagram);
            } else if (datagram.isUsed()) {
                nextNs = Math.min(nextNs, datagram.deadlineNs());
            }
        }
        return nextNs;
    }

    private void expire(PartialDatagram datagram) {
        counters.count(HostCounter.REASSEMBLY_TIMED_OUT);
        if (datagram.hasHead()) {
            Packet first = datagram.takeFirst();
            if (!timeUp.accept(first)) {
                first.release();
            }
        } else {
            datagram.free();
        }
    }

    /** {@return how many datagrams wait for more of their fragments} */
    public int size() {
        int size = 0;
        for (PartialDatagram datagram : datagrams) {
            size += datagram.isUsed() ? 1 : 0;
        }
        return size;
    }

    /** Forgets everything. */
    public void close() {
        for (PartialDatagram datagram : datagrams) {
            datagram.free();
        }
    }
}
