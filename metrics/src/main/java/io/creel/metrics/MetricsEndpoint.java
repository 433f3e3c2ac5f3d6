package io.creel.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Serves a text at {@code /metrics} by HTTP, on a daemon thread of its own: the scrape of a Prometheus registry.
 *
 * <pre>{@code
 * var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
 * new CreelMetrics().bindTo(registry);
 * var endpoint = MetricsEndpoint.open(9400, registry::scrape);
 * }</pre>
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int NO_METHOD = 405;
    private static final int FAILED = 500;

    private final HttpServer server;
    private final Supplier<String> text;

    private MetricsEndpoint(HttpServer server, Supplier<String> text) {
        this.server = server;
        this.text = text;
    }

    /**
     * Opens an endpoint on the loopback address.
     *
     * @param port
     *            the port; 0 for any that is free
     * @param text
     *            called per request, by the endpoint's thread
     * @return the endpoint, open; the caller closes it
     * @throws IOException
     *             if the port is taken; the message is a sentence for the user
     */
    public static MetricsEndpoint open(int port, Supplier<String> text) throws IOException {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), text);
    }

    /**
     * Opens an endpoint.
     *
     * @param address
     *            where to listen. There is neither encryption nor a password: bind to an address that only the
     *            collector reaches
     * @param text
     *            called per request, by the endpoint's thread
     * @return the endpoint, open; the caller closes it
     * @throws IOException
     *             if the address is taken or not this machine's; the message is a sentence for the user
     */
    public static MetricsEndpoint open(InetSocketAddress address, Supplier<String> text) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (BindException taken) {
            throw new BindException("metrics cannot be served at " + address.getHostString() + ":" + address.getPort()
                    + ": " + taken.getMessage() + "; name another port, or 0 for any that is free");
        }
        MetricsEndpoint endpoint = new MetricsEndpoint(server, text);
        server.createContext("/metrics", endpoint::answer);
        server.setExecutor(task -> Thread.ofPlatform().daemon().name("creel-metrics").start(task));
        server.start();
        return endpoint;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(NO_METHOD, -1);
                return;
            }
            int code = OK;
            byte[] body;
            try {
                body = text.get().getBytes(StandardCharsets.UTF_8);
            } catch (RuntimeException failure) {
                code = FAILED;
                body = ("metrics failed: " + failure).getBytes(StandardCharsets.UTF_8);
            }
            exchange.getResponseHeaders().set("Content-Type", TYPE);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** {@return the port it listens on} */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Ends the endpoint; a request that runs is cut off. */
    @Override
    public void close() {
        server.stop(0);
    }
}
