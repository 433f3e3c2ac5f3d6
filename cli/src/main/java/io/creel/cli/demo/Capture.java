package io.creel.cli.demo;

import io.creel.net.pcap.CaptureException;
import io.creel.net.pcap.CaptureInput;
import io.creel.net.pcap.CaptureReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The capture to replay, read through once in advance.
 *
 * @param name
 *            the name in reports
 * @param file
 *            the file
 * @param packets
 *            how many packets can be read
 * @param bytes
 *            the length of their frames on the wire
 * @param longestBytes
 *            the length of the longest frame
 * @param skipped
 *            how many records have an unsupported link type
 * @param temporary
 *            whether the file is a copy, which {@link #close} deletes
 * @param fault
 *            why reading stopped; {@code null} if the file is sound
 */
record Capture(String name, Path file, long packets, long bytes, int longestBytes, long skipped,
        CaptureException fault, boolean temporary) implements AutoCloseable {
    private static final String EMBEDDED = "demo.pcapng";
    /** The largest copy of a pipe or of compressed data. */
    private static final long MAX_COPY_BYTES = 1L << 30;

    /**
     * Reads through a file of the user's. A pipe or compressed data are first copied to a file, because they are
     * replayed many times.
     *
     * @throws CaptureException
     *             if no packet can be read; the message is one sentence for the user
     */
    static Capture of(Path file) throws IOException {
        String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
        return CaptureInput.isPlain(file)
                ? survey(name, file, false)
                : copied(name, copy -> CaptureInput.copy(file, copy, MAX_COPY_BYTES));
    }

    /** Copies the embedded capture to a file: a replay needs a file, and the capture may be in a jar. */
    static Capture embedded() throws IOException {
        return copied(EMBEDDED, copy -> {
            try (InputStream resource = Capture.class.getResourceAsStream("/io/creel/cli/" + EMBEDDED)) {
                Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    private interface Copying {
        void to(Path copy) throws IOException;
    }

    private static Capture copied(String name, Copying copying) throws IOException {
        Path copy = Files.createTempFile("creel-", ".pcapng");
        Capture capture = null;
        try {
            copying.to(copy);
            capture = survey(name, copy, true);
            return capture;
        } finally {
            if (capture == null) {
                Files.delete(copy);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            Files.deleteIfExists(file);
        }
    }

    private static Capture survey(String name, Path file, boolean temporary) throws IOException {
        try (CaptureReader reader = CaptureReader.open(file)) {
            long bytes = 0;
            int longestBytes = 0;
            while (reader.next()) {
                bytes += reader.originalBytes();
                longestBytes = Math.max(longestBytes, reader.capturedBytes());
            }
            return new Capture(name, file, reader.records(), bytes, longestBytes, reader.skipped(), reader.fault(),
                    temporary);
        }
    }
}
