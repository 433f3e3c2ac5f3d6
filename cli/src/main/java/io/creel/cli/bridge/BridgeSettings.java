package io.creel.cli.bridge;

import io.creel.ip.host.HostOptions;
import java.util.List;

/**
 * How the host under test is set up.
 *
 * @param addresses
 *            with prefixes; empty for defaults, and then the host takes every address that it is asked for
 * @param gateways
 *            at most one of each version; used with {@code addresses} only
 * @param seed
 *            of the host's random numbers
 * @param graceNs
 *            how long the clock waits, in real time, for a thread whose call has ended
 */
record BridgeSettings(List<String> addresses, List<String> gateways, long seed, long graceNs) {
    /** Long enough for a thread to be woken and to make its next call. */
    static final long GRACE_NS = 20_000_000L;

    /** Few tools use these addresses themselves. */
    private static final List<String> DEFAULT_ADDRESSES = List.of("192.168.255.1/16", "fd3d:fa7b:d17d:ffff::1/48");
    private static final List<String> DEFAULT_GATEWAYS = List.of("192.168.255.254", "fd3d:fa7b:d17d:ffff::fffe");

    /** The defaults. */
    static BridgeSettings defaults() {
        return new BridgeSettings(List.of(), List.of(), 1, GRACE_NS);
    }

    boolean takesAddresses() {
        return addresses.isEmpty();
    }

    void apply(HostOptions options) {
        (takesAddresses() ? DEFAULT_ADDRESSES : addresses).forEach(options::address);
        (takesAddresses() ? DEFAULT_GATEWAYS : gateways).forEach(options::gateway);
    }
}
