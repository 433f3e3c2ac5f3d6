package io.creel.net.wrap;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.RxQueue;
import io.creel.net.TxQueue;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverRxQueue;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.TxDevice;
import io.creel.net.internal.Faults;
import io.creel.net.internal.PacketAccess;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A NIC on an impaired link: it drops, duplicates, corrupts, delays and reorders packets by a seed and a clock that the
 * caller provides, so that a failing run can be repeated.
 *
 * <p>
 * Packets under way move when a thread transmits or polls; a program with a receive queue polls anyway. The thread
 * rules are those of any NIC. Packets that are under way at the close are released and counted.
 */
public final class ImpairingNic extends WrappingNic {
    private static final PacketAccess PACKETS = PacketAccess.get();
    private static final int WAITING_PACKETS = 512;
    private static final int INBOX_PACKETS = 64;
    private static final long SEED_STEP = 0x9e3779b97f4a7c15L;

    private final Rx[] rx;
    private final Tx[] tx;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Wraps a NIC.
     *
     * @param inner the NIC to wrap; closed with this one
     * @param receiving the faults of received packets
     * @param transmitting the faults of transmitted packets
     * @param seed each queue and direction derives a sequence of its own from it
     * @param nanoClock a monotonic clock in nanoseconds
     */
    public ImpairingNic(Nic inner, Impairment receiving, Impairment transmitting, long seed, LongSupplier nanoClock) {
        super(inner);
        var inFlight = new DriverPackets("impaired " + inner.name());
        rx = new Rx[inner.queues()];
        tx = new Tx[inner.queues()];
        for (int i = 0; i < rx.length; i++) {
            long queueSeed = seed + 2 * i * SEED_STEP;
            tx[i] = new Tx(this, i, inFlight, new Impairer(transmitting, queueSeed, nanoClock, pool(), statistics()));
            rx[i] = new Rx(this, i, tx[i],
                    new Impairer(receiving, queueSeed + SEED_STEP, nanoClock, pool(), statistics()));
        }
    }

    @Override
    public RxQueue rx(int queue) {
        return rx[Objects.checkIndex(queue, rx.length)];
    }

    @Override
    public TxQueue tx(int queue) {
        return tx[Objects.checkIndex(queue, tx.length)].queue;
    }

    /** {@return whether the inner NIC has finished and no packet from it is under way} */
    @Override
    public boolean isFinished() {
        if (!inner().isFinished()) {
            return false;
        }
        for (Rx queue : rx) {
            if (queue.onTheWay) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Throwable fault = null;
            for (int i = 0; i < rx.length; i++) {
                try {
                    Faults.all(rx[i]::close, tx[i].queue::close);
                } catch (Throwable next) {
                    fault = Faults.join(fault, next);
                }
            }
            try {
                inner().close();
            } catch (Throwable next) {
                fault = Faults.join(fault, next);
            }
            Faults.rethrow(fault);
        }
    }

    private static final class Rx extends DriverRxQueue {
        private final RxQueue inner;
        private final Tx tx;
        private final Impairer impairer;
        private final PacketBatch inbox = new PacketBatch(INBOX_PACKETS);
        /** Whether packets are held. Written by the polling thread. */
        private volatile boolean onTheWay;

        Rx(ImpairingNic nic, int index, Tx tx, Impairer impairer) {
            super(nic, index);
            inner = nic.inner().rx(index);
            this.tx = tx;
            this.impairer = impairer;
        }

        @Override
        protected int receive(PacketBatch batch, int max) {
            tx.flushDue();
            fetch();
            int count = 0;
            while (count < max) {
                Packet packet = impairer.takeDue();
                if (packet == null) {
                    break;
                }
                // The inner NIC has delivered the packet to this one; the delivery to the caller is another one.
                packet.handOver();
                DriverPackets.append(packet, batch);
                count++;
            }
            mark();
            return count;
        }

        private void fetch() {
            if (inbox.isEmpty()) {
                inner.poll(inbox, INBOX_PACKETS);
            }
            int offered = 0;
            try {
                while (offered < inbox.size()) {
                    impairer.offer(inbox.get(offered++));
                }
            } finally {
                inbox.removeFirst(offered);
            }
        }

        private void mark() {
            if (onTheWay == impairer.isEmpty()) {
                onTheWay = !impairer.isEmpty();
            }
        }

        @Override
        protected boolean isReady() {
            return impairer.isDue() || inner.hasWork();
        }

        /** The inner queue registers for itself. */
        @Override
        protected long quietNs() {
            tx.flushDue();
            long innerNs = inner.canWake() ? Long.MAX_VALUE : POLL_INTERVAL_NS;
            return impairer.isDue() ? 0 : impairer.leftNs(tx.leftNs(innerNs));
        }

        @Override
        public boolean canWake() {
            return inner.canWake();
        }

        @Override
        protected boolean await(long timeoutNs) {
            tx.flushDue();
            return impairer.isDue() || inner.awaitReadable(impairer.leftNs(tx.leftNs(timeoutNs))) || impairer.isDue();
        }

        @Override
        protected void end() {
            nic().statistics().add(NicCounter.RX_UNREAD_AT_CLOSE, impairer.releaseAll() + inbox.size());
            inbox.releaseAll();
            mark();
        }
    }

    private static final class Tx implements TxDevice {
        private final ImpairingNic nic;
        private final TxQueue inner;
        private final DriverPackets inFlight;
        private final DriverTxQueue queue;
        private final Impairer impairer;
        /** A packet that was due when the inner queue was full. Written by the server. */
        private @Nullable Packet stuck;
        /** The time until the next packet is due; {@link Long#MAX_VALUE} if there is none. Written by the server. */
        private volatile long leftNs = Long.MAX_VALUE;

        @SuppressWarnings("this-escape")
        Tx(ImpairingNic nic, int index, DriverPackets inFlight, Impairer impairer) {
            this.nic = nic;
            inner = nic.inner().tx(index);
            this.inFlight = inFlight;
            this.impairer = impairer;
            queue = DriverTxQueue.combining(nic, index, inFlight, this, WAITING_PACKETS,
                    nic.capabilities().mtuBytes());
        }

        /** Flushes if a packet is due, or soon will be. */
        void flushDue() {
            if (leftNs != Long.MAX_VALUE) {
                queue.flush();
            }
        }

        long leftNs(long mostNs) {
            return Math.min(leftNs, mostNs);
        }

        @Override
        public @Nullable NicCounter transmit(Packet packet, long address, int sizeBytes) {
            inFlight.arrive(packet);
            impairer.offer(packet);
            return null;
        }

        @Override
        public boolean flush(int packets) {
            try {
                pass();
            } catch (Throwable fault) {
                leftNs = 0; // more packets may be due
                throw fault;
            }
            leftNs = stuck != null ? 0 : impairer.leftNs(Long.MAX_VALUE);
            return stuck != null;
        }

        private void pass() {
            Packet packet = stuck == null ? impairer.takeDue() : stuck;
            stuck = null;
            while (packet != null) {
                if (!isTaken(packet)) {
                    stuck = packet;
                    return;
                }
                packet = impairer.takeDue();
            }
        }

        /** Returns whether the inner queue takes the packet. If the inner queue throws, the packet is released. */
        private boolean isTaken(Packet packet) {
            long lease = PACKETS.lease(packet);
            try {
                return inner.transmit(packet);
            } catch (Throwable fault) {
                if (PACKETS.abandon(packet, lease, inFlight)) {
                    nic.statistics().add(NicCounter.TX_FAILED, 1);
                }
                throw fault;
            }
        }

        @Override
        public void end() {
            int count = impairer.releaseAll();
            if (stuck != null) {
                stuck.release();
                stuck = null;
                count++;
            }
            nic.statistics().add(NicCounter.TX_UNSENT_AT_CLOSE, count);
        }
    }
}
