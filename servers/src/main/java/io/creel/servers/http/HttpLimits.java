package io.creel.servers.http;

import static io.creel.servers.internal.LimitCheck.require;

/**
 * The limits of requests. Immutable. Any thread.
 *
 * @param headBytes
 *            most bytes of a request line and its fields, 256 to 1 MiB; more are answered by 431
 * @param requestLineBytes
 *            most bytes of a request line, 64 to {@code headBytes}; more are answered by 414
 * @param fields
 *            most fields, at least 1; more are answered by 431
 * @param bodyBytes
 *            most bytes of a body, at least 0; more are answered by 413
 * @param chunkLineBytes
 *            most bytes of the line in front of a chunk, and of one trailer field, 32 to 4,096
 * @param trailerBytes
 *            most bytes of all trailer fields of a body, at least 0
 * @param headNs
 *            how long a request line and its fields may take from their first byte on, in nanoseconds
 * @param bodyBytesPerSecond
 *            the least rate of a body, at least 1; it is asked for beyond the first {@code stallNs} of the service
 * @param lingerBytes
 *            most bytes that are read and dropped after an answer that ends the connection, at least 0, so that a
 *            client which is still sending sees the answer (RFC 9112, section 9.6)
 * @param lingerNs
 *            how long this may take, in nanoseconds
 */
public record HttpLimits(int headBytes, int requestLineBytes, int fields, long bodyBytes, int chunkLineBytes,
        int trailerBytes, long headNs, int bodyBytesPerSecond, long lingerBytes, long lingerNs) {
    private static final long SECOND = 1_000_000_000L;

    /** Checks every limit. */
    public HttpLimits {
        require(headBytes >= 256 && headBytes <= 1 << 20, "headBytes", headBytes, "256 to 2^20");
        require(requestLineBytes >= 64 && requestLineBytes <= headBytes, "requestLineBytes", requestLineBytes,
                "64 to headBytes");
        require(fields >= 1 && fields <= 10_000, "fields", fields, "1 to 10000");
        require(bodyBytes >= 0, "bodyBytes", bodyBytes, "at least 0");
        require(chunkLineBytes >= 32 && chunkLineBytes <= 4_096, "chunkLineBytes", chunkLineBytes, "32 to 4096");
        require(trailerBytes >= 0, "trailerBytes", trailerBytes, "at least 0");
        require(headNs > 0, "headNs", headNs, "above 0");
        require(bodyBytesPerSecond >= 1, "bodyBytesPerSecond", bodyBytesPerSecond, "at least 1");
        require(lingerBytes >= 0 && lingerNs >= 0, "lingerBytes", Math.min(lingerBytes, lingerNs),
                "at least 0, as lingerNs");
    }

    /** {@return 8 KiB of fields, 4 KiB of request line, 100 fields, 8 GiB of body, 10 seconds for the head} */
    public static HttpLimits defaults() {
        return new HttpLimits(8_192, 4_096, 100, 8L << 30, 256, 4_096, 10 * SECOND, 1_024, 256 << 10, 2 * SECOND);
    }

    /**
     * {@return a copy with another limit of the body}
     *
     * @param bytes
     *            at least 0
     */
    public HttpLimits withBodyBytes(long bytes) {
        return new HttpLimits(headBytes, requestLineBytes, fields, bytes, chunkLineBytes, trailerBytes, headNs,
                bodyBytesPerSecond, lingerBytes, lingerNs);
    }
}
