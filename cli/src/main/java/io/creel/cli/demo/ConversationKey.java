package io.creel.cli.demo;

import io.creel.net.Packet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6;
import io.creel.queues.FlowKey;

/**
 * Reads the key of a conversation from a parsed packet with ports. Both directions have the same key: the end that
 * sorts first is the source. Allocates nothing.
 */
final class ConversationKey {
    private ConversationKey() {
    }

    static FlowKey fill(FlowKey key, Packet packet) {
        Headers headers = packet.headers();
        int offset = headers.networkOffset();
        int sourcePort = packet.get16(headers.transportOffset());
        int destinationPort = packet.get16(headers.transportOffset() + 2);
        return headers.isIpv4()
                ? ipv4(key, Ipv4.source(packet, offset), sourcePort, Ipv4.destination(packet, offset), destinationPort,
                        headers.protocol())
                : ipv6(key, packet, offset, sourcePort, destinationPort, headers.protocol());
    }

    private static FlowKey ipv4(FlowKey key, int source, int sourcePort, int destination, int destinationPort,
            int protocol) {
        int order = Integer.compareUnsigned(source, destination);
        return order < 0 || order == 0 && sourcePort <= destinationPort
                ? key.ipv4(source, sourcePort, destination, destinationPort, protocol)
                : key.ipv4(destination, destinationPort, source, sourcePort, protocol);
    }

    private static FlowKey ipv6(FlowKey key, Packet packet, int offset, int sourcePort, int destinationPort,
            int protocol) {
        long sourceHigh = Ipv6.sourceHigh(packet, offset);
        long sourceLow = Ipv6.sourceLow(packet, offset);
        long destinationHigh = Ipv6.destinationHigh(packet, offset);
        long destinationLow = Ipv6.destinationLow(packet, offset);
        int order = Long.compareUnsigned(sourceHigh, destinationHigh);
        if (order == 0) {
            order = Long.compareUnsigned(sourceLow, destinationLow);
        }
        return order < 0 || order == 0 && sourcePort <= destinationPort
                ? key.ipv6(sourceHigh, sourceLow, sourcePort, destinationHigh, destinationLow, destinationPort,
                        protocol)
                : key.ipv6(destinationHigh, destinationLow, destinationPort, sourceHigh, sourceLow, sourcePort,
                        protocol);
    }
}
