package io.creel.cli.demo;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.pcap.CaptureReader;
import io.creel.net.pcap.CaptureWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Makes small capture files from the beginning of the embedded one. */
final class Captures {
    static final Path EMBEDDED = Path.of("src/main/resources/io/creel/cli/demo.pcapng");

    private Captures() {
    }

    /** Writes the first packets of the embedded capture. */
    static Path first(Path file, int packets) throws IOException {
        return first(file, packets, packet -> {
        });
    }

    /** Writes the first packets of the embedded capture, each after a change. */
    static Path first(Path file, int packets, Consumer<Packet> change) throws IOException {
        PacketPool pool = new PacketPool("captures", 2, 2048, 0);
        try (CaptureReader reader = CaptureReader.open(EMBEDDED); CaptureWriter writer = CaptureWriter.pcap(file)) {
            for (int i = 0; i < packets && reader.next(); i++) {
                Packet packet = pool.allocate();
                reader.copyTo(packet);
                change.accept(packet);
                writer.write(packet);
                packet.release();
            }
        }
        return file;
    }

    /** Appends a record header of classic pcap without any bytes behind it. */
    static Path appendRecordHeader(Path file, int capturedBytes) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(1).putInt(2)
                .putInt(capturedBytes).putInt(capturedBytes);
        return Files.write(file, header.array(), StandardOpenOption.APPEND);
    }

    /** Writes a file header of classic pcap: microseconds, little-endian. */
    static Path header(Path file, int linkType) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putInt(0xa1b2c3d4)
                .putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65_535).putInt(linkType);
        return Files.write(file, header.array());
    }
}
