package io.creel.net.pcap;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A target for Jazzer: a file of any bytes is refused with a sentence, or read to its end or to a fault with a
 * sentence.
 */
public final class CaptureFuzzTarget {
    private static final PacketPool POOL = new PacketPool("fuzz", 2, CaptureReader.MAX_RECORD_BYTES, 0);
    private static final int MIN_RECORD_BYTES = 12;
    private static final Path FILE = file();

    private CaptureFuzzTarget() {
    }

    private static Path file() {
        try {
            Path shared = Path.of("/dev/shm");
            Path file = Files.isWritable(shared)
                    ? Files.createTempFile(shared, "creel-fuzz", ".pcap")
                    : Files.createTempFile("creel-fuzz", ".pcap");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Throws if anything else happens. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Files.write(FILE, data);
        try (CaptureReader reader = CaptureReader.open(FILE)) {
            Packet packet = POOL.allocate();
            while (reader.next()) {
                reader.copyTo(packet);
                if (reader.records() > data.length / MIN_RECORD_BYTES
                        || reader.capturedBytes() > reader.originalBytes()) {
                    throw new AssertionError("impossible record: number=" + reader.records() + ", capturedBytes="
                            + reader.capturedBytes() + ", originalBytes=" + reader.originalBytes());
                }
            }
            packet.release();
            require(reader.fault());
        } catch (CaptureException refused) {
            require(refused);
        }
    }

    private static void require(CaptureException fault) {
        if (fault != null && (fault.getMessage() == null || !fault.getMessage().startsWith(FILE + ": "))) {
            throw new AssertionError("the fault has no sentence", fault);
        }
    }
}
