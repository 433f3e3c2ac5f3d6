package io.creel.net;

import io.creel.core.Carrier;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.TxDevice;
import io.creel.net.memory.MemoryNic;
import java.util.concurrent.atomic.AtomicInteger;

/** A packet that one life owns, for a race of that life's end with another thread. */
class Lease {
    private static final int SPINS = 500;
    private static final int SIZE_BYTES = 64;
    private static final PacketPool POOL = new PacketPool("raced", 1 << 14, SIZE_BYTES, 0);
    private static final MemoryNic NIC = MemoryNic.pair();
    private static final DriverPackets IN_FLIGHT = new DriverPackets("raced");
    /** What it transmits has arrived at a peer when the call returns: the packet has another owner. */
    static final TxQueue PEER = over((packet, _, _) -> {
        IN_FLIGHT.arrive(packet);
        return null;
    });
    /** Its device throws. */
    static final TxQueue FAULTY = over((_, _, _) -> {
        throw new UnsupportedOperationException("planted");
    });
    private static final ThreadLocal<Carrier> CARRIER = ThreadLocal
            .withInitial(() -> new Carrier(Thread.currentThread().getName()));

    final Packet packet = POOL.allocate();
    final long lease;
    private final AtomicInteger arrived = new AtomicInteger();

    Lease() {
        packet.resize(SIZE_BYTES);
        lease = packet.lease();
    }

    private static TxQueue over(TxDevice device) {
        return DriverTxQueue.direct(NIC, 0, IN_FLIGHT, device);
    }

    static Carrier carrier() {
        return CARRIER.get();
    }

    /** Where the actors meet before they race. */
    final void pass() {
        arrived.incrementAndGet();
        for (int i = 0; i < SPINS && arrived.get() < 2; i++) {
            Thread.onSpinWait();
        }
    }

    /** What the runtime does at the end of that life: 1 if it gave the packet back. */
    final int giveBack() {
        pass();
        return packet.giveBack(lease) ? 1 : 0;
    }

    /** 1 if the other thread did what an owner may do, 0 if it was told that the packet is not owned. */
    final int act(Runnable deed) {
        pass();
        try {
            deed.run();
            return 1;
        } catch (IllegalStateException refused) {
            if (refused.getMessage().contains("a packet that is not owned")) {
                return 0;
            }
            throw refused;
        }
    }

    /** The packet is the caller's: fails if it is not. */
    final void use() {
        packet.set8(0, packet.lengthBytes());
    }

    /** 1 if the packet has an owner, whose release brings it home. */
    final int isOwned() {
        try {
            packet.release();
            return 1;
        } catch (IllegalStateException free) {
            return 0;
        }
    }
}
