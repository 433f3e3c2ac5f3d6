package io.creel.net.pcap;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A capture file as mapped memory: reading it is a load, without a system call or a lock, so a replay may be polled
 * from a coroutine. The heap holds nothing of it, whatever its size.
 */
final class CaptureFile implements AutoCloseable {
    private static final ValueLayout.OfShort SHORT_LE = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BE = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT_LE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT_BE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Path path;
    private final Arena arena;
    private final MemorySegment bytes;
    private boolean bigEndian;

    private CaptureFile(Path path, Arena arena, MemorySegment bytes) {
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
    }

    static CaptureFile open(Path path) throws CaptureException {
        if (!Files.exists(path)) {
            throw new CaptureException(path, "no such file", "name an existing pcap or pcapng file");
        }
        if (!Files.isRegularFile(path)) {
            throw new CaptureException(path, "not a regular file", "name a pcap or pcapng file");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            MemorySegment bytes = size == 0
                    ? MemorySegment.NULL
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return new CaptureFile(path, arena, bytes);
        } catch (IOException e) {
            arena.close();
            var fault = new CaptureException(path, "cannot be read (" + e.getClass().getSimpleName() + ")",
                    "check its permissions");
            fault.initCause(e);
            throw fault;
        }
    }

    void order(boolean isBigEndian) {
        bigEndian = isBigEndian;
    }

    long sizeBytes() {
        return bytes.byteSize();
    }

    MemorySegment bytes() {
        return bytes;
    }

    int u8(long offset) {
        return bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
    }

    int u16(long offset) {
        return bytes.get(bigEndian ? SHORT_BE : SHORT_LE, offset) & 0xffff;
    }

    long u32(long offset) {
        return bytes.get(bigEndian ? INT_BE : INT_LE, offset) & 0xffffffffL;
    }

    /** In pcapng the halves of a 64-bit option follow the order of the section, too. */
    long s64(long offset) {
        return bigEndian ? u32(offset) << 32 | u32(offset + 4) : u32(offset + 4) << 32 | u32(offset);
    }

    /** Four bytes in the order of the file's bytes, for magic numbers. */
    int magic(long offset) {
        return bytes.get(INT_BE, offset);
    }

    CaptureException fault(long offset, String found, String remedy) {
        return new CaptureException(path, offset, found, remedy);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
