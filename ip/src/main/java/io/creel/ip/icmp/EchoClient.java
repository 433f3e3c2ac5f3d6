package io.creel.ip.icmp;

import io.creel.core.lock.CoroutineEvent;
import io.creel.core.spec.From;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.ip.Destination;
import io.creel.ip.FlowShare;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpAddress;
import io.creel.ip.IpBits;
import io.creel.ip.IpException;
import io.creel.ip.IpOutput;
import io.creel.ip.SendResult;
import io.creel.net.Packet;
import io.creel.net.wire.Checksum;
import io.creel.net.wire.Headers;
import io.creel.net.wire.Icmp;
import io.creel.net.wire.IcmpDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6;
import java.util.function.LongSupplier;

/**
 * Asks other hosts for an echo (RFC 1122, section 3.2.2.6; RFC 4443, section 4.1). At most {@link #MAX_WAITING}
 * requests wait at once. A reply must come from the address that was asked and repeat both numbers, which an outsider
 * does not know. Of the worker that runs the host; allocates.
 */
public final class EchoClient {
    /** Most requests under way. */
    public static final int MAX_WAITING = 16;

    private final IpOutput output;
    private final HostCounters counters;
    private final LongSupplier nanoClock;
    private final LongSupplier random;
    private final FlowShare share;
    private final Waiting[] waiting = new Waiting[MAX_WAITING];

    private static final class Waiting {
        private final CoroutineEvent came = new CoroutineEvent("echo reply");
        private final IpAddress address;
        private final int numbers;
        private long atNs;

        Waiting(IpAddress address, int numbers) {
            this.address = address;
            this.numbers = numbers;
        }
    }

    /**
     * Makes a client without a request under way.
     *
     * @param output the way out for requests
     * @param counters the host's counters
     * @param nanoClock the host's clock, in nanoseconds; it never goes back
     * @param random 64 random bits per call, which outsiders cannot predict
     * @param share the flows that the queue of this client serves; replies arrive there
     */
    public EchoClient(IpOutput output, HostCounters counters, LongSupplier nanoClock, LongSupplier random,
            FlowShare share) {
        this.share = share;
        this.output = output;
        this.counters = counters;
        this.nanoClock = nanoClock;
        this.random = random;
    }

    /**
     * Sends an echo request and waits for its reply.
     *
     * @param address the host to ask
     * @param payloadBytes 0 to 1472, behind the header
     * @param timeoutNs the longest wait, in nanoseconds; see {@link CoroutineEvent#await(long)}
     * @return the round-trip time in nanoseconds; −1 if the time was up first
     * @throws IpException if the request cannot leave, or {@link #MAX_WAITING} are under way
     */
    @SuppressWarnings("NullAway") // a free slot holds null
    @Suspends
    public long ping(IpAddress address, int payloadBytes, long timeoutNs) {
        if (payloadBytes < 0 || payloadBytes > 1472) {
            throw new IllegalArgumentException(
                    "payload out of bounds: payloadBytes=" + payloadBytes + ", least=0, most=1472");
        }
        int slot = 0;
        while (slot < MAX_WAITING && waiting[slot] != null) {
            slot++;
        }
        if (slot == MAX_WAITING) {
            throw new IpException(IpException.Reason.SEND_FAILED,
                    "too many echo requests under way: address=" + address + ", most=" + MAX_WAITING);
        }
        int chance = (int) random.getAsLong();
        var request = new Waiting(address, share.ownNumber(chance >>> 16) << 16 | chance & 0xffff);
        waiting[slot] = request;
        try {
            long sentNs = nanoClock.getAsLong();
            SendResult result = send(address, request.numbers, payloadBytes);
            if (!result.isAccepted()) {
                throw new IpException(IpException.Reason.SEND_FAILED,
                        "echo request not sent: address=" + address + ", result=" + result + "; " + result.sentence());
            }
            return request.came.await(timeoutNs) ? request.atNs - sentNs : -1;
        } finally {
            waiting[slot] = null;
        }
    }

    private SendResult send(IpAddress address, int numbers, int payloadBytes) {
        var destination = new Destination();
        destination.mayFragment(true);
        destination.ends(0, address.isIpv4() ? IpBits.mapped(0) : 0, address.high(), address.low());
        if (!output.route(destination)) {
            counters.count(HostCounter.TX_NO_ROUTE);
            return SendResult.NO_ROUTE;
        }
        Packet packet = output.allocate();
        if (packet == null) {
            return SendResult.POOL_EXHAUSTED;
        }
        boolean ipv4 = address.isIpv4();
        packet.resize(IcmpDescriptor.HEADER_BYTES + payloadBytes);
        packet.set32(0, (ipv4 ? IcmpDescriptor.ECHO_REQUEST : IcmpDescriptor.V6_ECHO_REQUEST) << 24);
        packet.set32(IcmpDescriptor.IDENTIFIER, numbers);
        for (int i = IcmpDescriptor.HEADER_BYTES; i < packet.lengthBytes(); i++) {
            packet.set8(i, i);
        }
        long sum = Checksum.sum(packet, 0, packet.lengthBytes());
        sum += ipv4 ? 0 : destination.pseudoHeaderSum(IpProtocol.ICMPV6, packet.lengthBytes());
        packet.set16(IcmpDescriptor.CHECKSUM, Checksum.finish(sum));
        return output.send(packet, destination, ipv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6);
    }

    /** Takes an echo reply of either version. */
    void reply(@From("POST_IP") @Transfers Packet packet) {
        Headers headers = packet.headers();
        int at = headers.transportOffset();
        int network = headers.networkOffset();
        int numbers = Icmp.identifier(packet, at) << 16 | Icmp.sequence(packet, at);
        long high = headers.isIpv4() ? 0 : Ipv6.sourceHigh(packet, network);
        long low = headers.isIpv4() ? IpBits.mapped(Ipv4.source(packet, network)) : Ipv6.sourceLow(packet, network);
        for (Waiting request : waiting) {
            if (request != null && request.numbers == numbers && request.address.low() == low
                    && request.address.high() == high) {
                request.atNs = nanoClock.getAsLong();
                request.came.signal();
            }
        }
        counters.end(packet, HostCounter.ICMP_ECHO_REPLIES);
    }
}
