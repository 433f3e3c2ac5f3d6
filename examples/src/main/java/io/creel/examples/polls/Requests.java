package io.creel.examples.polls;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the server does: plain code. A class loader weaves polls into this package. */
final class Requests {
    private Requests() {
    }

    /** Answers that the server lives. */
    static void health(HttpExchange exchange) throws IOException {
        answer(exchange, "ok");
    }

    /** Hashes the query so many times: about 100 ms for 900,000. */
    static void hash(HttpExchange exchange) throws IOException, NoSuchAlgorithmException {
        String query = exchange.getRequestURI().getQuery();
        byte[] hash = query.getBytes(StandardCharsets.UTF_8);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int rounds = Integer.parseInt(query);
        for (int i = 0; i < rounds; i++) {
            hash = digest.digest(hash);
        }
        answer(exchange, HexFormat.of().formatHex(hash));
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
