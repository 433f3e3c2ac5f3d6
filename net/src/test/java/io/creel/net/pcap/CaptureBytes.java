package io.creel.net.pcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes capture files byte by byte, so that tests can write faulty ones. */
final class CaptureBytes {
    private final ByteBuffer out;

    CaptureBytes(ByteOrder order) {
        out = ByteBuffer.allocate(1 << 20).order(order);
    }

    static CaptureBytes pcap(ByteOrder order, int magic) {
        return new CaptureBytes(order).ints(magic).shorts(2, 4).ints(0, 0, 65_535, 1);
    }

    /** Makes a microsecond file, little-endian, with one record of four bytes: 44 bytes. */
    static CaptureBytes pcapWithOne() {
        return pcap(ByteOrder.LITTLE_ENDIAN, PcapReader.MAGIC_MICROS).ints(1, 2, 4, 4).bytes(1, 2, 3, 4);
    }

    CaptureBytes section() {
        return ints(PcapngDescriptor.TYPE_SECTION, 28, PcapngDescriptor.ORDER_MAGIC).shorts(1, 0).ints(-1, -1, 28);
    }

    /** Appends an interface block for Ethernet in microseconds: 20 bytes. */
    CaptureBytes ethernet() {
        return ints(1, 20).shorts(1, 0).ints(0, 20);
    }

    /** Appends an enhanced packet block: 36 bytes. */
    CaptureBytes packet(int port, int ticks, int b0, int b1, int b2, int b3) {
        return ints(6, 36, port, 0, ticks, 4, 4).bytes(b0, b1, b2, b3).ints(36);
    }

    /** Makes one section with one interface and one packet: 84 bytes. */
    static CaptureBytes pcapngWithOne() {
        return new CaptureBytes(ByteOrder.LITTLE_ENDIAN).section().ethernet().packet(0, 5, 1, 2, 3, 4);
    }

    CaptureBytes ints(int... values) {
        for (int value : values) {
            out.putInt(value);
        }
        return this;
    }

    CaptureBytes shorts(int... values) {
        for (int value : values) {
            out.putShort((short) value);
        }
        return this;
    }

    CaptureBytes bytes(int... values) {
        for (int value : values) {
            out.put((byte) value);
        }
        return this;
    }

    CaptureBytes longs(long value) {
        out.putLong(value);
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(out.array(), out.position());
    }

    Path to(Path file) throws IOException {
        return Files.write(file, toBytes());
    }
}
