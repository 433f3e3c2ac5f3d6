package io.creel.net.wrap;

import io.creel.net.Packet;
import io.creel.net.wire.Arp;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.Headers;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.IpText;
import io.creel.net.wire.Layer;
import io.creel.net.wire.Tcp;
import io.creel.net.wire.TcpDescriptor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Describes a packet in a line like tcpdump's. Allocates: for people, not for the packet path. */
public final class PacketText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS")
            .withZone(ZoneOffset.UTC);
    private static final long SECOND_NS = 1_000_000_000;
    private static final int ARP_REQUEST = 1;
    private static final String FLAG_LETTERS = "FSRP.U";

    private PacketText() {
    }

    /**
     * Parses a packet and describes it.
     *
     * @param packet owned by the caller
     * @param direction the text behind the time
     * @return the line, without a line end
     */
    public static String line(Packet packet, String direction) {
        DropReason fault = packet.parse();
        var text = new StringBuilder(TIME.format(Instant.ofEpochSecond(Math.floorDiv(packet.timestampNs(), SECOND_NS),
                Math.floorMod(packet.timestampNs(), SECOND_NS))));
        text.append(' ').append(direction).append(' ');
        Headers headers = packet.headers();
        if (fault != DropReason.NONE) {
            text.append(fault);
        } else if (headers.isArp()) {
            arp(text, packet, headers.networkOffset());
        } else {
            ip(text, packet, headers);
        }
        return text.append(", length ").append(packet.originalLengthBytes()).toString();
    }

    private static void ip(StringBuilder text, Packet packet, Headers headers) {
        text.append(packet.flow());
        if (headers.protocol() == IpProtocol.TCP && headers.reached() == Layer.TRANSPORT) {
            tcp(text, packet, headers.transportOffset());
        }
    }

    private static void tcp(StringBuilder text, Packet packet, int offset) {
        int flags = Tcp.flags(packet, offset);
        text.append(" [");
        for (int i = 0; i < FLAG_LETTERS.length(); i++) {
            if ((flags & 1 << i) != 0) {
                text.append(FLAG_LETTERS.charAt(i));
            }
        }
        text.append("] seq ").append(Tcp.sequence(packet, offset) & 0xffff_ffffL);
        if ((flags & TcpDescriptor.ACK) != 0) {
            text.append(" ack ").append(Tcp.acknowledgment(packet, offset) & 0xffff_ffffL);
        }
        text.append(" win ").append(Tcp.window(packet, offset));
    }

    private static void arp(StringBuilder text, Packet packet, int offset) {
        String sender = IpText.ipv4(Arp.senderProtocol(packet, offset));
        String target = IpText.ipv4(Arp.targetProtocol(packet, offset));
        if (Arp.operation(packet, offset) == ARP_REQUEST) {
            text.append("arp who-has ").append(target).append(" tell ").append(sender);
        } else {
            text.append("arp ").append(sender).append(" is-at ");
            for (int shift = 40; shift >= 0; shift -= 8) {
                int octet = (int) (Arp.senderHardware(packet, offset) >>> shift) & 0xff;
                text.append(octet < 16 ? "0" : "").append(Integer.toHexString(octet)).append(shift == 0 ? "" : ":");
            }
        }
    }
}
