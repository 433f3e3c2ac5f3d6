package io.creel.net;

import io.creel.net.wire.Checksums;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Tcp;
import io.creel.net.wire.TcpDescriptor;
import io.creel.net.wire.Udp;
import java.util.HexFormat;

/** Makes packets for tests; they are well formed unless a test breaks them. */
public final class TestPackets {
    public static final int CLIENT = 0x0a000001;
    public static final int SERVER = 0x0a000002;
    public static final int IP = EthernetDescriptor.HEADER_BYTES;
    public static final int L4 = IP + 20;
    public static final int L4_V6 = IP + 40;

    private final PacketPool pool = new PacketPool("test", 64, 2048, 64);

    public PacketPool pool() {
        return pool;
    }

    public Packet of(byte... bytes) {
        Packet packet = pool.allocate();
        packet.resize(bytes.length);
        packet.set(0, bytes, 0, bytes.length);
        return packet;
    }

    public Packet hex(String text) {
        return of(HexFormat.of().parseHex(text.replaceAll("\\s", "")));
    }

    public Packet udp4(int payloadBytes) {
        return udp4(pool.allocate(), payloadBytes);
    }

    public static Packet udp4(Packet packet, int payloadBytes) {
        packet.resize(L4 + 8 + payloadBytes);
        ethernet(packet, EthernetDescriptor.TYPE_IPV4);
        Ipv4.write(packet, IP, IpProtocol.UDP, CLIENT, SERVER, 8 + payloadBytes);
        Udp.write(packet, L4, 1234, 53, payloadBytes);
        return payload(packet, L4 + 8);
    }

    public Packet tcp4(int payloadBytes) {
        Packet packet = pool.allocate();
        packet.resize(L4 + 20 + payloadBytes);
        ethernet(packet, EthernetDescriptor.TYPE_IPV4);
        Ipv4.write(packet, IP, IpProtocol.TCP, CLIENT, SERVER, 20 + payloadBytes);
        Tcp.write(packet, L4, 1234, 80, 7, 9, TcpDescriptor.ACK, 1000);
        return payload(packet, L4 + 20);
    }

    public Packet udp6(int payloadBytes) {
        Packet packet = ip6(IpProtocol.UDP, 8 + payloadBytes);
        Udp.write(packet, L4_V6, 1234, 53, payloadBytes);
        return payload(packet, L4_V6 + 8);
    }

    /** Makes an IPv6 packet from fd00::1 to fd00::2 with zero bytes behind its header. */
    public Packet ip6(int nextHeader, int payloadBytes) {
        Packet packet = pool.allocate();
        packet.resize(L4_V6 + payloadBytes);
        ethernet(packet, EthernetDescriptor.TYPE_IPV6);
        Ipv6.write(packet, IP, nextHeader, 0xfd00L << 48, 1, 0xfd00L << 48, 2, payloadBytes);
        for (int i = L4_V6; i < packet.lengthBytes(); i++) {
            packet.set8(i, 0);
        }
        return packet;
    }

    public Packet icmp4(int payloadBytes) {
        Packet packet = pool.allocate();
        packet.resize(L4 + 8 + payloadBytes);
        ethernet(packet, EthernetDescriptor.TYPE_IPV4);
        Ipv4.write(packet, IP, IpProtocol.ICMP, CLIENT, SERVER, 8 + payloadBytes);
        packet.set64(L4, 0x0800_0000_0007_0001L);
        return payload(packet, L4 + 8);
    }

    /** Puts {@code tags} in front of the EtherType of an untagged packet. */
    public static Packet tagged(Packet packet, int... tags) {
        long destination = Ethernet.destination(packet);
        long source = Ethernet.source(packet);
        packet.advance(-4 * tags.length);
        Ethernet.destination(packet, destination);
        Ethernet.source(packet, source);
        for (int i = 0; i < tags.length; i++) {
            packet.set32(EthernetDescriptor.ETHER_TYPE + 4 * i, tags[i]);
        }
        return packet;
    }

    public static byte[] bytes(Packet packet) {
        byte[] bytes = new byte[packet.lengthBytes()];
        packet.get(0, bytes, 0, bytes.length);
        return bytes;
    }

    private static void ethernet(Packet packet, int type) {
        Ethernet.destination(packet, 0x02_00_00_00_00_02L);
        Ethernet.source(packet, 0x02_00_00_00_00_01L);
        Ethernet.etherType(packet, type);
    }

    private static Packet payload(Packet packet, int offset) {
        for (int i = offset; i < packet.lengthBytes(); i++) {
            packet.set8(i, i * 31);
        }
        packet.parse();
        Checksums.fill(packet, packet.headers());
        return packet;
    }
}
