package io.creel.cli.bridge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An IP packet made and read by hand, with nothing of the path under test. */
final class HandMade {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;
    static final int TCP = 6;
    static final int UDP = 17;

    final byte[] ip;
    final boolean ipv6;
    final int protocol;
    private final int l4;

    HandMade(byte[] ip) {
        this.ip = ip;
        ipv6 = ip[0] >>> 4 == 6;
        protocol = ip[ipv6 ? 6 : 9] & 0xff;
        l4 = ipv6 ? 40 : (ip[0] & 15) * 4;
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static byte[] tcp(String from, int fromPort, String to, int toPort, int flags, int sequence, int acknowledgment,
            int window, byte[] options, byte[] payload) {
        ByteBuffer segment = ByteBuffer.allocate(20 + options.length + payload.length);
        segment.putShort((short) fromPort).putShort((short) toPort).putInt(sequence).putInt(acknowledgment)
                .put((byte) ((20 + options.length) / 4 << 4)).put((byte) flags).putShort((short) window).putInt(0)
                .put(options).put(payload);
        return packet(from, to, TCP, segment.array(), 16);
    }

    static byte[] udp(String from, int fromPort, String to, int toPort, byte[] payload) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
        datagram.putShort((short) fromPort).putShort((short) toPort).putShort((short) (8 + payload.length))
                .putShort((short) 0).put(payload);
        return packet(from, to, UDP, datagram.array(), 6);
    }

    /** Port unreachable about a packet. */
    static byte[] unreachable(String from, String to, byte[] about) {
        ByteBuffer message = ByteBuffer.allocate(8 + Math.min(28, about.length));
        message.putInt(3 << 24 | 3 << 16).putInt(0).put(about, 0, Math.min(28, about.length));
        message.putShort(2, (short) ~fold(sum(message.array())));
        return packet(from, to, 1, message.array(), -1);
    }

    static byte[] packet(String from, String to, int protocol, byte[] data, int checksumAt) {
        byte[] source = address(from);
        byte[] destination = address(to);
        if (checksumAt >= 0) {
            long sum = sum(source) + sum(destination) + protocol + data.length + sum(data);
            ByteBuffer.wrap(data).putShort(checksumAt, (short) ~fold(sum));
        }
        if (source.length == 16) {
            return ByteBuffer.allocate(40 + data.length).putInt(6 << 28).putShort((short) data.length)
                    .put((byte) protocol).put((byte) 64).put(source).put(destination).put(data).array();
        }
        ByteBuffer all = ByteBuffer.allocate(20 + data.length).putInt(0x4500_0000 | 20 + data.length).putInt(0)
                .put((byte) 64).put((byte) protocol).putShort((short) 0).put(source).put(destination);
        all.putShort(10, (short) ~fold(sum(Arrays.copyOf(all.array(), 20))));
        return all.put(data).array();
    }

    private static long sum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (i & 1) == 0 ? (bytes[i] & 0xff) << 8 : bytes[i] & 0xff;
        }
        return sum;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }

    /** Whether the checksum of the transport is right. */
    boolean isSound() {
        byte[] data = Arrays.copyOfRange(ip, l4, ip.length);
        long ends = ipv6 ? sum(Arrays.copyOfRange(ip, 8, 40)) : sum(Arrays.copyOfRange(ip, 12, 20));
        return fold(ends + protocol + data.length + sum(data)) == 0xffff
                && (ipv6 || fold(sum(Arrays.copyOf(ip, l4))) == 0xffff);
    }

    String source() {
        return text(ipv6 ? 8 : 12);
    }

    String destination() {
        return text(ipv6 ? 24 : 16);
    }

    private String text(int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(ip, at, at + (ipv6 ? 16 : 4))).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    int sourcePort() {
        return ByteBuffer.wrap(ip).getShort(l4) & 0xffff;
    }

    int destinationPort() {
        return ByteBuffer.wrap(ip).getShort(l4 + 2) & 0xffff;
    }

    int sequence() {
        return ByteBuffer.wrap(ip).getInt(l4 + 4);
    }

    int acknowledgment() {
        return ByteBuffer.wrap(ip).getInt(l4 + 8);
    }

    int flags() {
        return ip[l4 + 13];
    }

    int window() {
        return ByteBuffer.wrap(ip).getShort(l4 + 14) & 0xffff;
    }

    byte[] options() {
        return Arrays.copyOfRange(ip, l4 + 20, l4 + (ip[l4 + 12] >>> 4 & 15) * 4);
    }

    byte[] payload() {
        return Arrays.copyOfRange(ip, l4 + (protocol == UDP ? 8 : (ip[l4 + 12] >>> 4 & 15) * 4), ip.length);
    }
}
