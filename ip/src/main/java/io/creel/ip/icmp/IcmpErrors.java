package io.creel.ip.icmp;

import io.creel.ip.Destination;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpBits;
import io.creel.ip.IpOutput;
import io.creel.ip.LocalAddresses;
import io.creel.ip.ethernet.EthernetInput;
import io.creel.net.Packet;
import io.creel.net.wire.Checksum;
import io.creel.net.wire.Headers;
import io.creel.net.wire.IcmpDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv4Descriptor;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Ipv6Descriptor;
import java.util.function.LongSupplier;

/**
 * Sends ICMP errors, of both versions, within the rules: never about an ICMP error, a group address of IP or link, or a
 * fragment but the first (RFC 1122, section 3.2.2; RFC 4443, section 2.4 (e)), and not more often than a rate. An error
 * quotes as much as fits in 576 bytes (RFC 1812, section 4.3.2.3) or 1280 (RFC 4443, section 2.4 (c)). One thread.
 */
public final class IcmpErrors {
    /** How many errors may leave at once. */
    public static final int BURST = 50;
    /** Between two errors in the long run: a thousand per second. */
    public static final long INTERVAL_NS = 1_000_000;

    private static final int V6_UNREACHABLE = 1;
    private static final int V6_TIME_EXCEEDED = 3;
    private static final int V6_PARAMETER_PROBLEM = 4;
    private static final int V4_TIME_EXCEEDED = 11;
    private static final int PROTOCOL_UNREACHABLE = 2;
    private static final int PORT_UNREACHABLE = 3;
    private static final int V6_PORT_UNREACHABLE = 4;
    private static final int REASSEMBLY_TIME_EXCEEDED = 1;

    private final LocalAddresses addresses;
    private final IpOutput output;
    private final HostCounters counters;
    private final LongSupplier nanoClock;
    private final RateLimit limit = new RateLimit(BURST, INTERVAL_NS);
    private final Destination destination = new Destination();

    /**
     * Makes the sender of errors for the host with these addresses.
     *
     * @param addresses the host's addresses and groups
     * @param output the way out for errors
     * @param counters the host's counters
     * @param nanoClock the host's clock, in nanoseconds; it never goes back
     */
    public IcmpErrors(LocalAddresses addresses, IpOutput output, HostCounters counters, LongSupplier nanoClock) {
        this.addresses = addresses;
        this.output = output;
        this.counters = counters;
        this.nanoClock = nanoClock;
    }

    /**
     * Reports that no socket is at the port of a packet (RFC 1122, section 4.1.3.1).
     *
     * @param about parsed; stays the caller's
     */
    public void portUnreachable(Packet about) {
        if (about.headers().isIpv4()) {
            send(about, IcmpDescriptor.UNREACHABLE, PORT_UNREACHABLE, 0);
        } else {
            send(about, V6_UNREACHABLE, V6_PORT_UNREACHABLE, 0);
        }
    }

    /**
     * Reports that the host does not speak the protocol of a packet (RFC 1122, section 3.2.2.1).
     *
     * @param about parsed; stays the caller's
     */
    public void protocolUnknown(Packet about) {
        if (about.headers().isIpv4()) {
            send(about, IcmpDescriptor.UNREACHABLE, PROTOCOL_UNREACHABLE, 0);
        } else {
            // RFC 4443, section 3.4: code 1, the pointer names the field with the unknown number.
            send(about, V6_PARAMETER_PROBLEM, 1, Ipv6Descriptor.NEXT_HEADER);
        }
    }

    /**
     * Reports that the fragments of a datagram did not come in time.
     *
     * @param about its first fragment, parsed; stays the caller's
     */
    public void reassemblyTimedOut(Packet about) {
        send(about, about.headers().isIpv4() ? V4_TIME_EXCEEDED : V6_TIME_EXCEEDED, REASSEMBLY_TIME_EXCEEDED, 0);
    }

    private void send(Packet about, int type, int code, int rest) {
        Headers headers = about.headers();
        if (isForbidden(about, headers)) {
            counters.count(HostCounter.ICMP_ERRORS_FORBIDDEN);
            return;
        }
        if (!limit.take(nanoClock.getAsLong())) {
            counters.count(HostCounter.ICMP_ERRORS_LIMITED);
            return;
        }
        int network = headers.networkOffset();
        if (headers.isIpv4()) {
            destination.ends(0, IpBits.mapped(Ipv4.destination(about, network)), 0,
                    IpBits.mapped(Ipv4.source(about, network)));
        } else {
            destination.ends(Ipv6.destinationHigh(about, network), Ipv6.destinationLow(about, network),
                    Ipv6.sourceHigh(about, network), Ipv6.sourceLow(about, network));
        }
        if (!output.route(destination)) {
            counters.count(HostCounter.TX_NO_ROUTE);
            return;
        }
        Packet error = output.allocate();
        if (error != null) {
            fill(error, about, type, code, rest);
            if (output.send(error, destination,
                    headers.isIpv4() ? IpProtocol.ICMP : IpProtocol.ICMPV6).isAccepted()) {
                counters.count(HostCounter.ICMP_ERRORS_SENT);
            }
        }
    }

    private void fill(Packet error, Packet about, int type, int code, int rest) {
        int network = about.headers().networkOffset();
        boolean ipv4 = about.headers().isIpv4();
        int most = (ipv4 ? PathMtus.MIN_IPV4_BYTES : PathMtus.MIN_IPV6_BYTES) - destination.headerBytes()
                - IcmpDescriptor.HEADER_BYTES;
        int length = ipv4
                ? Ipv4.totalLengthBytes(about, network)
                : Ipv6Descriptor.HEADER_BYTES + Ipv6.payloadLengthBytes(about, network);
        int quoted = Math.min(Math.min(length, about.lengthBytes() - network), most);
        error.resize(IcmpDescriptor.HEADER_BYTES + quoted);
        error.set8(IcmpDescriptor.TYPE, type);
        error.set8(IcmpDescriptor.CODE, code);
        error.set16(IcmpDescriptor.CHECKSUM, 0);
        error.set32(IcmpDescriptor.IDENTIFIER, rest);
        error.copyFrom(about, network, IcmpDescriptor.HEADER_BYTES, quoted);
        long sum = Checksum.sum(error, 0, error.lengthBytes());
        if (!ipv4) {
            sum += destination.pseudoHeaderSum(IpProtocol.ICMPV6, error.lengthBytes());
        }
        error.set16(IcmpDescriptor.CHECKSUM, Checksum.finish(sum));
    }

    private boolean isForbidden(Packet about, Headers headers) {
        int network = headers.networkOffset();
        if (EthernetInput.isToGroup(about)) {
            return true;
        }
        if (headers.isIpv4()) {
            long low = IpBits.mapped(Ipv4.destination(about, network));
            return addresses.role(0, low) != LocalAddresses.Role.OWN || Ipv4.fragmentOffsetBytes(about, network) != 0
                    || headers.protocol() == IpProtocol.ICMP && !isEchoRequest(about, network);
        }
        return addresses.role(Ipv6.destinationHigh(about, network),
                Ipv6.destinationLow(about, network)) != LocalAddresses.Role.OWN
                || headers.isFragment() && headers.transportOffset() < 0
                || headers.protocol() == IpProtocol.ICMPV6 && (headers.transportOffset() < 0
                        || about.get8(headers.transportOffset()) != IcmpDescriptor.V6_ECHO_REQUEST);
    }

    private static boolean isEchoRequest(Packet about, int network) {
        int at = network + Ipv4.headerLengthBytes(about, network);
        return about.lengthBytes() > at && about.get8(at) == IcmpDescriptor.ECHO_REQUEST;
    }
}
