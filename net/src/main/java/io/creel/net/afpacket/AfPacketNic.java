package io.creel.net.afpacket;

import io.creel.net.Nic;
import io.creel.net.NicCapabilities;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.PacketPool;
import io.creel.net.PoolSizes;
import io.creel.net.RxQueue;
import io.creel.net.TxQueue;
import io.creel.net.driver.DeviceNic;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.NicDriver;
import io.creel.net.driver.PeerOffloads;
import io.creel.net.driver.SinglePairNic;
import io.creel.net.os.DeviceFeatures;
import io.creel.net.os.Errno;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A NIC over AF_PACKET with rings of version 2, the one for live traffic. One queue pair.
 *
 * <p>
 * A checksum that a local peer left to its hardware is filled in on receipt, because the kernel says which those are.
 * Frames an offload of the peer made longer than the link carries are counted as {@link NicCounter#RX_ABOVE_MTU} and, if they
 * do not fit into the ring, as {@link NicCounter#RX_UNDELIVERABLE}.
 * Timestamps are the kernel's, in nanoseconds of the Unix epoch.
 */
public final class AfPacketNic extends DeviceNic implements SinglePairNic {
    private static final String USAGE = "afpacket:IF";
    private static final String CAPTURE = "capture";
    private static final int PACKETS_PER_RING_SLOT = 4;
    private static final int HEADROOM_BYTES = 256;
    private static final int MIN_BUFFER_BYTES = 2048;
    private static final int ANSWER_BYTES = 16;
    private static final int ANSWER_SIZE = 8;

    private final String interfaceName;
    private final PacketPool pool;
    private final AfPacketSocket socket;
    private final PeerOffloads offloads;
    private final AfPacketRx rx;
    private final DriverTxQueue tx;
    private final NicCapabilities capabilities;
    private final MemorySegment answer = Arena.ofAuto().allocate(ANSWER_BYTES, Long.BYTES);

    private AfPacketNic(NetDevice device, DeviceFeatures features, PoolSizes sizes) throws OsException {
        super("afpacket:" + device.name(), device.macAddress());
        interfaceName = device.name();
        socket = AfPacketSocket.open(device);
        boolean opened = false;
        try {
            pool = new PacketPool(name(), sizes.packetsOr(PACKETS_PER_RING_SLOT * socket.ringPackets()),
                    Math.max(MIN_BUFFER_BYTES, socket.frameBytes() + HEADROOM_BYTES), HEADROOM_BYTES);
            opened = true;
        } finally {
            if (!opened) {
                socket.close();
            }
        }
        sides(2);
        var inFlight = new DriverPackets(name());
        tx = DriverTxQueue.combining(this, 0, inFlight, new AfPacketTx(this, socket, inFlight), socket.ringPackets(),
                device.mtuBytes());
        offloads = new PeerOffloads(name(), device.mtuBytes(), statistics(), false);
        offloads.merges(device.name(), features, true);
        rx = new AfPacketRx(this, socket, tx, offloads);
        capabilities = new NicCapabilities(device.mtuBytes(), false, false, false, "rings of version 2, copy");
    }

    /**
     * Opens an interface of the network namespace of the calling thread.
     *
     * @throws IOException
     *             if that fails; the message is one sentence for the user
     */
    public static AfPacketNic open(String interfaceName) throws IOException {
        return open(interfaceName, PoolSizes.DEFAULT);
    }

    /**
     * As {@link #open(String)}.
     *
     * @param sizes
     *            packets to receive into, by default four times the ring; there are no large ones
     */
    public static AfPacketNic open(String interfaceName, PoolSizes sizes) throws IOException {
        return new AfPacketNic(NetDevice.find(interfaceName), DeviceFeatures.find(interfaceName), sizes);
    }

    /** Looks at the result of a call: an error that is not "later" means that the interface is gone. */
    void examine(int result) {
        if (result < 0 && !Errno.isLater(-result)) {
            if (fail(OsException.of("the interface was removed", "interface=" + interfaceName, -result,
                    "close this NIC and open another"))) {
                tx.refuse();
            }
        }
    }

    @Override
    protected void askKernel(NicStatistics to) {
        to.add(NicCounter.PACKET_RX_DROPPED, socket.drops(answer.address(), answer.address() + ANSWER_SIZE));
    }

    @Override
    public RxQueue rx() {
        return rx;
    }

    @Override
    public TxQueue tx() {
        return tx;
    }

    @Override
    public PacketPool pool() {
        return pool;
    }

    @Override
    public NicCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public List<String> remarks() {
        return offloads.sentences();
    }

    @Override
    protected void endSides() {
        rx.close();
        tx.close();
    }

    /** A queue has used the device for the last time. */
    void ended() {
        sideEnded();
    }

    @Override
    protected void release() {
        socket.close();
        pool.close();
    }

    /** {@code afpacket:IF}, and {@code afpacket:IF,capture} for a {@link CaptureNic}; both with {@link PoolSizes}. */
    public static final class Driver implements NicDriver {
        /** For {@link java.util.ServiceLoader}. */
        public Driver() {
        }

        @Override
        public String scheme() {
            return "afpacket";
        }

        @Override
        public String usage() {
            return USAGE;
        }

        @Override
        public Nic open(String target) throws IOException {
            if (target.isEmpty()) {
                throw new IllegalArgumentException("AF_PACKET needs an interface: word=afpacket:, known=" + USAGE);
            }
            int comma = target.indexOf(',');
            if (comma < 0) {
                return AfPacketNic.open(target);
            }
            String name = target.substring(0, comma);
            boolean capture = false;
            PoolSizes sizes = PoolSizes.DEFAULT;
            for (String setting : target.substring(comma + 1).split(",", -1)) {
                if (setting.equals(CAPTURE)) {
                    capture = true;
                } else if (PoolSizes.knows(setting)) {
                    sizes = sizes.with(setting, "afpacket:" + target);
                } else {
                    throw new IllegalArgumentException("unknown setting: word=afpacket:" + target + ", setting="
                            + setting + ", known=" + CAPTURE + ", " + PoolSizes.SETTINGS);
                }
            }
            return capture ? CaptureNic.open(name, sizes) : AfPacketNic.open(name, sizes);
        }
    }
}
