package io.creel.jmh;

import io.creel.jmh.servers.ServerPeer;
import io.creel.servers.message.WorkProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages of two classes over the same connections, sent when they are due: how late the short ones are answered. */
final class ClassesPart implements ServerPart {
    private static final String WHAT = "two classes of messages at load 0.7, the short one's p99.9";
    private static final String UNIT = "ns";
    private static final List<String> PEERS = List.of(ServersQuestion.BASELINE, "netty", "nettyPerClass",
            "virtualThreads");
    /** So much work that the cost of the network is a small share. */
    private static final int SHORT_ROUNDS = 50_000;
    private static final int LONG_ROUNDS = 100 * SHORT_ROUNDS;
    private static final double LONG_SHARE = 0.005;
    private static final double LOAD = 0.7;
    /** The command of the module {@code cli}. */
    private static final String CLIENT = "io.creel.cli.CreelCommand";
    private static final List<String> OPTIONS = List.of("-Xmx512m");
    private static final Pattern SHORT = Pattern.compile("\\| short \\|.*\\| ([0-9.]+) \\| [0-9.]+ \\|");
    private static final Pattern SENT = Pattern.compile("sent (\\d+), answered (\\d+), lost 0, wrong 0");
    private static final Pattern LATENESS = Pattern.compile("lateness of the sender: .*");

    private double perSecond;

    @Override
    public String name() {
        return "classes";
    }

    @Override
    public List<ServerGoal> goals() {
        return PEERS.stream().skip(1).map(peer -> ServerGoal.atLeast(5, WHAT, UNIT, peer)).toList();
    }

    @Override
    public List<Sample> round(int round, ServerRun run) throws Exception {
        if (perSecond == 0) {
            double meanRounds = (1 - LONG_SHARE) * SHORT_ROUNDS + LONG_SHARE * LONG_ROUNDS;
            perSecond = LOAD * 1e9 / (meanRounds * nsPerRound());
        }
        List<Sample> samples = new ArrayList<>();
        for (String peer : PEERS) {
            String started = peer.equals(ServersQuestion.BASELINE) ? "creelInterrupts" : peer;
            try (ServedPeer served = ServedPeer.start(started, run.settings)) {
                double[] late = new double[1];
                Sample core = CoreRound.measure(served, run, Map.of("what", WHAT), round, begin -> {
                    begin.now();
                    return load(served, run, round, late);
                });
                samples.add(new Sample(peer, core.params(), round, late[0], core.bytesPerOp()));
            }
        }
        return samples;
    }

    /** Returns the least time of a round over several tries. */
    private static double nsPerRound() {
        int rounds = 1_000_000;
        long state = 1;
        long leastNs = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long begunNs = System.nanoTime();
            state = WorkProtocol.advance(state, rounds);
            leastNs = Math.min(leastNs, System.nanoTime() - begunNs);
        }
        return (state == 0 ? 1 : 0) + (double) leastNs / rounds;
    }

    /** Returns how many messages were answered, each of which the server has counted, too. */
    private long load(ServedPeer served, ServerRun run, int round, double[] lateNs) throws Exception {
        long before = served.askNumber(ServerPeer.REQUESTS);
        boolean quick = run.settings.quick();
        String said = served.client(run.settings, Programs.java(OPTIONS, CLIENT, "message-load", "10.77.0.1:7000",
                "--rate=" + String.format(Locale.ROOT, "%.0f", perSecond), "--short-rounds=" + SHORT_ROUNDS,
                "--long-rounds=" + LONG_ROUNDS, "--long-share=" + LONG_SHARE, "--seconds=" + (quick ? 3 : 8),
                "--warm-up=" + (quick ? 2 : 7), "--seed=" + (1 + round)));
        Matcher late = SHORT.matcher(said);
        Matcher sent = SENT.matcher(said);
        Matcher lateness = LATENESS.matcher(said);
        if (!late.find() || !sent.find() || !lateness.find()) {
            throw new IOException("the client says something else: peer=" + served.name + ", output=" + said);
        }
        long answered = Long.parseLong(sent.group(2));
        long counted = served.askNumber(ServerPeer.REQUESTS) - before;
        if (answered != counted || answered != Long.parseLong(sent.group(1))) {
            throw new IOException("the server has another account: peer=" + served.name + ", client=" + answered
                    + ", server=" + counted);
        }
        lateNs[0] = 1e3 * Double.parseDouble(late.group(1));
        run.remark(served.name + ", round " + round + ": " + lateness.group());
        return answered;
    }
}
