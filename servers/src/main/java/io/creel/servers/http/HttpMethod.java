package io.creel.servers.http;

import org.jspecify.annotations.Nullable;

/** The methods that the server knows (RFC 9110, section 9.3; RFC 5789). Any other one is answered by 501. */
public enum HttpMethod {
    /** Transfer a representation. */
    GET,
    /** As GET, without the body of the answer. */
    HEAD,
    /** Process the body of the request. */
    POST,
    /** Store the body of the request. */
    PUT,
    /** Remove what the target names. */
    DELETE,
    /** Describe the options of the target. */
    OPTIONS,
    /** Change what the target names. */
    PATCH;

    private static final HttpMethod[] ALL = values();

    /** The method with this name; null if there is none. Names are case-sensitive (RFC 9110, section 9.1). */
    static @Nullable HttpMethod of(byte[] bytes, int from, int to) {
        for (HttpMethod method : ALL) {
            if (Ascii.is(bytes, from, to, method.name())) {
                return method;
            }
        }
        return null;
    }
}
