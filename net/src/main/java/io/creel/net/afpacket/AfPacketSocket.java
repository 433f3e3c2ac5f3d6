package io.creel.net.afpacket;

import io.creel.net.internal.Memory;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Errno;
import io.creel.net.os.Kernel;
import io.creel.net.os.Mapping;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import java.lang.foreign.Arena;

/**
 * The socket, bound to an interface, and the mapping with its two rings: first the receive ring, then the transmit
 * ring. Frames have a power of two bytes and lie without gaps.
 */
final class AfPacketSocket implements AutoCloseable {
    private static final int MIN_BLOCK_BYTES = 1 << 16;
    private static final int MIN_FRAME_BYTES = 2048;
    /** The header, an address, alignment and a VLAN tag fit in here, beside the frame itself. */
    private static final int OVERHEAD_BYTES = 128;

    private final Kernel kernel = new Kernel();
    private final Descriptor descriptor;
    private final String values;
    private final int frameBytes;
    private final int ringPackets;
    private final Mapping mapping;

    private AfPacketSocket(Descriptor descriptor, NetDevice device, int ringPackets) throws OsException {
        this.descriptor = descriptor;
        this.ringPackets = ringPackets;
        values = "interface=" + device.name();
        frameBytes = Math.max(MIN_FRAME_BYTES, Integer.highestOneBit(device.mtuBytes() + OVERHEAD_BYTES) << 1);
        option(TpacketDescriptor.VERSION, TpacketDescriptor.VERSION_2);
        option(TpacketDescriptor.IGNORE_OUTGOING, 1);
        option(TpacketDescriptor.QDISC_BYPASS, 1);
        // A frame the kernel refuses is skipped; without this it would stay at the head of the ring for ever.
        option(TpacketDescriptor.LOSS, 1);
        ring(TpacketDescriptor.RX_RING);
        ring(TpacketDescriptor.TX_RING);
        mapping = Mapping.of(descriptor, 0, 2L * ringPackets * frameBytes, "cannot map the rings", values);
        boolean bound = false;
        try {
            bind(device);
            bound = true;
        } finally {
            if (!bound) {
                mapping.close();
            }
        }
    }

    static AfPacketSocket open(NetDevice device, int ringPackets) throws OsException {
        // Protocol 0 receives nothing until the bind names the interface: no frame of another one gets in.
        int result = new Kernel().socket(Kernel.AF_PACKET, Kernel.SOCK_RAW | Kernel.SOCK_CLOEXEC, 0);
        if (result == -Errno.EPERM) {
            throw OsException.of("cannot open a packet socket", "interface=" + device.name(), Errno.EPERM,
                    "run as root, or grant CAP_NET_RAW");
        }
        Descriptor descriptor = Descriptor.of(result, "cannot open a packet socket", "interface=" + device.name());
        AfPacketSocket socket = null;
        try {
            socket = new AfPacketSocket(descriptor, device, ringPackets);
            return socket;
        } finally {
            if (socket == null) {
                descriptor.close();
            }
        }
    }

    private void option(int name, int value) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Integer.BYTES, Integer.BYTES).address();
            Memory.setNative32(address, value);
            OsException.check(kernel.setSocketOption(descriptor.number(), TpacketDescriptor.SOL_PACKET, name, address,
                    Integer.BYTES), "cannot set up the packet socket", values + ", option=" + name);
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

    private void bind(NetDevice device) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(TpacketDescriptor.ADDRESS_BYTES, Integer.BYTES).address();
            Memory.setNative16(address, (short) Kernel.AF_PACKET);
            Memory.set16(address + 2, (short) TpacketDescriptor.ALL_PROTOCOLS);
            Memory.setNative32(address + 4, device.index());
            OsException.check(kernel.bind(descriptor.number(), address, TpacketDescriptor.ADDRESS_BYTES),
                    "cannot bind the packet socket", values);
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

    /** The drops since the last question; 0 if the kernel does not answer. */
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
