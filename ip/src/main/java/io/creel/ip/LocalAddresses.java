package io.creel.ip;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are this host's, and how a packet to any address is to be taken. Addresses and groups are added while
 * the host runs; none is taken back. Allocates nothing when asked. Any thread may ask and add: an addition replaces one
 * immutable table by another.
 *
 * <p>
 * A host has one interface, so each of its addresses belongs to it (RFC 1122, section 3.3.4.2, either model).
 */
public final class LocalAddresses {
    /** What an address is to this host. */
    public enum Role {
        /** One of its own addresses. */
        OWN,
        /** All hosts of the link. */
        BROADCAST,
        /** A group that it has joined. */
        GROUP,
        /** Something else. */
        OTHER
    }

    /** Most groups of one host, those of its own addresses included. */
    public static final int MAX_GROUPS = 64;
    /** Most addresses that {@link #add} makes room for. */
    public static final int MAX_ADDRESSES = 64;

    private static final long SOLICITED_HIGH = 0xff02L << 48;
    private static final long SOLICITED_LOW = 0x1_ff00_0000L;
    private static final long ALL_HOSTS = IpBits.mapped(0xe0000001);
    private static final long ALL_BROADCAST = IpBits.mapped(0xffffffff);

    private final long macAddress;
    private final AtomicReference<Known> known;

    /** What is known at one time; never changed. Element i of both arrays is one group. */
    private static final class Known {
        private final IpPrefix[] prefixes;
        private final long[] groupHigh;
        private final long[] groupLow;

        Known(IpPrefix[] prefixes, long[] groupHigh, long[] groupLow) {
            this.prefixes = prefixes;
            this.groupHigh = groupHigh;
            this.groupLow = groupLow;
        }

        boolean isOwn(long high, long low) {
            for (IpPrefix prefix : prefixes) {
                if (prefix.address().low() == low && prefix.address().high() == high) {
                    return true;
                }
            }
            return false;
        }

        boolean isGroup(long high, long low) {
            for (int i = 0; i < groupLow.length; i++) {
                if (groupLow[i] == low && groupHigh[i] == high) {
                    return true;
                }
            }
            return false;
        }

        /** With one group more; null if there is no room. */
        @Nullable
        Known join(long high, long low) {
            if (isGroup(high, low)) {
                return this;
            }
            int groups = groupLow.length;
            if (groups == MAX_GROUPS) {
                return null;
            }
            long[] highs = Arrays.copyOf(groupHigh, groups + 1);
            long[] lows = Arrays.copyOf(groupLow, groups + 1);
            highs[groups] = high;
            lows[groups] = low;
            return new Known(prefixes, highs, lows);
        }

        /** With one address more, and the groups of every host that has it; null if there is no room. */
        @Nullable
        Known add(IpPrefix prefix) {
            IpAddress address = prefix.address();
            Known with = this;
            if (address.isIpv4()) {
                with = with.join(0, ALL_HOSTS);
            } else {
                with = with.join(SOLICITED_HIGH, 1);
                with = with == null ? null : with.join(SOLICITED_HIGH, solicitedNode(address.low()));
            }
            if (with == null) {
                return null;
            }
            IpPrefix[] more = Arrays.copyOf(prefixes, prefixes.length + 1);
            more[prefixes.length] = prefix;
            return new Known(more, with.groupHigh, with.groupLow);
        }
    }

    /**
     * Joins what every host joins: all hosts of IPv4 (RFC 1112), all nodes and the solicited-node groups of IPv6 (RFC
     * 4291, section 2.8).
     *
     * @param macAddress the link address in the lower 48 bits, its first byte highest
     * @param prefixes each own address with the prefix of its link
     * @throws IpException if they need more groups than {@link #MAX_GROUPS}
     */
    public LocalAddresses(long macAddress, List<IpPrefix> prefixes) {
        this.macAddress = macAddress;
        Known first = new Known(new IpPrefix[0], new long[0], new long[0]);
        for (IpPrefix prefix : prefixes) {
            Known with = first.add(prefix);
            if (with == null) {
                throw new IpException(IpException.Reason.BAD_CONFIGURATION, "too many addresses: addresses="
                        + prefixes.size() + ", mostGroups=" + MAX_GROUPS
                        + "; an IPv6 address joins a group of its own");
            }
            first = with;
        }
        known = new AtomicReference<>(first);
    }

    /**
     * Computes the lower half of the solicited-node group of an IPv6 address (RFC 4291, section 2.7.1).
     *
     * @param low the lower 64 bits of the address
     * @return the lower 64 bits of the group
     */
    public static long solicitedNode(long low) {
        return SOLICITED_LOW | low & 0xff_ffff;
    }

    /** {@return the upper 64 bits of every solicited-node group} */
    public static long solicitedNodeHigh() {
        return SOLICITED_HIGH;
    }

    /**
     * Gives the host one more address, from the next packet on.
     *
     * @param prefix
     *            the address and its link
     * @return false if {@link #MAX_ADDRESSES} addresses or {@link #MAX_GROUPS} groups are there; nothing has changed
     */
    public boolean add(IpPrefix prefix) {
        IpAddress address = prefix.address();
        while (true) {
            Known before = known.get();
            if (before.isOwn(address.high(), address.low())) {
                return true;
            }
            Known after = before.prefixes.length >= MAX_ADDRESSES ? null : before.add(prefix);
            if (after == null) {
                return false;
            }
            if (known.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /**
     * Joins a group. Reports of membership (RFC 3376, RFC 3810) are not sent.
     *
     * @param group a multicast address of either version
     * @return false if {@link #MAX_GROUPS} are joined
     * @throws IllegalArgumentException if the address is no multicast one
     */
    public boolean join(IpAddress group) {
        if (!IpBits.isMulticast(group.high(), group.low())) {
            throw new IllegalArgumentException("not a multicast address: address=" + group);
        }
        while (true) {
            Known before = known.get();
            Known after = before.join(group.high(), group.low());
            if (after == null) {
                return false;
            }
            if (after == before || known.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /** {@return the link address in the lower 48 bits, its first byte highest} */
    public long macAddress() {
        return macAddress;
    }

    /**
     * Says what an address is to this host. O(addresses + groups).
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return its role; never null
     */
    public Role role(long high, long low) {
        if (isOwn(high, low)) {
            return Role.OWN;
        }
        if (isBroadcast(high, low)) {
            return Role.BROADCAST;
        }
        return known.get().isGroup(high, low) ? Role.GROUP : Role.OTHER;
    }

    /**
     * Says whether an address is one of this host's. O(addresses).
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return whether it is an own one; groups and broadcast are not
     */
    public boolean isOwn(long high, long low) {
        return known.get().isOwn(high, low);
    }

    /**
     * Says whether an address is that of all hosts of the link: the link's own one or 255.255.255.255. O(addresses).
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return whether it is; never for IPv6
     */
    public boolean isBroadcast(long high, long low) {
        if (!IpBits.isIpv4(high, low)) {
            return false;
        }
        if (low == ALL_BROADCAST) {
            return true;
        }
        for (IpPrefix prefix : known.get().prefixes) {
            if (prefix.broadcast() == (low & 0xffffffffL)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Says whether a link address is that of a group that this host has joined (RFC 1112, 6.4; RFC 2464, 7). O(groups).
     *
     * @param mac a link address in the lower 48 bits, its first byte highest
     * @return whether frames to it are for this host
     */
    public boolean isGroupMac(long mac) {
        Known now = known.get();
        for (int i = 0; i < now.groupLow.length; i++) {
            if (groupMac(now.groupHigh[i], now.groupLow[i]) == mac) {
                return true;
            }
        }
        return false;
    }

    /**
     * Computes the link address of a group (RFC 1112, section 6.4; RFC 2464, section 7).
     *
     * @param high the upper 64 bits of a multicast address
     * @param low the lower 64 bits of a multicast address
     * @return in the lower 48 bits, its first byte highest
     */
    public static long groupMac(long high, long low) {
        return IpBits.isIpv4(high, low) ? 0x0100_5e00_0000L | low & 0x7f_ffff : 0x3333_0000_0000L | low & 0xffff_ffffL;
    }

    /**
     * Finds the own address to send from: the one whose prefix holds the destination. O(addresses).
     *
     * @param high the upper 64 bits of the destination
     * @param low the lower 64 bits of the destination
     * @return the own address with its prefix; null if no prefix holds the destination
     */
    public @Nullable IpPrefix onLink(long high, long low) {
        for (IpPrefix prefix : known.get().prefixes) {
            if (prefix.contains(high, low)) {
                return prefix;
            }
        }
        return null;
    }

    /**
     * Finds the first address of a version, for destinations behind a gateway that is on no link. O(addresses).
     *
     * @param ipv4 whether the address is one of IPv4, and not of IPv6
     * @return a link-local address only if there is no other; null if the host has none of that version
     */
    public @Nullable IpPrefix first(boolean ipv4) {
        for (IpPrefix prefix : known.get().prefixes) {
            if (prefix.address().isIpv4() == ipv4 && !IpBits.isLinkLocal(prefix.address().high(),
                    prefix.address().low())) {
                return prefix;
            }
        }
        for (IpPrefix prefix : known.get().prefixes) {
            if (prefix.address().isIpv4() == ipv4) {
                return prefix;
            }
        }
        return null;
    }

    /** All of them, for messages. */
    @Override
    public String toString() {
        return List.of(known.get().prefixes).toString();
    }
}
