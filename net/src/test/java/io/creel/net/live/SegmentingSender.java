package io.creel.net.live;

import io.creel.net.internal.Memory;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Errno;
import io.creel.net.os.Kernel;
import io.creel.net.os.OsException;
import io.creel.net.os.SystemCall;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Assumptions;

/**
 * A socket of the kernel that hands over many datagrams in one call, which an offload of the interface cuts into frames
 * ({@code UDP_SEGMENT}). TCP always sends in this way; this socket does so without a connection.
 */
final class SegmentingSender {
    static final int SEGMENTS = 10;
    static final int SEGMENT_BYTES = 500;

    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int PEER_ADDRESS = 0x0a4d0001;

    private SegmentingSender() {
    }

    /** Sends from the namespace of the calling thread; every segment starts with its number. */
    static void send() throws OsException {
        var kernel = new Kernel();
        try (Arena arena = Arena.ofConfined();
                Descriptor socket = Descriptor.of(kernel.socket(Kernel.AF_INET, Kernel.SOCK_DGRAM, 0), "socket", "")) {
            long option = arena.allocate(Integer.BYTES, Integer.BYTES).address();
            Memory.setNative32(option, SEGMENT_BYTES);
            OsException.check(kernel.setSocketOption(socket.number(), SOL_UDP, UDP_SEGMENT, option, Integer.BYTES),
                    "UDP_SEGMENT", "");
            int bytes = SEGMENTS * SEGMENT_BYTES;
            long data = arena.allocate(bytes, Long.BYTES).address();
            for (int i = 0; i < SEGMENTS; i++) {
                Memory.set32(data + (long) i * SEGMENT_BYTES, i);
            }
            long to = arena.allocate(16, Long.BYTES).address();
            Memory.setNative16(to, (short) Kernel.AF_INET);
            Memory.set16(to + 2, (short) Datagram.PORT);
            Memory.set32(to + 4, PEER_ADDRESS);
            long sent = kernel.call(SystemCall.SENDTO.number(System.getProperty("os.arch")), socket.number(), data,
                    bytes, 0, to, 16);
            // Kernels before 6.11 cut no datagrams for an interface that finishes no checksums.
            Assumptions.assumeFalse(sent == -Errno.EIO, "this kernel cuts nothing here");
            OsException.check(sent, "sendto", "");
        }
    }
}
