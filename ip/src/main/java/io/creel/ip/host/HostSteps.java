package io.creel.ip.host;

import io.creel.ip.IpReceive;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.arp.ArpReceive;
import io.creel.ip.ethernet.EthernetReceive;
import io.creel.ip.fragment.FragmentReceive;
import io.creel.ip.socket.SocketLookup;
import io.creel.ip.udp.UdpReceive;
import java.util.function.UnaryOperator;

/**
 * The receive steps of a host. Each is set to the one that this module has, and can be replaced, under the same
 * specification, before the host is opened: {@code steps.ethernet(own -> packet -> isWelcome(packet) &&
 * own.receive(packet))}.
 */
public final class HostSteps {
    EthernetReceive ethernet;
    ArpReceive arp;
    IpReceive ipv4;
    IpReceive ipv6;
    FragmentReceive fragments;
    ProtocolReceive icmp;
    ProtocolReceive icmpv6;
    SocketLookup lookup;
    UdpReceive udpDelivery;
    ProtocolReceive udp;
    ProtocolReceive tcp;

    @SuppressWarnings("NullAway.Init") // IpHost sets each step before a user or a packet sees them
    HostSteps() {
    }

    /**
     * Replaces or wraps the first step of every frame.
     *
     * @param change takes the present step, and returns the one to use in its place
     */
    public void ethernet(UnaryOperator<EthernetReceive> change) {
        ethernet = change.apply(ethernet);
    }

    /**
     * Replaces or wraps the end of ARP packets.
     *
     * @param change takes the present step, and returns the one to use in its place
     */
    public void arp(UnaryOperator<ArpReceive> change) {
        arp = change.apply(arp);
    }

    /**
     * Replaces or wraps the checks of IPv4.
     *
     * @param change takes the present step, and returns the one to use in its place
     */
    public void ipv4(UnaryOperator<IpReceive> change) {
        ipv4 = change.apply(ipv4);
    }

    /**
     * Replaces or wraps the checks of IPv6.
     *
     * @param change takes the present step, and returns the one to use in its place
     */
    public void ipv6(UnaryOperator<IpReceive> change) {
        ipv6 = change.apply(ipv6);
    }

    /**
     * Replaces or wraps reassembly.
     *
     * @param change takes the present step, and returns the one to use in its place
     */
    public void fragments(UnaryOperator<FragmentReceive> change) {
        fragments = change.apply(fragments);
    }

    /**
     * Replaces or wraps ICMP.
     *
     * @param change takes the present step, and returns the one to use in its place
     */
    public void icmp(UnaryOperator<ProtocolReceive> change) {
        icmp = change.apply(icmp);
    }

    /**
     * Replaces or wraps ICMPv6.
     *
     * @param change takes the present step, and returns the one to use in its place
     */
    public void icmpv6(UnaryOperator<ProtocolReceive> change) {
        icmpv6 = change.apply(icmpv6);
    }

    /**
     * Replaces or wraps the look-up of sockets of UDP.
     *
     * @param change takes the present step, and returns the one to use in its place
     */
    public void lookup(UnaryOperator<SocketLookup> change) {
        lookup = change.apply(lookup);
    }

    /**
     * Replaces or wraps the delivery of datagrams that have a socket.
     *
     * @param change takes the present step, and returns the one to use in its place
     */
    public void udpDelivery(UnaryOperator<UdpReceive> change) {
        udpDelivery = change.apply(udpDelivery);
    }

    /**
     * Replaces all of UDP, look-up and delivery included.
     *
     * @param own the step to use in its place
     */
    public void udp(ProtocolReceive own) {
        udp = own;
    }

    /**
     * Replaces or wraps TCP.
     *
     * @param change takes the present step, and returns the one to use in its place
     */
    public void tcp(UnaryOperator<ProtocolReceive> change) {
        tcp = change.apply(tcp);
    }
}
