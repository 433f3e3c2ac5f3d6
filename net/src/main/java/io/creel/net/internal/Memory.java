package io.creel.net.internal;

import io.creel.core.JvmArguments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
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
    private static final MemorySegment ALL = everything();
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final VarHandle NATIVE_INT = ValueLayout.JAVA_INT.varHandle();

    private Memory() {
    }

    @SuppressWarnings("restricted")
    private static MemorySegment everything() {
        JvmArguments.enableNativeAccess(Memory.class.getModule());
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
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

    /** An aligned 32-bit word in the machine's byte order: a field of a kernel structure. */
    public static int getNative32(long address) {
        return ALL.get(ValueLayout.JAVA_INT, address);
    }

    public static void setNative32(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT, address, value);
    }

    /** 16 bits in the machine's byte order. */
    public static short getNative16(long address) {
        return ALL.get(ValueLayout.JAVA_SHORT, address);
    }

    public static void setNative16(long address, short value) {
        ALL.set(ValueLayout.JAVA_SHORT, address, value);
    }

    /** An aligned 64-bit word in the machine's byte order. */
    public static long getNative64(long address) {
        return ALL.get(ValueLayout.JAVA_LONG, address);
    }

    public static void setNative64(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG, address, value);
    }

    /** Reads a word that the kernel writes with a release store. */
    public static int getAcquire32(long address) {
        return (int) NATIVE_INT.getAcquire(ALL, address);
    }

    /** Writes a word that the kernel reads with an acquire load. */
    public static void setRelease32(long address, int value) {
        NATIVE_INT.setRelease(ALL, address, value);
    }

    public static void copy(long fromAddress, long toAddress, long lengthBytes) {
        MemorySegment.copy(ALL, fromAddress, ALL, toAddress, lengthBytes);
    }

    public static void fill(long address, long lengthBytes, byte value) {
        ALL.asSlice(address, lengthBytes).fill(value);
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
