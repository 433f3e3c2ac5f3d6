package io.creel.servers.http;

import io.creel.core.spec.Suspends;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A site to try a server with.
 *
 * <pre>
 * GET  /              64 bytes of text
 * GET  /bytes/N       N bytes that are always the same, also in ranges: {@link PatternContent}
 * POST /upload, PUT   the length and the SHA-256 of the body
 * POST /echo          the body, in chunks, while it comes
 * </pre>
 *
 * Of one worker. Only an upload allocates.
 */
public final class TrialSite implements HttpHandler {
    private static final String TEXT = "text/plain";
    private static final byte[] GREETING = "Served by coroutines over a TCP/IP path without a kernel below.\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING_HERE = "Nothing is here; try /, /bytes/N, /upload or /echo.\n"
            .getBytes(StandardCharsets.US_ASCII);

    /** Makes a site. */
    public TrialSite() {
    }

    @Override
    @Suspends
    public void handle(HttpExchange exchange) {
        long bytes = exchange.pathNumber("/bytes/");
        if (bytes >= 0) {
            new PatternContent(bytes).answer(exchange);
        } else if (exchange.isPath("/")) {
            greet(exchange);
        } else if (exchange.isPath("/upload")) {
            upload(exchange);
        } else if (exchange.isPath("/echo")) {
            echo(exchange);
        } else {
            exchange.respond(404, TEXT, NOTHING_HERE);
        }
    }

    private static void greet(HttpExchange exchange) {
        switch (exchange.method()) {
            case GET, HEAD -> exchange.respond(200, TEXT, GREETING);
            case OPTIONS -> exchange.status(204).header("Allow", "GET, HEAD, OPTIONS").noBody();
            default -> exchange.status(405).header("Allow", "GET, HEAD, OPTIONS").length(0);
        }
    }

    private static void upload(HttpExchange exchange) {
        if (exchange.method() != HttpMethod.POST && exchange.method() != HttpMethod.PUT) {
            exchange.status(405).header("Allow", "POST, PUT").length(0);
            return;
        }
        MessageDigest digest = sha256();
        byte[] buffer = exchange.buffer();
        long bytes = 0;
        for (int came = exchange.read(buffer, 0, buffer.length); came >= 0; came = exchange.read(buffer, 0,
                buffer.length)) {
            digest.update(buffer, 0, came);
            bytes += came;
        }
        String text = bytes + " " + HexFormat.of().formatHex(digest.digest()) + "\n";
        exchange.respond(200, TEXT, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static void echo(HttpExchange exchange) {
        if (exchange.method() != HttpMethod.POST) {
            exchange.status(405).header("Allow", "POST").length(0);
            return;
        }
        byte[] buffer = exchange.buffer();
        int came = exchange.read(buffer, 0, buffer.length);
        exchange.status(200).header("Content-Type", "application/octet-stream").chunked();
        while (came >= 0) {
            exchange.write(buffer, 0, came);
            came = exchange.read(buffer, 0, buffer.length);
        }
    }
}
