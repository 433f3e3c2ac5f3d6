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
 * Writes packets to a capture file that Wireshark opens: pcapng unless pcap is requested, with timestamps in
 * nanoseconds.
 *
 * <p>
 * A write copies the packet into a buffer of half a MiB and allocates nothing; the owner keeps the packet. The buffered
 * bytes reach the file when the buffer is full, by {@link #flush()} or by {@link #close()}, which frees the buffer.
 * Threads: one at a time. A write may block on the disk.
 */
public abstract sealed class CaptureWriter implements AutoCloseable permits PcapWriter, PcapngWriter {
    private static final int BUFFER_BYTES = 2 * CaptureReader.MAX_RECORD_BYTES;

    private final FileChannel channel;
    /** The arena of the buffer. It is shared, because another thread may close the writer. */
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

    /**
     * Creates a pcapng file, or empties an existing one. Every {@link Packet#port()} becomes an interface.
     *
     * @param file the path of the file
     * @return the writer, open; the caller closes it
     * @throws IOException if the file cannot be created
     */
    public static CaptureWriter pcapng(Path file) throws IOException {
        return new PcapngWriter(file, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Creates a classic pcap file, or empties an existing one. This format has one interface only, so it does not
     * record the port.
     *
     * @param file the path of the file
     * @return the writer, open; the caller closes it
     * @throws IOException if the file cannot be created
     */
    public static CaptureWriter pcap(Path file) throws IOException {
        return new PcapWriter(file, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Appends a packet with its {@link Packet#timestampNs()}. Bytes beyond {@link CaptureReader#MAX_RECORD_BYTES} are
     * cut, and the record tells so.
     *
     * @param packet owned by the caller, before and after the call
     * @throws IllegalArgumentException if the format cannot hold the timestamp or the port
     * @throws IOException if the disk does not accept the bytes
     */
    public final void write(Packet packet) throws IOException {
        record(packet, Math.min(packet.lengthBytes(), CaptureReader.MAX_RECORD_BYTES));
        packets++;
    }

    abstract void record(Packet packet, int capturedBytes) throws IOException;

    /** Returns a buffer with room for {@code bytes}, which is less than half of the buffer. */
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

    /** {@return how many packets were written so far} */
    public final long packets() {
        return packets;
    }

    /**
     * Hands all written packets over to the operating system.
     *
     * @throws IOException if the disk does not accept the bytes
     */
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
