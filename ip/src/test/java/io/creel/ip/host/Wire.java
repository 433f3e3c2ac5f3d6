package io.creel.ip.host;

import io.creel.ip.IpAddress;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.wire.Arp;
import io.creel.net.wire.ArpDescriptor;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Headers;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.IpText;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv4Descriptor;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Ipv6Descriptor;
import io.creel.net.wire.Tcp;
import io.creel.net.wire.Udp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The far end of a link, in the hands of a test: makes frames, byte by byte if it must, and reads what comes. */
public final class Wire {
    public static final long PEER_MAC = 0x02_00_00_00_00_99L;
    public static final int IP = EthernetDescriptor.HEADER_BYTES;
    public static final int L4 = IP + 20;
    public static final int L4_V6 = IP + 40;

    private final Nic nic;
    private final int queue;
    private final long hostMac;

    public Wire(Nic nic, long hostMac) {
        this(nic, 0, hostMac);
    }

    /** Sends and receives by one queue pair of several. */
    public Wire(Nic nic, int queue, long hostMac) {
        this.nic = nic;
        this.queue = queue;
        this.hostMac = hostMac;
    }

    /** An empty frame of this length, from the peer to the host. */
    public Packet frame(int lengthBytes, int etherType) {
        Packet packet = nic.pool().allocate();
        packet.resize(lengthBytes);
        for (int i = 0; i < lengthBytes; i++) {
            packet.set8(i, 0);
        }
        Ethernet.destination(packet, hostMac);
        Ethernet.source(packet, PEER_MAC);
        Ethernet.etherType(packet, etherType);
        return packet;
    }

    public Packet arp(int operation, long senderMac, String sender, long targetMac, String target) {
        Packet packet = frame(IP + ArpDescriptor.PACKET_BYTES, EthernetDescriptor.TYPE_ARP);
        Ethernet.source(packet, senderMac);
        if (operation == ArpDescriptor.REQUEST) {
            Ethernet.destination(packet, Ethernet.BROADCAST);
        }
        Arp.write(packet, IP, operation, senderMac, IpAddress.parse(sender).ipv4(), targetMac,
                IpAddress.parse(target).ipv4());
        return packet;
    }

    /** A datagram with its checksums, whatever version the addresses have. */
    public Packet udp(String source, int sourcePort, String destination, int destinationPort, byte[] payload) {
        IpAddress from = IpAddress.parse(source);
        int l4 = from.isIpv4() ? L4 : L4_V6;
        Packet packet = ip(source, destination, IpProtocol.UDP, 8 + payload.length);
        Udp.write(packet, l4, sourcePort, destinationPort, payload.length);
        packet.set(l4 + 8, payload, 0, payload.length);
        return fill(packet);
    }

    /** A segment without options. */
    public Packet tcp(String source, int sourcePort, String destination, int destinationPort, int flags, int sequence,
            int acknowledgment, byte[] payload) {
        int l4 = IpAddress.parse(source).isIpv4() ? L4 : L4_V6;
        Packet packet = ip(source, destination, IpProtocol.TCP, 20 + payload.length);
        Tcp.write(packet, l4, sourcePort, destinationPort, sequence, acknowledgment, flags, 65_535);
        packet.set(l4 + 20, payload, 0, payload.length);
        return fill(packet);
    }

    /** An IP packet with zeros behind its header. */
    public Packet ip(String source, String destination, int protocol, int payloadBytes) {
        IpAddress from = IpAddress.parse(source);
        IpAddress to = IpAddress.parse(destination);
        if (from.isIpv4()) {
            Packet packet = frame(L4 + payloadBytes, EthernetDescriptor.TYPE_IPV4);
            Ipv4.write(packet, IP, protocol, from.ipv4(), to.ipv4(), payloadBytes);
            return packet;
        }
        Packet packet = frame(L4_V6 + payloadBytes, EthernetDescriptor.TYPE_IPV6);
        Ipv6.write(packet, IP, protocol, from.high(), from.low(), to.high(), to.low(), payloadBytes);
        return packet;
    }

    /** An ICMP or ICMPv6 message with its checksum. */
    public Packet icmp(String source, String destination, int type, int code, int rest, byte[] body) {
        boolean ipv4 = IpAddress.parse(source).isIpv4();
        int l4 = ipv4 ? L4 : L4_V6;
        Packet packet = ip(source, destination, ipv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6, 8 + body.length);
        packet.set8(l4, type);
        packet.set8(l4 + 1, code);
        packet.set32(l4 + 4, rest);
        packet.set(l4 + 8, body, 0, body.length);
        return fill(packet);
    }

    /** One fragment of an IPv4 packet with this protocol. */
    public Packet fragment4(String source, String destination, int protocol, int identification, int offsetBytes,
            boolean more, byte[] data) {
        Packet packet = ip(source, destination, protocol, data.length);
        packet.set16(IP + Ipv4Descriptor.IDENTIFICATION, identification);
        packet.set16(IP + Ipv4Descriptor.FRAGMENT, offsetBytes >>> 3 | (more ? Ipv4Descriptor.MORE_FRAGMENTS : 0));
        packet.set(L4, data, 0, data.length);
        Checksums.fillIpv4(packet, IP);
        return packet;
    }

    /** One fragment of an IPv6 packet with this protocol. */
    public Packet fragment6(String source, String destination, int protocol, int identification, int offsetBytes,
            boolean more, byte[] data) {
        Packet packet = ip(source, destination, IpProtocol.FRAGMENT, 8 + data.length);
        packet.set8(L4_V6, protocol);
        packet.set16(L4_V6 + 2, offsetBytes | (more ? Ipv6Descriptor.FRAGMENT_MORE : 0));
        packet.set32(L4_V6 + 4, identification);
        packet.set(L4_V6 + 8, data, 0, data.length);
        return packet;
    }

    /** A neighbour solicitation or advertisement with one option, 0 for none. */
    public Packet discovery(int type, String source, String destination, int flags, String target, int option,
            long mac) {
        int message = option == 0 ? 24 : 32;
        Packet packet = ip(source, destination, IpProtocol.ICMPV6, message);
        packet.set8(IP + Ipv6Descriptor.HOP_LIMIT, 255);
        IpAddress about = IpAddress.parse(target);
        packet.set8(L4_V6, type);
        packet.set8(L4_V6 + 4, flags);
        packet.set64(L4_V6 + 8, about.high());
        packet.set64(L4_V6 + 16, about.low());
        if (option != 0) {
            packet.set64(L4_V6 + 24, (long) option << 56 | 1L << 48 | mac);
        }
        IpAddress to = IpAddress.parse(destination);
        if (to.high() >>> 56 == 0xff) {
            Ethernet.destination(packet, 0x3333_0000_0000L | to.low() & 0xffff_ffffL);
        }
        return fill(packet);
    }

    /** Fills in all checksums of a well-formed packet. */
    public static Packet fill(Packet packet) {
        packet.parse();
        Checksums.fill(packet, packet.headers());
        return packet;
    }

    /** A change of a packet, fluently. */
    public static Packet with(Packet packet, Consumer<Packet> change) {
        change.accept(packet);
        return packet;
    }

    /** Makes the IPv4 header checksum right again. */
    public static Packet rechecked(Packet packet) {
        Checksums.fillIpv4(packet, IP);
        return packet;
    }

    public void send(Packet... packets) {
        for (Packet packet : packets) {
            if (!nic.tx(queue).transmit(packet)) {
                throw new AssertionError("the link is full");
            }
        }
    }

    /** Everything that has come from the host, a line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        frames(packet -> lines.add(text(packet)));
        return lines;
    }

    /** Everything that has come from the host; released afterwards. */
    public int frames(Consumer<Packet> action) {
        var batch = new PacketBatch(64);
        int count = 0;
        while (nic.rx(queue).poll(batch, 64) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                action.accept(batch.get(i));
                count++;
            }
            batch.releaseAll();
        }
        return count;
    }

    /** The bytes of everything that has come. */
    public List<byte[]> bytes() {
        List<byte[]> all = new ArrayList<>();
        frames(packet -> {
            byte[] bytes = new byte[packet.lengthBytes()];
            packet.get(0, bytes, 0, bytes.length);
            all.add(bytes);
        });
        return all;
    }

    /** {@code udp 10.0.0.1:7 > 10.0.0.2:9 len=5}; says {@code BAD} where a checksum or a header is wrong. */
    public static String text(Packet packet) {
        DropReason parsed = packet.parse();
        Headers headers = packet.headers();
        String bad = parsed != DropReason.NONE
                ? "BAD " + parsed + " "
                : packet.verifyChecksums() != DropReason.NONE || headers.isChecksumOpen() ? "BAD checksum " : "";
        int at = headers.networkOffset();
        if (headers.isArp()) {
            String who = Arp.operation(packet, at) == ArpDescriptor.REQUEST ? "who-has " : "reply ";
            return bad + "arp " + who + IpText.ipv4(Arp.targetProtocol(packet, at)) + " tell "
                    + IpText.ipv4(Arp.senderProtocol(packet, at))
                    + (Ethernet.destination(packet) == Ethernet.BROADCAST ? " to all" : "");
        }
        String ends = headers.isIpv4()
                ? IpText.ipv4(Ipv4.source(packet, at)) + " > " + IpText.ipv4(Ipv4.destination(packet, at))
                : IpText.ipv6(Ipv6.sourceHigh(packet, at), Ipv6.sourceLow(packet, at)) + " > "
                        + IpText.ipv6(Ipv6.destinationHigh(packet, at), Ipv6.destinationLow(packet, at));
        int l4 = headers.transportOffset();
        if (headers.isFragment()) {
            return bad + "fragment " + ends + " len=" + (packet.lengthBytes() - IP);
        }
        return bad + switch (headers.protocol()) {
            case IpProtocol.TCP -> "tcp " + packet.flow().toString().substring(4) + " flags="
                    + Integer.toHexString(Tcp.flags(packet, l4)) + " len=" + headers.payloadBytes();
            case IpProtocol.UDP -> "udp " + packet.flow().toString().substring(4) + " len=" + headers.payloadBytes();
            case IpProtocol.ICMP -> "icmp " + packet.get8(l4) + "/" + packet.get8(l4 + 1) + " " + ends + " len="
                    + headers.payloadBytes();
            case IpProtocol.ICMPV6 -> "icmp6 " + packet.get8(l4) + "/" + packet.get8(l4 + 1) + " " + ends + " len="
                    + headers.payloadBytes();
            default -> "ip" + headers.protocol() + " " + ends;
        };
    }

}
