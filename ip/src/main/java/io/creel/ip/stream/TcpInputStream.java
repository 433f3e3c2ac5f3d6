package io.creel.ip.stream;

import io.creel.core.spec.Suspends;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** What the peer sends, for {@link TcpStreams#input()}. */
final class TcpInputStream extends InputStream {
    private final TcpStreams streams;
    private final byte[] one = new byte[1];

    TcpInputStream(TcpStreams streams) {
        this.streams = streams;
    }

    @Override
    @Suspends
    public int read() throws IOException {
        return streams.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    @Suspends
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        return streams.read(to, offset, length);
    }

    @Override
    public int available() throws IOException {
        return streams.available();
    }

    @Override
    public void close() {
        streams.close();
    }
}
