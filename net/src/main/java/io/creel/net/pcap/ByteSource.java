package io.creel.net.pcap;

import java.io.IOException;

/** Where the bytes of a capture come from, in order. Used by the thread that reads the capture; only {@link #await} blocks. */
interface ByteSource extends AutoCloseable {
    /** Nothing more will come. */
    int END = -1;

    /**
     * Copies at most {@code max} bytes, without waiting for a writer.
     *
     * @return how many; 0 if there are none now, {@link #END} if there will be none
     */
    int read(byte[] to, int offset, int max);

    /** Blocks until {@link #read} may have something, for at most {@code timeoutNs}. */
    void await(long timeoutNs);

    /** Why the bytes end before their time; null at a regular end. */
    IOException failure();

    @Override
    void close();
}
