package io.creel.net.afpacket;

import io.creel.net.NicCapabilities;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.PoolSizes;
import io.creel.net.driver.DeviceNic;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.internal.Memory;
import io.creel.net.internal.Turn;
import io.creel.net.os.Errno;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A NIC that listens beside the kernel, over AF_PACKET with rings of version 3. It receives both directions and frames
 * for any receiver, in the form in which the kernel has them: unfinished checksums and frames merged by an offload
 * included. It delivers block by block, up to 10 ms late, and transmits nothing.
 *
 * <p>
 * The kernel never shows listeners the frames that bypass its own queues: those that AF_XDP sends and those that an
 * {@link AfPacketNic} sends.
 *
 * <p>
 * {@link Packet#port()} is 0 for received frames and 1 for frames that this machine has sent.
 */
public final class CaptureNic extends DeviceNic {
    static final int PORT_RECEIVED = 0;
    static final int PORT_SENT = 1;

    private static final int POOL_PACKETS = 8192;
    private static final int BUFFER_BYTES = 2048;
    private static final int LARGE_PACKETS = 256;
    /** The longest frame that an offload makes, with room for headers. */
    private static final int LARGE_BUFFER_BYTES = 66_000;
    private static final int ANSWER_BYTES = 24;
    private static final int ANSWER_SIZE = 16;

    private final String interfaceName;
    private final CaptureSocket socket;
    private final PacketPool largePool;
    /** Whether the capture was stopped. Written by the thread that stops it, read by the thread that polls. */
    private volatile boolean shut;
    private final Turn shutting = new Turn();
    private final MemorySegment answer = Arena.ofAuto().allocate(ANSWER_BYTES, Long.BYTES);

    private CaptureNic(NetDevice device, CaptureSocket socket, PacketPool pool, PacketPool largePool) {
        super(pool.name(), device.macAddress(), pool);
        interfaceName = device.name();
        this.socket = socket;
        this.largePool = largePool;
        sides(2);
        // This transmit queue takes nothing.
        var tx = DriverTxQueue.direct(this, 0, new DriverPackets(name()),
                (_, _, _) -> NicCounter.TX_REFUSED_CLOSED);
        opened(new NicCapabilities(device.mtuBytes(), false, false, true, "blocks of version 3, receives only"),
                new CaptureRx(this, socket, largePool), tx);
    }

    /**
     * Opens an interface of the network namespace of the calling thread.
     *
     * @param interfaceName the name of the interface
     * @return the NIC, open; the caller closes it
     * @throws IOException if the interface cannot be opened; the message is one sentence for the user
     */
    public static CaptureNic open(String interfaceName) throws IOException {
        return open(interfaceName, PoolSizes.DEFAULT);
    }

    /**
     * Opens an interface of the network namespace of the calling thread.
     *
     * @param interfaceName the name of the interface
     * @param sizes the packets to receive into, by default 8192 packets of up to 2048 bytes and 256 of up to 66,000
     * @return the NIC, open; the caller closes it
     * @throws IOException if the interface cannot be opened; the message is one sentence for the user
     */
    public static CaptureNic open(String interfaceName, PoolSizes sizes) throws IOException {
        NetDevice device = NetDevice.find(interfaceName);
        CaptureSocket socket = CaptureSocket.open(device);
        String name = "afpacket:" + device.name();
        PacketPool largePool = null;
        try {
            var pool = new PacketPool(name, sizes.packetsOr(POOL_PACKETS), BUFFER_BYTES, 0);
            largePool = new PacketPool(name + "/large", sizes.largePacketsOr(LARGE_PACKETS), LARGE_BUFFER_BYTES, 0);
            return new CaptureNic(device, socket, pool, largePool);
        } finally {
            if (largePool == null) {
                socket.close();
            }
        }
    }

    /**
     * Stops listening without losing frames that have arrived. No further frame comes in, polls deliver the frames that
     * are there, up to 20 ms late, and then this NIC {@link #isFinished()}. Threads: any. A second call does nothing.
     *
     * @throws IOException if the kernel refuses; the message is one sentence for the user
     */
    public void stopListening() throws IOException {
        if (isFinished() || !shutting.tryEnter()) {
            return; // closed, or another thread is stopping it
        }
        try {
            socket.shut();
            shut = true;
        } finally {
            if (shutting.exit()) {
                sideEnded();
            }
        }
    }

    boolean isShut() {
        return shut;
    }

    void drained() {
        end();
    }

    /** Examines the result of a system call: an error other than "later" means that the interface is gone. */
    void examine(int result) {
        if (result < 0 && !Errno.isLater(-result)) {
            fail(OsException.removed(interfaceName, -result));
        }
    }

    @Override
    protected void askKernel(NicStatistics to) {
        if (socket.statistics(answer.address(), answer.address() + ANSWER_SIZE)) {
            to.add(NicCounter.PACKET_RX_DROPPED, Memory.getNative32(answer.address() + 4));
            to.add(NicCounter.PACKET_RX_RING_FREEZES, Memory.getNative32(answer.address() + 8));
        }
    }

    /** Ends both sides; the second side is the thread that stops the capture. */
    @Override
    protected void endSides() {
        closeQueues();
        if (shutting.close()) {
            sideEnded();
        }
    }

    /** Ends the receiving side. Called by the receive queue after its last use of the device. */
    void ended() {
        sideEnded();
    }

    @Override
    protected void release() {
        socket.close();
        pool().close();
        largePool.close();
    }
}
