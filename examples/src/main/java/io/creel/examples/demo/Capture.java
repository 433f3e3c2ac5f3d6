package io.creel.examples.demo;

import io.creel.net.pcap.CaptureException;
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
 * @param fault
 *            why no more can be read; null where the file is sound
 */
record Capture(String name, Path file, long packets, long bytes, int longestBytes, CaptureException fault) {
    private static final String EMBEDDED = "demo.pcapng";

    /**
     * Looks through a file of the user's.
     *
     * @throws CaptureException
     *             if nothing can be read at all; the message is one sentence for the user
     */
    static Capture of(Path file) throws IOException {
        return survey(file.getFileName() == null ? file.toString() : file.getFileName().toString(), file);
    }

    /** Copies the embedded capture to a file that the caller deletes, because a replay needs a file and this may be in a jar. */
    static Capture embedded() throws IOException {
        Path file = Files.createTempFile("creel-", ".pcapng");
        try (InputStream resource = Capture.class.getResourceAsStream("/io/creel/examples/" + EMBEDDED)) {
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
            return survey(EMBEDDED, file);
        }
    }

    private static Capture survey(String name, Path file) throws IOException {
        try (CaptureReader reader = CaptureReader.open(file)) {
            long bytes = 0;
            int longestBytes = 0;
            while (reader.next()) {
                bytes += reader.originalBytes();
                longestBytes = Math.max(longestBytes, reader.capturedBytes());
            }
            return new Capture(name, file, reader.records(), bytes, longestBytes, reader.fault());
        }
    }
}
