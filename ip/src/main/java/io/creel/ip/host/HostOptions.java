package io.creel.ip.host;

import io.creel.core.Stash;
import io.creel.ip.FlowSteering;
import io.creel.ip.IpAddress;
import io.creel.ip.IpBits;
import io.creel.ip.IpException;
import io.creel.ip.IpPrefix;
import io.creel.ip.fragment.FragmentLimits;
import io.creel.ip.icmp.PathMtus;
import io.creel.ip.neighbour.NeighbourLimits;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.Nic;
import io.creel.net.wire.TcpDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a host is set up. Clock and chance are asked for, because nothing in this module has its own.
 *
 * <pre>{@code
 * var options = new HostOptions(System::nanoTime, new SecureRandom()::nextLong)
 *         .address("10.0.0.2/24").gateway("10.0.0.1").address("fd00::2/64");
 * }</pre>
 */
public final class HostOptions {
    private static final long GROUP_BIT = 1L << 40;

    private final LongSupplier nanoClock;
    private final LongSupplier random;
    private final List<IpPrefix> prefixes = new ArrayList<>();
    private @Nullable IpAddress gateway4;
    private @Nullable IpAddress gateway6;
    private long macAddress;
    private int mtuBytes;
    private int sockets = 4096;
    private NeighbourLimits neighbours = NeighbourLimits.DEFAULT;
    private FragmentLimits fragments = FragmentLimits.DEFAULT;
    private boolean refuseIpv4Options;
    private boolean acceptUnfinishedChecksums;
    private @Nullable Stash ready;
    private @Nullable TcpSettings tcp = TcpSettings.defaults();
    private int connections = 1024;
    /** 0 for as many as there may be connections. */
    private int sendBuffers;
    private int listeners = 64;
    private boolean severalWorkers;
    private FlowSteering steering = FlowSteering.BY_HASH;

    /**
     * Makes options without an address.
     *
     * @param nanoClock
     *            nanoseconds of any clock that only goes forward; the one that the worker's carrier is told
     * @param random
     *            64 random bits that outsiders cannot predict: ports, identifications and hash seeds come from it; with
     *            several queues any of their workers asks it
     */
    public HostOptions(LongSupplier nanoClock, LongSupplier random) {
        this.nanoClock = nanoClock;
        this.random = random;
    }

    /**
     * Adds an address with the prefix of its link: {@code 10.0.0.2/24}, {@code fd00::2/64}.
     *
     * @param prefix an address and the length of its prefix in bits
     * @return this
     * @throws IllegalArgumentException if the text is no prefix
     * @throws io.creel.ip.IpException if no host can have the address: an unspecified, group, loopback or broadcast
     *        address
     */
    public HostOptions address(String prefix) {
        IpPrefix parsed = IpPrefix.parse(prefix);
        IpAddress address = parsed.address();
        if (IpBits.isUnspecified(address.high(), address.low())
                || IpBits.isMulticast(address.high(), address.low())
                || IpBits.isLoopback(address.high(), address.low())
                || address.isIpv4() && (address.ipv4() >>> 28 == 0xf
                        || parsed.broadcast() == (address.ipv4() & 0xffffffffL))) {
            throw bad("no host can have this address: address=" + parsed);
        }
        prefixes.add(parsed);
        return this;
    }

    /**
     * Sets the default gateway of its version; it is on the link of one of the addresses.
     *
     * @param address an address without a prefix; replaces the gateway of the same version
     * @return this
     * @throws IllegalArgumentException if the text is no address
     */
    public HostOptions gateway(String address) {
        IpAddress parsed = IpAddress.parse(address);
        if (parsed.isIpv4()) {
            gateway4 = parsed;
        } else {
            gateway6 = parsed;
        }
        return this;
    }

    /**
     * Sets the link address, the first byte highest. Needed if the NIC has none, as a link in memory.
     *
     * @param value in the lower 48 bits, its first byte highest
     * @return this
     * @throws io.creel.ip.IpException if it is 0, a group address, or longer than 48 bits
     */
    public HostOptions macAddress(long value) {
        if (value <= 0 || value >= 1L << 48 || (value & GROUP_BIT) != 0) {
            throw bad("not a link address of one host: macAddress=0x" + Long.toHexString(value));
        }
        macAddress = value;
        return this;
    }

    /**
     * Lowers the longest IP packet of the link, at least 576; at least 1280 with IPv6. Otherwise it is the NIC's.
     *
     * @param value in bytes, IP header included; 0 for the NIC's
     * @return this
     */
    public HostOptions mtuBytes(int value) {
        mtuBytes = value;
        return this;
    }

    /**
     * Bounds the sockets, TCP's among them; 4,096 at first.
     *
     * @param most the largest number of sockets, 1 to 2^20; checked when the host is opened
     * @return this
     */
    public HostOptions sockets(int most) {
        sockets = most;
        return this;
    }

    /**
     * Bounds the neighbours.
     *
     * @param limits bounds and times; {@link NeighbourLimits#DEFAULT} at first
     * @return this
     */
    public HostOptions neighbours(NeighbourLimits limits) {
        neighbours = limits;
        return this;
    }

    /**
     * Bounds datagrams in pieces; {@link FragmentLimits#REFUSE} accepts none.
     *
     * @param limits bounds and times; {@link FragmentLimits#DEFAULT} at first
     * @return this
     */
    public HostOptions fragments(FragmentLimits limits) {
        fragments = limits;
        return this;
    }

    /**
     * Drops IPv4 datagrams with options. Source routes are dropped anyway.
     *
     * @return this
     */
    public HostOptions refuseIpv4Options() {
        refuseIpv4Options = true;
        return this;
    }

    /**
     * Accepts checksums that a peer on the same machine has left to its hardware, over a driver that cannot tell.
     *
     * @return this
     */
    public HostOptions acceptUnfinishedChecksums() {
        acceptUnfinishedChecksums = true;
        return this;
    }

    /**
     * Sets the stash that receives the coroutines that a socket has woken; the worker drains it. Otherwise the host
     * makes a list of its own.
     *
     * @param stash stays the caller's, which closes it after the host
     * @return this
     */
    public HostOptions ready(Stash stash) {
        ready = stash;
        return this;
    }

    /**
     * Sets up TCP. Its maximum segment size is lowered to what the MTU leaves beside the headers.
     *
     * @param settings limits and options of every connection; {@link TcpSettings#defaults()} at first
     * @param maxConnections in any state, 1 to 2^20; 1,024 at first
     * @param maxListeners at least 1; 64 at first
     * @return this
     */
    public HostOptions tcp(TcpSettings settings, int maxConnections, int maxListeners) {
        tcp = settings;
        connections = maxConnections;
        listeners = maxListeners;
        return this;
    }

    /**
     * Bounds the memory of bytes to be sent: how many connections may have a send buffer at once, each of
     * {@link TcpSettings#sendBufferBytes()}. A connection has one from the first byte that is written until all are
     * acknowledged; beyond the bound writers wait, first come, first served.
     *
     * @param most at least 1; as many as there may be connections at first
     * @return this
     */
    public HostOptions tcpSendBuffers(int most) {
        if (most < 1) {
            throw bad("impossible bound of send buffers: most=" + most + ", allowed=at least 1");
        }
        sendBuffers = most;
        return this;
    }

    /**
     * Lets coroutines of several workers use TCP: its receive step, its sockets and servers. Every step then runs in
     * the coroutine lock of its connection. Otherwise all flows stay on the worker that runs the host, and no step
     * locks.
     *
     * <p>
     * The first worker that runs the host's timers keeps what is below TCP: it polls the NIC, drains the timers, polls
     * its carrier, and sends. A packet moves to another worker by a step in front of TCP that suspends, see {@link
     * HostSteps#tcp}; its coroutine is then one that may roam. If {@link #ready} is set, any thread may push into that
     * stash; otherwise a woken coroutine goes on at the worker where it waited.
     *
     * @return this
     */
    public HostOptions tcpOnSeveralWorkers() {
        severalWorkers = true;
        return this;
    }

    /**
     * Sets which queue of a {@link MultiQueueHost} serves a flow. A function that computes what the NIC does spares the
     * passing on of frames.
     *
     * @param names the queue of each flow; {@link FlowSteering#BY_HASH} at first
     * @return this
     */
    public HostOptions steering(FlowSteering names) {
        steering = names;
        return this;
    }

    /**
     * Does without TCP: the protocol is unreachable.
     *
     * @return this
     */
    public HostOptions withoutTcp() {
        tcp = null;
        return this;
    }

    static IpException bad(String message) {
        return new IpException(IpException.Reason.BAD_CONFIGURATION, message);
    }

    LongSupplier nanoClock() {
        return nanoClock;
    }

    LongSupplier random() {
        return random;
    }

    List<IpPrefix> prefixes() {
        return List.copyOf(prefixes);
    }

    @Nullable
    IpAddress gateway4() {
        return gateway4;
    }

    @Nullable
    IpAddress gateway6() {
        return gateway6;
    }

    int sockets() {
        return sockets;
    }

    NeighbourLimits neighbours() {
        return neighbours;
    }

    FragmentLimits fragments() {
        return fragments;
    }

    boolean areIpv4OptionsRefused() {
        return refuseIpv4Options;
    }

    boolean areUnfinishedChecksumsAccepted() {
        return acceptUnfinishedChecksums;
    }

    /**
     * The settings on a link; null without TCP. A segment is no longer than one packet of the NIC: its pool may have
     * shorter ones than the link carries.
     */
    @Nullable
    TcpSettings tcpOn(int mtuBytes, int transportBytes) {
        if (tcp == null) {
            return null;
        }
        // Those of IPv6 are longer, which the way out of TCP knows per peer if one worker runs the host.
        int headers = severalWorkers && hasIpv6() ? 60 : 40;
        int most = Math.min(mtuBytes - headers, transportBytes - TcpDescriptor.MIN_HEADER_BYTES);
        return tcp.edit().mss(Math.min(tcp.mssBytes(), most)).done();
    }

    boolean isTcpOnSeveralWorkers() {
        return severalWorkers && tcp != null;
    }

    int connections() {
        return connections;
    }

    int sendBuffers() {
        return sendBuffers == 0 ? connections : sendBuffers;
    }

    int listeners() {
        return listeners;
    }

    private boolean hasIpv6() {
        return prefixes.stream().anyMatch(prefix -> !prefix.address().isIpv4());
    }

    FlowSteering steering() {
        return steering;
    }

    @Nullable
    Stash ready() {
        return ready;
    }

    /** The link address to use with a NIC. */
    long macAddressOn(Nic nic) {
        long mac = macAddress != 0 ? macAddress : nic.macAddress();
        if (mac == 0) {
            throw bad("the NIC has no link address: nic=" + nic.name() + "; set HostOptions.macAddress");
        }
        return mac;
    }

    /** The longest IP packet on a NIC. */
    int mtuBytesOn(Nic nic) {
        int most = nic.capabilities().mtuBytes();
        int mtu = mtuBytes == 0 ? most : mtuBytes;
        boolean v6 = hasIpv6();
        int least = v6 ? PathMtus.MIN_IPV6_BYTES : PathMtus.MIN_IPV4_BYTES;
        if (mtu < least) {
            throw bad("the MTU is too small: nic=" + nic.name() + ", mtuBytes=" + mtu + ", least=" + least
                    + (v6
                            ? "; raise the MTU of the interface, or do without IPv6"
                            : "; raise the MTU of the interface"));
        }
        if (mtu > most) {
            throw bad("the MTU is larger than the NIC's: nic=" + nic.name() + ", mtuBytes=" + mtu + ", most=" + most);
        }
        return mtu;
    }

    /** Checks what only the whole tells. */
    void check(Nic nic) {
        if (prefixes.isEmpty()) {
            throw bad("the host has no address: nic=" + nic.name() + "; add one by HostOptions.address");
        }
        checkGateway(gateway4);
        checkGateway(gateway6);
    }

    private void checkGateway(@Nullable IpAddress gateway) {
        if (gateway != null && prefixes.stream().noneMatch(prefix -> prefix.contains(gateway.high(), gateway.low()))) {
            throw bad("the gateway is on no link of this host: gateway=" + gateway + ", addresses=" + prefixes);
        }
    }
}
