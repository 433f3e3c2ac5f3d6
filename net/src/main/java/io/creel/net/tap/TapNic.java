package io.creel.net.tap;

import io.creel.net.NicCapabilities;
import io.creel.net.PacketPool;
import io.creel.net.PoolSizes;
import io.creel.net.driver.DeviceNic;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Errno;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import java.io.IOException;

/**
 * A NIC whose link ends in an interface of the kernel: the kernel receives the transmitted frames, and this NIC
 * receives the frames that the kernel sends.
 *
 * <p>
 * {@link #macAddress()} is the address of this end. It is the interface's address with the last bit flipped, so that
 * the two differ. The kernel counts its drops at its interface ({@code ip -s link}), not here. One queue pair; one
 * system call per frame.
 */
public final class TapNic extends DeviceNic {
    static final int HEADROOM_BYTES = 256;

    private static final int POOL_PACKETS = 4096;
    private static final int MIN_POOL_PACKETS = 256;
    /**
     * The largest size of the pool. An interface with a huge MTU gets fewer packets instead of a gigabyte of memory.
     */
    private static final int MAX_POOL_BYTES = 1 << 26;
    private static final int MIN_BUFFER_BYTES = 2048;
    /** The Ethernet header, two VLAN tags, and one byte that reveals a frame that was cut. */
    private static final int LINK_BYTES = 23;

    private final String interfaceName;
    private final Descriptor descriptor;

    private TapNic(NetDevice device, Descriptor descriptor, PoolSizes sizes) {
        String name = "tap:" + device.name();
        super(name, device.macAddress() ^ 1, pool(name, device, sizes));
        interfaceName = device.name();
        this.descriptor = descriptor;
        sides(2);
        var inFlight = new DriverPackets(name());
        var tx = DriverTxQueue.combining(this, 0, inFlight, new TapTx(this, descriptor, inFlight),
                TapTx.WAITING_PACKETS, device.mtuBytes());
        opened(new NicCapabilities(device.mtuBytes(), false, false, false, "read and write, copy"),
                new TapRx(this, descriptor, tx, inFlight), tx);
    }

    private static PacketPool pool(String name, NetDevice device, PoolSizes sizes) {
        int bufferBytes = Math.max(MIN_BUFFER_BYTES, HEADROOM_BYTES + device.mtuBytes() + LINK_BYTES);
        return new PacketPool(name,
                sizes.packetsOr(Math.clamp(MAX_POOL_BYTES / bufferBytes, MIN_POOL_PACKETS, POOL_PACKETS)), bufferBytes,
                HEADROOM_BYTES);
    }

    /**
     * Attaches to a TAP interface of the network namespace of the calling thread; creates the interface if it does not
     * exist.
     *
     * @param interfaceName the name of the interface
     * @return the NIC, open; the caller closes it
     * @throws IOException if the interface cannot be opened; the message is one sentence for the user
     */
    public static TapNic open(String interfaceName) throws IOException {
        return open(interfaceName, PoolSizes.DEFAULT);
    }

    /**
     * Attaches to a TAP interface of the network namespace of the calling thread; creates the interface if it does not
     * exist.
     *
     * @param interfaceName the name of the interface
     * @param sizes the packets to receive into, by default 4096, fewer if the MTU is huge; large packets do not exist
     *        here
     * @return the NIC, open; the caller closes it
     * @throws IOException if the interface cannot be opened; the message is one sentence for the user
     */
    public static TapNic open(String interfaceName, PoolSizes sizes) throws IOException {
        Descriptor descriptor = TapDevice.attach(interfaceName);
        TapNic nic = null;
        try {
            nic = new TapNic(NetDevice.find(interfaceName), descriptor, sizes);
            return nic;
        } finally {
            if (nic == null) {
                descriptor.close();
            }
        }
    }

    /**
     * Examines a failed system call: EIO means that the link is down; any error other than that and "later" means that
     * the interface is gone.
     */
    void examine(int result) {
        if (!Errno.isLater(-result) && result != -Errno.EIO) {
            fail(OsException.removed(interfaceName, -result));
        }
    }

    /** Ends one side. Called by a queue after its last use of the device. */
    void ended() {
        sideEnded();
    }

    @Override
    protected void release() {
        descriptor.close();
        pool().close();
    }
}
