package io.creel.ip.stream;

import io.creel.core.spec.Suspends;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** What is written to the peer, for {@link TcpStreams#output()}. */
final class TcpOutputStream extends OutputStream {
    private final TcpStreams streams;
    private final byte[] one = new byte[1];

    TcpOutputStream(TcpStreams streams) {
        this.streams = streams;
    }

    @Override
    @Suspends
    public void write(int value) throws IOException {
        one[0] = (byte) value;
        streams.write(one, 0, 1);
    }

    @Override
    @Suspends
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        streams.write(from, offset, length);
    }

    @Override
    public void close() {
        streams.close();
    }
}
