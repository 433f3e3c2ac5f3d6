package io.creel.net.pcap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens the forms of a capture: a file, a named pipe, the standard input ({@code -}), and each of them compressed by
 * gzip.
 */
public final class CaptureInput {
    private static final Path STANDARD_INPUT = Path.of("-");
    private static final int GZIP_0 = 0x1f;
    private static final int GZIP_1 = 0x8b;
    private static final int COPY_BYTES = 1 << 16;

    private CaptureInput() {
    }

    /**
     * Returns whether a capture can be read again from its beginning.
     *
     * @param file a path, or {@code -}
     * @return {@code false} for a pipe and the standard input
     */
    public static boolean isRepeatable(Path file) {
        return !file.equals(STANDARD_INPUT) && Files.isRegularFile(file);
    }

    /**
     * Returns whether the reader needs no second thread.
     *
     * @param file a path, or {@code -}
     * @return {@code true} for a file that is not compressed
     * @throws CaptureException if the file cannot be read
     */
    public static boolean isPlain(Path file) throws CaptureException {
        if (!isRepeatable(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return !isGzip(in.readNBytes(2));
        } catch (IOException e) {
            throw CaptureException.unreadable(file, e);
        }
    }

    /**
     * Copies a capture, uncompressed, to a file that can be read several times.
     *
     * @param from a path, or {@code -}
     * @param to the file, which is replaced
     * @param maxBytes the longest capture that is copied
     * @throws CaptureException if the capture cannot be read, or is longer than {@code maxBytes}
     * @throws IOException if the file cannot be written
     */
    public static void copy(Path from, Path to, long maxBytes) throws IOException {
        try (InputStream in = stream(from); OutputStream out = Files.newOutputStream(to)) {
            byte[] buffer = new byte[COPY_BYTES];
            long copied = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                copied += count;
                if (copied > maxBytes) {
                    throw new CaptureException(from, "longer than the limit of " + maxBytes + " bytes, uncompressed",
                            "write it to a file, uncompressed");
                }
                out.write(buffer, 0, count);
            }
        } catch (CaptureException e) {
            throw e;
        } catch (IOException e) {
            throw CaptureException.unreadable(from, e);
        }
    }

    /** Opens a stream of the uncompressed bytes. It blocks while the writer of a pipe is slow. */
    private static InputStream stream(Path file) throws IOException {
        InputStream raw = raw(file);
        byte[] head = raw.readNBytes(2);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), raw);
        return isGzip(head) ? new GZIPInputStream(whole, COPY_BYTES) : whole;
    }

    private static boolean isGzip(byte[] head) {
        return head.length == 2 && (head[0] & 0xff) == GZIP_0 && (head[1] & 0xff) == GZIP_1;
    }

    private static InputStream raw(Path file) throws IOException {
        check(file);
        // A read of a channel, unlike that of a stream, ends when its thread is interrupted.
        return file.equals(STANDARD_INPUT)
                ? System.in
                : Channels.newInputStream(FileChannel.open(file, StandardOpenOption.READ));
    }

    private static void check(Path file) throws CaptureException {
        if (file.equals(STANDARD_INPUT)) {
            return;
        }
        if (!Files.exists(file)) {
            throw new CaptureException(file, "no such file", "name an existing pcap or pcapng file");
        }
        if (Files.isDirectory(file)) {
            throw new CaptureException(file, "not a regular file", "name a pcap or pcapng file");
        }
    }

    static ByteSource open(Path file) throws CaptureException {
        check(file);
        if (!isPlain(file)) {
            return new PumpedSource(file.toString(), new Unpacking(file), !file.equals(STANDARD_INPUT));
        }
        try {
            return new PlainFileSource(file);
        } catch (IOException e) {
            throw CaptureException.unreadable(file, e);
        }
    }

    /** Opens the stream at the first read, which the pump does, because opening a pipe waits for its writer. */
    private static final class Unpacking extends InputStream {
        private final Path file;
        private @Nullable InputStream in;

        Unpacking(Path file) {
            this.file = file;
        }

        private InputStream in() throws IOException {
            if (in == null) {
                in = stream(file);
            }
            return in;
        }

        @Override
        public int read() throws IOException {
            return in().read();
        }

        @Override
        public int read(byte[] to, int offset, int max) throws IOException {
            return in().read(to, offset, max);
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }
    }
}
