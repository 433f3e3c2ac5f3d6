package io.creel.jmh.servers;

import java.nio.charset.StandardCharsets;

/** What all servers of the table have in common. */
final class Site {
    static final String ADDRESS = "10.77.0.1";
    static final int HTTP_PORT = 80;
    static final int ECHO_PORT = 7;
    /** Sends bytes until the client closes. */
    static final int SOURCE_PORT = 19;
    /** The length of a message that is echoed. */
    static final int MESSAGE_BYTES = 64;
    /** Answers {@link io.creel.servers.message.WorkProtocol}. */
    static final int MESSAGE_PORT = 7_000;
    /** More work is not done for a message. */
    static final int MOST_ROUNDS = 1 << 28;
    static final String CONTENT_TYPE = "text/plain";
    /** The answer to each request: 64 bytes. */
    static final byte[] BODY = "An answer of exactly sixty-four bytes, the last is a line end..\n"
            .getBytes(StandardCharsets.US_ASCII);

    private Site() {
    }

    static {
        if (BODY.length != 64) {
            throw new AssertionError("the answer has another length: bytes=" + BODY.length);
        }
    }
}
