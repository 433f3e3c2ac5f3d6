package io.creel.ip.tcp;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.Checksum;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * Measures what a payload costs on its way through the send buffer: the copy in, the copy out, and the checksum for
 * comparison. Prints a table of processor time; it ends within a minute.
 */
final class CopyCostProgram {
    private static final int PAYLOAD_BYTES = 1_448;
    private static final int FRAMES = 64;
    private static final int TIMES = 2_000_000;
    private static final int ROUNDS = 7;

    private CopyCostProgram() {
    }

    /** The median over rounds, without the first two. */
    private static double nsEach(IntConsumer work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] ns = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long begunNs = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < TIMES; i++) {
                work.accept(i);
            }
            ns[round] = (threads.getCurrentThreadCpuTime() - begunNs) / (double) TIMES;
        }
        double[] warm = Arrays.copyOfRange(ns, 2, ROUNDS);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }

    public static void main(String[] words) {
        Packet[] frames = new Packet[FRAMES];
        try (var pool = new PacketPool("copies", FRAMES, 2_048, 128)) {
            for (int i = 0; i < FRAMES; i++) {
                frames[i] = pool.allocate();
                frames[i].resize(1_500);
            }
            var buffer = new SendBuffer(1 << 18, new BufferPool<>(() -> new byte[1 << 18]));
            double in = nsEach(i -> {
                buffer.write(frames[i % FRAMES], 0, PAYLOAD_BYTES);
                if (buffer.freeBytes() < PAYLOAD_BYTES) {
                    buffer.release(buffer.end());
                }
            });
            buffer.reset(0);
            buffer.write(new byte[100 * PAYLOAD_BYTES], 0, 100 * PAYLOAD_BYTES);
            double out = nsEach(i -> buffer.copy(i % 100 * PAYLOAD_BYTES, PAYLOAD_BYTES, frames[i % FRAMES], 52));
            long[] sum = {0};
            double checksum = nsEach(i -> sum[0] += Checksum.sum(frames[i % FRAMES], 0, PAYLOAD_BYTES));
            System.out.println("| per segment of 1,448 B | ns of processor time |\n|---|---|");
            System.out.printf(Locale.ROOT, "| copy into the send buffer | %.1f |%n| copy into the segment | %.1f |%n"
                    + "| checksum | %.1f |%n", in, out, checksum);
            System.out.printf(Locale.ROOT, "%nload average %.1f, sum %d%n",
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), sum[0]);
            Arrays.stream(frames).forEach(Packet::release);
        }
    }
}
