package io.creel.net.pcap;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A regular file, read on demand: its pages are in the kernel, so a read waits for no other party. A file that was cut
 * shorter meanwhile ends early, and {@link #failure()} says so.
 */
final class PlainFileSource implements ByteSource {
    private final FileInputStream in;
    private final long sizeBytes;
    private long readBytes;
    private @Nullable IOException failure;

    PlainFileSource(Path file) throws IOException {
        in = new FileInputStream(file.toFile());
        sizeBytes = Files.size(file);
    }

    @Override
    public int read(byte[] to, int offset, int max) {
        if (failure != null) {
            return END;
        }
        try {
            int count = in.read(to, offset, max);
            if (count > 0) {
                readBytes += count;
                return count;
            }
            if (readBytes < sizeBytes) {
                failure = new IOException(
                        "the file had " + sizeBytes + " bytes when it was opened and was cut to at most "
                                + readBytes + " while it was read");
            }
        } catch (IOException e) {
            failure = e;
        }
        return END;
    }

    @Override
    public boolean mayPause() {
        return false;
    }

    @Override
    public void await(long timeoutNs) {
        // A file already has all its bytes.
    }

    @Override
    public @Nullable IOException failure() {
        return failure;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // Only read: closing can lose nothing.
        }
    }
}
