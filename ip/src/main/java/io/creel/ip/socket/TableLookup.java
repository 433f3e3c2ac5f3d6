package io.creel.ip.socket;

import io.creel.ip.IpBits;
import io.creel.net.Packet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6;
import org.jspecify.annotations.Nullable;

/** Looks a packet's socket up in a {@link SocketTable}. Its ports are in the first four bytes of UDP and of TCP. */
public final class TableLookup implements SocketLookup {
    private final SocketTable table;

    /**
     * Makes a look-up.
     *
     * @param table holds the sockets of the host
     */
    public TableLookup(SocketTable table) {
        this.table = table;
    }

    @Override
    public @Nullable IpSocket lookUp(Packet packet) {
        Headers headers = packet.headers();
        int network = headers.networkOffset();
        int transport = headers.transportOffset();
        int remotePort = packet.get16(transport);
        int localPort = packet.get16(transport + 2);
        if (headers.isIpv4()) {
            return table.lookUp(headers.protocol(), 0, IpBits.mapped(Ipv4.destination(packet, network)), localPort, 0,
                    IpBits.mapped(Ipv4.source(packet, network)), remotePort);
        }
        return table.lookUp(headers.protocol(), Ipv6.destinationHigh(packet, network),
                Ipv6.destinationLow(packet, network), localPort, Ipv6.sourceHigh(packet, network),
                Ipv6.sourceLow(packet, network), remotePort);
    }
}
