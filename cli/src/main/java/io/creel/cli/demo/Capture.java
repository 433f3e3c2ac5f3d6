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
 * The capture to replay, looked through once beforehand.
 *
 * @param name
 *            for people
 * @param file
 *            where it is
 * @param packets
 *            how many can be read
 * @param bytes
 *            of their frames, as they were on the wire
 * @param longestBytes
 *            of its frames
 * @param skipped
 *            records of a link type that is not read
 * @param temporary
 *            whether the file is a copy, to be deleted by {@link #close}
 * @param fault
 *            why no more can be read; null where the file is sound
 */
record Capture(String name, Path file, long packets, long bytes, int longestBytes, long skipped,
        CaptureException fault, boolean temporary) implements AutoCloseable {
    private static final String EMBEDDED = "demo.pcapng";
    /** Of a pipe or of compressed data, which are replayed from a copy. */
    private static final long MAX_COPY_BYTES = 1L << 30;

    /**
     * Looks through a file of the user's. A pipe or compressed data are copied to a file first: they are replayed many times.
     *
     * @throws CaptureException
     *             if nothing can be read at all; the message is one sentence for the user
     */
    static Capture of(Path file) throws IOException {
        String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
        return CaptureInput.isPlain(file)
                ? survey(name, file, false)
                : copied(name, copy -> CaptureInput.copy(file, copy, MAX_COPY_BYTES));
    }

    /** Copies the embedded capture to a file, because a replay needs a file and this may be in a jar. */
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
