package io.creel.net.afpacket;

import io.creel.net.NicCapabilities;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.PacketPool;
import io.creel.net.PoolSizes;
import io.creel.net.driver.DeviceNic;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.PeerOffloads;
import io.creel.net.os.DeviceFeatures;
import io.creel.net.os.Errno;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A NIC over AF_PACKET with rings of version 2; this is the AF_PACKET driver for live traffic. One queue pair.
 *
 * <p>
 * The kernel marks the packets whose checksum a local peer left to its hardware; the driver finishes such a checksum on
 * receipt. Frames that an offload of the peer made longer than the link carries are counted as
 * {@link NicCounter#RX_ABOVE_MTU} and, if they do not fit into the ring, as {@link NicCounter#RX_UNDELIVERABLE}.
 * Timestamps come from the kernel, in nanoseconds since the Unix epoch.
 */
public final class AfPacketNic extends DeviceNic {
    private static final int PACKETS_PER_RING_SLOT = 4;
    private static final int HEADROOM_BYTES = 256;
    private static final int MIN_BUFFER_BYTES = 2048;
    private static final int ANSWER_BYTES = 16;
    private static final int ANSWER_SIZE = 8;

    private final String interfaceName;
    private final AfPacketSocket socket;
    private final PeerOffloads offloads;
    private final MemorySegment answer = Arena.ofAuto().allocate(ANSWER_BYTES, Long.BYTES);

    private AfPacketNic(NetDevice device, DeviceFeatures features, AfPacketSocket socket, PacketPool pool) {
        super(pool.name(), device.macAddress(), pool);
        interfaceName = device.name();
        this.socket = socket;
        sides(2);
        var inFlight = new DriverPackets(name());
        var tx = DriverTxQueue.combining(this, 0, inFlight, new AfPacketTx(this, socket, inFlight),
                socket.ringPackets(), device.mtuBytes());
        offloads = new PeerOffloads(name(), device.mtuBytes(), statistics(), false);
        offloads.merges(device.name(), features, true);
        opened(new NicCapabilities(device.mtuBytes(), false, false, false, "rings of version 2, copy"),
                new AfPacketRx(this, socket, tx, offloads), tx);
    }

    /**
     * Opens an interface of the network namespace of the calling thread.
     *
     * @param interfaceName the name of the interface
     * @return the NIC, open; the caller closes it
     * @throws IOException if the interface cannot be opened; the message is one sentence for the user
     */
    public static AfPacketNic open(String interfaceName) throws IOException {
        return open(interfaceName, PoolSizes.DEFAULT);
    }

    /**
     * Opens an interface of the network namespace of the calling thread.
     *
     * @param interfaceName the name of the interface
     * @param sizes the packets to receive into, by default four times the ring; large packets do not exist here
     * @return the NIC, open; the caller closes it
     * @throws IOException if the interface cannot be opened; the message is one sentence for the user
     */
    public static AfPacketNic open(String interfaceName, PoolSizes sizes) throws IOException {
        NetDevice device = NetDevice.find(interfaceName);
        DeviceFeatures features = DeviceFeatures.find(interfaceName);
        AfPacketSocket socket = AfPacketSocket.open(device);
        PacketPool pool = null;
        try {
            pool = new PacketPool("afpacket:" + device.name(),
                    sizes.packetsOr(PACKETS_PER_RING_SLOT * socket.ringPackets()),
                    Math.max(MIN_BUFFER_BYTES, socket.frameBytes() + HEADROOM_BYTES), HEADROOM_BYTES);
        } finally {
            if (pool == null) {
                socket.close();
            }
        }
        return new AfPacketNic(device, features, socket, pool);
    }

    /** Examines the result of a system call: an error other than "later" means that the interface is gone. */
    void examine(int result) {
        if (result < 0 && !Errno.isLater(-result)) {
            fail(OsException.removed(interfaceName, -result));
        }
    }

    @Override
    protected void askKernel(NicStatistics to) {
        to.add(NicCounter.PACKET_RX_DROPPED, socket.drops(answer.address(), answer.address() + ANSWER_SIZE));
    }

    @Override
    public List<String> remarks() {
        return offloads.sentences();
    }

    /** Ends one side. Called by a queue after its last use of the device. */
    void ended() {
        sideEnded();
    }

    @Override
    protected void release() {
        socket.close();
        pool().close();
    }
}
