package io.creel.net;

import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Counts the pages of a pool to which the system has given memory: exact, and independent of the other memory of the
 * process.
 */
public final class ResidentPages {
    private static final int PAGE_BYTES = 4096;

    private ResidentPages() {
    }

    public static int of(PacketPool pool) throws IOException {
        int pages = (int) ((long) pool.capacity() * pool.bufferBytes() / PAGE_BYTES);
        int count = 0;
        try (var map = new RandomAccessFile("/proc/self/pagemap", "r")) {
            map.seek(pool.address() / PAGE_BYTES * Long.BYTES);
            byte[] entries = new byte[pages * Long.BYTES];
            map.readFully(entries);
            for (int i = 0; i < pages; i++) {
                // The highest bit of the last byte says "present".
                count += entries[i * Long.BYTES + Long.BYTES - 1] < 0 ? 1 : 0;
            }
        }
        return count;
    }
}
