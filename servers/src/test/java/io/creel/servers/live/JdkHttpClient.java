package io.creel.servers.live;

import io.creel.servers.http.PatternContent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The JDK's HTTP client, in a process of its own: {@code URL REQUESTS}; many requests at once, each one checked. */
final class JdkHttpClient {
    private static final int AT_ONCE = 32;

    private JdkHttpClient() {
    }

    public static void main(String[] words) throws Exception {
        int requests = Integer.parseInt(words[1]);
        try (var threads = Executors.newFixedThreadPool(AT_ONCE);
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(60)).build()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                int seed = i;
                all.add(threads.submit(() -> {
                    if (seed % 2 == 0) {
                        get(client, words[0], new Random(seed).nextInt(200_000));
                    } else {
                        put(client, words[0], seed);
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        System.out.println("all answers are right");
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(120));
    }

    private static void get(HttpClient client, String url, int bytes) throws Exception {
        byte[] came = client.send(request(url + "/bytes/" + bytes).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
        require(came.length == bytes, "length", bytes);
        for (int i = 0; i < bytes; i++) {
            require(came[i] == PatternContent.at(i), "byte", i);
        }
    }

    private static void put(HttpClient client, String url, int seed) throws Exception {
        byte[] body = new byte[new Random(seed).nextInt(200_000)];
        new Random(seed).nextBytes(body);
        var sent = seed % 4 == 1
                ? HttpRequest.BodyPublishers.ofByteArray(body)
                : HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)); // in chunks
        String said = client.send(request(url + "/upload").PUT(sent).expectContinue(seed % 3 == 0).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        require(said.equals(body.length + " " + hash + "\n"), "upload: " + said, seed);
    }

    private static void require(boolean right, String what, int which) {
        if (!right) {
            throw new AssertionError("wrong answer: what=" + what + ", which=" + which);
        }
    }
}
