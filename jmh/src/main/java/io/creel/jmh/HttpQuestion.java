package io.creel.jmh;

import io.creel.jmh.http.HttpLoad;
import io.creel.jmh.http.HttpPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures the CPU time and latency of the JDK's HTTP server with its threads on one carrier, by a process that serves
 * and one that asks. JMH cannot measure this: the work is on other threads than the measuring one.
 */
record HttpQuestion(String name, String asks, String note) implements Question {
    private static final List<String> OPTIONS = List.of("-Xmx512m", "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1", "-Dsun.net.httpserver.nodelay=true");
    private static final String BASELINE = "creel";
    private static final List<String> PEERS = List.of(BASELINE, "defaultScheduler");
    private static final String REQUESTS_PER_SECOND = "1000";
    private static final String AS_FAST_AS_ANSWERED = "0";
    /** Long enough for the server's code to be compiled; a shorter warm-up changes the tail. */
    private static final String WARM_UP_MS = "25000";

    @Override
    public List<Row> answer(Settings settings, Progress progress) throws Exception {
        progress.expect(settings.rounds() * 3 * PEERS.size());
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            for (String peer : PEERS) {
                samples.add(new Sample(peer, Map.of("beside", "nothing, ns of CPU per request"), round,
                        measure(peer, false, AS_FAST_AS_ANSWERED, settings)[0], Double.NaN));
                progress.finished(samples.getLast());
            }
            for (boolean beside : new boolean[]{false, true}) {
                for (String peer : PEERS) {
                    samples.add(new Sample(peer,
                            Map.of("beside", beside ? "CPU-bound work, p99.9 in ns" : "nothing, p99.9 in ns"), round,
                            measure(peer, beside, REQUESTS_PER_SECOND, settings)[1], Double.NaN));
                    progress.finished(samples.getLast());
                }
            }
        }
        return Ratios.rows(name, BASELINE, samples);
    }

    private static double[] measure(String peer, boolean beside, String perSecond, Settings settings) throws Exception {
        Process server = new ProcessBuilder(
                Programs.java(OPTIONS, HttpPeer.class.getName(), peer, Boolean.toString(beside)))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            String port = server.inputReader().readLine();
            if (port == null) {
                throw new IllegalStateException("the server does not start: peer=" + peer);
            }
            String output = Programs.execute(settings,
                    Programs.java(OPTIONS, HttpLoad.class.getName(), port, perSecond,
                            settings.quick() ? "1000" : WARM_UP_MS, settings.quick() ? "1000" : "10000"));
            String[] numbers = output.strip().lines().toList().getLast().split(" ");
            return new double[]{Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])};
        } finally {
            server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
