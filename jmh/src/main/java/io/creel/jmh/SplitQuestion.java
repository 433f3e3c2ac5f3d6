package io.creel.jmh;

import io.creel.jmh.http.HttpPeer;
import io.creel.jmh.http.HttpSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Splits the time of HTTP requests by cause, for the two schedulers, with a client that sends when requests are due.
 */
record SplitQuestion(String name, String asks, String note) implements Question {
    private static final List<String> OPTIONS = List.of("-Xmx512m", "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1", "-Dsun.net.httpserver.nodelay=true",
            "-Dsun.net.httpserver.maxIdleConnections=1000", "-Dsun.net.httpserver.idleInterval=600");
    private static final String BASELINE = "creel";
    private static final List<String> PEERS = List.of(BASELINE, "defaultScheduler");
    private static final String REQUESTS_PER_SECOND = "1000";

    @Override
    public List<Row> answer(Settings settings, Progress progress) throws Exception {
        progress.expect(PEERS.size());
        List<Sample> samples = new ArrayList<>();
        for (String peer : PEERS) {
            String[] numbers = measure(peer, settings, progress);
            samples.add(new Sample(peer, Map.of("p99.9", "raw"), 0, Double.parseDouble(numbers[0]), Double.NaN));
            progress.finished(samples.getLast());
            samples.add(new Sample(peer, Map.of("p99.9", "adjusted"), 0, Double.parseDouble(numbers[1]), Double.NaN));
        }
        return Ratios.rows(name, BASELINE, samples);
    }

    private static String[] measure(String peer, Settings settings, Progress progress) throws Exception {
        Process server = new ProcessBuilder(Programs.java(OPTIONS, HttpPeer.class.getName(), peer, "true"))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            String port = server.inputReader().readLine();
            if (port == null) {
                throw new IllegalStateException("the server does not start: peer=" + peer);
            }
            Path page = Path.of("target", "reports", "split-" + peer + ".html");
            String output = Programs.execute(settings, Programs.java(List.of("-Xmx1g"), HttpSplit.class.getName(), port,
                    peer, REQUESTS_PER_SECOND, settings.quick() ? "2" : "25", settings.quick() ? "3000" : "100000",
                    page.toString()));
            List<String> lines = output.strip().lines().toList();
            progress.note(String.join("\n", lines.subList(0, lines.size() - 1)));
            return lines.getLast().split(" ");
        } finally {
            server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
