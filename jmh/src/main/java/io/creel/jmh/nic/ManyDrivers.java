package io.creel.jmh.nic;

import io.creel.net.memory.MemoryNic;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.pcap.CaptureWriter;
import io.creel.net.pcap.ReplayNic;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import io.creel.net.wrap.TracingNic;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Sends frames through every driver that needs no privilege, reads their fields, and reads the same fields of every
 * kind of segment, until the compiler has seen all of them. The JVM is then like one that has run for a while.
 */
final class ManyDrivers {
    private static final int FRAMES = 20_000;
    private static final int FRAME_BYTES = 106;
    /** A sink that keeps the JIT from eliminating the reads. */
    private static volatile long seen;

    private ManyDrivers() {
    }

    /** Reads sixteen fields of a frame of any driver. */
    static long fields(Packet frame) {
        return frame.get16(12) + frame.get8(14) + frame.get16(16) + frame.get16(18) + frame.get16(20) + frame.get8(22)
                + frame.get8(23) + frame.get16(24) + frame.get32(26) + frame.get32(30) + frame.get16(34)
                + frame.get16(36) + frame.get16(38) + frame.get16(40) + frame.get32(42) + frame.get64(46);
    }

    static void use() throws IOException {
        MemoryNic plain = MemoryNic.pair();
        through(plain, plain.peer());
        MemoryNic bad = MemoryNic.pair();
        through(bad, new ImpairingNic(bad.peer(), Impairment.none(), Impairment.none(), 1, System::nanoTime));
        MemoryNic traced = MemoryNic.pair();
        var tracing = new TracingNic(traced.peer(), System::nanoTime, line -> seen += line.length());
        through(traced, tracing);
        tracing.drain(Integer.MAX_VALUE);
        Path file = Files.createTempFile("creel-frames", ".pcap");
        try {
            replay(file);
            segments(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void through(MemoryNic from, Nic to) {
        PacketConsumer reader = packet -> {
            seen += fields(packet);
            packet.release();
            return true;
        };
        for (int i = 0; i < FRAMES; i++) {
            Packet packet = from.pool().allocate();
            packet.resize(FRAME_BYTES);
            if (!from.tx(0).transmit(packet)) {
                packet.release();
            }
            to.rx(0).poll(8, reader);
        }
    }

    private static void replay(Path file) throws IOException {
        try (Nic nic = MemoryNic.pair(); CaptureWriter writer = CaptureWriter.pcap(file)) {
            Packet packet = nic.pool().allocate();
            packet.resize(FRAME_BYTES);
            for (int i = 0; i < FRAMES; i++) {
                writer.write(packet);
            }
            packet.release();
        }
        try (Nic nic = ReplayNic.open(file)) {
            while (!nic.isFinished()) {
                nic.rx(0).poll(64, packet -> {
                    seen += fields(packet);
                    packet.release();
                    return true;
                });
            }
        }
    }

    private static void segments(Path file) throws IOException {
        try (Arena confined = Arena.ofConfined();
                Arena shared = Arena.ofShared();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            List<MemorySegment> kinds = List.of(MemorySegment.ofArray(new byte[FRAME_BYTES]),
                    MemorySegment.ofArray(new long[FRAME_BYTES]), confined.allocate(FRAME_BYTES),
                    shared.allocate(FRAME_BYTES), Arena.ofAuto().allocate(FRAME_BYTES),
                    MemorySegment.ofBuffer(ByteBuffer.allocateDirect(FRAME_BYTES)),
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, FRAME_BYTES, shared));
            for (int i = 0; i < FRAMES; i++) {
                for (MemorySegment segment : kinds) {
                    seen += FrameBenchmark.fields(segment);
                }
            }
        }
    }
}
