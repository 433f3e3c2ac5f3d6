package io.creel.jmh.check;

import com.sun.management.ThreadMXBean;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.pcap.CaptureReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One peer of the question {@code agent-checks} in a JVM of its own, with the agent or without it. Prints the median
 * over its rounds of the processor time per packet in nanoseconds, and the bytes per packet.
 */
public final class CheckPeer {
    private static final int PACKETS = 64_000;
    private static final int MAX_FRAME_BYTES = 1514;
    private static final String CAPTURE = "/io/creel/cli/demo.pcapng";

    private CheckPeer() {
    }

    /** Takes the path, and the number of rounds to warm up and to measure. */
    public static void main(String[] words) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        LongSupplier cpuClock = threads::getCurrentThreadCpuTime; // that of other programs does not count
        CheckedPath path = switch (words[0]) {
            case "barePacket" -> new BarePacket(frames(), cpuClock);
            case "memoryEcho" -> new MemoryLink(frames(), cpuClock);
            default -> throw new IllegalArgumentException("unknown path: path=" + words[0]);
        };
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
            path.handle(PACKETS);
        }
        double[] ns = new double[Integer.parseInt(words[2])];
        long allocated = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < ns.length; i++) {
            ns[i] = (double) path.handle(PACKETS) / PACKETS;
        }
        double bytes = (double) (threads.getThreadAllocatedBytes(thread) - allocated) / PACKETS / ns.length;
        Arrays.sort(ns);
        System.out.println(ns[ns.length / 2] + " " + bytes);
    }

    /** The recorded frames of the demo that fit a link of 1,500 bytes. */
    private static byte[][] frames() throws IOException {
        Path copy = Files.createTempFile("creel", ".pcapng");
        try (InputStream in = CheckPeer.class.getResourceAsStream(CAPTURE)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        List<byte[]> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(copy); var pool = new PacketPool("capture", 4, 65_536, 0)) {
            Packet packet = pool.allocate();
            while (reader.next()) {
                if (reader.capturedBytes() <= MAX_FRAME_BYTES) {
                    reader.copyTo(packet);
                    byte[] frame = new byte[packet.lengthBytes()];
                    for (int i = 0; i < frame.length; i++) {
                        frame[i] = (byte) packet.get8(i);
                    }
                    frames.add(frame);
                }
            }
            packet.release();
        } finally {
            Files.delete(copy);
        }
        return frames.toArray(byte[][]::new);
    }
}
