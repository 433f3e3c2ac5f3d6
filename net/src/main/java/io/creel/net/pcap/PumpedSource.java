package io.creel.net.pcap;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose reads may block or take long: a pipe, or compressed data. A daemon thread, the pump, reads it ahead
 * into a ring of {@value #RING_BYTES} bytes, so that taking bytes out never waits. One thread at a time takes bytes
 * out.
 *
 * <p>
 * Both sides count bytes from the beginning. The side that finds the ring full or empty announces itself, looks once
 * more, and parks; the other side wakes it.
 */
final class PumpedSource implements ByteSource {
    private static final int RING_BYTES = 1 << 20;
    private static final int STEP_BYTES = 1 << 16;

    private final InputStream in;
    private final boolean closesStream;
    private final byte[] ring = new byte[RING_BYTES];
    /** The number of bytes read ahead. Written by the pump. */
    private final AtomicLong written = new AtomicLong();
    /** The number of bytes taken out. Written by the taker. */
    private final AtomicLong taken = new AtomicLong();
    private final Thread pump;
    /** The taker, while it waits for bytes; or the pump, while it waits for room. Each writes itself. */
    private volatile @Nullable Thread hungry;
    private volatile boolean full;
    private volatile boolean closed;
    /** Whether the bytes have ended. Written by the pump after its last bytes; it writes the failure before. */
    private volatile boolean ended;
    private @Nullable IOException failure;

    /**
     * Starts to read.
     *
     * @param closesStream {@code false} for a stream that belongs to the process
     */
    PumpedSource(String name, InputStream in, boolean closesStream) {
        this.in = in;
        this.closesStream = closesStream;
        pump = Thread.ofPlatform().daemon().name("creel-capture " + name).unstarted(this::pump);
        pump.start();
    }

    private void pump() {
        try {
            while (awaitRoom()) {
                int at = (int) (written.get() % RING_BYTES);
                int room = (int) Math.min(RING_BYTES - (written.get() - taken.get()), RING_BYTES - at);
                int count = in.read(ring, at, Math.min(room, STEP_BYTES));
                if (count < 0) {
                    break;
                }
                written.set(written.get() + count);
                wakeTaker();
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            ended = true;
            wakeTaker();
            if (closesStream) {
                closeStream();
            }
        }
    }

    private boolean awaitRoom() {
        while (!closed && written.get() - taken.get() == RING_BYTES) {
            full = true;
            if (!closed && written.get() - taken.get() == RING_BYTES) {
                LockSupport.park(this);
            }
            full = false;
        }
        return !closed;
    }

    private void wakeTaker() {
        Thread waiting = hungry;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    private void closeStream() {
        try {
            in.close();
        } catch (IOException e) {
            // Only read: closing can lose nothing.
        }
    }

    @Override
    public int read(byte[] to, int offset, int max) {
        boolean wasLast = ended;
        long from = taken.get();
        int available = (int) (written.get() - from);
        if (available == 0) {
            return wasLast ? END : 0;
        }
        int at = (int) (from % RING_BYTES);
        int count = Math.min(Math.min(max, available), RING_BYTES - at);
        System.arraycopy(ring, at, to, offset, count);
        taken.set(from + count);
        if (full) {
            LockSupport.unpark(pump);
        }
        return count;
    }

    @Override
    public boolean mayPause() {
        return true;
    }

    @Override
    public void await(long timeoutNs) {
        hungry = Thread.currentThread();
        if (written.get() == taken.get() && !ended) {
            LockSupport.parkNanos(this, timeoutNs);
        }
        hungry = null;
    }

    @Override
    public @Nullable IOException failure() {
        return ended ? failure : null;
    }

    /**
     * Stops the pump. A read of the process's own input cannot be ended from outside; its thread then ends with the
     * process.
     */
    @Override
    public void close() {
        closed = true;
        pump.interrupt();
        LockSupport.unpark(pump);
    }
}
