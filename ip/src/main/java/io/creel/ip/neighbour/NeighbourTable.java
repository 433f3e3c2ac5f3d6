package io.creel.ip.neighbour;

import io.creel.core.spec.Transfers;
import io.creel.ip.Alarm;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpBits;
import io.creel.ip.SendResult;
import io.creel.ip.ethernet.LinkOutput;
import io.creel.net.Packet;
import io.creel.net.wire.EthernetDescriptor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Link addresses of neighbours, and packets that wait for one.
 *
 * <pre>
 *            send                  answer                 reachableNs          send
 *   (none) --------> INCOMPLETE -----------> REACHABLE -------------> STALE ---------> DELAY
 *                        | asked often           ^  ^                  ^                 | delayNs
 *                        v enough                |  | answer           | moved           v
 *                     FAILED --> (none)          |  +---------------------------------- PROBE
 *                                                +--- a claim is doubted: --------------^ |
 *                                                                        asked often enough --> (none)
 * </pre>
 *
 * <p>
 * <b>Against spoofing.</b> Nothing that comes unasked makes an entry, unless it asks for our address. A claim to the
 * address of a REACHABLE neighbour does not replace its link address: the neighbour is asked at the known address, and
 * only if it is silent are all hosts asked again. Claims within {@link #LOCK_NS} of an answer are ignored.
 *
 * <p>
 * Bounded: entries by the capacity; those INCOMPLETE by half of it, so that a scan does not push out neighbours that
 * answer; datagrams that wait by three each, where a newer one replaces the oldest, and long ones by {@link #held}. If
 * the table is full, the entry that was not used for longest goes. Of the worker that runs the host; O(1), O(capacity)
 * when it is full and at time-outs; allocates nothing.
 */
// An entry without a state is free, and free entries are in no chain. The output for held packets is called later.
@SuppressWarnings({"NullAway", "this-escape"})
public final class NeighbourTable {
    /** How long a claim to a neighbour's address is ignored after it has answered. */
    public static final long LOCK_NS = 1_000_000_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final NeighbourLimits limits;
    private final Neighbour[] entries;
    private final Neighbour[] buckets;
    private final long hashSeed;
    private final LinkOutput link;
    private final HostCounters counters;
    private final LongSupplier nanoClock;
    private final LongSupplier random;
    private final Alarm alarm;
    private Solicitor arp = (high, low, mac) -> {
    };
    private Solicitor discovery = arp;
    /** Told of what this table is told; null if no other table is there. */
    private @Nullable NeighbourNews news;
    private HeldOutput held = this::send;
    private int longerThanBytes = Integer.MAX_VALUE;
    private int mostLong;
    /** How many long datagrams wait. */
    private int longWaiting;
    private int size;
    private int incomplete;
    /** Nothing is due before; may be too early. */
    private long nextNs = NEVER;

    /**
     * Makes an empty table.
     *
     * @param limits bounds and times
     * @param link takes the packets whose link address is known
     * @param counters the host's counters
     * @param nanoClock the host's clock, in nanoseconds; it never goes back
     * @param random 64 random bits per call, which outsiders cannot predict
     * @param alarm told when something is due next
     */
    public NeighbourTable(NeighbourLimits limits, LinkOutput link, HostCounters counters, LongSupplier nanoClock,
            LongSupplier random, Alarm alarm) {
        this.limits = limits;
        this.link = link;
        this.counters = counters;
        this.nanoClock = nanoClock;
        this.random = random;
        this.alarm = alarm;
        hashSeed = random.getAsLong();
        entries = new Neighbour[limits.capacity()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new Neighbour();
        }
        buckets = new Neighbour[Integer.highestOneBit(limits.capacity()) << 1];
    }

    /**
     * Sets the solicitors for IPv4 and for IPv6 neighbours. Before the first packet.
     *
     * @param forIpv4 asks for the link addresses of IPv4 neighbours: ARP
     * @param forIpv6 asks for the link addresses of IPv6 neighbours: neighbour discovery
     */
    public void solicitors(Solicitor forIpv4, Solicitor forIpv6) {
        arp = forIpv4;
        discovery = forIpv6;
    }

    /**
     * Sets the output for packets that have waited. A datagram longer than the link carries waits whole, in a large
     * packet. Before the first packet.
     *
     * @param output cuts such a datagram and sends it
     * @param linkMtuBytes the longest IP packet of the link
     * @param mostLongDatagrams how many such datagrams wait at most, so that large packets are left for other uses
     */
    public void held(HeldOutput output, int linkMtuBytes, int mostLongDatagrams) {
        held = output;
        longerThanBytes = linkMtuBytes;
        mostLong = mostLongDatagrams;
    }

    /**
     * Sets the listener to what this table learns. Before the first packet.
     *
     * @param listener passes the news on to the other tables of the same host, which learn them by {@link #learn}
     */
    public void news(NeighbourNews listener) {
        news = listener;
    }

    /**
     * Learns from a packet that another table of the same host has been told of, as if this one had been told, and
     * tells no other.
     *
     * @param how what the packet was
     * @param high the upper 64 bits of the neighbour's address
     * @param low the lower 64 bits of the neighbour's address
     * @param macAddress the link address that it says
     */
    public void learn(NeighbourNews.Kind how, long high, long low, long macAddress) {
        switch (how) {
            case ANSWER -> takeAnswer(high, low, macAddress, false);
            case OVERRIDING_ANSWER -> takeAnswer(high, low, macAddress, true);
            case CLAIM -> takeClaim(high, low, macAddress, false);
            case WORTH_AN_ENTRY -> takeClaim(high, low, macAddress, true);
        }
    }

    private void tell(NeighbourNews.Kind how, long high, long low, long macAddress) {
        if (news != null) {
            news.learnt(how, high, low, macAddress);
        }
    }

    /**
     * Sends to a neighbour, or keeps the packet until it answers. Takes the packet in any case.
     *
     * @param packet starts with its IP header
     * @param high the upper 64 bits of the neighbour's address
     * @param low the lower 64 bits of the neighbour's address
     * @return what became of the packet
     */
    public SendResult send(@Transfers Packet packet, long high, long low) {
        Neighbour neighbour = find(high, low);
        long nowNs = nanoClock.getAsLong();
        if (neighbour == null) {
            neighbour = incomplete < entries.length / 2 ? add(high, low, nowNs) : null;
            if (neighbour == null) {
                counters.count(HostCounter.NEIGHBOUR_TABLE_FULL);
                packet.release();
                return SendResult.NEIGHBOUR_TABLE_FULL;
            }
            ask(neighbour, nowNs);
        }
        neighbour.usedNs = nowNs;
        return switch (neighbour.state) {
            case INCOMPLETE -> hold(neighbour, packet);
            case FAILED -> refuse(packet);
            case STALE -> {
                enter(neighbour, NeighbourState.DELAY, nowNs + limits.delayNs());
                yield transmit(neighbour, packet);
            }
            default -> transmit(neighbour, packet);
        };
    }

    private boolean isLong(Packet packet) {
        return packet.lengthBytes() > longerThanBytes;
    }

    private SendResult hold(Neighbour neighbour, @Transfers Packet packet) {
        if (isLong(packet) && longWaiting == mostLong) {
            counters.count(HostCounter.NEIGHBOUR_QUEUE_FULL);
            packet.release();
            return SendResult.NEIGHBOUR_QUEUE_FULL;
        }
        // The coroutine that sent it may end or be cancelled before the neighbour answers.
        packet.handOver();
        if (neighbour.replaces(packet)) {
            counters.count(HostCounter.NEIGHBOUR_QUEUE_REPEATS);
            return SendResult.WAITS;
        }
        longWaiting += isLong(packet) ? 1 : 0;
        Packet oldest = neighbour.keep(packet);
        if (oldest != null) {
            longWaiting -= isLong(oldest) ? 1 : 0;
            counters.count(HostCounter.NEIGHBOUR_QUEUE_FULL);
            oldest.release();
        }
        return SendResult.WAITS;
    }

    private SendResult refuse(@Transfers Packet packet) {
        counters.count(HostCounter.NEIGHBOUR_UNREACHABLE);
        packet.release();
        return SendResult.NEIGHBOUR_UNREACHABLE;
    }

    private SendResult transmit(Neighbour neighbour, @Transfers Packet packet) {
        return link.send(packet, neighbour.macAddress, etherType(neighbour));
    }

    private static int etherType(Neighbour neighbour) {
        return IpBits.isIpv4(neighbour.high, neighbour.low)
                ? EthernetDescriptor.TYPE_IPV4
                : EthernetDescriptor.TYPE_IPV6;
    }

    /**
     * Learns from an answer to a request of this host, or from what looks like one.
     *
     * @param high the upper 64 bits of the neighbour's address
     * @param low the lower 64 bits of the neighbour's address
     * @param macAddress the link address that the answer names
     * @param override whether it may replace another link address that is known (RFC 4861, section 7.2.5)
     */
    public void answered(long high, long low, long macAddress, boolean override) {
        tell(override ? NeighbourNews.Kind.OVERRIDING_ANSWER : NeighbourNews.Kind.ANSWER, high, low, macAddress);
        takeAnswer(high, low, macAddress, override);
    }

    private void takeAnswer(long high, long low, long macAddress, boolean override) {
        Neighbour neighbour = find(high, low);
        if (neighbour == null) {
            return;
        }
        long nowNs = nanoClock.getAsLong();
        switch (neighbour.state) {
            case INCOMPLETE -> {
                neighbour.macAddress = macAddress;
                reachable(neighbour, nowNs);
                // Only the table that has asked knows that the answer is worth an entry.
                tell(NeighbourNews.Kind.WORTH_AN_ENTRY, high, low, macAddress);
                flush(neighbour);
            }
            case PROBE -> {
                if (neighbour.macAddress == macAddress) {
                    reachable(neighbour, nowNs);
                } else if (!neighbour.doubted && override) {
                    move(neighbour, macAddress, nowNs);
                }
            }
            default -> claim(neighbour, macAddress, override, nowNs);
        }
    }

    /**
     * Learns from a neighbour that has said its link address without being asked.
     *
     * @param high the upper 64 bits of the neighbour's address
     * @param low the lower 64 bits of the neighbour's address
     * @param macAddress the link address that it says
     * @param remember whether it asked for an address of ours, so that an answer will go there: then it is remembered
     */
    public void heard(long high, long low, long macAddress, boolean remember) {
        tell(remember ? NeighbourNews.Kind.WORTH_AN_ENTRY : NeighbourNews.Kind.CLAIM, high, low, macAddress);
        takeClaim(high, low, macAddress, remember);
    }

    private void takeClaim(long high, long low, long macAddress, boolean remember) {
        long nowNs = nanoClock.getAsLong();
        Neighbour neighbour = find(high, low);
        if (neighbour != null) {
            claim(neighbour, macAddress, true, nowNs);
        } else if (remember) {
            neighbour = add(high, low, nowNs);
            if (neighbour != null) {
                neighbour.macAddress = macAddress;
                neighbour.confirmedNs = nowNs;
                enter(neighbour, NeighbourState.STALE, NEVER);
            }
        }
    }

    private void claim(Neighbour neighbour, long macAddress, boolean override, long nowNs) {
        switch (neighbour.state) {
            case INCOMPLETE, FAILED -> {
                neighbour.macAddress = macAddress;
                neighbour.confirmedNs = nowNs;
                enter(neighbour, NeighbourState.STALE, NEVER);
                flush(neighbour);
            }
            case REACHABLE -> {
                if (neighbour.macAddress != macAddress && nowNs - neighbour.confirmedNs >= LOCK_NS) {
                    counters.count(HostCounter.NEIGHBOUR_CLAIMS_DOUBTED);
                    neighbour.doubted = true;
                    probe(neighbour, nowNs);
                }
            }
            case STALE, DELAY -> {
                if (neighbour.macAddress != macAddress && override) {
                    move(neighbour, macAddress, nowNs);
                }
            }
            default -> {
            }
        }
    }

    private void move(Neighbour neighbour, long macAddress, long nowNs) {
        counters.count(HostCounter.NEIGHBOURS_MOVED);
        neighbour.macAddress = macAddress;
        neighbour.confirmedNs = nowNs;
        enter(neighbour, NeighbourState.STALE, NEVER);
    }

    /**
     * Notes that a transport has seen progress: what it sent there arrived (RFC 4861, section 7.3.1).
     *
     * @param high the upper 64 bits of the neighbour's address
     * @param low the lower 64 bits of the neighbour's address
     */
    public void confirm(long high, long low) {
        Neighbour neighbour = find(high, low);
        if (neighbour != null && neighbour.state.isUsable() && neighbour.state != NeighbourState.PERMANENT
                && !neighbour.doubted) {
            reachable(neighbour, nanoClock.getAsLong());
        }
    }

    /**
     * Sets the link address of a neighbour for good.
     *
     * @param high the upper 64 bits of the neighbour's address
     * @param low the lower 64 bits of the neighbour's address
     * @param macAddress its link address in the lower 48 bits, the first byte highest
     * @return false if the table is full
     */
    public boolean permanent(long high, long low, long macAddress) {
        Neighbour neighbour = find(high, low);
        if (neighbour == null) {
            neighbour = add(high, low, nanoClock.getAsLong());
        }
        if (neighbour == null) {
            return false;
        }
        neighbour.macAddress = macAddress;
        enter(neighbour, NeighbourState.PERMANENT, NEVER);
        flush(neighbour);
        return true;
    }

    private void reachable(Neighbour neighbour, long nowNs) {
        neighbour.confirmedNs = nowNs;
        neighbour.doubted = false;
        // RFC 4861, section 6.3.2: between half and one and a half times the base.
        long spread = Math.floorMod(random.getAsLong(), limits.reachableNs());
        enter(neighbour, NeighbourState.REACHABLE, nowNs + limits.reachableNs() / 2 + spread);
    }

    private void ask(Neighbour neighbour, long nowNs) {
        neighbour.asked = 1;
        enter(neighbour, NeighbourState.INCOMPLETE, nowNs + limits.retransmitNs());
        solicit(neighbour, Solicitor.ALL_HOSTS);
    }

    private void probe(Neighbour neighbour, long nowNs) {
        neighbour.asked = 1;
        enter(neighbour, NeighbourState.PROBE, nowNs + limits.retransmitNs());
        solicit(neighbour, neighbour.macAddress);
    }

    private void solicit(Neighbour neighbour, long macAddress) {
        counters.count(HostCounter.NEIGHBOUR_SOLICITATIONS);
        (IpBits.isIpv4(neighbour.high, neighbour.low) ? arp : discovery).solicit(neighbour.high, neighbour.low,
                macAddress);
    }

    private void enter(Neighbour neighbour, @Nullable NeighbourState state, long dueNs) {
        incomplete += (state == NeighbourState.INCOMPLETE ? 1 : 0)
                - (neighbour.state == NeighbourState.INCOMPLETE ? 1 : 0);
        neighbour.state = state;
        neighbour.dueNs = dueNs;
        if (dueNs != NEVER) {
            nextNs = Math.min(nextNs, dueNs);
            alarm.at(dueNs);
        }
    }

    private void flush(Neighbour neighbour) {
        int count = neighbour.waitingCount;
        neighbour.waitingCount = 0;
        for (int i = 0; i < count; i++) {
            Packet packet = neighbour.waiting[i];
            neighbour.waiting[i] = null;
            longWaiting -= isLong(packet) ? 1 : 0;
            held.send(packet, neighbour.high, neighbour.low);
        }
    }

    /**
     * Acts on the deadlines that have come. O(capacity) if something may be due, otherwise O(1): the timers of other
     * tables of the host come by here, too.
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return when something is due next, in nanoseconds; {@code Long.MAX_VALUE} for never
     */
    public long expire(long nowNs) {
        if (nowNs < nextNs) {
            return nextNs;
        }
        nextNs = NEVER;
        for (Neighbour neighbour : entries) {
            if (neighbour.state != null && neighbour.dueNs <= nowNs) {
                expire(neighbour, nowNs);
            }
            if (neighbour.state != null) {
                nextNs = Math.min(nextNs, neighbour.dueNs);
            }
        }
        return nextNs;
    }

    private void expire(Neighbour neighbour, long nowNs) {
        switch (neighbour.state) {
            case INCOMPLETE -> {
                if (neighbour.asked < limits.maxRequests()) {
                    neighbour.asked++;
                    enter(neighbour, NeighbourState.INCOMPLETE, nowNs + limits.retransmitNs());
                    solicit(neighbour, Solicitor.ALL_HOSTS);
                } else {
                    fail(neighbour, nowNs);
                }
            }
            case REACHABLE -> enter(neighbour, NeighbourState.STALE, NEVER);
            case DELAY -> probe(neighbour, nowNs);
            case PROBE -> {
                if (neighbour.asked < limits.maxRequests()) {
                    neighbour.asked++;
                    enter(neighbour, NeighbourState.PROBE, nowNs + limits.retransmitNs());
                    solicit(neighbour, neighbour.macAddress);
                } else {
                    remove(neighbour); // RFC 4861, section 7.3.3: the next packet asks all hosts
                }
            }
            case FAILED -> remove(neighbour);
            default -> {
            }
        }
    }

    private void fail(Neighbour neighbour, long nowNs) {
        counters.count(HostCounter.NEIGHBOURS_FAILED);
        enter(neighbour, NeighbourState.FAILED, nowNs + limits.holdDownNs());
        releaseWaiting(neighbour);
    }

    private void releaseWaiting(Neighbour neighbour) {
        for (int i = 0; i < neighbour.waitingCount; i++) {
            counters.count(HostCounter.NEIGHBOUR_UNREACHABLE);
            Packet packet = neighbour.waiting[i];
            neighbour.waiting[i] = null;
            longWaiting -= isLong(packet) ? 1 : 0;
            packet.release();
        }
        neighbour.waitingCount = 0;
    }

    /** Forgets everything and releases what waits. */
    public void close() {
        for (Neighbour neighbour : entries) {
            if (neighbour.state != null) {
                remove(neighbour);
            }
        }
    }

    private @Nullable Neighbour add(long high, long low, long nowNs) {
        if (size == entries.length && !evict()) {
            return null;
        }
        Neighbour free = null;
        for (int i = 0; free == null; i++) {
            free = entries[i].state == null ? entries[i] : null;
        }
        free.high = high;
        free.low = low;
        free.usedNs = nowNs;
        free.doubted = false;
        int bucket = bucket(high, low);
        free.nextInBucket = buckets[bucket];
        buckets[bucket] = free;
        size++;
        enter(free, NeighbourState.INCOMPLETE, NEVER);
        return free;
    }

    private boolean evict() {
        Neighbour oldest = null;
        for (Neighbour neighbour : entries) {
            boolean may = neighbour.state != NeighbourState.PERMANENT && neighbour.state != NeighbourState.INCOMPLETE;
            if (may && (oldest == null || neighbour.usedNs - oldest.usedNs < 0)) {
                oldest = neighbour;
            }
        }
        if (oldest == null) {
            return false;
        }
        remove(oldest);
        return true;
    }

    private void remove(Neighbour neighbour) {
        releaseWaiting(neighbour);
        int bucket = bucket(neighbour.high, neighbour.low);
        if (buckets[bucket] == neighbour) {
            buckets[bucket] = neighbour.nextInBucket;
        } else {
            Neighbour before = buckets[bucket];
            while (before.nextInBucket != neighbour) {
                before = before.nextInBucket;
            }
            before.nextInBucket = neighbour.nextInBucket;
        }
        neighbour.nextInBucket = null;
        enter(neighbour, null, NEVER);
        size--;
    }

    private @Nullable Neighbour find(long high, long low) {
        Neighbour at = buckets[bucket(high, low)];
        while (at != null && !at.is(high, low)) {
            at = at.nextInBucket;
        }
        return at;
    }

    private int bucket(long high, long low) {
        long hash = (low ^ hashSeed) * 0x9e3779b97f4a7c15L ^ Long.rotateLeft(high, 17) * 0xbf58476d1ce4e5b9L;
        hash ^= hash >>> 32;
        return (int) (hash * 0x94d049bb133111ebL >>> 40) & buckets.length - 1;
    }

    /**
     * Says whether anything is known about a neighbour, or asked for.
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return whether the table has an entry for it
     */
    public boolean knows(long high, long low) {
        return find(high, low) != null;
    }

    /**
     * Tells what is known about a neighbour. For tests and people.
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return its state; null if nothing is known
     */
    public @Nullable NeighbourState state(long high, long low) {
        Neighbour neighbour = find(high, low);
        return neighbour == null ? null : neighbour.state;
    }

    /**
     * Says whether packets can be sent to a neighbour now.
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return false if its link address is unknown
     */
    public boolean isUsable(long high, long low) {
        Neighbour neighbour = find(high, low);
        return neighbour != null && neighbour.state.isUsable();
    }

    /**
     * Tells the link address of a neighbour. For tests and people.
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return in the lower 48 bits, its first byte highest; −1 if none is known that can be sent to
     */
    public long macAddress(long high, long low) {
        Neighbour neighbour = find(high, low);
        return neighbour == null || !neighbour.state.isUsable() ? -1 : neighbour.macAddress;
    }

    /** {@return how many neighbours are known or asked for} */
    public int size() {
        return size;
    }

    /** {@return how many packets wait for an answer of a neighbour} */
    public int waiting() {
        int waiting = 0;
        for (Neighbour neighbour : entries) {
            waiting += neighbour.waitingCount;
        }
        return waiting;
    }
}
