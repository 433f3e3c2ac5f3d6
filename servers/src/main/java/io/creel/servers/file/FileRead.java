package io.creel.servers.file;

import io.creel.core.Coroutine;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way to one client. It belongs to the worker, except between {@link DiskReader#ask} and
 * {@link DiskReader#awaitDone}: then the reader has it, and {@link #isAsked} is set.
 */
final class FileRead {
    /** Tells the files of a stash apart. */
    final long number;
    final String name;
    /** The block that is sent. */
    byte[] sent;
    /** The block that is read; null if none is wanted. */
    byte @Nullable [] filled;
    /** When the next block is due, in nanoseconds: the key in the stash. */
    long deadlineNs;
    /** The coroutine, while it waits in a stash. */
    @Nullable
    Coroutine waiter;
    boolean isAsked;
    /** Its coroutine wants nothing more. */
    boolean isGone;
    /** {@link #filled} is a buffer for reading ahead, not {@link #sent} itself. */
    boolean isAhead;
    /** Whether the reader is to close the file. Not written while it has this object. */
    boolean isClosing;

    // Written by the reader while it has this object, else by the worker.
    FileOpener.@Nullable OpenFile file;
    @Nullable
    IOException failure;
    long position;
    long endPosition;
    /** Bytes of {@link #filled}; 0 if it holds no block. */
    int filledBytes;

    FileRead(long number, String name, byte[] sent) {
        this.number = number;
        this.name = name;
        this.sent = sent;
    }

    /** Opens the file at first, closes it at last, and reads in between. By the reader; may block; never throws. */
    void work(FileOpener opener) {
        try {
            if (isClosing) {
                close();
            } else if (file == null) {
                file = opener.open(name);
            } else {
                fill(file);
            }
        } catch (IOException why) {
            failure = why;
        } catch (RuntimeException | Error why) { // the reader must outlive it, because other files wait for it
            failure = new IOException(why);
        }
    }

    private void fill(FileOpener.OpenFile open) throws IOException {
        byte[] into = filled;
        if (into != null) {
            open.channel().position(position);
            int most = (int) Math.min(into.length, endPosition - position);
            filledBytes = open.channel().read(ByteBuffer.wrap(into, 0, most)); // −1 if the file has shrunk
            position += Math.max(0, filledBytes);
        }
    }

    /** Makes the block that was read the one that is sent; returns the buffer that is free now, or null. */
    byte @Nullable [] take() {
        byte[] free = isAhead ? sent : null;
        if (filled != null) {
            sent = filled;
        }
        filled = null;
        filledBytes = 0;
        isAhead = false;
        return free;
    }

    private void close() throws IOException {
        FileOpener.OpenFile open = file;
        file = null;
        if (open != null) {
            open.channel().close();
        }
    }
}
