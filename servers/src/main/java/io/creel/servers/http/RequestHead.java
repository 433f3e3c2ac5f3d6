package io.creel.servers.http;

import org.jspecify.annotations.Nullable;

/**
 * Parses the request line and the fields of a request, line by line as they come, and keeps where in the array each
 * part is. What is wrong is seen as soon as its line has ended.
 *
 * <p>
 * One coroutine at a time. Allocates nothing once it is made.
 */
final class RequestHead {
    /** How many empty lines may precede a request (RFC 9112, section 2.2: at least one). */
    private static final int MOST_BLANK_LINES = 2;
    private static final int PARTS = 4;

    private final HttpLimits limits;
    /** Per field: where its name begins and ends, and where its value begins and ends. */
    private final int[] parts;
    private byte[] bytes = {};
    private int begin;
    private int scanned;
    private int lineBegin;
    private int blankLines;
    private boolean requestLineDone;
    private int count;
    private @Nullable HttpMethod method;
    private int pathBegin;
    private int pathEnd;
    private int targetEnd;
    private int minorVersion;
    private int hosts;
    private boolean chunked;
    private boolean hasCoding;
    private long length;
    private boolean close;
    private boolean keepAlive;
    private boolean expectsContinue;
    private @Nullable HttpRefusal refusal;

    RequestHead(HttpLimits limits) {
        this.limits = limits;
        parts = new int[PARTS * limits.fields()];
    }

    /** Begins a request at a place in the array. */
    void begin(byte[] in, int at) {
        bytes = in;
        begin = at;
        scanned = at;
        lineBegin = at;
        blankLines = 0;
        requestLineDone = false;
        count = 0;
        method = null;
        hosts = 0;
        chunked = false;
        hasCoding = false;
        length = -1;
        close = false;
        keepAlive = false;
        expectsContinue = false;
        refusal = null;
    }

    /** The bytes have moved down within the array, before any field was read. */
    void movedTo(int at) {
        int by = begin - at;
        begin -= by;
        scanned -= by;
        lineBegin -= by;
        pathBegin -= by;
        pathEnd -= by;
        targetEnd -= by;
        for (int i = 0; i < count * PARTS; i++) {
            parts[i] -= by;
        }
    }

    /**
     * Looks at the bytes up to here.
     *
     * @return where the head ends; 0 if more bytes are needed; −1 if it is refused
     */
    int scan(int end) {
        for (; scanned < end; scanned++) {
            byte character = bytes[scanned];
            if (character == '\n') {
                if (scanned == lineBegin || bytes[scanned - 1] != '\r') {
                    return refuse(HttpRefusal.BARE_LF);
                }
                int lineEnd = scanned - 1;
                int next = scanned + 1;
                boolean last = lineEnd == lineBegin && requestLineDone;
                HttpRefusal wrong = last ? whole() : line(lineBegin, lineEnd);
                if (wrong != null) {
                    return refuse(wrong);
                }
                lineBegin = next;
                if (last) {
                    scanned = next;
                    return next;
                }
            } else if (scanned > lineBegin && bytes[scanned - 1] == '\r') {
                return refuse(HttpRefusal.BARE_CR);
            }
            if (scanned - begin >= limits.headBytes() - 1) {
                return refuse(requestLineDone ? HttpRefusal.FIELDS_TOO_LONG : HttpRefusal.TARGET_TOO_LONG);
            }
            if (!requestLineDone && scanned - lineBegin >= limits.requestLineBytes()) {
                return refuse(HttpRefusal.TARGET_TOO_LONG);
            }
        }
        return 0;
    }

    private int refuse(HttpRefusal wrong) {
        refusal = wrong;
        return -1;
    }

    private @Nullable HttpRefusal line(int from, int to) {
        if (requestLineDone) {
            return field(from, to);
        }
        if (from == to) {
            return ++blankLines > MOST_BLANK_LINES ? HttpRefusal.BLANK_LINES : null;
        }
        requestLineDone = true;
        return requestLine(from, to);
    }

    /** RFC 9112, section 3: one space between the parts, and none elsewhere. */
    private @Nullable HttpRefusal requestLine(int from, int to) {
        int firstSpace = indexOf(' ', from, to);
        int secondSpace = firstSpace < 0 ? -1 : indexOf(' ', firstSpace + 1, to);
        if (secondSpace < 0 || !Ascii.isToken(bytes, from, firstSpace)) {
            return HttpRefusal.REQUEST_LINE;
        }
        HttpRefusal wrong = version(secondSpace + 1, to);
        if (wrong != null) {
            return wrong;
        }
        method = HttpMethod.of(bytes, from, firstSpace);
        if (method == null) {
            return HttpRefusal.METHOD_UNKNOWN;
        }
        return target(firstSpace + 1, secondSpace);
    }

    private int indexOf(char character, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == character) {
                return i;
            }
        }
        return -1;
    }

    /** RFC 9112, section 2.3. A minor version above 1 is answered as 1. */
    private @Nullable HttpRefusal version(int from, int to) {
        if (to - from != 8 || !Ascii.startsWith(bytes, from, to, "HTTP/") || !Ascii.isDigit(bytes[from + 5])
                || bytes[from + 6] != '.' || !Ascii.isDigit(bytes[from + 7])) {
            return HttpRefusal.VERSION_MALFORMED;
        }
        if (bytes[from + 5] != '1') {
            return HttpRefusal.VERSION_UNKNOWN;
        }
        minorVersion = bytes[from + 7] - '0';
        return null;
    }

    /** RFC 9112, section 3.2: the origin form, the absolute form, and the asterisk of OPTIONS. */
    private @Nullable HttpRefusal target(int from, int to) {
        if (from == to || !Ascii.isTarget(bytes, from, to)) {
            return HttpRefusal.TARGET;
        }
        targetEnd = to;
        if (bytes[from] == '/') {
            pathBegin = from;
        } else if (to - from > 7 && Ascii.isIgnoringCase(bytes, from, from + 7, "http://")) {
            pathBegin = from + 7;
            while (pathBegin < to && bytes[pathBegin] != '/' && bytes[pathBegin] != '?') {
                pathBegin++;
            }
            if (pathBegin == from + 7 || !Ascii.isHost(bytes, from + 7, pathBegin)) {
                return HttpRefusal.TARGET;
            }
        } else if (method == HttpMethod.OPTIONS && to - from == 1 && bytes[from] == '*') {
            pathBegin = from;
        } else {
            return HttpRefusal.TARGET;
        }
        int query = indexOf('?', pathBegin, to);
        pathEnd = query < 0 ? to : query;
        return null;
    }

    /** RFC 9112, section 5. */
    private @Nullable HttpRefusal field(int from, int to) {
        if (Ascii.isBlank(bytes[from])) {
            return count == 0 ? HttpRefusal.SPACE_BEFORE_FIELDS : HttpRefusal.OBS_FOLD;
        }
        int colon = indexOf(':', from, to);
        if (colon < 0 || !Ascii.isToken(bytes, from, colon)) {
            return HttpRefusal.FIELD_NAME;
        }
        int valueBegin = colon + 1;
        int valueEnd = to;
        while (valueBegin < valueEnd && Ascii.isBlank(bytes[valueBegin])) {
            valueBegin++;
        }
        while (valueBegin < valueEnd && Ascii.isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        if (!Ascii.isFieldValue(bytes, valueBegin, valueEnd)) {
            return HttpRefusal.FIELD_VALUE;
        }
        if (count == limits.fields()) {
            return HttpRefusal.TOO_MANY_FIELDS;
        }
        int at = PARTS * count++;
        parts[at] = from;
        parts[at + 1] = colon;
        parts[at + 2] = valueBegin;
        parts[at + 3] = valueEnd;
        return understand(from, colon, valueBegin, valueEnd);
    }

    /** Acts on a field that says how the message is framed. */
    private @Nullable HttpRefusal understand(int from, int colon, int valueBegin, int valueEnd) {
        return switch (colon - from) {
            case 4 -> Ascii.isIgnoringCase(bytes, from, colon, "host") ? host(valueBegin, valueEnd) : null;
            case 6 -> Ascii.isIgnoringCase(bytes, from, colon, "expect") ? expect(valueBegin, valueEnd) : null;
            case 10 -> {
                if (Ascii.isIgnoringCase(bytes, from, colon, "connection")) {
                    connection(valueBegin, valueEnd);
                }
                yield null;
            }
            case 14 -> Ascii.isIgnoringCase(bytes, from, colon, "content-length")
                    ? contentLength(valueBegin, valueEnd)
                    : null;
            case 17 -> Ascii.isIgnoringCase(bytes, from, colon, "transfer-encoding")
                    ? transferCoding(valueBegin, valueEnd)
                    : null;
            default -> null;
        };
    }

    private @Nullable HttpRefusal host(int from, int to) {
        return ++hosts > 1 || !Ascii.isHost(bytes, from, to) ? HttpRefusal.HOST_INVALID : null;
    }

    private @Nullable HttpRefusal expect(int from, int to) {
        if (!Ascii.isIgnoringCase(bytes, from, to, "100-continue")) {
            return HttpRefusal.EXPECTATION;
        }
        expectsContinue = true;
        return null;
    }

    private @Nullable HttpRefusal contentLength(int from, int to) {
        if (length >= 0) {
            return HttpRefusal.LENGTH_REPEATED;
        }
        length = Ascii.decimal(bytes, from, to);
        return length < 0 ? HttpRefusal.LENGTH_INVALID : null;
    }

    /** RFC 9112, sections 6.1 and 6.3: chunked alone is understood. */
    private @Nullable HttpRefusal transferCoding(int from, int to) {
        boolean last = lastElementIs(from, to, "chunked");
        if (hasCoding || !last) {
            return HttpRefusal.CODING_NOT_LAST;
        }
        hasCoding = true;
        chunked = Ascii.isIgnoringCase(bytes, from, to, "chunked");
        return chunked ? null : HttpRefusal.CODING_UNKNOWN;
    }

    private boolean lastElementIs(int from, int to, String lower) {
        int begins = to;
        while (begins > from && bytes[begins - 1] != ',') {
            begins--;
        }
        while (begins < to && Ascii.isBlank(bytes[begins])) {
            begins++;
        }
        return Ascii.isIgnoringCase(bytes, begins, to, lower);
    }

    /** RFC 9110, section 7.6.1: a list of options. */
    private void connection(int from, int to) {
        int begins = from;
        while (begins < to) {
            int ends = indexOf(',', begins, to);
            ends = ends < 0 ? to : ends;
            int last = ends;
            while (begins < last && Ascii.isBlank(bytes[begins])) {
                begins++;
            }
            while (begins < last && Ascii.isBlank(bytes[last - 1])) {
                last--;
            }
            close |= Ascii.isIgnoringCase(bytes, begins, last, "close");
            keepAlive |= Ascii.isIgnoringCase(bytes, begins, last, "keep-alive");
            begins = ends + 1;
        }
    }

    /** What only the whole head tells. */
    private @Nullable HttpRefusal whole() {
        if (hosts == 0 && minorVersion >= 1) {
            return HttpRefusal.HOST_MISSING;
        }
        if (chunked && length >= 0) {
            return HttpRefusal.LENGTH_AND_CODING;
        }
        if (chunked && minorVersion == 0) {
            return HttpRefusal.CODING_IN_HTTP_1_0;
        }
        return length > limits.bodyBytes() ? HttpRefusal.BODY_TOO_LONG : null;
    }

    /** Why the request is refused; null if it is not. */
    @Nullable
    HttpRefusal refusal() {
        return refusal;
    }

    /** Whether only empty lines have come so far. */
    boolean hasNotBegun() {
        return !requestLineDone && lineBegin == scanned;
    }

    /** Whether the method is known, so that an answer to HEAD has no body. */
    boolean isHead() {
        return method == HttpMethod.HEAD;
    }

    @Nullable
    HttpMethod method() {
        return method;
    }

    /** Whether the answer may be chunked. */
    boolean isHttp11() {
        return minorVersion >= 1;
    }

    /** RFC 9112, section 9.3. */
    boolean isPersistent() {
        return !close && (minorVersion >= 1 || keepAlive);
    }

    /** RFC 9110, section 10.1.1: it means nothing in HTTP/1.0, nor without a body. */
    boolean expectsContinue() {
        return expectsContinue && minorVersion >= 1 && (chunked || length > 0);
    }

    boolean isChunked() {
        return chunked;
    }

    /** The declared length of the body; 0 without one. */
    long bodyBytes() {
        return Math.max(0, length);
    }

    /** Where in the array the request begins. */
    int begin() {
        return begin;
    }

    byte[] bytes() {
        return bytes;
    }

    int pathBegin() {
        return pathBegin;
    }

    int pathEnd() {
        return pathEnd;
    }

    int targetEnd() {
        return targetEnd;
    }

    /** The index of the first field with this name of lower-case characters; −1 if there is none. */
    int find(String lower) {
        for (int i = 0; i < count; i++) {
            if (Ascii.isIgnoringCase(bytes, parts[PARTS * i], parts[PARTS * i + 1], lower)) {
                return i;
            }
        }
        return -1;
    }

    int valueBegin(int field) {
        return parts[PARTS * field + 2];
    }

    int valueEnd(int field) {
        return parts[PARTS * field + 3];
    }
}
