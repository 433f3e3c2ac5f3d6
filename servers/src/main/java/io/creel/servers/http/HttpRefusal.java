package io.creel.servers.http;

/**
 * Why a request is refused before a handler sees it. Each is counted, and the answer names its sentence. The connection
 * is closed afterwards, because where the next request would begin is not certain.
 */
public enum HttpRefusal {
    /** A recipient may take a line feed alone for the end of a line; others do not, so it is refused. */
    BARE_LF(400, "a line ends by a line feed alone", "RFC 9112, section 2.2"),
    /** A carriage return that no line feed follows. */
    BARE_CR(400, "a carriage return stands alone", "RFC 9112, section 2.2"),
    /** More empty lines in front of a request than one may skip. */
    BLANK_LINES(400, "empty lines stand in front of the request", "RFC 9112, section 2.2"),
    /** White space between the request line and the first field. */
    SPACE_BEFORE_FIELDS(400, "white space precedes the first field", "RFC 9112, section 2.2"),
    /** Not three parts with one space between each two. */
    REQUEST_LINE(400, "the request line is malformed", "RFC 9112, section 3"),
    /** A method that the server does not know. */
    METHOD_UNKNOWN(501, "the method is unknown", "RFC 9110, section 9.1"),
    /** A target that is of no form, or not of the form that its method asks for. */
    TARGET(400, "the request target is malformed", "RFC 9112, section 3.2"),
    /** A request line beyond the limit. */
    TARGET_TOO_LONG(414, "the request line is too long", "RFC 9112, section 3"),
    /** Not {@code HTTP/}, a digit, a point and a digit. */
    VERSION_MALFORMED(400, "the version is malformed", "RFC 9112, section 2.3"),
    /** A major version other than 1. */
    VERSION_UNKNOWN(505, "the version is not supported", "RFC 9110, section 15.6.6"),
    /** A name that is no token, or white space in front of the colon. */
    FIELD_NAME(400, "the name of a field is malformed", "RFC 9112, section 5.1"),
    /** A control character in a value. */
    FIELD_VALUE(400, "the value of a field has a control character", "RFC 9110, section 5.5"),
    /** A value that goes on in the next line. */
    OBS_FOLD(400, "a field is folded over several lines", "RFC 9112, section 5.2"),
    /** More fields than the limit. */
    TOO_MANY_FIELDS(431, "there are too many fields", "RFC 6585, section 5"),
    /** Fields beyond the limit. */
    FIELDS_TOO_LONG(431, "the fields are too long", "RFC 6585, section 5"),
    /** An HTTP/1.1 request without a Host field. */
    HOST_MISSING(400, "the Host field is missing", "RFC 9112, section 3.2"),
    /** Several Host fields, or one that is no host. */
    HOST_INVALID(400, "the Host field is repeated or malformed", "RFC 9112, section 3.2"),
    /** A Content-Length that is no number, or a list. */
    LENGTH_INVALID(400, "the Content-Length is malformed or a list", "RFC 9112, section 6.3"),
    /** Several Content-Length fields, even with the same value. */
    LENGTH_REPEATED(400, "the Content-Length is repeated", "RFC 9112, section 6.3"),
    /** Both ways to say where the body ends. */
    LENGTH_AND_CODING(400, "Content-Length and Transfer-Encoding are both there", "RFC 9112, section 6.1"),
    /** A transfer coding in a version that has none. */
    CODING_IN_HTTP_1_0(400, "HTTP/1.0 has no Transfer-Encoding", "RFC 9112, section 6.1"),
    /** A transfer coding other than chunked. */
    CODING_UNKNOWN(501, "the transfer coding is not chunked alone", "RFC 9112, section 6.1"),
    /** Codings of which the last one is not chunked, so that nothing says where the body ends. */
    CODING_NOT_LAST(400, "the last transfer coding is not chunked, or it is repeated", "RFC 9112, section 6.3"),
    /** A body beyond the limit. */
    BODY_TOO_LONG(413, "the body is too long", "RFC 9110, section 15.5.14"),
    /** A chunk whose size is no number, or too large a one. */
    CHUNK_SIZE(400, "the size of a chunk is malformed", "RFC 9112, section 7.1"),
    /** A chunk that is not followed by the end of a line. */
    CHUNK_END(400, "a chunk does not end where its size says", "RFC 9112, section 7.1"),
    /** An extension of a chunk with a control character, or beyond the limit. */
    CHUNK_EXTENSION(400, "the extension of a chunk is malformed or too long", "RFC 9112, section 7.1.1"),
    /** Trailer fields that are malformed or beyond the limit. */
    TRAILER(431, "the trailer fields are malformed or too long", "RFC 9112, section 7.1.2"),
    /** The stream ends within a body. */
    BODY_CUT(400, "the connection ends within the body", "RFC 9112, section 8"),
    /** An expectation other than {@code 100-continue}. */
    EXPECTATION(417, "the expectation is unknown", "RFC 9110, section 10.1.1"),
    /** A request line and fields that did not come in time. */
    HEAD_TOO_SLOW(408, "the request did not come in time", "RFC 9112, section 9.5"),
    /** A body that did not come in time. */
    BODY_TOO_SLOW(408, "the body did not come in time", "RFC 9112, section 9.5");

    private final int status;
    private final String sentence;
    private final String source;

    HttpRefusal(int status, String sentence, String source) {
        this.status = status;
        this.sentence = sentence;
        this.source = source;
    }

    /** {@return the status code of the answer} */
    public int status() {
        return status;
    }

    /** {@return what is wrong, and the rule: the text of the answer} */
    public String text() {
        return sentence + " (" + source + ")";
    }
}
