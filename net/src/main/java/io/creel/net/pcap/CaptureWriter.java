package io.creel.net.pcap;

import io.creel.net.Packet;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes packets to a capture file that Wireshark opens: pcapng unless asked for pcap, timestamps in nanoseconds.
 *
 * <p>
 * Writing copies the packet into a buffer of half a MiB and allocates nothing; the owner keeps the packet. What is in
 * the buffer reaches the file when it is full, by {@link #flush()} or {@link #close()}, which frees the buffer. One thread at a time; it may
 * block on the disk.
 */
public abstract sealed class CaptureWriter implements AutoCloseable permits PcapWriter, PcapngWriter {
    private static final int BUFFER_BYTES = 2 * CaptureReader.MAX_RECORD_BYTES;

    private final FileChannel channel;
    /** Of the buffer. Shared, because the closing thread may be another one. */
    private final Arena arena = Arena.ofShared();
    private final ByteBuffer buffer;
    private final MemorySegment bufferBytes;
    private long packets;

    CaptureWriter(Path file, ByteOrder order) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        bufferBytes = arena.allocate(BUFFER_BYTES);
        buffer = bufferBytes.asByteBuffer().order(order);
    }

    /** Creates a pcapng file, or empties an existing one. Every {@link Packet#port()} becomes an interface. */
    public static CaptureWriter pcapng(Path file) throws IOException {
        return new PcapngWriter(file, ByteOrder.LITTLE_ENDIAN);
    }

    /** Creates a classic pcap file, or empties an existing one. It cannot tell ports apart. */
    public static CaptureWriter pcap(Path file) throws IOException {
        return new PcapWriter(file, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Appends a packet with its {@link Packet#timestampNs()}. Bytes beyond {@link CaptureReader#MAX_RECORD_BYTES} are
     * cut, and the record says so.
     *
     * @throws IllegalArgumentException
     *             if the format cannot hold its timestamp or port
     * @throws IOException
     *             if the disk does not take it
     */
    public final void write(Packet packet) throws IOException {
        record(packet, Math.min(packet.lengthBytes(), CaptureReader.MAX_RECORD_BYTES));
        packets++;
    }

    abstract void record(Packet packet, int capturedBytes) throws IOException;

    /** A buffer with room for {@code bytes}, which is less than half of it. */
    final ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    final void append(Packet packet, int capturedBytes) {
        packet.copyTo(0, bufferBytes, buffer.position(), capturedBytes);
        buffer.position(buffer.position() + capturedBytes);
    }

    /** The packets written so far. */
    public final long packets() {
        return packets;
    }

    /** Hands everything written so far to the operating system. */
    public final void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public final void close() throws IOException {
        if (channel.isOpen()) {
            try (arena; channel) {
                flush();
            }
        }
    }
}
