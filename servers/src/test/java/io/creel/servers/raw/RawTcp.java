package io.creel.servers.raw;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A frame with one TCP segment over IPv4, written and read byte by byte without the stack under test, so that it may
 * carry what no stack would send.
 *
 * <pre>
 *  0             14             34             54
 *  | Ethernet II | IPv4         | TCP          | options, payload |
 * </pre>
 */
public final class RawTcp {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int PSH = 8;
    public static final int ACK = 16;

    private static final int IP = 14;
    private static final int TCP = 34;
    private static final byte[] NOTHING = {};

    public long toMac;
    public long fromMac;
    public int fromAddress;
    public int toAddress;
    public int fromPort;
    public int toPort;
    public int sequence;
    public int acknowledgment;
    public int flags;
    public int window = 65_535;
    public byte[] options = NOTHING;
    public byte[] payload = NOTHING;

    /** An IPv4 address as a number, its first byte highest. */
    public static int address(String text) {
        int address = 0;
        for (String part : text.split("\\.")) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    /** The segment as a frame with right checksums. */
    public byte[] frame() {
        int tcpBytes = 20 + options.length + payload.length;
        ByteBuffer frame = ByteBuffer.allocate(TCP + tcpBytes);
        mac(frame, toMac);
        mac(frame, fromMac);
        frame.putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (20 + tcpBytes)).putInt(0x4000).put((byte) 64).put((byte) 6)
                .putShort((short) 0).putInt(fromAddress).putInt(toAddress);
        frame.putShort(24, (short) ~fold(sum(frame.array(), IP, TCP)));
        frame.putShort((short) fromPort).putShort((short) toPort).putInt(sequence).putInt(acknowledgment)
                .putShort((short) ((5 + options.length / 4) << 12 | flags)).putShort((short) window).putInt(0)
                .put(options).put(payload);
        long pseudo = sum(frame.array(), 26, TCP) + 6 + tcpBytes;
        frame.putShort(TCP + 16, (short) ~fold(pseudo + sum(frame.array(), TCP, TCP + tcpBytes)));
        return frame.array();
    }

    /**
     * An ICMP error between the same addresses.
     *
     * @param quoted
     *            a frame, whose IPv4 header and first 8 bytes of payload are quoted
     */
    public static byte[] icmp(RawTcp between, int type, int code, byte[] quoted) {
        ByteBuffer frame = ByteBuffer.allocate(TCP + 8 + 28);
        mac(frame, between.toMac);
        mac(frame, between.fromMac);
        frame.putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (20 + 8 + 28)).putInt(0).put((byte) 64).put((byte) 1)
                .putShort((short) 0).putInt(between.fromAddress).putInt(between.toAddress);
        frame.putShort(24, (short) ~fold(sum(frame.array(), IP, TCP)));
        frame.put((byte) type).put((byte) code).putShort((short) 0).putInt(0).put(quoted, IP, 28);
        frame.putShort(TCP + 2, (short) ~fold(sum(frame.array(), TCP, TCP + 36)));
        return frame.array();
    }

    private static void mac(ByteBuffer to, long mac) {
        to.putShort((short) (mac >>> 32)).putInt((int) mac);
    }

    private static long sum(byte[] bytes, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += (bytes[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    private static int fold(long sum) {
        long rest = sum;
        while (rest >>> 16 != 0) {
            rest = (rest & 0xffff) + (rest >>> 16);
        }
        return (int) rest;
    }

    /** Reads a frame; null if it is no TCP over IPv4. */
    public static RawTcp read(byte[] bytes, int length) {
        ByteBuffer frame = ByteBuffer.wrap(bytes, 0, length);
        if (length < 54 || frame.getShort(12) != 0x0800 || frame.get(23) != 6) {
            return null;
        }
        var segment = new RawTcp();
        segment.toMac = frame.getLong(0) >>> 16;
        segment.fromMac = frame.getLong(6) >>> 16;
        segment.fromAddress = frame.getInt(26);
        segment.toAddress = frame.getInt(30);
        segment.fromPort = frame.getShort(34) & 0xffff;
        segment.toPort = frame.getShort(36) & 0xffff;
        segment.sequence = frame.getInt(38);
        segment.acknowledgment = frame.getInt(42);
        segment.flags = frame.getShort(46) & 0x3f;
        segment.window = frame.getShort(48) & 0xffff;
        int header = TCP + (frame.get(46) >>> 4 & 0xf) * 4;
        int end = IP + (frame.getShort(16) & 0xffff);
        segment.options = Arrays.copyOfRange(bytes, 54, header);
        segment.payload = Arrays.copyOfRange(bytes, header, end);
        return segment;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** How far it moves the sequence number. */
    public int length() {
        return payload.length + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    }

    /** The segment of the other direction: endpoints swapped, nothing else set. */
    public RawTcp back() {
        var other = new RawTcp();
        other.toMac = fromMac;
        other.fromMac = toMac;
        other.fromAddress = toAddress;
        other.toAddress = fromAddress;
        other.fromPort = toPort;
        other.toPort = fromPort;
        return other;
    }

    @Override
    public String toString() {
        return "RawTcp[fromPort=" + fromPort + ", toPort=" + toPort + ", sequence=" + sequence + ", acknowledgment="
                + acknowledgment + ", flags=" + flags + ", window=" + window + ", payload=" + payload.length + "]";
    }
}
