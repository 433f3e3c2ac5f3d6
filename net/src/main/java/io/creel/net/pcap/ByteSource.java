package io.creel.net.pcap;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A source of the bytes of a capture, in order. Used by the thread that reads the capture. Only {@link #await} blocks.
 */
interface ByteSource extends AutoCloseable {
    /** The result of a read at the end of the bytes. */
    int END = -1;

    /**
     * Copies at most {@code max} bytes, without waiting for a writer.
     *
     * @return how many bytes; 0 if there are none now, {@link #END} if there will be none
     */
    int read(byte[] to, int offset, int max);

    /** Blocks until {@link #read} may return bytes, for at most {@code timeoutNs} nanoseconds. */
    void await(long timeoutNs);

    /** Returns whether {@link #read} may find no bytes although there will be some. */
    boolean mayPause();

    /** Returns the reason why the bytes end early; {@code null} at a regular end. */
    @Nullable
    IOException failure();

    @Override
    void close();
}
