package io.creel.ip.stream;

import io.creel.core.spec.Suspends;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Both directions as a blocking channel, for {@link TcpStreams#channel()}. A read transfers at least one byte, a write
 * all of them. Buffers without an array are copied in pieces.
 */
final class TcpByteChannel implements ByteChannel {
    private static final int PIECE_BYTES = 8192;

    private final TcpStreams streams;
    /** Made at the first use of a buffer without an array, one for each direction. */
    private byte @Nullable [] readPiece;
    private byte @Nullable [] writePiece;

    TcpByteChannel(TcpStreams streams) {
        this.streams = streams;
    }

    @Override
    @Suspends
    public int read(ByteBuffer to) throws IOException {
        requireOpen();
        try {
            return to.hasArray() ? readArray(to) : readPiece(to);
        } catch (IOException failure) {
            throw streams.ofChannel(failure);
        }
    }

    private int readArray(ByteBuffer to) throws IOException {
        int bytes = streams.read(to.array(), to.arrayOffset() + to.position(), to.remaining());
        to.position(to.position() + Math.max(0, bytes));
        return bytes;
    }

    private int readPiece(ByteBuffer to) throws IOException {
        if (to.isReadOnly()) {
            throw new IllegalArgumentException("cannot read into a read-only buffer: buffer=" + to);
        }
        readPiece = readPiece == null ? new byte[PIECE_BYTES] : readPiece;
        int bytes = streams.read(readPiece, 0, Math.min(PIECE_BYTES, to.remaining()));
        to.put(readPiece, 0, Math.max(0, bytes));
        return bytes;
    }

    @Override
    @Suspends
    public int write(ByteBuffer from) throws IOException {
        requireOpen();
        int begin = from.position();
        try {
            while (from.hasRemaining()) {
                writeSome(from);
            }
        } catch (InterruptedIOException late) {
            from.position(from.position() + late.bytesTransferred);
            late.bytesTransferred = from.position() - begin;
            throw late;
        } catch (IOException failure) {
            throw streams.ofChannel(failure);
        }
        return from.position() - begin;
    }

    private void writeSome(ByteBuffer from) throws IOException {
        int length = from.remaining();
        if (from.hasArray()) {
            streams.write(from.array(), from.arrayOffset() + from.position(), length);
        } else {
            writePiece = writePiece == null ? new byte[PIECE_BYTES] : writePiece;
            length = Math.min(PIECE_BYTES, length);
            from.get(from.position(), writePiece, 0, length);
            streams.write(writePiece, 0, length);
        }
        from.position(from.position() + length);
    }

    private void requireOpen() throws ClosedChannelException {
        if (!streams.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean isOpen() {
        return streams.isOpen();
    }

    @Override
    public void close() {
        streams.close();
    }
}
