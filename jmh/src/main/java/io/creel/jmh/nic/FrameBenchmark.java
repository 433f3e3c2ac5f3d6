package io.creel.jmh.nic;

import io.creel.jmh.Operations;
import io.creel.net.memory.MemoryNic;
import io.creel.net.Packet;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.internal.misc.Unsafe;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures reading sixteen fields of an Ethernet, IPv4 and UDP header, of one frame after the other, all in the cache.
 */
public class FrameBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "unsafe";

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int FRAMES = 64;
    private static final int ROUNDS = 256;
    private static final int OPERATIONS = ROUNDS * FRAMES;
    private static final int FRAME_BYTES = 106;

    /** The same bytes in three forms. */
    @State(Scope.Thread)
    public static class Frames {
        /** Whether the JVM has used many kinds of NIC, memory and file before. */
        @Param({"one", "many"})
        public String drivers;

        private final MemoryNic nic = MemoryNic.pair();
        private final Packet[] packets = new Packet[FRAMES];
        private final MemorySegment[] segments = new MemorySegment[FRAMES];
        private final long[] addresses = new long[FRAMES];

        /** Fills the frames, after the other drivers have been used. */
        @Setup
        public void make() throws IOException {
            if (drivers.equals("many")) {
                ManyDrivers.use();
            }
            byte[] bytes = new byte[FRAME_BYTES];
            for (int i = 0; i < FRAMES; i++) {
                for (int j = 0; j < bytes.length; j++) {
                    bytes[j] = (byte) (31 * i + 7 * j);
                }
                packets[i] = nic.pool().allocate();
                packets[i].resize(FRAME_BYTES);
                packets[i].set(0, bytes, 0, FRAME_BYTES);
                segments[i] = Arena.ofAuto().allocate(FRAME_BYTES).copyFrom(MemorySegment.ofArray(bytes));
                addresses[i] = segments[i].address();
            }
        }
    }

    /** Absolute addresses, nothing checked. */
    @Benchmark
    @Operations(OPERATIONS)
    public long unsafe(Frames state) {
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (long address : state.addresses) {
                sum += fields(address);
            }
        }
        return sum;
    }

    private static long fields(long at) {
        return get16(at + 12) + get8(at + 14) + get16(at + 16) + get16(at + 18) + get16(at + 20) + get8(at + 22)
                + get8(at + 23) + get16(at + 24) + get32(at + 26) + get32(at + 30) + get16(at + 34) + get16(at + 36)
                + get16(at + 38) + get16(at + 40) + get32(at + 42) + UNSAFE.getLongUnaligned(null, at + 46, true);
    }

    private static int get8(long address) {
        return UNSAFE.getByte(address) & 0xff;
    }

    private static int get16(long address) {
        return UNSAFE.getShortUnaligned(null, address, true) & 0xffff;
    }

    private static int get32(long address) {
        return UNSAFE.getIntUnaligned(null, address, true);
    }

    /** Each access checked against the frame and its owner. */
    @Benchmark
    @Operations(OPERATIONS)
    public long creel(Frames state) {
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (Packet packet : state.packets) {
                sum += ManyDrivers.fields(packet);
            }
        }
        return sum;
    }

    /** A segment per frame, as in other libraries. */
    @Benchmark
    @Operations(OPERATIONS)
    public long segmentPerFrame(Frames state) {
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (MemorySegment segment : state.segments) {
                sum += fields(segment);
            }
        }
        return sum;
    }

    /** Reads the same fields of a segment. */
    static long fields(MemorySegment frame) {
        return get16(frame, 12) + get8(frame, 14) + get16(frame, 16) + get16(frame, 18) + get16(frame, 20)
                + get8(frame, 22) + get8(frame, 23) + get16(frame, 24) + frame.get(INT, 26) + frame.get(INT, 30)
                + get16(frame, 34) + get16(frame, 36) + get16(frame, 38) + get16(frame, 40) + frame.get(INT, 42)
                + frame.get(LONG, 46);
    }

    private static int get8(MemorySegment frame, long offset) {
        return frame.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
    }

    private static int get16(MemorySegment frame, long offset) {
        return frame.get(SHORT, offset) & 0xffff;
    }
}
