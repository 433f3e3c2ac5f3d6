package io.creel.servers.http;

import io.creel.core.spec.Suspends;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@link TrialSite} as blocking code: the same requests, the same answers. Of one worker. */
public final class BlockingTrialSite implements BlockingHandler {
    private static final String TEXT = "text/plain";
    private static final int PIECE_BYTES = 8_192;

    /** For what needs no body: the answers are the same objects. */
    private final TrialSite plain = new TrialSite();

    /** Makes a site. */
    public BlockingTrialSite() {
    }

    @Override
    @Suspends
    public void handle(HttpExchange exchange, InputStream body, OutputStream answer) throws IOException {
        HttpMethod method = exchange.method();
        if (exchange.isPath("/upload") && (method == HttpMethod.POST || method == HttpMethod.PUT)) {
            upload(exchange, body, answer);
        } else if (exchange.isPath("/echo") && method == HttpMethod.POST) {
            echo(exchange, body, answer);
        } else {
            plain.handle(exchange);
        }
    }

    private static void upload(HttpExchange exchange, InputStream body, OutputStream answer) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
        long bytes = new DigestInputStream(body, digest).transferTo(OutputStream.nullOutputStream());
        byte[] text = (bytes + " " + HexFormat.of().formatHex(digest.digest()) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        exchange.status(200).header("Content-Type", TEXT).length(text.length);
        answer.write(text);
    }

    private static void echo(HttpExchange exchange, InputStream body, OutputStream answer) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        int came = body.read(piece);
        exchange.status(200).header("Content-Type", "application/octet-stream").chunked();
        for (; came >= 0; came = body.read(piece)) {
            answer.write(piece, 0, came);
        }
    }
}
