package io.creel.net.wire;

import io.creel.net.Packet;

/** A target for Jazzer with a fault that it must find: a view that trusts the data offset of a TCP header. */
public final class CanaryFuzzTarget {
    private static final Headers HEADERS = new Headers();

    private CanaryFuzzTarget() {
    }

    /** Throws if the TCP header states a length beyond the frame. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0 || data.length > 4096) {
            return;
        }
        Packet packet = HeaderFuzzTarget.frame(data);
        try {
            HeaderParser.parse(packet, HEADERS);
            int ip = HEADERS.networkOffset();
            if (HEADERS.isIpv4() && HEADERS.protocol() == IpProtocol.TCP) {
                int at = ip + Ipv4.headerLengthBytes(packet, ip);
                if (at + TcpDescriptor.MIN_HEADER_BYTES <= packet.lengthBytes()) {
                    packet.get8(at + Tcp.headerLengthBytes(packet, at) - 1);
                }
            }
        } finally {
            packet.release();
        }
    }
}
