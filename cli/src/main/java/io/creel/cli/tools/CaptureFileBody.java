package io.creel.cli.tools;

import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.pcap.CaptureWriter;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;

/**
 * <b>What</b> a capture does with a frame: appends it to the file. If the disk is slow, the driver's rings hold the
 * frames, and the kernel counts those that find no room.
 */
final class CaptureFileBody implements PacketBody, Closeable {
    private static final long SECOND_NS = 1_000_000_000;

    private final CaptureWriter writer;
    private long flushed;

    CaptureFileBody(CaptureWriter writer) {
        this.writer = writer;
    }

    private static long epochNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * SECOND_NS + now.getNano();
    }

    @Override
    public void run(Packet packet) throws IOException {
        try {
            if (packet.timestampNs() == 0) {
                // The driver has no clock.
                packet.timestampNs(epochNs());
            }
            writer.write(packet);
        } catch (IOException full) {
            throw new IOException("capture stopped: frames=" + writer.packets() + ", error=" + full.getMessage()
                    + "; free space on the disk", full);
        } finally {
            packet.release();
        }
    }

    /** Flushes the file while no frame arrives, so that a reader of the file sees every frame. */
    void flushWhenIdle() {
        if (flushed != writer.packets()) {
            flushed = writer.packets();
            try {
                writer.flush();
            } catch (IOException full) {
                // The next write or the close reports it.
                flushed = 0;
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            writer.close();
        } catch (IOException full) {
            throw new IOException("capture is incomplete: frames=" + writer.packets() + ", error=" + full.getMessage()
                    + "; free space on the disk", full);
        }
    }
}
