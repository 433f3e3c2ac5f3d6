package io.creel.net.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The whole address space as one constant segment, addressed absolutely.
 *
 * <p>
 * A segment per frame costs two to three times as much per access, and a slice per packet makes the cost depend on what
 * else the JVM has run. One constant segment keeps every access monomorphic, however many drivers were opened before.
 * Nothing is checked here: an address out of place ends the process, so callers check their own window first.
 */
public final class Memory {
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Memory() {
    }

    public static byte get8(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    public static short get16(long address) {
        return ALL.get(SHORT, address);
    }

    public static int get32(long address) {
        return ALL.get(INT, address);
    }

    public static long get64(long address) {
        return ALL.get(LONG, address);
    }

    public static void set8(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    public static void set16(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    public static void set32(long address, int value) {
        ALL.set(INT, address, value);
    }

    public static void set64(long address, long value) {
        ALL.set(LONG, address, value);
    }

    public static void copy(MemorySegment from, long fromOffset, long toAddress, long lengthBytes) {
        MemorySegment.copy(from, fromOffset, ALL, toAddress, lengthBytes);
    }

    public static void copy(long fromAddress, MemorySegment to, long toOffset, long lengthBytes) {
        MemorySegment.copy(ALL, fromAddress, to, toOffset, lengthBytes);
    }

    public static void copy(byte[] from, int fromOffset, long toAddress, int lengthBytes) {
        MemorySegment.copy(from, fromOffset, ALL, ValueLayout.JAVA_BYTE, toAddress, lengthBytes);
    }

    public static void copy(long fromAddress, byte[] to, int toOffset, int lengthBytes) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, fromAddress, to, toOffset, lengthBytes);
    }
}
