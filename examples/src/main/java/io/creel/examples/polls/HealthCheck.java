package io.creel.examples.polls;

import io.creel.core.PollCounters;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** The clients of the server: one that always has a long request in progress, and one that checks its health. */
final class HealthCheck {
    private static final int HASHES = 900_000;

    private HealthCheck() {
    }

    /** Returns a line with the times of the health checks. */
    static String measure(HashServer server, int count) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest health = request(server, "/health");
            HttpRequest hash = request(server, "/hash?" + HASHES);
            long[] tookNs = new long[count];
            int overtaken = 0;
            long hashedNs = 0;
            for (int i = -count / 4; i < count; i++) {
                long sentNs = System.nanoTime();
                CompletableFuture<HttpResponse<String>> hashing = client.sendAsync(hash,
                        HttpResponse.BodyHandlers.ofString());
                long beginNs = System.nanoTime();
                client.send(health, HttpResponse.BodyHandlers.ofString());
                long endNs = System.nanoTime();
                boolean before = !hashing.isDone();
                hashing.join();
                if (i >= 0) {
                    tookNs[i] = endNs - beginNs;
                    overtaken += before ? 1 : 0;
                    hashedNs += System.nanoTime() - sentNs;
                }
            }
            Arrays.sort(tookNs);
            PollCounters polls = server.polls();
            return "health check, us: median=%d, p99=%d, most=%d; before the end of a hash: %d of %d"
                    .formatted(tookNs[count / 2] / 1_000, tookNs[count * 99 / 100] / 1_000, tookNs[count - 1] / 1_000,
                            overtaken, count)
                    + "; hash, us: mean=" + hashedNs / count / 1_000 + "; preempted=" + polls.preempted()
                    + ", unsafe=" + polls.unsafe();
        }
    }

    static HttpRequest request(HashServer server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build();
    }
}
