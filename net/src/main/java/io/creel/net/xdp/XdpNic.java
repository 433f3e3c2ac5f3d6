package io.creel.net.xdp;

import io.creel.net.NicCapabilities;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.PacketPool;
import io.creel.net.driver.DeviceNic;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.PeerOffloads;
import io.creel.net.internal.Memory;
import io.creel.net.os.DeviceFeatures;
import io.creel.net.os.Errno;
import io.creel.net.os.NetDevice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A NIC over AF_XDP: one socket per queue, all of them over the packet pool.
 *
 * <p>
 * It takes every frame of its queues, also ARP; the kernel sees none of them. A link that goes down only pauses it; a
 * removed interface finishes it with a {@link #fault()}. If a peer on this machine leaves segmentation to the hardware,
 * native mode delivers its packets as frames; in generic mode the kernel drops them, which is
 * {@link NicCounter#XDP_RX_DROPPED}. A checksum that such a peer leaves to the hardware is finished on receipt and
 * counted as {@link NicCounter#RX_CHECKSUM_OPEN}.
 */
public final class XdpNic extends DeviceNic {
    private static final int PACKETS_PER_RING_SLOT = 4;
    private static final NicCounter[] KERNEL_COUNTERS = {NicCounter.XDP_RX_DROPPED,
            NicCounter.XDP_RX_INVALID_DESCRIPTORS, NicCounter.XDP_TX_INVALID_DESCRIPTORS, NicCounter.XDP_RX_RING_FULL,
            NicCounter.XDP_RX_FILL_RING_EMPTY, NicCounter.XDP_TX_RING_EMPTY};

    private final String interfaceName;
    private final Umem umem;
    /** The packets for frames that are longer than a chunk; {@code null} if no frame is. */
    private final @Nullable PacketPool largePool;
    private final XskSocket[] sockets;
    private final PeerOffloads offloads;
    private final MemorySegment answer = Arena.ofAuto().allocate(XdpDescriptor.STATISTICS_BYTES + Long.BYTES,
            Long.BYTES);
    private XdpProgram program;

    private XdpNic(String name, NetDevice device, DeviceFeatures features, XdpOptions options) throws IOException {
        super(name, device.macAddress(), pool(name, device, options));
        offloads = new PeerOffloads(name, device.mtuBytes(), statistics(), features.isSoftware());
        interfaceName = device.name();
        int queues = queues(device, options);
        int first = options.queue() == XdpOptions.ALL_QUEUES ? 0 : options.queue();
        int chunkBytes = Umem.chunkBytes(device.mtuBytes());
        int frameBytes = Umem.frameBytes(device.mtuBytes());
        boolean multiBuffer = frameBytes > Umem.roomBytes(chunkBytes);
        int ring = options.ringPackets();
        umem = new Umem(pool());
        largePool = multiBuffer
                ? new PacketPool(name + "/large", queues * options.sizes().largePacketsOr(ring),
                        frameBytes + XdpDescriptor.HEADROOM_BYTES,
                        XdpDescriptor.HEADROOM_BYTES)
                : null;
        sockets = new XskSocket[queues];
        var rx = new XdpRx[queues];
        var tx = new DriverTxQueue[queues];
        sides(2 * queues);
        boolean opened = false;
        String refusal = null;
        try {
            for (int i = 0; i < queues; i++) {
                sockets[i] = XskSocket.open(device.name(), first + i, options.ringPackets(), i == 0 ? pool() : null,
                        options.transmitChecksum());
                if (options.busyPollUs() > 0 && refusal == null) {
                    refusal = sockets[i].busyPoll(options.busyPollUs());
                }
            }
            program = XdpProgram.attach(device, options, multiBuffer);
            for (int i = 0; i < queues; i++) {
                sockets[i].bind(device, first + i, options.copy(), multiBuffer, i == 0 ? null : sockets[0]);
                tx[i] = DriverTxQueue.combining(this, i, umem.inFlight(),
                        new XdpTx(this, sockets[i], umem, device.mtuBytes(), finishesChecksums()),
                        sockets[i].transmit.capacity, device.mtuBytes());
                rx[i] = new XdpRx(this, i, sockets[i], umem, tx[i], largePool,
                        options.busyPollUs() > 0 && refusal == null, offloads);
                rx[i].refill();
                program.deliver(first + i, sockets[i].descriptor(), device.name());
            }
            opened = true;
        } finally {
            if (!opened) {
                release();
            }
        }
        // In generic mode merging happens before the program, in native mode behind it.
        offloads.merges(device.name(), features, program.isGeneric());
        opened(capabilities(device, options, multiBuffer, refusal), rx, tx);
    }

    private static int queues(NetDevice device, XdpOptions options) {
        return options.queue() == XdpOptions.ALL_QUEUES ? device.receiveQueues() : 1;
    }

    private static PacketPool pool(String name, NetDevice device, XdpOptions options) {
        return new PacketPool(name,
                queues(device, options) * options.sizes().packetsOr(PACKETS_PER_RING_SLOT * options.ringPackets()),
                Umem.chunkBytes(device.mtuBytes()), XdpDescriptor.HEADROOM_BYTES);
    }

    /**
     * Returns whether the kernel finishes checksums. In copy mode it does so in software, wherever the frame goes. For
     * a zero-copy device, no interface here tells whether the device does, and a wrong checksum is worse than the cost
     * of computing it.
     */
    private boolean finishesChecksums() {
        return sockets[0].hasMetadata() && !sockets[0].isZeroCopy();
    }

    private NicCapabilities capabilities(NetDevice device, XdpOptions options, boolean multiBuffer,
            @Nullable String busyRefusal) {
        boolean zeroCopy = sockets[0].isZeroCopy();
        var fallbacks = new ArrayList<String>();
        if (busyRefusal != null) {
            fallbacks.add(busyRefusal);
        }
        if (options.transmitChecksum() && !finishesChecksums()) {
            fallbacks.add("no checksums by the kernel: interface=" + device.name() + ", metadata="
                    + sockets[0].hasMetadata() + ", zeroCopy=" + zeroCopy
                    + "; transmit finishes them itself: the kernel does it from 6.8 on, and in copy mode");
        }
        String mode = (program.isGeneric() ? "generic" : "native") + (zeroCopy ? ", zero-copy" : ", copy")
                + ", need-wakeup"
                + (options.busyPollUs() > 0 && busyRefusal == null ? ", busy-poll=" + options.busyPollUs() : "")
                + (finishesChecksums() ? ", tx-checksum" : "");
        return new NicCapabilities(device.mtuBytes(), zeroCopy, options.trustReceiveChecksum(), finishesChecksums(),
                multiBuffer, mode, fallbacks);
    }

    /**
     * Opens an interface of the network namespace of the calling thread.
     *
     * @param interfaceName the name of the interface
     * @param options queues, modes and sizes
     * @return the NIC, open; the caller closes it
     * @throws IOException if the interface cannot be opened; the message is one sentence for the user
     * @throws IllegalArgumentException if the interface has no such queue
     */
    public static XdpNic open(String interfaceName, XdpOptions options) throws IOException {
        NetDevice device = NetDevice.find(interfaceName);
        if (options.queue() >= device.receiveQueues()) {
            throw new IllegalArgumentException("no such queue: interface=" + interfaceName + ", queue="
                    + options.queue() + ", queues=" + device.receiveQueues() + "; 'ethtool -L' changes their number");
        }
        String queue = options.queue() == XdpOptions.ALL_QUEUES ? "" : ":" + options.queue();
        return new XdpNic("afxdp:" + interfaceName + queue, device, DeviceFeatures.find(interfaceName), options);
    }

    /** Examines the result of a system call: an error other than "later" means that the interface is gone. */
    void examine(int result) {
        if (result < 0 && !Errno.isLater(-result)) {
            fail(XdpErrors.gone(interfaceName, -result));
        }
    }

    @Override
    protected void askKernel(NicStatistics to) {
        long address = answer.address();
        long[] sums = new long[KERNEL_COUNTERS.length];
        for (XskSocket socket : sockets) {
            if (!socket.statistics(address, address + XdpDescriptor.STATISTICS_BYTES)) {
                return;
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i] += Memory.getNative64(address + (long) i * Long.BYTES);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            to.set(KERNEL_COUNTERS[i], sums[i]);
        }
        if (program.isGeneric()) {
            offloads.kernelDropped(KERNEL_COUNTERS[0], sums[0]);
        }
    }

    @Override
    public List<String> remarks() {
        return offloads.sentences();
    }

    /** Ends every side; detaches the program first, so that the kernel delivers nothing any more. */
    @Override
    protected void endSides() {
        program.close();
        closeQueues();
    }

    /** Ends one side. Called by a queue after its last use of the device. */
    void ended() {
        sideEnded();
    }

    /** Takes all packets back once the kernel has released them. Also called at the end of an opening that failed. */
    @Override
    protected void release() {
        if (program != null) {
            program.close();
        }
        for (XskSocket socket : sockets) {
            if (socket != null) {
                socket.close();
            }
        }
        umem.takeAll();
        pool().close();
        if (largePool != null) {
            largePool.close();
        }
    }
}
