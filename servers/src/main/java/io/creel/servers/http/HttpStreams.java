package io.creel.servers.http;

import io.creel.core.spec.Suspends;
import io.creel.ip.IpException;
import io.creel.servers.connection.PeerStalledException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The bodies of one exchange as streams, for a {@link BlockingHandler}. What ends the connection is rethrown to it. */
final class HttpStreams {
    private final HttpExchange exchange;
    /** Why the connection or the body has ended, which the handler has seen as an IOException. */
    private @Nullable RuntimeException ended;

    HttpStreams(HttpExchange exchange) {
        this.exchange = exchange;
    }

    @Suspends
    void handle(BlockingHandler handler) {
        try {
            handler.handle(exchange, new Body(), new Answer());
        } catch (IOException failure) {
            if (ended == null) {
                throw new UncheckedIOException(failure);
            }
        } catch (InterruptedException closed) {
            throw new IllegalStateException("the handler was interrupted: path=" + exchange.path(), closed);
        }
        if (ended != null) {
            throw ended; // also if the handler made nothing of it
        }
    }

    private IOException failed(RuntimeException why) {
        ended = why;
        return new IOException(why.getMessage(), why);
    }

    private final class Body extends InputStream {
        @Override
        @Suspends
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        @Suspends
        public int read(byte[] to, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            try {
                return exchange.read(to, offset, length);
            } catch (IpException | PeerStalledException | HttpRefusedException why) {
                throw failed(why);
            }
        }
    }

    private final class Answer extends OutputStream {
        @Override
        @Suspends
        public void write(int value) throws IOException {
            write(new byte[]{(byte) value}, 0, 1);
        }

        @Override
        @Suspends
        public void write(byte[] from, int offset, int length) throws IOException {
            try {
                exchange.write(from, offset, length);
            } catch (IpException | PeerStalledException why) {
                throw failed(why);
            }
        }

        @Override
        @Suspends
        public void flush() throws IOException {
            try {
                exchange.flush();
            } catch (IpException | PeerStalledException why) {
                throw failed(why);
            }
        }
    }
}
