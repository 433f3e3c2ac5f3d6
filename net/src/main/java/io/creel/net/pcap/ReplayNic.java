package io.creel.net.pcap;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.net.NicCapabilities;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.PoolSizes;
import io.creel.net.driver.DriverNic;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverRxQueue;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.PoolWatch;
import io.creel.net.internal.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A NIC that receives the packets of a capture file, and counts transmitted packets.
 *
 * <p>
 * No packet is lost: if no packet of the pool is free, the replay waits until one is released, and reports a long wait
 * (see {@link PoolSizes}). Records of a link type that is not read are skipped, and counted as
 * {@link NicCounter#RX_UNSUPPORTED_LINK}. The packets carry the timestamp, the interface number and both lengths of
 * their records. A checksum that the recording host left to its hardware stays as recorded until transmit finishes it.
 * A fault in the file ends the replay after all records before it were delivered. One queue pair.
 */
public final class ReplayNic extends DriverNic {
    private static final NicCapabilities CAPABILITIES = new NicCapabilities(CaptureReader.MAX_RECORD_BYTES, false,
            false,
            false, "replay");
    private static final int HEADROOM_BYTES = 256;
    private static final int POOL_PACKETS = 4096;
    private static final int POOL_BUFFER_BYTES = 2048;
    /**
     * The packets for records longer than a buffer: jumbo frames, and frames that an offload made longer than any frame
     * on a wire.
     */
    private static final int LARGE_PACKETS = 256;

    private final Path file;
    private final ReplaySpeed speed;
    private final LongSupplier nanoClock;
    private final PacketPool largePool;
    private final Rx rx;
    private final DriverPackets inFlight;
    private CaptureReader reader;
    /** How many packets the first replay had; −1 until its end. Written by the poller. */
    private long packets = -1;
    private @Nullable CaptureException changed;
    private volatile boolean closed;
    private volatile boolean finished;

    private ReplayNic(Path file, CaptureReader reader, ReplaySpeed speed, LongSupplier nanoClock, PoolSizes sizes) {
        String name = "pcap:" + file;
        super(name, 0, new PacketPool(name, sizes.packetsOr(POOL_PACKETS), POOL_BUFFER_BYTES, HEADROOM_BYTES));
        this.file = file;
        this.reader = reader;
        this.speed = speed;
        this.nanoClock = nanoClock;
        largePool = new PacketPool(name + "/large", sizes.largePacketsOr(LARGE_PACKETS),
                CaptureReader.MAX_RECORD_BYTES + HEADROOM_BYTES, HEADROOM_BYTES);
        rx = new Rx();
        inFlight = new DriverPackets(name);
        opened(CAPABILITIES, rx, DriverTxQueue.direct(this, 0, inFlight, this::count));
    }

    /**
     * Opens a file for replay at maximum speed.
     *
     * @param file a path, or {@code -} for the standard input
     * @return the NIC, open; the caller closes it
     * @throws CaptureException if the capture cannot be read, see {@link CaptureReader#open}
     * @throws IOException if the capture cannot be read for another reason
     */
    public static ReplayNic open(Path file) throws IOException {
        return open(file, ReplaySpeed.maximum(), () -> 0);
    }

    /**
     * Opens a file for replay. Time starts with the first poll; a record whose timestamp is earlier than that of the
     * first record is due at once.
     *
     * @param file a path, or {@code -} for the standard input
     * @param speed the speed of the replay
     * @param nanoClock a monotonic clock in nanoseconds, read once per record that is not yet due
     * @return the NIC, open; the caller closes it
     * @throws CaptureException if the capture cannot be read, see {@link CaptureReader#open}
     * @throws IOException if the capture cannot be read for another reason
     */
    public static ReplayNic open(Path file, ReplaySpeed speed, LongSupplier nanoClock) throws IOException {
        return open(file, speed, nanoClock, PoolSizes.DEFAULT);
    }

    /**
     * Opens a file for replay, as {@link #open(Path, ReplaySpeed, LongSupplier)} does.
     *
     * @param file a path, or {@code -} for the standard input
     * @param speed the speed of the replay
     * @param nanoClock a monotonic clock in nanoseconds, read once per record that is not yet due
     * @param sizes the packets to receive into, by default 4096 for records of up to 1792 bytes and 256 for longer ones
     * @return the NIC, open; the caller closes it
     * @throws CaptureException if the capture cannot be read, see {@link CaptureReader#open}
     * @throws IOException if the capture cannot be read for another reason
     */
    public static ReplayNic open(Path file, ReplaySpeed speed, LongSupplier nanoClock, PoolSizes sizes)
            throws IOException {
        return new ReplayNic(file, CaptureReader.open(file), speed, nanoClock, sizes);
    }

    /** {@return whether a poll has found nothing at the end of the file or at its fault} */
    @Override
    public boolean isFinished() {
        return finished;
    }

    /** {@return the fault in the file; {@code null} if there is none, or if the replay has not reached it yet} */
    @Override
    public @Nullable CaptureException fault() {
        if (!finished) {
            return null;
        }
        return changed == null ? reader.fault() : changed;
    }

    /**
     * Returns to the first record of a replay that has finished; time starts with the next poll. Called by the polling
     * thread. Packets stay with their owners.
     *
     * @throws IllegalStateException if the replay has not finished yet, or is closed
     * @throws CaptureException if the capture cannot be read again, or was a pipe; the replay stays finished
     * @throws IOException if the capture cannot be read for another reason
     */
    public void restart() throws IOException {
        if (!finished || closed || !rx.begin()) {
            throw new IllegalStateException(
                    "restart refused: nic=" + name() + ", finished=" + finished + ", closed=" + closed);
        }
        try {
            reader = reader.reopen();
            changed = null;
            rx.started = false;
            finished = closed;
        } finally {
            rx.done();
        }
    }

    @Override
    public void close() {
        closed = true;
        finished = true;
        closeQueues();
    }

    private final class Rx extends DriverRxQueue {
        /** Whether a record was read that could not be delivered yet. Written by the poller. */
        private boolean waiting;
        private final PoolWatch watch = new PoolWatch(this, statistics(), pool(), NicCounter.RX_POOL_WAITS,
                name() + ",packets=N");
        private final PoolWatch largeWatch = new PoolWatch(this, statistics(), largePool, NicCounter.RX_POOL_WAITS,
                name() + ",large=N");
        private boolean started;
        private long startNs;
        private long firstNs;

        Rx() {
            super(ReplayNic.this, 0);
        }

        @Override
        protected int receive(PacketBatch batch, int max) {
            int count = 0;
            while (count < max && !finished) {
                if (!waiting && !advance(count)) {
                    break;
                }
                Packet packet = isDue() ? allocate() : null;
                if (packet == null) {
                    break;
                }
                waiting = false;
                deliver(packet, batch);
                count++;
            }
            return count;
        }

        private void deliver(@Transfers(onException = true) Packet packet, PacketBatch batch) {
            boolean delivered = false;
            try {
                reader.copyTo(packet);
                if (DriverPackets.findOpenChecksum(packet)) {
                    statistics().add(NicCounter.RX_CHECKSUM_OPEN, 1);
                }
                DriverPackets.append(packet, batch);
                delivered = true;
            } finally {
                if (!delivered) {
                    undeliverable(packet);
                }
            }
        }

        /**
         * Reads the next record. Returns {@code false} if there is none, now or for good; a poll that finds nothing
         * else tells which.
         */
        private boolean advance(int count) {
            long before = reader.skipped();
            CaptureReader.Step step = reader.step();
            if (reader.skipped() != before) {
                statistics().add(NicCounter.RX_UNSUPPORTED_LINK, reader.skipped() - before);
            }
            waiting = step == CaptureReader.Step.RECORD;
            if (step == CaptureReader.Step.END && count == 0) {
                compare();
                finished = true;
            }
            return waiting;
        }

        private void compare() {
            boolean read = reader.fault() == null || !reader.fault().isReading();
            if (read && packets >= 0 && packets != reader.records()) {
                changed = CaptureException.changed(file, packets, reader.records());
            }
            packets = packets < 0 ? reader.records() : packets;
        }

        private boolean isDue() {
            return leftNs() <= 0;
        }

        /** Returns the time until the current record is due, by the clock; not positive if it is due. */
        private double leftNs() {
            if (!started) {
                started = true;
                startNs = nanoClock.getAsLong();
                firstNs = reader.timestampNs();
            }
            double delayNs = (reader.timestampNs() - firstNs) / speed.factor();
            return delayNs <= 0 ? 0 : delayNs - (nanoClock.getAsLong() - startNs);
        }

        @Override
        protected boolean isReady() {
            return !waiting || isDue();
        }

        @Override
        protected long quietNs() {
            return waiting ? (long) Math.ceil(Math.max(0, leftNs())) : POLL_INTERVAL_NS;
        }

        /** A packet that is not due wakes the worker in time; a writer at the other end of a pipe does not. */
        @Override
        public boolean canWake() {
            return !reader.mayPause();
        }

        @Override
        protected boolean await(long timeoutNs) {
            if (finished) {
                return false;
            }
            if (!waiting) {
                reader.awaitMore(timeoutNs);
                return true;
            }
            double leftNs = leftNs();
            if (leftNs > 0 && timeoutNs > 0) {
                LockSupport.parkNanos(this, Math.min(timeoutNs, (long) Math.ceil(leftNs)));
            }
            return isDue();
        }

        boolean begin() {
            return enter();
        }

        void done() {
            leave();
        }

        @Acquires(when = Result.NON_NULL)
        private @Nullable Packet allocate() {
            boolean large = reader.capturedBytes() > POOL_BUFFER_BYTES - HEADROOM_BYTES;
            return (large ? largeWatch : watch).allocate();
        }

        @Override
        protected void end() {
            finished = true;
            Faults.all(reader::close, pool()::close, largePool::close);
        }
    }

    /** Ends the flight at once, because there is no link; the queue counts the packet. */
    private @Nullable NicCounter count(Packet packet, long address, int sizeBytes) {
        inFlight.complete(packet);
        return null;
    }
}
