package io.creel.net.vswitch;

import io.creel.net.NicCapabilities;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.driver.DriverNic;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.MemoryRxQueue;
import io.creel.net.internal.Faults;
import io.creel.net.internal.Memory;
import io.creel.net.wire.EthernetDescriptor;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A port of an Ethernet switch in memory: every {@code switch:NAME} of a JVM with the same name is a port of the same switch.
 *
 * <p>
 * The switch learns who is behind which port. A frame for a known station reaches its port as the very same packet; every
 * other frame reaches all ports as a copy in a packet of theirs, at most {@value MemorySwitch#PORTS} of them. A full port
 * refuses a frame that is for it alone, and the sender counts that; a copy it has no room for it counts itself. A frame for
 * nobody is {@link NicCounter#SWITCH_UNDELIVERED}. Any thread may transmit, one thread at a time polls. Order is kept per
 * sending thread and port.
 */
public final class SwitchNic extends DriverNic {
    private static final int RING_CAPACITY = 1024;
    private static final int BUFFER_BYTES = 2048;
    private static final int HEADROOM_BYTES = 256;
    /** Locally administered; the port is in the last byte. */
    private static final long FIRST_ADDRESS = 0x02_53_57_00_00_01L;
    private static final NicCapabilities CAPABILITIES = new NicCapabilities(1500, true, true, false, "switch");

    private final MemorySwitch inside;
    private final String switchName;
    private final int port;
    private final MemoryRxQueue rx;
    private final DriverTxQueue tx;
    private final AtomicBoolean closed = new AtomicBoolean();

    SwitchNic(MemorySwitch inside, String switchName, int port) {
        String name = "switch:" + switchName + "/" + port;
        super(name, FIRST_ADDRESS + port, new PacketPool(name, 2 * RING_CAPACITY, BUFFER_BYTES, HEADROOM_BYTES));
        this.inside = inside;
        this.switchName = switchName;
        this.port = port;
        rx = new MemoryRxQueue(this, 0, inside.inFlight(), RING_CAPACITY);
        tx = DriverTxQueue.direct(this, 0, inside.inFlight(), this::forward);
        opened(CAPABILITIES, rx, tx);
    }

    /**
     * Connects to a switch, which the first port makes and the last one takes along.
     *
     * @throws IOException
     *             if all its ports are in use
     */
    public static SwitchNic open(String switchName) throws IOException {
        SwitchNic nic = MemorySwitch.connect(switchName);
        if (nic == null) {
            throw new IOException("the switch has no free port: switch=" + switchName + ", ports=" + MemorySwitch.PORTS
                    + "; close one, or connect two switches by 'creel bridge'");
        }
        return nic;
    }

    /** A copy of a packet in flight; any thread. */
    void copyIn(Packet packet, long address, int sizeBytes) {
        Packet copy = pool().allocate();
        if (copy == null) {
            statistics().add(rx.isClosed() ? NicCounter.RX_UNREAD_AT_CLOSE : NicCounter.RX_POOL_EXHAUSTED, 1);
            return;
        }
        if (sizeBytes > copy.capacityBytes()) {
            copy.release();
            statistics().add(NicCounter.RX_UNDELIVERABLE, 1);
            return;
        }
        fill(copy, packet, address, sizeBytes);
        inside.inFlight().depart(copy);
        if (rx.enter(copy)) {
            rx.wake();
        } else {
            inside.inFlight().complete(copy);
            statistics().add(NicCounter.RX_RING_FULL, 1);
        }
    }

    private static void fill(Packet copy, Packet packet, long address, int sizeBytes) {
        boolean filled = false;
        try {
            copy.resize(sizeBytes);
            DriverPackets.copy(address, copy, 0, sizeBytes);
            copy.timestampNs(packet.timestampNs());
            filled = true;
        } finally {
            if (!filled) {
                copy.release();
            }
        }
    }

    @Override
    public boolean isFinished() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Faults.all(tx::close, () -> inside.disconnect(switchName, port), rx::shut, pool()::close);
        }
    }

    private NicCounter forward(Packet packet, long address, int sizeBytes) {
        if (sizeBytes < EthernetDescriptor.HEADER_BYTES) {
            return NicCounter.TX_REFUSED_TOO_SHORT;
        }
        inside.learn(station(address + EthernetDescriptor.SOURCE), port);
        SwitchNic to = inside.find(station(address + EthernetDescriptor.DESTINATION));
        if (to != null && to != this) {
            if (!to.rx.enter(packet)) {
                return NicCounter.TX_REFUSED_RING_FULL;
            }
            // Here and not in a flush: a batch may be for many readers.
            to.rx.wake();
            return null;
        }
        if (to != null || inside.flood(packet, address, sizeBytes, this) == 0) {
            statistics().add(NicCounter.SWITCH_UNDELIVERED, 1);
        }
        inside.inFlight().complete(packet);
        return null;
    }

    private static long station(long address) {
        return (Memory.get16(address) & 0xffffL) << 32 | Memory.get32(address + 2) & 0xffff_ffffL;
    }
}
