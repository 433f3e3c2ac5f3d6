package io.creel.servers.http;

import io.creel.core.spec.Suspends;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Answers requests by blocking code, which knows nothing of coroutines: it reads and writes streams, sleeps and waits.
 * It runs in a virtual thread of its connection, see {@link HttpService#open(io.creel.ip.host.IpHost,
 * io.creel.core.Carrier, io.creel.ip.IpAddress, int, java.util.concurrent.ThreadFactory)}. What waits suspends the
 * thread, never the worker.
 */
@FunctionalInterface
public interface BlockingHandler {
    /**
     * Answers a request. The answer's status, fields and length, or {@link HttpExchange#chunked}, come before the first
     * byte that is written to the stream.
     *
     * @param exchange
     *            a request that was parsed
     * @param body
     *            the body of the request
     * @param answer
     *            the body of the answer
     * @throws IOException
     *             if the connection is lost or the body is refused, which the service handles; an exception of another
     *             kind is a failure of the handler
     * @throws InterruptedException
     *             if the service is closed
     */
    @Suspends
    void handle(HttpExchange exchange, InputStream body, OutputStream answer) throws IOException, InterruptedException;

    /**
     * Makes a handler for {@link HttpService}.
     *
     * @param handler
     *            used by one worker
     * @return calls it in the coroutine of the connection, which is a virtual thread if the service is opened with a
     *         factory
     */
    static HttpHandler handler(BlockingHandler handler) {
        return exchange -> new HttpStreams(exchange).handle(handler);
    }
}
