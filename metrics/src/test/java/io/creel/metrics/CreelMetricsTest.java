package io.creel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of a program whose counters Prometheus collects. */
@Timeout(60)
class CreelMetricsTest {
    private static HttpResponse<String> send(MetricsEndpoint endpoint, String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + endpoint.port() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void shouldServeCountersAndLatenciesAsPrometheusText() throws Exception {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (MeasuredProgram program = new MeasuredProgram();
                MetricsEndpoint endpoint = MetricsEndpoint.open(0, registry::scrape)) {
            new CreelMetrics().bindTo(registry);
            HttpResponse<String> response = send(endpoint, "GET", "/metrics");
            assertEquals(200, response.statusCode());
            String text = response.body();
            for (String line : new String[]{"creel_coroutines_started_total{group=\"web\"} 10.0",
                    "creel_coroutines_failed_total{group=\"web\"} 0.0", "creel_coroutines_alive{group=\"web\"} 0.0",
                    "creel_class_run_total{class=\"app.page\"} 10.0", "creel_class_waiting{class=\"app.page\"} 0.0",
                    "creel_nic_packets_total{direction=\"rx\",nic=\"" + program.nic.name() + "\"} 5.0",
                    "creel_nic_lost_total{nic=\"" + program.nic.name() + "\",reason=\"RX_RING_FULL\"} 2.0"}) {
                assertTrue(text.contains(line), () -> line + " is not in " + text);
            }
            assertTrue(text.contains("creel_class_latency_seconds{class=\"app.page\",quantile=\"0.99\"} "), text);
            assertTrue(text.contains("creel_worker_idle_seconds_total{worker=\"web-1\"} "), text);
        }
    }

    @Test
    void shouldKeepMetersWhenItIsBoundAgain() throws Exception {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (MeasuredProgram program = new MeasuredProgram()) {
            new CreelMetrics().bindTo(registry);
            int meters = registry.getMeters().size();
            new CreelMetrics().bindTo(registry);
            assertEquals(meters, registry.getMeters().size(), program.group::name);
        }
    }

    @Test
    void shouldSayThatThePortIsTaken() throws IOException {
        try (MetricsEndpoint first = MetricsEndpoint.open(0, () -> "")) {
            String message = assertThrows(BindException.class, () -> MetricsEndpoint.open(first.port(), () -> ""))
                    .getMessage();
            assertEquals("metrics cannot be served at localhost:" + first.port()
                    + ": Address already in use; name another port, or 0 for any that is free", message);
        }
    }

    @Test
    void shouldAnswerOnlyWhatItServes() throws Exception {
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(0, () -> {
            throw new IllegalStateException("no registry");
        })) {
            assertEquals(405, send(endpoint, "POST", "/metrics").statusCode());
            assertEquals(404, send(endpoint, "GET", "/").statusCode());
            HttpResponse<String> failed = send(endpoint, "GET", "/metrics");
            assertEquals(500, failed.statusCode());
            assertEquals("metrics failed: java.lang.IllegalStateException: no registry", failed.body());
        }
    }
}
