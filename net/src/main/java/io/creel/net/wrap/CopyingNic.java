package io.creel.net.wrap;

import io.creel.core.StackRoom;
import io.creel.core.ThreadBinding;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
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
import java.util.function.LongSupplier;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A NIC that passes all packets on and keeps a copy of the received ones and of those taken for transmission.
 *
 * <p>
 * The packet path only copies. The {@code drain} method of the subclass turns the copies into a file or into lines, so
 * that a slow disk never delays a queue. Copies wait in a bounded queue; packets whose copies find no room are counted
 * as missing.
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
    /** Admits one thread at a time that takes copies. */
    private final Turn draining = new Turn();
    /**
     * Whether copies are taken no more; the thread that finds kept copies afterwards releases them. Written by the
     * thread that ends the queue.
     */
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

    /** {@return how many packets passed without a copy, because the copies were drained too late} */
    public final long missing() {
        return missing.get();
    }

    /**
     * Makes a copy for the caller to {@link #keep} or release. Returns {@code null} if there is no room, which is
     * counted.
     */
    @Acquires(when = Result.NON_NULL)
    final @Nullable Packet copy(Packet packet, int direction) {
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

    /** Keeps a copy. Threads: any. */
    final void keep(@Transfers @Nullable Packet copy) {
        if (copy == null) {
            return;
        }
        if (!waiting.offer(copy)) {
            copy.release();
            missing.getAndIncrement();
        } else if (ended) {
            // Pairs with the end, which writes the mark and then empties the queue: at least one of the two sees the
            // other.
            empty();
        }
    }

    /**
     * Releases copies that came too late. One thread at a time; it does another round for copies that came meanwhile.
     */
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

    /**
     * Passes at most {@code max} copies to the consumer, which owns them from then on. One thread at a time. Returns 0
     * after the close.
     */
    final int take(int max, CopyTaker consumer) {
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

    private int takeInTurn(int max, CopyTaker consumer) {
        int count = 0;
        for (; count < max; count++) {
            Packet copy = waiting.relaxedPoll();
            if (copy == null) {
                break;
            }
            consumer.take(copy);
        }
        return count;
    }

    /** What takes copies. */
    @FunctionalInterface
    interface CopyTaker {
        void take(@Transfers(onException = true) Packet copy);
    }

    /** Handles a copy that is taken at the end. */
    abstract void last(@Transfers(onException = true) Packet copy);

    /** Ends the file or the lines that copies are turned into. */
    abstract void end();

    /**
     * Closes the inner NIC and takes the remaining copies: here, or at the end of a {@code drain} that runs at the same
     * time.
     */
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
        /**
         * The callback that passes a packet on to the consumer of the current poll; made once, so that a poll allocates
         * no lambda.
         */
        private final PacketConsumer passer = this::passOn;
        @SuppressWarnings("NullAway.Init") // set while a poll runs
        private PacketConsumer consumer;
        /**
         * The exception thrown for copies of packets that a poll has delivered; the next poll throws it. Written by the
         * poller.
         */
        private @Nullable Throwable later;

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
        public boolean hasWork() {
            return inner.hasWork();
        }

        /** The inner queue registers for itself at the duty cycle. */
        @Override
        public boolean canWake() {
            return inner.canWake();
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

        /** Does what {@link TxQueue#transmit(Packet)} does, for a packet that is owned. */
        private boolean give(Packet packet, long lease) {
            Packet copy = null;
            boolean taken = false;
            try {
                // The copy is made before the inner NIC can finish the checksum.
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
                    gone++; // also counted if the device throws
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
