package io.creel.examples.polls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.agent.poll.PollPackages;
import io.creel.agent.poll.PollingLoader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short request is answered while a long one is in progress on the same worker: with polls only. */
@Timeout(120)
class HashServerTest {
    private static final int HASHES = 3_000_000;

    private static boolean overtakes(ClassLoader loader) throws Exception {
        Class<?> type = loader.loadClass(HashServer.class.getName());
        try (AutoCloseable server = (AutoCloseable) type.getConstructor().newInstance();
                HttpClient client = HttpClient.newHttpClient()) {
            String address = "http://127.0.0.1:" + type.getMethod("port").invoke(server);
            assertEquals("ok", get(client, address + "/health").join().body());
            CompletableFuture<HttpResponse<String>> hashing = get(client, address + "/hash?" + HASHES);
            while ((boolean) type.getMethod("isIdle").invoke(server)) {
                Thread.onSpinWait(); // until the hash has begun
            }
            assertEquals("ok", get(client, address + "/health").join().body());
            boolean overtook = !hashing.isDone();
            assertEquals(64, hashing.join().body().length());
            return overtook;
        }
    }

    private static CompletableFuture<HttpResponse<String>> get(HttpClient client, String address) {
        return client.sendAsync(HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldAnswerAHealthCheckDuringAHashWhenPolled() throws Exception {
        assertTrue(overtakes(new PollingLoader(HashServerTest.class.getClassLoader(),
                PollPackages.of(List.of("io.creel.examples.polls")))));
    }

    /** The canary. */
    @Test
    void shouldAnswerAHealthCheckAfterTheHashWhenNotPolled() throws Exception {
        assertFalse(overtakes(HashServerTest.class.getClassLoader()));
    }
}
