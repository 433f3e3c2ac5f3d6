package io.creel.jmh;

import io.creel.jmh.servers.HttpAnswer;
import io.creel.jmh.servers.ServerPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP answers of 64 bytes to wrk: processor time of the servers' core per request. */
final class HttpPart implements ServerPart {
    static final String WHAT = "HTTP answers of 64 bytes";
    private static final String UNIT = "ns of the core per request";
    private static final List<String> PEERS = List.of("creel", "creelInterrupts", "netty", "virtualThreads");
    private static final String CONNECTIONS = "64";
    private static final String URL = "http://10.77.0.1/";
    private static final Pattern ANSWERED = Pattern.compile("(\\d+) requests in ");
    private static final Pattern FAILED = Pattern.compile("Socket errors.*|Non-2xx.*");

    /** The answer of each peer that was asked, in the form of {@link HttpAnswer}. */
    private final Map<String, String> answers = new HashMap<>();

    @Override
    public String name() {
        return "http";
    }

    @Override
    public List<ServerGoal> goals() {
        return List.of(ServerGoal.atLeast(1.5, WHAT, UNIT, "netty"),
                ServerGoal.atLeast(1.5, WHAT, UNIT, "virtualThreads"));
    }

    @Override
    public List<Sample> round(int round, ServerRun run) throws Exception {
        List<Sample> samples = new ArrayList<>();
        for (String peer : PEERS) {
            try (ServedPeer served = ServedPeer.start(peer, run.settings)) {
                compareAnswers(served, run);
                Warmth.awaitCompiled(served, run, begin -> wrk(served, run, "2s", begin));
                samples.add(CoreRound.measure(served, run, Map.of("what", WHAT), round,
                        begin -> wrk(served, run, run.settings.quick() ? "2s" : "5s", begin)));
            }
        }
        return samples;
    }

    /** All servers have to answer the same. */
    private void compareAnswers(ServedPeer served, ServerRun run) throws Exception {
        String answer = served.client(run.settings, Programs.java(List.of("-Xmx64m"), HttpAnswer.class.getName()))
                .strip().lines().toList().getLast();
        answers.put(served.name, answer);
        for (Map.Entry<String, String> other : answers.entrySet()) {
            if (!other.getValue().equals(answer)) {
                throw new IOException("two servers answer differently: " + served.name + "=" + answer + ", "
                        + other.getKey() + "=" + other.getValue());
            }
        }
    }

    /** Returns the number of answers, each of which is counted by the server, too. */
    private static long wrk(ServedPeer served, ServerRun run, String duration, Begin begin) throws Exception {
        long before = served.askNumber(ServerPeer.REQUESTS);
        begin.now();
        String said = served.client(run.settings, List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + duration, URL));
        Matcher answered = ANSWERED.matcher(said);
        Matcher failed = FAILED.matcher(said);
        if (failed.find() || !answered.find()) {
            throw new IOException("requests failed: peer=" + served.name + ", wrk=" + said);
        }
        long answers = Long.parseLong(answered.group(1));
        long counted = served.askNumber(ServerPeer.REQUESTS) - before;
        // wrk does not count the requests that are under way at its end.
        if (counted < answers || counted > answers + Long.parseLong(CONNECTIONS)) {
            throw new IOException("the server has another account: peer=" + served.name + ", wrk=" + answers
                    + ", server=" + counted);
        }
        return answers;
    }
}
