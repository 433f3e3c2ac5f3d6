package io.creel.net.xdp;

import io.creel.net.PacketPool;
import io.creel.net.internal.Memory;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Errno;
import io.creel.net.os.Kernel;
import io.creel.net.os.Mapping;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import io.creel.net.os.Poller;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one queue and its four rings.
 *
 * <p>
 * {@link #close} unmaps before it closes, because a mapping keeps the socket, and with it the queue, busy for ever.
 */
final class XskSocket implements AutoCloseable {
    /**
     * The number of tries: five seconds, because on a fully loaded machine the kernel takes more than one second to
     * release a closed socket.
     */
    private static final int BIND_TRIES = 500;
    private static final long BIND_PAUSE_NS = 10_000_000;

    final ConsumerRing receive;
    final ProducerRing transmit;
    final ProducerRing fill;
    final ConsumerRing completion;
    private final Kernel kernel = new Kernel();
    private final Descriptor descriptor;
    private final String values;
    private final List<Mapping> mappings = new ArrayList<>();
    private boolean zeroCopy;
    private boolean metadata;

    private XskSocket(Descriptor descriptor, String values, int ringPackets) throws OsException {
        this.descriptor = descriptor;
        this.values = values;
        int transmitPackets = ringPackets / 2;
        size(XdpDescriptor.RX_RING, ringPackets);
        size(XdpDescriptor.TX_RING, transmitPackets);
        size(XdpDescriptor.FILL_RING, ringPackets);
        size(XdpDescriptor.COMPLETION_RING, transmitPackets);
        try (Arena arena = Arena.ofConfined()) {
            long offsets = get(arena, XdpDescriptor.MMAP_OFFSETS, XdpDescriptor.OFFSETS_BYTES);
            int stride = XdpDescriptor.OFFSETS_STRIDE;
            int frame = XdpDescriptor.DESCRIPTOR_BYTES;
            receive = new ConsumerRing(map(XdpDescriptor.PAGE_RX, offsets, ringPackets, frame), offsets, ringPackets,
                    frame);
            offsets += stride;
            transmit = new ProducerRing(map(XdpDescriptor.PAGE_TX, offsets, transmitPackets, frame), offsets,
                    transmitPackets, frame);
            offsets += stride;
            fill = new ProducerRing(map(XdpDescriptor.PAGE_FILL, offsets, ringPackets, Long.BYTES), offsets,
                    ringPackets, Long.BYTES);
            offsets += stride;
            completion = new ConsumerRing(map(XdpDescriptor.PAGE_COMPLETION, offsets, transmitPackets, Long.BYTES),
                    offsets, transmitPackets, Long.BYTES);
            // The kernel then sends a whole ring per call instead of 32 frames. Kernels before 6.17 do not know the
            // option; that does no harm.
            number(XdpDescriptor.MAX_TX_SKB_BUDGET, Math.max(32, transmitPackets));
        }
    }

    /**
     * Opens a socket with its rings and does not bind it yet.
     *
     * @param umem the memory to register with it; {@code null} for a socket that shares the memory of another one
     * @param metadata whether every frame has {@link XdpDescriptor#METADATA_BYTES} in front of it with instructions for
     *        the kernel; {@link #hasMetadata} tells whether the kernel supports that
     */
    static XskSocket open(String name, int queue, int ringPackets, @Nullable PacketPool umem, boolean metadata)
            throws OsException {
        Descriptor descriptor = XdpErrors.descriptor(
                new Kernel().socket(Kernel.AF_XDP, Kernel.SOCK_RAW | Kernel.SOCK_CLOEXEC, 0),
                "cannot open an AF_XDP socket", name);
        XskSocket socket = null;
        try {
            boolean granted = umem != null && register(descriptor, name, umem, metadata);
            socket = new XskSocket(descriptor, "interface=" + name + ", queue=" + queue, ringPackets);
            socket.metadata = granted;
            return socket;
        } finally {
            if (socket == null) {
                descriptor.close();
            }
        }
    }

    /**
     * Registers the memory. Returns whether the kernel accepts metadata, too: kernels before 6.8 refuse flags that they
     * do not know.
     */
    private static boolean register(Descriptor descriptor, String name, PacketPool pool, boolean metadata)
            throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long bytes = (long) pool.capacity() * pool.bufferBytes();
            long umem = arena.allocate(XdpDescriptor.UMEM_BYTES, Long.BYTES).address();
            Memory.setNative64(umem, pool.address());
            Memory.setNative64(umem + XdpDescriptor.UMEM_LENGTH, bytes);
            Memory.setNative32(umem + XdpDescriptor.UMEM_CHUNK_BYTES, pool.bufferBytes());
            if (metadata) {
                Memory.setNative32(umem + XdpDescriptor.UMEM_FLAGS,
                        XdpDescriptor.UMEM_HAS_METADATA | XdpDescriptor.UMEM_SOFTWARE_CHECKSUM);
                Memory.setNative32(umem + XdpDescriptor.UMEM_METADATA_LENGTH, XdpDescriptor.METADATA_BYTES);
                int result = register(descriptor, umem);
                if (result != -Errno.EINVAL) {
                    return granted(name, bytes, result);
                }
                Memory.setNative64(umem + XdpDescriptor.UMEM_FLAGS, 0);
            }
            granted(name, bytes, register(descriptor, umem));
            return false;
        }
    }

    private static int register(Descriptor descriptor, long umem) {
        return new Kernel().setSocketOption(descriptor.number(), XdpDescriptor.SOL_XDP, XdpDescriptor.UMEM_REG, umem,
                XdpDescriptor.UMEM_BYTES);
    }

    private static boolean granted(String name, long bytes, int result) throws OsException {
        if (result < 0) {
            throw XdpErrors.umem(name, bytes, -result);
        }
        return true;
    }

    /**
     * Asks the kernel to poll the device on the receiving thread.
     *
     * @return {@code null} if it will; otherwise a sentence with the reason
     */
    @Nullable
    String busyPoll(int durationUs) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Integer.BYTES, Integer.BYTES).address();
            return XdpBusyPoll.ask(durationUs, values, (option, value) -> {
                Memory.setNative32(address, value);
                return kernel.setSocketOption(descriptor.number(), Kernel.SOL_SOCKET, option, address, Integer.BYTES);
            });
        }
    }

    private void size(int ring, int packets) throws OsException {
        OsException.check(number(ring, packets), "cannot size a ring", values + ", ringPackets=" + packets);
    }

    private int number(int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Integer.BYTES, Integer.BYTES).address();
            Memory.setNative32(address, value);
            return kernel.setSocketOption(descriptor.number(), XdpDescriptor.SOL_XDP, option, address, Integer.BYTES);
        }
    }

    private long get(Arena arena, int option, int sizeBytes) throws OsException {
        long value = arena.allocate(sizeBytes, Long.BYTES).address();
        OsException.check(get(option, value, arena.allocate(Integer.BYTES, Integer.BYTES).address(), sizeBytes),
                "cannot ask the socket", values + ", option=" + option);
        return value;
    }

    private int get(int option, long value, long size, int sizeBytes) {
        Memory.setNative32(size, sizeBytes);
        return kernel.getSocketOption(descriptor.number(), XdpDescriptor.SOL_XDP, option, value, size);
    }

    private Mapping map(long page, long offsets, int packets, int entryBytes) throws OsException {
        boolean mapped = false;
        try {
            Mapping mapping = Mapping.of(descriptor, page, Ring.sizeBytes(offsets, packets, entryBytes),
                    "cannot map a ring", values);
            mappings.add(mapping);
            mapped = true;
            return mapping;
        } finally {
            if (!mapped) {
                mappings.forEach(Mapping::close);
            }
        }
    }

    /**
     * Binds the socket to the queue; {@code first} is the socket whose memory this one shares, {@code null} for the
     * socket that has the memory.
     */
    void bind(NetDevice device, int queue, XdpOptions.Copy copy, boolean multiBuffer, @Nullable XskSocket first)
            throws OsException {
        int base = XdpDescriptor.BIND_NEED_WAKEUP | (multiBuffer ? XdpDescriptor.BIND_MULTI_BUFFER : 0);
        int result;
        if (first != null) {
            // The kernel accepts no other flag here, because the mode is that of the first socket.
            result = bind(device, queue, XdpDescriptor.BIND_SHARED_UMEM, first.descriptor.number());
        } else if (copy == XdpOptions.Copy.COPY) {
            result = bind(device, queue, base | XdpDescriptor.BIND_COPY, 0);
        } else {
            result = bind(device, queue, base | XdpDescriptor.BIND_ZERO_COPY, 0);
            if (copy == XdpOptions.Copy.ANY && (result == -Errno.EOPNOTSUPP || result == -Errno.EINVAL)) {
                result = bind(device, queue, base | XdpDescriptor.BIND_COPY, 0);
            }
        }
        if (result < 0) {
            throw XdpErrors.bind(device.name(), queue, -result);
        }
        try (Arena arena = Arena.ofConfined()) {
            long options = get(arena, XdpDescriptor.OPTIONS, Integer.BYTES);
            zeroCopy = (Memory.getNative32(options) & XdpDescriptor.OPTION_IS_ZERO_COPY) != 0;
        }
    }

    /**
     * Binds, and tries again for some seconds, because a queue stays busy for a moment after its last socket was
     * closed.
     */
    private int bind(NetDevice device, int queue, int flags, int sharedDescriptor) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(XdpDescriptor.ADDRESS_BYTES, Integer.BYTES).address();
            Memory.setNative16(address, (short) Kernel.AF_XDP);
            Memory.setNative16(address + XdpDescriptor.ADDRESS_FLAGS, (short) flags);
            Memory.setNative32(address + XdpDescriptor.ADDRESS_INTERFACE, device.index());
            Memory.setNative32(address + XdpDescriptor.ADDRESS_QUEUE, queue);
            Memory.setNative32(address + XdpDescriptor.ADDRESS_SHARED_FD, sharedDescriptor);
            int result = -Errno.EBUSY;
            for (int tries = 0; tries < BIND_TRIES && result == -Errno.EBUSY; tries++) {
                if (tries > 0) {
                    Poller.pause(BIND_PAUSE_NS);
                }
                result = kernel.bind(descriptor.number(), address, XdpDescriptor.ADDRESS_BYTES);
            }
            return result;
        }
    }

    Descriptor descriptor() {
        return descriptor;
    }

    /** Returns whether metadata in front of a frame instruct the kernel. */
    boolean hasMetadata() {
        return metadata;
    }

    boolean isZeroCopy() {
        return zeroCopy;
    }

    /** Fetches the six counters to {@code statistics}. Returns {@code false} if the kernel does not answer. */
    boolean statistics(long statistics, long size) {
        return get(XdpDescriptor.STATISTICS, statistics, size, XdpDescriptor.STATISTICS_BYTES) >= 0;
    }

    @Override
    public void close() {
        mappings.forEach(Mapping::close);
        descriptor.close();
    }
}
