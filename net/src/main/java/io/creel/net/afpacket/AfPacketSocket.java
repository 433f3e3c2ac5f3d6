package io.creel.net.afpacket;

import io.creel.net.internal.Memory;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Kernel;
import io.creel.net.os.Mapping;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import java.lang.foreign.Arena;

/**
 * The socket, bound to an interface, and the mapping with its two rings: the receive ring first, then the transmit
 * ring. The length of a frame is a power of two bytes, and frames lie without gaps.
 */
final class AfPacketSocket implements AutoCloseable {
    private static final int MIN_BLOCK_BYTES = 1 << 16;
    private static final int MIN_FRAME_BYTES = 2048;
    private static final int MAX_RING_PACKETS = 1024;
    private static final int MIN_RING_PACKETS = 64;
    /**
     * The largest size of each ring. An interface with a huge MTU, such as loopback, gets fewer packets instead of a
     * gigabyte of memory.
     */
    private static final int MAX_RING_BYTES = 1 << 24;
    /** The room in a frame for the header, an address, alignment and a VLAN tag. */
    private static final int OVERHEAD_BYTES = 128;

    private final Kernel kernel = new Kernel();
    private final Descriptor descriptor;
    private final String values;
    private final int frameBytes;
    private final int ringPackets;
    private final Mapping mapping;

    private AfPacketSocket(Descriptor descriptor, NetDevice device) throws OsException {
        this.descriptor = descriptor;
        values = "interface=" + device.name();
        frameBytes = Math.max(MIN_FRAME_BYTES, Integer.highestOneBit(device.mtuBytes() + OVERHEAD_BYTES) << 1);
        ringPackets = Math.clamp(MAX_RING_BYTES / frameBytes, MIN_RING_PACKETS, MAX_RING_PACKETS);
        PacketSocket.option(descriptor, device, TpacketDescriptor.VERSION, TpacketDescriptor.VERSION_2);
        PacketSocket.option(descriptor, device, TpacketDescriptor.IGNORE_OUTGOING, 1);
        PacketSocket.option(descriptor, device, TpacketDescriptor.QDISC_BYPASS, 1);
        // The kernel skips a frame that it refuses; without this option the frame would stay at the head of the ring
        // for ever.
        PacketSocket.option(descriptor, device, TpacketDescriptor.LOSS, 1);
        ring(TpacketDescriptor.RX_RING);
        ring(TpacketDescriptor.TX_RING);
        mapping = Mapping.of(descriptor, 0, 2L * ringPackets * frameBytes, "cannot map the rings", values);
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

    static AfPacketSocket open(NetDevice device) throws OsException {
        Descriptor descriptor = PacketSocket.open(device);
        AfPacketSocket socket = null;
        try {
            socket = new AfPacketSocket(descriptor, device);
            return socket;
        } finally {
            if (socket == null) {
                descriptor.close();
            }
        }
    }

    private void ring(int which) throws OsException {
        int blockBytes = Math.max(MIN_BLOCK_BYTES, frameBytes);
        try (Arena arena = Arena.ofConfined()) {
            long request = arena.allocate(TpacketDescriptor.REQUEST_BYTES, Integer.BYTES).address();
            Memory.setNative32(request, blockBytes);
            Memory.setNative32(request + 4, (int) ((long) ringPackets * frameBytes / blockBytes));
            Memory.setNative32(request + 8, frameBytes);
            Memory.setNative32(request + 12, ringPackets);
            OsException.check(
                    kernel.setSocketOption(descriptor.number(), TpacketDescriptor.SOL_PACKET, which, request,
                            TpacketDescriptor.REQUEST_BYTES),
                    "cannot create a ring", values + ", ringPackets=" + ringPackets + ", frameBytes=" + frameBytes);
        }
    }

    Descriptor descriptor() {
        return descriptor;
    }

    int ringPackets() {
        return ringPackets;
    }

    int frameBytes() {
        return frameBytes;
    }

    long receiveFrame(int index) {
        return mapping.address() + (long) (index & ringPackets - 1) * frameBytes;
    }

    long transmitFrame(int index) {
        return mapping.address() + (long) (ringPackets + (index & ringPackets - 1)) * frameBytes;
    }

    /** Returns the number of drops since the last call; 0 if the kernel does not answer. */
    int drops(long answer, long size) {
        Memory.setNative32(size, TpacketDescriptor.STATISTICS_BYTES);
        int result = kernel.getSocketOption(descriptor.number(), TpacketDescriptor.SOL_PACKET,
                TpacketDescriptor.STATISTICS, answer, size);
        return result < 0 ? 0 : Memory.getNative32(answer + 4);
    }

    @Override
    public void close() {
        mapping.close();
        descriptor.close();
    }
}
