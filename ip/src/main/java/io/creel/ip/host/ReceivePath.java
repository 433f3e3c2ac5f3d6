package io.creel.ip.host;

import io.creel.core.spec.From;
import io.creel.core.spec.Result;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unchecked;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpReceive;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.arp.ArpReceive;
import io.creel.ip.ethernet.EthernetReceive;
import io.creel.ip.fragment.FragmentReceive;
import io.creel.ip.icmp.IcmpErrors;
import io.creel.core.OwnedArgument;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.wire.Headers;
import io.creel.net.wire.IpProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a received packet, one after the other, in the coroutine of that packet. The body of a packet's
 * coroutine, in any placement: run to completion, dispatched to workers of the same host's carrier, or in stages.
 */
final class ReceivePath implements PacketBody {
    private final EthernetReceive ethernet;
    private final ArpReceive arp;
    private final IpReceive ipv4;
    private final IpReceive ipv6;
    private final FragmentReceive fragments;
    private final ProtocolReceive icmp;
    private final ProtocolReceive icmpv6;
    private final ProtocolReceive udp;
    private final ProtocolReceive tcp;
    private final IcmpErrors errors;
    private final HostCounters counters;
    /** Null if the host has one queue. */
    private final @Nullable QueueSteering steering;
    /** The path of a packet that was put together from fragments, which is not the argument of this coroutine. */
    private final PacketBody again = this::again;

    ReceivePath(HostSteps steps, IcmpErrors errors, HostCounters counters, @Nullable QueueSteering steering) {
        this.steering = steering;
        ethernet = steps.ethernet;
        arp = steps.arp;
        ipv4 = steps.ipv4;
        ipv6 = steps.ipv6;
        fragments = steps.fragments;
        icmp = steps.icmp;
        icmpv6 = steps.icmpv6;
        udp = steps.udp;
        tcp = steps.tcp;
        this.errors = errors;
        this.counters = counters;
    }

    @Override
    @Unchecked("a NIC delivers raw packets only, which the contract of a body cannot say")
    public void run(Packet packet) throws Throwable {
        counters.count(HostCounter.RX_FRAMES);
        receiveAll(packet);
    }

    @Unchecked("a datagram that was put together begins raw, which the contract of a body cannot say")
    private void again(@Transfers Packet whole) throws Throwable {
        receiveAll(whole);
    }

    private void receiveAll(@From("RAW") @Transfers @GivenBack Packet packet) throws Throwable {
        Packet whole = receiveOrCount(packet);
        if (whole != null) {
            OwnedArgument.run(again, whole); // once: it is no fragment any more
        }
    }

    /** A step that throws has not counted the packet's end. */
    @Acquires(when = Result.NON_NULL)
    private @Nullable Packet receiveOrCount(@From("RAW") @Transfers @GivenBack Packet packet) {
        boolean failed = true;
        try {
            Packet whole = receive(packet);
            failed = false;
            return whole;
        } finally {
            if (failed) {
                counters.count(HostCounter.RX_STEP_FAILED);
            }
        }
    }

    /** Returns a datagram that the packet has completed; null if there is none. */
    @Acquires(when = Result.NON_NULL)
    private @Nullable Packet receive(@From("RAW") @Transfers @GivenBack Packet packet) {
        if (!ethernet.receive(packet)) {
            return null;
        }
        if (steering != null && steering.passesOn(packet)) {
            return null;
        }
        Headers headers = packet.headers();
        if (headers.isArp()) {
            arp.receive(packet);
            return null;
        }
        if (!(headers.isIpv4() ? ipv4 : ipv6).receive(packet)) {
            return null;
        }
        if (headers.isFragment()) {
            return fragments.receive(packet);
        }
        if (headers.transportOffset() < 0) {
            unknown(packet);
            return null;
        }
        switch (headers.protocol()) {
            case IpProtocol.ICMP -> icmp.receive(packet);
            case IpProtocol.ICMPV6 -> icmpv6.receive(packet);
            case IpProtocol.UDP -> udp.receive(packet);
            case IpProtocol.TCP -> tcp.receive(packet);
            default -> unknown(packet);
        }
        return null;
    }

    private void unknown(@From("POST_IP") @Transfers Packet packet) {
        if (packet.headers().protocol() != IpProtocol.NO_NEXT_HEADER) {
            errors.protocolUnknown(packet);
        }
        counters.end(packet, HostCounter.PROTOCOL_UNKNOWN);
    }
}
