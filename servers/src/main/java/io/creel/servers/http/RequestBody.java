package io.creel.servers.http;

import io.creel.core.Coroutine;
import io.creel.core.spec.Suspends;
import io.creel.servers.connection.SocketInput;
import io.creel.servers.connection.SocketOutput;

/**
 * Reads the body of a request to its end and not beyond: of a declared length, or in chunks (RFC 9112, sections 6 and
 * 7.1). Trailer fields are checked and dropped (section 7.1.2). One coroutine at a time; allocates nothing.
 */
final class RequestBody {
    private static final long SECOND = 1_000_000_000L;
    /** Sixteen digits would overflow the sum. */
    private static final int MOST_DIGITS = 15;

    private final SocketInput input;
    private final SocketOutput output;
    private final HttpLimits limits;
    private final long stallNs;
    private boolean chunked;
    /** Bytes that are left of the body, or of the chunk. */
    private long left;
    private boolean inChunk;
    private boolean ended;
    private long read;
    private int trailer;
    private long beganNs;

    RequestBody(SocketInput input, SocketOutput output, HttpLimits limits, long stallNs) {
        this.input = input;
        this.output = output;
        this.limits = limits;
        this.stallNs = stallNs;
    }

    void begin(RequestHead head) {
        chunked = head.isChunked();
        left = chunked ? 0 : head.bodyBytes();
        inChunk = false;
        ended = !chunked && left == 0;
        read = 0;
        trailer = 0;
        beganNs = Coroutine.nowNs();
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether the handler has read some of it, so that it may read the rest. */
    boolean isBegun() {
        return read > 0;
    }

    /** Whether the end is certain to come within so many bytes. */
    boolean endsWithin(long bytes) {
        return !chunked && left <= bytes;
    }

    /** At least one byte; −1 at the end of the body. */
    @Suspends
    int read(byte[] to, int offset, int length) {
        while (!ended) {
            if (left > 0) {
                if (input.available() == 0) {
                    output.flush();
                }
                int came = input.read(to, offset, (int) Math.min(length, left), untilNs());
                require(came);
                left -= came;
                read += came;
                ended = !chunked && left == 0;
                return came;
            }
            if (inChunk) {
                endOfLine();
                inChunk = false;
            } else {
                chunkLine();
            }
        }
        return -1;
    }

    /** A body has a time for what has come, and one stall. */
    private long untilNs() {
        return beganNs + stallNs + (long) (read * ((double) SECOND / limits.bodyBytesPerSecond()));
    }

    private static void require(int came) {
        if (came <= 0) {
            throw new HttpRefusedException(came < 0 ? HttpRefusal.BODY_CUT : HttpRefusal.BODY_TOO_SLOW);
        }
    }

    private void more() {
        output.flush(); // the client may wait for it before it sends more
        require(input.fill(untilNs()));
    }

    private void endOfLine() {
        while (input.available() < 2) {
            more();
        }
        byte[] bytes = input.array();
        int at = input.position();
        if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
            throw new HttpRefusedException(HttpRefusal.CHUNK_END);
        }
        input.skip(2);
    }

    /** The size of the next chunk, and its extensions, which are ignored; the last one is followed by the trailer. */
    private void chunkLine() {
        int bytes = line(HttpRefusal.CHUNK_EXTENSION);
        long size = size(input.array(), input.position(), input.position() + bytes);
        input.skip(bytes + 2);
        if (size == 0) {
            trailer();
            ended = true;
            return;
        }
        if (size > limits.bodyBytes() - read) {
            throw new HttpRefusedException(HttpRefusal.BODY_TOO_LONG);
        }
        left = size;
        inChunk = true;
    }

    private static long size(byte[] bytes, int from, int to) {
        int at = from;
        long size = 0;
        while (at < to && Ascii.hex(bytes[at]) >= 0) {
            size = size << 4 | Ascii.hex(bytes[at]);
            at++;
            if (at - from > MOST_DIGITS) {
                throw new HttpRefusedException(HttpRefusal.CHUNK_SIZE);
            }
        }
        int digits = at - from;
        while (at < to && Ascii.isBlank(bytes[at])) {
            at++;
        }
        boolean extended = at < to && bytes[at] == ';';
        if (digits == 0 || !extended && at - from != digits || !extended && at < to) {
            throw new HttpRefusedException(HttpRefusal.CHUNK_SIZE);
        }
        if (!Ascii.isFieldValue(bytes, at, to)) {
            throw new HttpRefusedException(HttpRefusal.CHUNK_EXTENSION);
        }
        return size;
    }

    /** Fields without a meaning here, up to an empty line. */
    private void trailer() {
        while (true) {
            int bytes = line(HttpRefusal.TRAILER);
            int from = input.position();
            if (bytes > 0) {
                check(input.array(), from, from + bytes);
            }
            input.skip(bytes + 2);
            trailer += bytes;
            if (trailer > limits.trailerBytes()) {
                throw new HttpRefusedException(HttpRefusal.TRAILER);
            }
            if (bytes == 0) {
                return;
            }
        }
    }

    private static void check(byte[] bytes, int from, int to) {
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        if (colon == to || !Ascii.isToken(bytes, from, colon) || !Ascii.isFieldValue(bytes, colon, to)) {
            throw new HttpRefusedException(HttpRefusal.TRAILER);
        }
    }

    /** Waits for a whole line; returns its length without its end. A line feed alone ends none. */
    private int line(HttpRefusal tooLong) {
        int seen = 0;
        while (true) {
            byte[] bytes = input.array();
            int from = input.position();
            for (; from + seen < input.end(); seen++) {
                byte character = bytes[from + seen];
                boolean afterReturn = seen > 0 && bytes[from + seen - 1] == '\r';
                if (character == '\n') {
                    if (!afterReturn) {
                        throw new HttpRefusedException(HttpRefusal.BARE_LF);
                    }
                    return seen - 1;
                }
                if (afterReturn) {
                    throw new HttpRefusedException(HttpRefusal.BARE_CR);
                }
                if (seen > limits.chunkLineBytes()) {
                    throw new HttpRefusedException(tooLong);
                }
            }
            more();
        }
    }
}
