package io.creel.servers.http;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.spec.Suspends;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpSocket;
import io.creel.servers.connection.PeerStalledException;
import io.creel.servers.connection.SocketInput;
import io.creel.servers.connection.SocketOutput;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer, and the loop over the requests of a connection that has some. A handler uses it as long as
 * it runs, and only in its own coroutine.
 *
 * <p>
 * An answer is written in this order: {@link #status}, any number of {@link #header}, then {@link #length} or
 * {@link #chunked}, then {@link #write} as often as needed. {@link #respond} does all of it.
 */
public final class HttpExchange {
    private static final byte[] NOTHING = {};
    private static final byte[] CONTINUE = bytes("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] VERSION = bytes("HTTP/1.1 ");
    private static final byte[] DATE = bytes("\r\nDate: ");
    private static final byte[] CLOSE = bytes("\r\nConnection: close");
    private static final byte[] KEEP_ALIVE = bytes("\r\nConnection: keep-alive");
    private static final byte[] LENGTH = bytes("\r\nContent-Length: ");
    private static final byte[] CHUNKED = bytes("\r\nTransfer-Encoding: chunked\r\n\r\n");
    private static final byte[] LAST_CHUNK = bytes("0\r\n\r\n");
    private static final byte[] LINE_END = bytes("\r\n");
    private static final byte[] HEAD_END = bytes("\r\n\r\n");
    private static final int OUTPUT_BYTES = 16_384;
    private static final int BUFFER_BYTES = 16_384;
    /** Beside the head: for lines of chunks. */
    private static final int BESIDE_HEAD_BYTES = 8_192;
    /** After so many requests in a row, other coroutines of the worker go first. */
    private static final int REQUESTS_PER_TURN = 64;

    /** How far the answer is. */
    private enum Stage {
        NOTHING, FIELDS, BODY
    }

    /** How the end of the answer's body is told. */
    private enum Framing {
        LENGTH, CHUNKED, CLOSE
    }

    private final HttpService service;
    private final SocketInput input;
    private final SocketOutput output;
    private final RequestHead head;
    private final RequestBody body;
    private byte @Nullable [] buffer;
    private Stage stage = Stage.NOTHING;
    private Framing framing = Framing.LENGTH;
    private boolean mayContinue;
    private boolean persistent;
    private boolean withoutBody;
    /** The answer has begun, and will never be complete. */
    private boolean incomplete;
    /** Bytes of the answer's body that are still owed, if its length was declared. */
    private long owed;

    HttpExchange(HttpService service) {
        this.service = service;
        input = new SocketInput(service.limits.headBytes() + BESIDE_HEAD_BYTES);
        output = new SocketOutput(OUTPUT_BYTES, service.serviceLimits.stallNs());
        head = new RequestHead(service.limits);
        body = new RequestBody(input, output, service.limits, service.serviceLimits.stallNs());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    // The loop

    /** Serves the requests that are there; says whether the connection goes on. */
    @Suspends
    boolean serve(TcpSocket socket, byte[] first) {
        input.of(socket, first, 1);
        return serve();
    }

    /** As {@link #serve(TcpSocket, byte[])}, for a connection of which nothing is read yet. */
    @Suspends
    boolean serve(TcpSocket socket) {
        input.of(socket, NOTHING, 0);
        int came = input.fill(Coroutine.nowNs() + service.serviceLimits.idleNs());
        if (came <= 0) {
            service.counters.idleClosed += came == 0 ? 1 : 0;
            return false;
        }
        return serve();
    }

    private boolean serve() {
        TcpSocket socket = input.socket();
        output.of(socket);
        incomplete = false;
        int served = 0;
        while (true) {
            if (!receiveHead() || !serveOne()) {
                if (incomplete) {
                    socket.abort(); // the client must not take the answer for a whole one
                    return false;
                }
                output.flush();
                socket.shutdownOutput();
                linger();
                return false;
            }
            if (input.available() == 0) {
                output.flush();
                return true;
            }
            if (++served % REQUESTS_PER_TURN == 0) {
                service.counters.turnsGivenUp += Coroutine.await(service.ready) ? 1 : 0;
            }
        }
    }

    void clear() {
        input.clear();
        output.clear();
    }

    /** Waits for a whole head; false if the connection ends instead. */
    private boolean receiveHead() {
        input.release();
        head.begin(input.array(), input.position());
        long untilNs = Coroutine.nowNs() + service.limits.headNs();
        int end = head.scan(input.end());
        while (end == 0) {
            output.flush();
            int came = input.fill(untilNs);
            head.movedTo(input.position());
            if (came <= 0) {
                notReceived(came == 0);
                return false;
            }
            end = head.scan(input.end());
        }
        if (end < 0) {
            refuse(head.refusal());
            return false;
        }
        input.skip(end - input.position());
        return true;
    }

    private void notReceived(boolean late) {
        if (head.hasNotBegun()) {
            service.counters.idleClosed += late ? 1 : 0;
        } else if (late) {
            refuse(HttpRefusal.HEAD_TOO_SLOW);
        } else {
            service.counters.cut++;
        }
    }

    /** Lets the handler answer; says whether another request may follow. */
    private boolean serveOne() {
        input.keep();
        body.begin(head);
        mayContinue = head.expectsContinue();
        persistent = head.isPersistent();
        stage = Stage.NOTHING;
        withoutBody = head.isHead();
        service.counters.requests++;
        try {
            service.handler.handle(this);
            finish();
        } catch (HttpRefusedException refused) {
            refuseWithin(refused);
        } catch (IpException | PeerStalledException | CoroutineCancelledException lost) {
            throw lost;
        } catch (RuntimeException failure) {
            fail(failure);
        }
        if (persistent && !body.isEnded()) {
            if (isShort()) {
                drop();
            } else {
                persistent = false;
            }
        }
        return persistent;
    }

    /** The answer is complete, or it is made so. */
    private void finish() {
        if (incomplete) {
            return;
        }
        if (stage != Stage.BODY || framing == Framing.LENGTH && owed > 0 && !withoutBody) {
            throw new IllegalStateException("the handler has not answered to the end: path=" + path() + ", stage="
                    + stage + ", owedBytes=" + owed);
        }
        if (framing == Framing.CHUNKED && !withoutBody) {
            output.put(LAST_CHUNK, 0, LAST_CHUNK.length);
        }
    }

    private void refuseWithin(HttpRefusedException refused) {
        if (stage == Stage.NOTHING) {
            refuse(refused.refusal());
        } else {
            service.counters.count(refused.refusal());
            persistent = false;
            incomplete = true;
        }
    }

    private void fail(RuntimeException failure) {
        service.counters.handlerFailures++;
        service.failures.accept(failure);
        if (stage == Stage.NOTHING) {
            answerAndEnd(500, "the handler failed");
        } else {
            persistent = false;
            incomplete = true;
        }
    }

    private void refuse(@Nullable HttpRefusal refusal) {
        HttpRefusal why = refusal == null ? HttpRefusal.REQUEST_LINE : refusal;
        service.counters.count(why);
        withoutBody = head.isHead();
        stage = Stage.NOTHING;
        answerAndEnd(why.status(), why.text());
    }

    private void answerAndEnd(int status, String text) {
        persistent = false;
        mayContinue = false;
        status(status);
        header("Content-Type", "text/plain");
        length(text.length() + 1);
        if (!withoutBody) {
            output.ascii(text).put('\n');
        }
    }

    /** Whether the rest of the body is worth reading for the sake of the connection. */
    private boolean isShort() {
        return body.endsWithin(service.limits.lingerBytes());
    }

    /** Reads what the handler left, so that the next request can be found. */
    private void drop() {
        try {
            byte[] anywhere = buffer();
            int came = 0;
            while (came >= 0) {
                came = body.read(anywhere, 0, anywhere.length);
                service.counters.bodyBytesReceived += Math.max(0, came);
            }
        } catch (HttpRefusedException refused) {
            service.counters.count(refused.refusal());
            persistent = false;
        }
    }

    /** RFC 9112, section 9.6: a client that is still sending would lose the answer to a reset. */
    private void linger() {
        long untilNs = Coroutine.nowNs() + service.limits.lingerNs();
        long begin = input.received();
        int came = 1;
        while (came > 0 && input.received() - begin < service.limits.lingerBytes()) {
            input.release();
            input.skip(input.available());
            came = input.fill(untilNs);
        }
        input.skip(input.available());
    }

    // The request

    /** {@return the method} */
    @SuppressWarnings("NullAway") // a head that was accepted has one
    public HttpMethod method() {
        return head.method();
    }

    /**
     * {@return whether this is the path: the target without its query, not decoded}
     *
     * @param path
     *            begins with a slash
     */
    public boolean isPath(String path) {
        return Ascii.is(head.bytes(), head.pathBegin(), head.pathEnd(), path);
    }

    /**
     * The number behind a prefix of the path, such as 12 in {@code /bytes/12}.
     *
     * @param prefix
     *            begins with a slash
     * @return at least 0; −1 if the path is another one, or no number follows
     */
    public long pathNumber(String prefix) {
        return Ascii.startsWith(head.bytes(), head.pathBegin(), head.pathEnd(), prefix)
                ? Ascii.decimal(head.bytes(), head.pathBegin() + prefix.length(), head.pathEnd())
                : -1;
    }

    /** {@return the path, not decoded} Allocates. */
    public String path() {
        return Ascii.text(head.bytes(), head.pathBegin(), head.pathEnd());
    }

    /** {@return the query with its question mark, not decoded; empty if there is none} Allocates. */
    public String query() {
        return Ascii.text(head.bytes(), head.pathEnd(), head.targetEnd());
    }

    /**
     * Returns the value of a field. Allocates.
     *
     * @param lowerCaseName
     *            the name in lower case
     * @return the value of the first field with this name, without white space around it; null if there is none
     */
    public @Nullable String field(String lowerCaseName) {
        int field = head.find(lowerCaseName);
        return field < 0 ? null : Ascii.text(head.bytes(), head.valueBegin(field), head.valueEnd(field));
    }

    /**
     * Reads the body; suspends until there is some of it. Answers {@code Expect: 100-continue} first.
     *
     * @param to
     *            gets the bytes
     * @param offset
     *            where in the array the first byte goes
     * @param length
     *            most bytes, at least 1
     * @return how many bytes; −1 at the end of the body
     * @throws HttpRefusedException
     *             if the body is malformed, too long or too slow
     */
    @Suspends
    public int read(byte[] to, int offset, int length) {
        if (mayContinue && stage == Stage.NOTHING && input.available() == 0) {
            output.put(CONTINUE, 0, CONTINUE.length);
            service.counters.countAnswer(100);
        }
        mayContinue = false;
        makeRoomForChunks();
        int came = body.read(to, offset, length);
        service.counters.bodyBytesReceived += Math.max(0, came);
        return came;
    }

    /** A long head may stand at the end of the array. */
    private void makeRoomForChunks() {
        if (head.isChunked() && input.isCramped(BESIDE_HEAD_BYTES)) {
            head.movedTo(input.moveDown(head.begin()));
        }
    }

    /** {@return an array of 16 KiB for the handler, which belongs to this exchange} */
    public byte[] buffer() {
        if (buffer == null) {
            buffer = new byte[BUFFER_BYTES];
        }
        return buffer;
    }

    // The answer

    /**
     * Begins the answer.
     *
     * @param status
     *            200 to 599
     * @return this
     * @throws IllegalStateException
     *             if the answer has begun
     */
    @Suspends
    public HttpExchange status(int status) {
        require(stage == Stage.NOTHING, "begin an answer");
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("no final status: status=" + status + ", least=200, most=599");
        }
        // A client that waits for permission to send its body may send it or not.
        persistent &= !mayContinue && (body.isEnded() || body.isBegun() || isShort());
        stage = Stage.FIELDS;
        withoutBody |= HttpStatus.hasNoBody(status);
        service.counters.countAnswer(status);
        output.put(VERSION, 0, VERSION.length).decimal(status).put(' ').ascii(HttpStatus.phrase(status));
        byte[] date = service.date.now();
        output.put(DATE, 0, DATE.length).put(date, 0, date.length);
        return this;
    }

    /**
     * Adds a field to the answer.
     *
     * @param name
     *            a token
     * @param value
     *            without control characters
     * @return this
     * @throws IllegalArgumentException
     *             if the field would end its line
     */
    @Suspends
    public HttpExchange header(String name, String value) {
        require(stage == Stage.FIELDS, "add a field");
        output.put(LINE_END, 0, LINE_END.length).ascii(checked(name)).put(':').put(' ').ascii(checked(value));
        return this;
    }

    private static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > 0xff || character == 0x7f) {
                throw new IllegalArgumentException("a field of an answer has a control character: text="
                        + text.replaceAll("\\p{Cntrl}", "?") + ", index=" + i);
            }
        }
        return text;
    }

    /**
     * Ends the fields. The body has exactly so many bytes; to HEAD, and with a status that has no body, none is sent.
     *
     * @param bytes
     *            at least 0
     */
    @Suspends
    public void length(long bytes) {
        require(stage == Stage.FIELDS && bytes >= 0, "declare a length");
        persistence();
        output.put(LENGTH, 0, LENGTH.length).decimal(bytes).put(HEAD_END, 0, HEAD_END.length);
        framing = Framing.LENGTH;
        owed = bytes;
        stage = Stage.BODY;
    }

    /**
     * Ends the fields of an answer whose status has no body: 204 and 304.
     *
     * @throws IllegalStateException
     *             if the status may have a body, so that its length has to be told
     */
    @Suspends
    public void noBody() {
        require(stage == Stage.FIELDS && withoutBody, "end an answer without a length");
        persistence();
        output.put(HEAD_END, 0, HEAD_END.length);
        framing = Framing.LENGTH;
        owed = 0;
        stage = Stage.BODY;
    }

    /** Ends the fields of a body of any number of bytes: in chunks, or for HTTP/1.0 up to the end of the connection. */
    @Suspends
    public void chunked() {
        require(stage == Stage.FIELDS, "begin chunks");
        framing = head.isHttp11() ? Framing.CHUNKED : Framing.CLOSE;
        persistent &= framing == Framing.CHUNKED;
        persistence();
        if (framing == Framing.CHUNKED) {
            output.put(CHUNKED, 0, CHUNKED.length);
        } else {
            output.put(HEAD_END, 0, HEAD_END.length);
        }
        stage = Stage.BODY;
    }

    /** RFC 9112, section 9.3: it is said if it differs from what the version implies. */
    private void persistence() {
        if (!persistent) {
            output.put(CLOSE, 0, CLOSE.length);
        } else if (!head.isHttp11()) {
            output.put(KEEP_ALIVE, 0, KEEP_ALIVE.length);
        }
    }

    /**
     * Sends a part of the body; suspends while the client does not receive.
     *
     * @param from
     *            holds the bytes; they are copied
     * @param offset
     *            of the first one
     * @param length
     *            how many
     * @throws IllegalStateException
     *             if these are more bytes than were declared
     */
    @Suspends
    public void write(byte[] from, int offset, int length) {
        require(stage == Stage.BODY && (framing != Framing.LENGTH || length <= owed), "write");
        owed -= framing == Framing.LENGTH ? length : 0;
        if (withoutBody || length == 0) {
            return;
        }
        service.counters.bodyBytesSent += length;
        if (framing == Framing.CHUNKED) {
            output.ascii(Integer.toHexString(length)).put(LINE_END, 0, LINE_END.length).put(from, offset, length)
                    .put(LINE_END, 0, LINE_END.length);
        } else {
            output.put(from, offset, length);
        }
    }

    /**
     * Gives up an answer whose body cannot be completed. The connection is reset, so that the client does not take the
     * answer for a whole one. The handler returns afterwards.
     *
     * @throws IllegalStateException
     *             if the body has not begun: another status can be answered then
     */
    public void abandon() {
        require(stage == Stage.BODY, "abandon the answer");
        service.counters.abandoned++;
        persistent = false;
        incomplete = true;
    }

    /** Sends what was written so far, without waiting for more. */
    @Suspends
    public void flush() {
        output.flush();
    }

    /**
     * Answers with a whole body.
     *
     * @param status
     *            200 to 599
     * @param contentType
     *            the value of Content-Type
     * @param bytes
     *            the body; copied
     */
    @Suspends
    public void respond(int status, String contentType, byte[] bytes) {
        status(status).header("Content-Type", contentType).length(bytes.length);
        write(bytes, 0, bytes.length);
    }

    private void require(boolean possible, String what) {
        if (!possible) {
            throw new IllegalStateException("cannot " + what + " now: stage=" + stage + ", framing=" + framing
                    + ", owedBytes=" + owed + "; write status, fields, length or chunked, and then the body");
        }
    }
}
