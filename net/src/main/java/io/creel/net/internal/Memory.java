package io.creel.net.internal;

import io.creel.core.JvmArguments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The whole address space as one constant segment with absolute addresses.
 *
 * <p>
 * With a segment per frame, an access costs two to three times as much; with a slice per packet, its cost depends on
 * the other code that the JVM has run. One constant segment keeps every access monomorphic, however many drivers were
 * opened before. Nothing is checked here, and a wrong address ends the process, so callers check their own window
 * first.
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

    /**
     * Reads a byte.
     *
     * @param address the first byte
     * @return the value
     */
    public static byte get8(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    /**
     * Reads two bytes in network byte order.
     *
     * @param address the first byte
     * @return the value
     */
    public static short get16(long address) {
        return ALL.get(SHORT, address);
    }

    /**
     * Reads four bytes in network byte order.
     *
     * @param address the first byte
     * @return the value
     */
    public static int get32(long address) {
        return ALL.get(INT, address);
    }

    /**
     * Reads eight bytes in network byte order.
     *
     * @param address the first byte
     * @return the value
     */
    public static long get64(long address) {
        return ALL.get(LONG, address);
    }

    /**
     * Writes a byte.
     *
     * @param address the first byte
     * @param value the value
     */
    public static void set8(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    /**
     * Writes two bytes in network byte order.
     *
     * @param address the first byte
     * @param value the value
     */
    public static void set16(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    /**
     * Writes four bytes in network byte order.
     *
     * @param address the first byte
     * @param value the value
     */
    public static void set32(long address, int value) {
        ALL.set(INT, address, value);
    }

    /**
     * Writes eight bytes in network byte order.
     *
     * @param address the first byte
     * @param value the value
     */
    public static void set64(long address, long value) {
        ALL.set(LONG, address, value);
    }

    /**
     * Reads an aligned 32-bit word in the byte order of the machine: a field of a kernel structure.
     *
     * @param address a multiple of 4
     * @return the word
     */
    public static int getNative32(long address) {
        return ALL.get(ValueLayout.JAVA_INT, address);
    }

    /**
     * Writes an aligned 32-bit word in the byte order of the machine.
     *
     * @param address a multiple of 4
     * @param value the value
     */
    public static void setNative32(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT, address, value);
    }

    /**
     * Reads 16 bits in the byte order of the machine.
     *
     * @param address a multiple of 2
     * @return the 16 bits
     */
    public static short getNative16(long address) {
        return ALL.get(ValueLayout.JAVA_SHORT, address);
    }

    /**
     * Writes 16 bits in the byte order of the machine.
     *
     * @param address a multiple of 2
     * @param value the value
     */
    public static void setNative16(long address, short value) {
        ALL.set(ValueLayout.JAVA_SHORT, address, value);
    }

    /**
     * Reads an aligned 64-bit word in the byte order of the machine.
     *
     * @param address a multiple of 8
     * @return the word
     */
    public static long getNative64(long address) {
        return ALL.get(ValueLayout.JAVA_LONG, address);
    }

    /**
     * Writes an aligned 64-bit word in the byte order of the machine.
     *
     * @param address a multiple of 8
     * @param value the value
     */
    public static void setNative64(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG, address, value);
    }

    /**
     * Reads a word that the kernel writes with a release store.
     *
     * @param address a multiple of 4
     * @return the word
     */
    public static int getAcquire32(long address) {
        return (int) NATIVE_INT.getAcquire(ALL, address);
    }

    /**
     * Writes a word that the kernel reads with an acquire load.
     *
     * @param address a multiple of 4
     * @param value the word
     */
    public static void setRelease32(long address, int value) {
        NATIVE_INT.setRelease(ALL, address, value);
    }

    /**
     * Copies bytes.
     *
     * @param fromAddress the source
     * @param toAddress the destination
     * @param lengthBytes how many bytes
     */
    public static void copy(long fromAddress, long toAddress, long lengthBytes) {
        MemorySegment.copy(ALL, fromAddress, ALL, toAddress, lengthBytes);
    }

    /**
     * Fills bytes.
     *
     * @param address the first byte
     * @param lengthBytes how many bytes
     * @param value the value of each byte
     */
    public static void fill(long address, long lengthBytes, byte value) {
        ALL.asSlice(address, lengthBytes).fill(value);
    }

    /**
     * Copies bytes from a segment.
     *
     * @param from the source
     * @param fromOffset the first byte in the source
     * @param toAddress the destination
     * @param lengthBytes how many bytes
     */
    public static void copy(MemorySegment from, long fromOffset, long toAddress, long lengthBytes) {
        MemorySegment.copy(from, fromOffset, ALL, toAddress, lengthBytes);
    }

    /**
     * Copies bytes to a segment.
     *
     * @param fromAddress the source
     * @param to the destination
     * @param toOffset the first byte in the destination
     * @param lengthBytes how many bytes
     */
    public static void copy(long fromAddress, MemorySegment to, long toOffset, long lengthBytes) {
        MemorySegment.copy(ALL, fromAddress, to, toOffset, lengthBytes);
    }

    /**
     * Copies bytes from an array.
     *
     * @param from the source
     * @param fromOffset the first index in the source
     * @param toAddress the destination
     * @param lengthBytes how many bytes
     */
    public static void copy(byte[] from, int fromOffset, long toAddress, int lengthBytes) {
        MemorySegment.copy(from, fromOffset, ALL, ValueLayout.JAVA_BYTE, toAddress, lengthBytes);
    }

    /**
     * Copies bytes to an array.
     *
     * @param fromAddress the source
     * @param to the destination
     * @param toOffset the first index in the destination
     * @param lengthBytes how many bytes
     */
    public static void copy(long fromAddress, byte[] to, int toOffset, int lengthBytes) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, fromAddress, to, toOffset, lengthBytes);
    }
}
