package io.creel.servers.http;

/**
 * The body of a request is malformed, too long or too slow. A handler that reads the body lets it pass: the service
 * answers, if no answer has begun, and closes the connection.
 */
public final class HttpRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    private final HttpRefusal refusal;

    HttpRefusedException(HttpRefusal refusal) {
        super(refusal.text(), null, false, false); // no stack: it is the peer's fault, and may come often
        this.refusal = refusal;
    }

    /** {@return what is wrong} */
    public HttpRefusal refusal() {
        return refusal;
    }
}
