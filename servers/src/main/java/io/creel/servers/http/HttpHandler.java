package io.creel.servers.http;

import io.creel.core.spec.Suspends;

/** Answers one request, in the coroutine of its connection. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers a request with exactly one answer. May suspend. A handler that throws before it has begun its answer is
     * answered for by 500; later, the connection is reset.
     *
     * @param exchange
     *            the request and its answer; not to be used afterwards
     */
    @Suspends
    void handle(HttpExchange exchange);
}
