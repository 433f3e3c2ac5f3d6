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
 * A NIC whose link ends in an interface of the kernel: what we transmit the kernel receives, and the other way round.
 *
 * <p>
 * {@link #macAddress()} is ours, made from the interface's by its last bit, so that the two differ. The kernel counts
 * what it drops at its interface ({@code ip -s link}), not here. One queue pair; a system call per frame.
 */
public final class TapNic extends DeviceNic {
    static final int HEADROOM_BYTES = 256;

    private static final int POOL_PACKETS = 4096;
    private static final int MIN_POOL_PACKETS = 256;
    /** An interface with a huge MTU gets fewer packets, not a gigabyte. */
    private static final int MAX_POOL_BYTES = 1 << 26;
    private static final int MIN_BUFFER_BYTES = 2048;
    /** Ethernet header, two VLAN tags, and one byte that shows a frame that was cut. */
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
     * Attaches to a TAP interface of the network namespace of the calling thread, and makes it if there is none.
     *
     * @throws IOException
     *             if that fails; the message is one sentence for the user
     */
    public static TapNic open(String interfaceName) throws IOException {
        return open(interfaceName, PoolSizes.DEFAULT);
    }

    /**
     * As {@link #open(String)}.
     *
     * @param sizes
     *            packets to receive into, by default 4096, fewer if the MTU is huge; there are no large ones
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

    /** Looks at a failed call; EIO says that the link is down, and anything else but "later" that it is gone. */
    void examine(int result) {
        if (!Errno.isLater(-result) && result != -Errno.EIO) {
            fail(OsException.removed(interfaceName, -result));
        }
    }

    /** A queue has used the device for the last time. */
    void ended() {
        sideEnded();
    }

    @Override
    protected void release() {
        descriptor.close();
        pool().close();
    }
}
