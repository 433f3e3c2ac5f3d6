package io.creel.servers.file;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unchecked;
import io.creel.queues.MapStash;
import io.creel.queues.TreeStash;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stash in which coroutines wait for the next block of their file, the earliest deadline first. A helper thread
 * reads the blocks; the worker never waits for a disk, and its other coroutines go on.
 *
 * <pre>
 *   next block wanted --(earliest deadline)--> being read --(block is there)--> ready stash of the worker
 *          ^                                                                        |
 *          +------- new deadline = max(now, old deadline) + time for a block -------+
 * </pre>
 *
 * <p>
 * <b>Order.</b> A file that is ahead of its promised pace has a later deadline than one that begins, so a short file
 * passes a long one. A file that fell behind because its client is slow has no credit. A block ahead is read only if no
 * coroutine waits. Source: L. Zhang, "Virtual Clock", SIGCOMM 1990.
 *
 * <p>
 * <b>Bounds.</b> At most {@link FileLimits#reads} files; each owns one buffer. At most {@link FileLimits#aheadBlocks}
 * further buffers, one for each file, so a stalled client holds two blocks, and the others still progress. At most two
 * requests are with the helper, so that a block with an earlier deadline does not queue behind many.
 *
 * <p>
 * Of one worker; the counters may be read by any thread. O(log n) for a block, which allocates a few small objects.
 */
public final class FileReads implements AutoCloseable {
    private static final int MOST_ASKED = 2;

    final FileCounters counters = new FileCounters();
    private final FileLimits limits;
    private final Stash ready;
    private final DiskReader reader;
    private final TreeStash waiting = new TreeStash("files: next block wanted");
    private final MapStash reading = new MapStash("files: block being read");
    /** Finds the file of a coroutine in {@link #waiting}. */
    private final Map<Coroutine, FileRead> waiters = new IdentityHashMap<>();
    private final ArrayDeque<FileRead> ahead = new ArrayDeque<>();
    private final ArrayDeque<FileRead> closing = new ArrayDeque<>();
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    /** Whether the ready stash still takes coroutines. */
    private boolean isTaking = true;
    private long numbers;
    private int open;
    private int asked;
    private int aheadBlocks;
    private boolean closed;

    /** With a reader that a test drives, or has a thread already. */
    FileReads(Stash ready, FileLimits limits, DiskReader reader) {
        this.ready = ready;
        this.limits = limits;
        this.reader = reader;
    }

    /** A reader with room for all that may be asked for. */
    static DiskReader reader(FileOpener opener) {
        return new DiskReader(opener, MOST_ASKED);
    }

    /**
     * Opens a stash for the files below a folder, with a helper thread.
     *
     * @param folder
     *            exists
     * @param ready
     *            where a coroutine goes when its block is there: the ready stash of its host
     * @param limits
     *            of the stash
     * @param carrier
     *            of the worker that runs the host; the caller is on its thread
     * @return the stash, which the caller closes on the same worker
     * @throws UncheckedIOException
     *             if the folder cannot be read
     */
    public static FileReads open(Path folder, Stash ready, FileLimits limits, Carrier carrier) {
        DiskReader reader;
        try {
            reader = reader(FileOpener.below(folder));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var reads = new FileReads(ready, limits, reader);
        reader.start("creel-files-" + carrier.name());
        reads.start(carrier);
        return reads;
    }

    /** Starts the coroutine that takes results back. */
    void start(Carrier carrier) {
        carrier.start(FileReads::takeBack, this);
    }

    @Suspends
    private void takeBack() {
        for (FileRead read = reader.awaitDone(); read != null; read = reader.awaitDone()) {
            asked--;
            if (done(read) && isTaking) {
                // Lets the woken coroutine run first: its next block may be the most urgent.
                isTaking = Coroutine.await(ready);
            }
            ask();
        }
    }

    /** Takes a result; says whether a coroutine was woken by it. */
    private boolean done(FileRead read) {
        counters.blocks += read.filledBytes > 0 ? 1 : 0;
        if (read.isGone) {
            finish(read);
            return false;
        }
        Coroutine waiter = reading.pop(read.number);
        if (waiter == null) {
            return false;
        }
        read.waiter = null;
        if (!ready.push(waiter)) {
            waiter.abandon(); // its host is closed
        }
        return true;
    }

    /** Gives the reader its most urgent requests, as long as it has room. */
    private void ask() {
        while (asked < MOST_ASKED) {
            FileRead next = mostUrgent();
            if (next == null) {
                return;
            }
            asked++;
            reader.ask(next);
        }
    }

    /** A file to close, because its place is wanted; else the earliest deadline; else a block ahead; else null. */
    @Unchecked("the map finds the file of a coroutine that a stash owns")
    private @Nullable FileRead mostUrgent() {
        FileRead next = closing.poll();
        if (next != null) {
            return next;
        }
        Coroutine earliest = waiting.pop();
        if (earliest == null) {
            next = ahead.poll();
            counters.blocksAhead += next == null ? 0 : 1;
            return next;
        }
        next = Objects.requireNonNull(waiters.remove(earliest));
        if (!reading.push(earliest, next.number)) {
            earliest.abandon();
        }
        return next;
    }

    /**
     * Opens a file. Suspends until it is open.
     *
     * @return null if the stash is full or closed, which is counted
     * @throws IOException
     *             if the file cannot be opened
     */
    @Suspends
    @Nullable
    FileRead open(String name) throws IOException {
        if (closed || open == limits.reads()) {
            counters.refusedFull++;
            return null;
        }
        open++;
        var read = new FileRead(numbers++, name, borrow());
        read.deadlineNs = Coroutine.nowNs() + limits.blockNs();
        boolean opened = false;
        try {
            await(read);
            opened = true;
        } finally {
            if (!opened) {
                end(read);
            }
        }
        counters.opened++;
        return read;
    }

    /**
     * Suspends until the next block is in {@link FileRead#sent}; returns its length, at least 1.
     *
     * @throws EOFException
     *             if the file has become shorter
     * @throws IOException
     *             if the block cannot be read, or this is closed
     */
    @Suspends
    int next(FileRead read) throws IOException {
        while (read.isAsked || read.failure == null && read.filledBytes == 0) {
            if (read.filled == null) {
                read.filled = read.sent;
            }
            await(read);
        }
        if (read.failure != null) {
            throw read.failure;
        }
        int bytes = read.filledBytes;
        if (bytes < 0) {
            throw new EOFException("the file has become shorter: file=" + read.name + ", position=" + read.position
                    + ", expected=" + read.endPosition);
        }
        takeBlock(read);
        read.deadlineNs = Math.max(Coroutine.nowNs(), read.deadlineNs) + limits.blockNs();
        if (read.position < read.endPosition && aheadBlocks < limits.aheadBlocks() && !closed) {
            aheadBlocks++;
            read.isAhead = true;
            read.filled = borrow();
            ahead.add(read);
            ask();
        }
        return bytes;
    }

    private void takeBlock(FileRead read) {
        byte[] unused = read.take();
        if (unused != null) {
            aheadBlocks--;
            free.push(unused);
        }
    }

    @Suspends
    @Unchecked("the map and the field only name the coroutine; a stash owns it")
    private void await(FileRead read) throws IOException {
        boolean in = false;
        try {
            in = Coroutine.await(self -> keep(read, self));
        } finally {
            Coroutine waiter = read.waiter; // null if the block came
            if (waiter != null) {
                waiters.remove(waiter);
                read.waiter = null;
            }
        }
        if (read.failure != null) {
            throw read.failure;
        }
        if (!in) {
            throw new IOException("the file service is closed: file=" + read.name);
        }
    }

    /** Puts a coroutine where it waits for its block: being read ahead already, or wanted. */
    @Unchecked("the map and the field only name the coroutine; a stash owns it")
    private boolean keep(FileRead read, @Transfers(when = Result.TRUE) Coroutine self) {
        read.waiter = self;
        if (read.isAsked) {
            return reading.push(self, read.number);
        }
        ahead.remove(read);
        waiters.put(self, read);
        boolean kept = waiting.push(self, read.deadlineNs);
        ask();
        return kept;
    }

    /** Gives a file up; it is closed as soon as the helper comes to it. The caller uses it no more. */
    void end(FileRead read) {
        if (!read.isGone) {
            read.isGone = true;
            ahead.remove(read);
            if (!read.isAsked) {
                finish(read);
            }
            ask();
        }
    }

    private void finish(FileRead read) {
        if (read.file != null) {
            read.isClosing = true;
            closing.add(read);
            return;
        }
        takeBlock(read);
        free.push(read.sent);
        open--;
        stopIfOver();
    }

    private byte[] borrow() {
        byte[] buffer = free.poll();
        return buffer == null ? new byte[limits.blockBytes()] : buffer;
    }

    private void stopIfOver() {
        if (closed && open == 0) {
            reader.stop();
        }
    }

    /** {@return what was counted} */
    public FileCounters counters() {
        return counters;
    }

    /** {@return how many files are being sent, opened or closed} */
    public int open() {
        return open;
    }

    /** {@return how many buffers are lent for reading ahead} */
    public int ahead() {
        return aheadBlocks;
    }

    /** {@return whether this was closed, the last file is closed, and the helper thread has ended} */
    public boolean hasEnded() {
        return closed && open == 0 && reader.hasEnded();
    }

    /**
     * Cancels the coroutines that wait here, and refuses new files. Does not wait: a read that is under way is ended by
     * the helper thread, which ends when the last file is closed.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            waiting.close();
            reading.close();
            stopIfOver();
        }
    }
}
