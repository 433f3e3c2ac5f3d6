package io.creel.cli.bridge;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.ip.IpAddress;
import io.creel.ip.IpBits;
import io.creel.ip.IpPrefix;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.net.memory.MemoryNic;
import java.util.SplittableRandom;

/**
 * The host under test: the IP path on a NIC in memory, in virtual time. Each one begins at the same time with the same
 * random numbers, so the same calls give the same answers.
 */
final class VirtualHost implements AutoCloseable {
    private static final long MAC = 0x02_00_00_00_00_01L;
    private static final int BATCH = 64;
    /** More cycles without an end are a fault of the host. */
    private static final int MOST_CYCLES = 1_000_000;

    private final BridgeClock clock = new BridgeClock();
    private final MemoryNic nic = MemoryNic.pair();
    private final BridgeLink link = new BridgeLink(nic.peer(), MAC, clock);
    private final Carrier carrier = new Carrier("socket-bridge");
    private final Batch batch = new Batch(BATCH);
    private final IpHost host;
    private final boolean takesAddresses;
    private IpAddress lastIpv4;
    private IpAddress lastIpv6;

    VirtualHost(BridgeSettings settings) {
        var random = new SplittableRandom(settings.seed());
        var options = new HostOptions(clock, random::nextLong).macAddress(MAC);
        settings.apply(options);
        takesAddresses = settings.takesAddresses();
        host = IpHost.open(nic, options);
        carrier.setClock(clock);
    }

    BridgeClock clock() {
        return clock;
    }

    BridgeLink link() {
        return link;
    }

    IpHost host() {
        return host;
    }

    /** Works until nothing is left to do at this time. */
    void settle() {
        for (int cycle = 0; cycle < MOST_CYCLES; cycle++) {
            carrier.tick(clock.getAsLong());
            if (host.doWork(carrier, batch, BATCH) + carrier.poll() + link.work() == 0) {
                return;
            }
        }
        throw new IllegalStateException("the host does not come to rest: host=" + host + ", cycles=" + MOST_CYCLES);
    }

    /** When something is due in the host; {@link Call#NEVER} if nothing waits for time. */
    long nextNs() {
        long nowNs = clock.getAsLong();
        long quietNs = carrier.quietNs(nowNs);
        long next = Math.min(host.timers().quietUntil(), quietNs == Long.MAX_VALUE ? quietNs : nowNs + quietNs);
        return next == Long.MAX_VALUE ? Call.NEVER : Math.max(next, nowNs + 1);
    }

    /** The longest packet on the way to this host, as far as it is known. */
    int mtuBytes(IpAddress peer) {
        return host.pathMtus().get(peer.high(), peer.low(), link.mtuBytes());
    }

    /** Moves the clock, and does what is due then. */
    void advanceTo(long ns) {
        clock.advanceTo(ns);
        settle();
    }

    /**
     * Says whether this is an address of the host. Without configured addresses, the host takes any that a socket or a
     * packet names, up to the bound of {@link io.creel.ip.LocalAddresses#add}.
     */
    boolean claim(IpAddress address) {
        if (host.addresses().isOwn(address.high(), address.low())) {
            return true;
        }
        boolean unicast = !IpBits.isUnspecified(address.high(), address.low())
                && !IpBits.isMulticast(address.high(), address.low())
                && !IpBits.isLoopback(address.high(), address.low())
                && !host.addresses().isBroadcast(address.high(), address.low());
        if (!takesAddresses || !unicast
                || !host.addresses().add(new IpPrefix(address, address.isIpv4() ? 32 : 128))) {
            return false;
        }
        if (address.isIpv4()) {
            lastIpv4 = address;
        } else {
            lastIpv6 = address;
        }
        return true;
    }

    /** Where a socket that is bound to no address sends from: the last address that was claimed. */
    IpAddress source(IpAddress peer) {
        IpAddress last = peer.isIpv4() ? lastIpv4 : lastIpv6;
        return last != null ? last : peer.isIpv4() ? IpAddress.ANY_IPV4 : IpAddress.ANY_IPV6;
    }

    @Override
    public void close() {
        host.close();
        carrier.close();
        while (link.work() > 0) {
            // nothing is kept
        }
        nic.close();
        nic.peer().close();
    }
}
