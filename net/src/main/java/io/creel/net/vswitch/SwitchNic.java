package io.creel.net.vswitch;

import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
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
import org.jspecify.annotations.Nullable;

/**
 * A port of an Ethernet switch in memory: every {@code switch:NAME} of a JVM with the same name is a port of the same
 * switch.
 *
 * <p>
 * The switch learns which stations are behind which port. A frame for a known station reaches its port as the same
 * packet object. Every other frame reaches all ports, at most {@value MemorySwitch#PORTS}, as a copy in a packet of
 * theirs. A full port refuses a frame that is for it alone, and the sender counts that; the port itself counts a copy
 * for which it has no room. A frame for no port is {@link NicCounter#SWITCH_UNDELIVERED}. Threads: any may transmit;
 * one at a time polls. The order of packets is kept per sending thread and port.
 */
public final class SwitchNic extends DriverNic {
    private static final int RING_CAPACITY = 1024;
    private static final int BUFFER_BYTES = 2048;
    private static final int HEADROOM_BYTES = 256;
    /** The address of the first port: locally administered, with the port in the last byte. */
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
     * Connects to a switch; the first port of a name makes the switch and the last one removes it.
     *
     * @param switchName the name of the switch
     * @return the port, open; the caller closes it
     * @throws IOException if all ports of the switch are in use
     */
    public static SwitchNic open(String switchName) throws IOException {
        SwitchNic nic = MemorySwitch.connect(switchName);
        if (nic == null) {
            throw new IOException("the switch has no free port: switch=" + switchName + ", ports=" + MemorySwitch.PORTS
                    + "; close one, or connect two switches by 'creel bridge'");
        }
        return nic;
    }

    /** Receives a copy of a packet in flight. Threads: any. */
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

    private static void fill(@Transfers(when = Result.NEVER, onException = true) Packet copy, Packet packet,
            long address, int sizeBytes) {
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

    private @Nullable NicCounter forward(Packet packet, long address, int sizeBytes) {
        if (sizeBytes < EthernetDescriptor.HEADER_BYTES) {
            return NicCounter.TX_REFUSED_TOO_SHORT;
        }
        inside.learn(station(address + EthernetDescriptor.SOURCE), port);
        SwitchNic to = inside.find(station(address + EthernetDescriptor.DESTINATION));
        if (to != null && to != this) {
            if (!to.rx.enter(packet)) {
                return NicCounter.TX_REFUSED_RING_FULL;
            }
            // Called here and not in a flush, because a batch may be for many readers.
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
