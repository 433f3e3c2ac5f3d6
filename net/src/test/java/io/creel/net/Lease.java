package io.creel.net;

import io.creel.core.Carrier;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.TxDevice;
import io.creel.net.memory.MemoryNic;
import java.util.concurrent.atomic.AtomicInteger;

/** A packet that one life owns, for a race between the end of that life and another thread. */
class Lease {
    private static final int SPINS = 500;
    private static final int SIZE_BYTES = 64;
    private static final PacketPool POOL = new PacketPool("raced", 1 << 14, SIZE_BYTES, 0);
    private static final MemoryNic NIC = MemoryNic.pair();
    private static final DriverPackets IN_FLIGHT = new DriverPackets("raced");
    /** A queue whose packets have arrived at a peer when the call returns, so that they have another owner. */
    static final TxQueue PEER = over((packet, _, _) -> {
        IN_FLIGHT.arrive(packet);
        return null;
    });
    /** A queue whose device throws. */
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

    /** Lets the actors meet before they race. */
    final void pass() {
        arrived.incrementAndGet();
        for (int i = 0; i < SPINS && arrived.get() < 2; i++) {
            Thread.onSpinWait();
        }
    }

    /** Does what the runtime does at the end of that life. Returns 1 if it gave the packet back. */
    final int giveBack() {
        pass();
        return packet.giveBack(lease) ? 1 : 0;
    }

    /**
     * Returns 1 if the other thread's operation, which only an owner may perform, succeeded; 0 if it was refused
     * because the packet is not owned.
     */
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

    /** Uses the packet as its owner; fails if the caller does not own it. */
    final void use() {
        packet.set8(0, packet.lengthBytes());
    }

    /** Returns 1 if the packet has an owner, whose release then returns it to its pool. */
    final int isOwned() {
        try {
            packet.release();
            return 1;
        } catch (IllegalStateException free) {
            return 0;
        }
    }
}
