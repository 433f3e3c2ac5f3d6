package io.creel.net.wrap;

import io.creel.core.StackRoom;
import io.creel.core.ThreadBinding;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import io.creel.net.TxQueue;
import io.creel.net.internal.Faults;
import io.creel.net.internal.PacketAccess;
import io.creel.net.internal.Rounds;
import io.creel.net.internal.Turn;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * A NIC that passes everything on and keeps a copy of what was received and what was taken for transmission.
 *
 * <p>
 * The packet path only copies; whoever calls {@link #drain} turns the copies into a file or into lines, so that a slow
 * disk never holds up a queue. Copies wait in a bounded queue; those that find no room are counted and missing.
 */
public abstract class CopyingNic extends WrappingNic {
    /** The port of a copy of a received packet. */
    public static final int RECEIVED = 0;
    /** The port of a copy of a transmitted packet. */
    public static final int TRANSMITTED = 1;

    private static final PacketAccess PACKETS = PacketAccess.get();
    private static final int COPIES = 8192;
    private static final int BUFFER_BYTES = 2048;
    private static final int LARGE_COPIES = 64;
    private static final int LARGE_BUFFER_BYTES = 65_600;

    private final LongSupplier epochNanoClock;
    private final PacketPool copies;
    private final PacketPool largeCopies;
    private final MpscVarHandleArrayQueue<Packet> waiting = new MpscVarHandleArrayQueue<>(COPIES);
    private final AtomicLong missing = new AtomicLong();
    /** Of whoever takes copies. */
    private final Turn draining = new Turn();
    /** Copies are taken no more: those that are still kept are released by the thread that sees them. */
    private volatile boolean ended;
    private final Rounds emptying = new Rounds();
    private final CopyingRx[] rx;
    private final CopyingTx[] tx;

    CopyingNic(Nic inner, LongSupplier epochNanoClock) {
        super(inner);
        this.epochNanoClock = epochNanoClock;
        copies = new PacketPool(inner.name() + "/copies", COPIES, BUFFER_BYTES, 0);
        largeCopies = new PacketPool(inner.name() + "/large copies", LARGE_COPIES, LARGE_BUFFER_BYTES, 0);
        rx = new CopyingRx[inner.queues()];
        tx = new CopyingTx[inner.queues()];
        for (int i = 0; i < rx.length; i++) {
            tx[i] = new CopyingTx(this, inner.tx(i));
            rx[i] = new CopyingRx(this, inner.rx(i), tx[i]);
        }
    }

    @Override
    public final RxQueue rx(int queue) {
        return rx[Objects.checkIndex(queue, rx.length)];
    }

    @Override
    public final TxQueue tx(int queue) {
        return tx[Objects.checkIndex(queue, tx.length)];
    }

    /** The packets that passed without a copy, because {@link #drain} came too late. */
    public final long missing() {
        return missing.get();
    }

    /** A copy for the caller to {@link #keep} or release; null if there is no room, which is counted. */
    final Packet copy(Packet packet, int direction) {
        int bytes = packet.lengthBytes();
        Packet copy = (bytes <= BUFFER_BYTES ? copies : largeCopies).allocate();
        if (copy == null || bytes > copy.capacityBytes()) {
            if (copy != null) {
                copy.release();
            }
            missing.getAndIncrement();
            return null;
        }
        boolean filled = false;
        try {
            copy.resize(bytes, packet.originalLengthBytes());
            copy.copyFrom(packet, 0, 0, bytes);
            copy.port(direction);
            boolean stamped = direction == RECEIVED && packet.timestampNs() != 0;
            copy.timestampNs(stamped ? packet.timestampNs() : epochNanoClock.getAsLong());
            filled = true;
            return copy;
        } finally {
            if (!filled) {
                missing.getAndIncrement();
                copy.release();
            }
        }
    }

    /** Any thread. */
    final void keep(Packet copy) {
        if (copy == null) {
            return;
        }
        if (!waiting.offer(copy)) {
            copy.release();
            missing.getAndIncrement();
        } else if (ended) {
            // Pairs with the end, which writes the mark and then empties the queue: one of the two sees the other.
            empty();
        }
    }

    /** Releases copies that came too late; one thread at a time, and each does another round for those that came meanwhile. */
    private void empty() {
        if (!emptying.enter()) {
            return;
        }
        Throwable fault = null;
        do {
            for (Packet copy = waiting.poll(); copy != null; copy = waiting.poll()) {
                try {
                    missing.getAndIncrement();
                    copy.release();
                } catch (Throwable next) {
                    fault = Faults.join(fault, next);
                }
            }
        } while (emptying.again());
        Faults.rethrow(fault);
    }

    /** Hands at most {@code max} copies over, which the consumer then owns. One thread at a time; 0 after the close. */
    final int take(int max, Consumer<Packet> consumer) {
        if (!draining.enter(name() + "/copies")) {
            return 0;
        }
        try {
            return takeInTurn(max, consumer);
        } finally {
            if (draining.exit()) {
                finish();
            }
        }
    }

    private int takeInTurn(int max, Consumer<Packet> consumer) {
        int count = 0;
        for (; count < max; count++) {
            Packet copy = waiting.relaxedPoll();
            if (copy == null) {
                break;
            }
            consumer.accept(copy);
        }
        return count;
    }

    /** What is done with a copy that is taken at the end. */
    abstract void last(Packet copy);

    /** The end of what copies are turned into. */
    abstract void end();

    /** Closes the inner NIC and takes the rest: here, or at the end of the {@code drain} that runs beside this. */
    @Override
    public final void close() {
        Faults.all(inner()::close, this::closeCopies);
    }

    private void closeCopies() {
        if (draining.close()) {
            finish();
        }
    }

    private void finish() {
        Faults.all(() -> takeInTurn(Integer.MAX_VALUE, this::last), () -> ended = true, this::empty, copies::close,
                largeCopies::close, this::end);
    }

    private static final class CopyingRx implements RxQueue {
        private final ThreadBinding binding = new ThreadBinding(this, "receive queue",
                "a NIC with a queue pair for each thread");
        private final CopyingNic nic;
        private final RxQueue inner;
        private final TxQueue out;
        /** Made once, so that a poll makes no lambda; hands on to the consumer of the poll at hand. */
        private final PacketConsumer passer = this::passOn;
        private PacketConsumer consumer;
        /** What was thrown at copies of packets that a poll has handed over: thrown by the next poll. */
        private Throwable later;

        CopyingRx(CopyingNic nic, RxQueue inner, TxQueue out) {
            this.nic = nic;
            this.inner = inner;
            this.out = out;
        }

        private void throwEarlier() {
            Throwable fault = later;
            later = null;
            Faults.rethrow(fault);
        }

        @Override
        public int poll(PacketBatch batch, int max) {
            throwEarlier();
            int before = batch.size();
            int count = inner.poll(batch, max);
            Throwable fault = null;
            for (int i = before; i < batch.size(); i++) {
                try {
                    pass(batch.get(i));
                } catch (Throwable next) {
                    fault = Faults.join(fault, next);
                }
            }
            later = fault;
            return count;
        }

        @Override
        public int poll(int max, PacketConsumer to) {
            binding.check("poll");
            throwEarlier();
            consumer = to;
            return inner.poll(max, passer);
        }

        @Override
        public String toString() {
            return inner.toString();
        }

        private boolean passOn(Packet packet) {
            pass(packet);
            return consumer.accept(packet);
        }

        private void pass(Packet packet) {
            packet.egress(out);
            nic.statistics().add(NicCounter.RX_PACKETS, 1);
            nic.statistics().add(NicCounter.RX_BYTES, packet.lengthBytes());
            nic.keep(nic.copy(packet, RECEIVED));
        }

        @Override
        public void handOver() {
            binding.handOver();
            inner.handOver();
        }

        @Override
        public boolean awaitReadable(long timeoutNs) {
            return inner.awaitReadable(timeoutNs);
        }

        @Override
        public Nic nic() {
            return nic;
        }
    }

    private record CopyingTx(CopyingNic nic, TxQueue inner) implements TxQueue {
        @Override
        public boolean transmit(Packet packet) {
            StackRoom.requireTwice();
            return give(packet, PACKETS.requireOwned(packet, "transmitted"));
        }

        /** As {@link TxQueue#transmit(Packet)}, of a packet that is owned. */
        private boolean give(Packet packet, long lease) {
            Packet copy = null;
            boolean taken = false;
            try {
                // The copy is made before anybody behind us could finish it.
                packet.finishChecksum();
                copy = nic.copy(packet, TRANSMITTED);
                int bytes = packet.lengthBytes();
                taken = inner.transmit(packet);
                if (taken) {
                    nic.statistics().add(NicCounter.TX_PACKETS, 1);
                    nic.statistics().add(NicCounter.TX_BYTES, bytes);
                    nic.keep(copy);
                }
                return taken;
            } catch (Throwable fault) {
                if (PACKETS.abandon(packet, lease, nic)) {
                    nic.statistics().add(NicCounter.TX_FAILED, 1);
                }
                throw fault;
            } finally {
                if (!taken && copy != null) {
                    copy.release();
                }
            }
        }

        @Override
        public int transmit(PacketBatch batch) {
            StackRoom.requireTwice();
            int gone = 0;
            try {
                while (gone < batch.size()) {
                    Packet packet = batch.get(gone);
                    long lease = PACKETS.requireOwned(packet, "transmitted");
                    gone++; // also if the device throws
                    if (!give(packet, lease)) {
                        gone--;
                        break;
                    }
                }
            } finally {
                batch.removeFirst(gone);
            }
            return gone;
        }
    }
}
