package io.creel.net.afpacket;

import io.creel.net.internal.Memory;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Kernel;
import io.creel.net.os.Mapping;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import java.lang.foreign.Arena;

/**
 * The socket of a capture and its ring of blocks. The kernel hands a block over when it is full, or {@link #RETIRE_MS}
 * after its first frame.
 */
final class CaptureSocket implements AutoCloseable {
    static final int BLOCKS = 64;
    static final int BLOCK_BYTES = 1 << 18;

    private static final int RETIRE_MS = 10;
    /**
     * The frame size that the kernel is told. It only checks that the size divides a block; frames lie as closely as
     * they fit.
     */
    private static final int FRAME_BYTES = 1 << 11;

    private final Kernel kernel = new Kernel();
    private final String interfaceName;
    private final Descriptor descriptor;
    private final Mapping mapping;

    private CaptureSocket(Descriptor descriptor, NetDevice device) throws OsException {
        this.descriptor = descriptor;
        interfaceName = device.name();
        PacketSocket.option(descriptor, device, TpacketDescriptor.VERSION, BlockDescriptor.VERSION_3);
        try (Arena arena = Arena.ofConfined()) {
            long request = arena.allocate(BlockDescriptor.REQUEST_BYTES, Integer.BYTES).address();
            int[] values = {BLOCK_BYTES, BLOCKS, FRAME_BYTES, BLOCKS * (BLOCK_BYTES / FRAME_BYTES), RETIRE_MS};
            for (int i = 0; i < values.length; i++) {
                Memory.setNative32(request + (long) i * Integer.BYTES, values[i]);
            }
            PacketSocket.option(descriptor, device, TpacketDescriptor.RX_RING, request, BlockDescriptor.REQUEST_BYTES);
            long membership = arena.allocate(BlockDescriptor.MEMBERSHIP_BYTES, Integer.BYTES).address();
            Memory.setNative32(membership, device.index());
            Memory.setNative16(membership + 4, (short) BlockDescriptor.PROMISCUOUS);
            PacketSocket.option(descriptor, device, BlockDescriptor.ADD_MEMBERSHIP, membership,
                    BlockDescriptor.MEMBERSHIP_BYTES);
        }
        mapping = Mapping.of(descriptor, 0, (long) BLOCKS * BLOCK_BYTES, "cannot map the ring",
                "interface=" + device.name());
        boolean bound = false;
        try {
            PacketSocket.bind(descriptor, device);
            bound = true;
        } finally {
            if (!bound) {
                mapping.close();
            }
        }
    }

    static CaptureSocket open(NetDevice device) throws OsException {
        Descriptor descriptor = PacketSocket.open(device);
        CaptureSocket socket = null;
        try {
            socket = new CaptureSocket(descriptor, device);
            return socket;
        } finally {
            if (socket == null) {
                descriptor.close();
            }
        }
    }

    Descriptor descriptor() {
        return descriptor;
    }

    long block(int index) {
        return mapping.address() + (long) (index & BLOCKS - 1) * BLOCK_BYTES;
    }

    /**
     * Lets no further frame into the ring. Within twice {@link #RETIRE_MS} the kernel hands over the frames that are in
     * it.
     */
    void shut() throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long instruction = arena.allocate(BlockDescriptor.INSTRUCTION_BYTES, Long.BYTES).address();
            Memory.setNative64(instruction, BlockDescriptor.RETURN_NOTHING);
            long program = arena.allocate(BlockDescriptor.PROGRAM_BYTES, Long.BYTES).address();
            Memory.setNative16(program, (short) 1);
            Memory.setNative64(program + BlockDescriptor.PROGRAM_CODE, instruction);
            OsException.check(
                    new Kernel().setSocketOption(descriptor.number(), Kernel.SOL_SOCKET, BlockDescriptor.ATTACH_FILTER,
                            program, BlockDescriptor.PROGRAM_BYTES),
                    "cannot shut the capture", "interface=" + interfaceName);
        }
    }

    /**
     * Returns the number of frames in a block, also while the kernel owns it: the kernel counts while it fills a block
     * and starts at 0 when it opens one.
     */
    int frames(int index) {
        return Memory.getAcquire32(block(index) + BlockDescriptor.FRAMES);
    }

    /** Returns whether no block has a frame. */
    boolean isEmpty() {
        for (int i = 0; i < BLOCKS; i++) {
            if (frames(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Fetches the counts since the last call. Returns {@code false} if the kernel does not answer. */
    boolean statistics(long answer, long size) {
        Memory.setNative32(size, BlockDescriptor.STATISTICS_BYTES);
        return kernel.getSocketOption(descriptor.number(), TpacketDescriptor.SOL_PACKET, TpacketDescriptor.STATISTICS,
                answer, size) >= 0;
    }

    @Override
    public void close() {
        mapping.close();
        descriptor.close();
    }
}
