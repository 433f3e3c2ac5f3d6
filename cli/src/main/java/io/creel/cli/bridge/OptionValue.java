package io.creel.cli.bridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Values of socket options as the kernel lays them out, in the byte order of x86-64 and ARM. */
final class OptionValue {
    private static final int TIMEVAL_BYTES = 16;
    private static final long SECOND_NS = 1_000_000_000L;

    private OptionValue() {
    }

    static ByteBuffer of(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] integer(long value) {
        byte[] bytes = new byte[4];
        of(bytes).putInt((int) value);
        return bytes;
    }

    static byte[] flag(boolean value) {
        return integer(value ? 1 : 0);
    }

    /** Reads an {@code int}; shorter values are refused. */
    static int integer(ByteBuffer value) {
        if (value.remaining() < 4) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        return value.getInt(0);
    }

    static boolean flag(ByteBuffer value) {
        return integer(value) != 0;
    }

    /** Reads an {@code int} and refuses one outside of these bounds. */
    static int integer(ByteBuffer value, int least, int most) {
        int given = integer(value);
        if (given < least || given > most) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        return given;
    }

    /** A {@code struct timeval}. */
    static byte[] time(long ns) {
        byte[] bytes = new byte[TIMEVAL_BYTES];
        of(bytes).putLong(ns / SECOND_NS).putLong(ns % SECOND_NS / 1_000);
        return bytes;
    }

    /** Reads a {@code struct timeval}; 0 is no time-out. */
    static long time(ByteBuffer value) {
        if (value.remaining() < TIMEVAL_BYTES) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        long seconds = value.getLong(0);
        long micros = value.getLong(8);
        if (micros < 0 || micros >= 1_000_000 || seconds > 1L << 31) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        return seconds < 0 ? 1 : seconds * SECOND_NS + micros * 1_000;
    }
}
