package io.creel.jmh;

import io.creel.jmh.nic.EchoLoad;
import io.creel.jmh.servers.ServerPeer;
import io.creel.jmh.servers.TcpEchoLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** TCP echo of messages beside the echo of raw frames, both from AF_XDP to AF_XDP. */
final class EchoPart implements ServerPart {
    private static final String WHAT = "TCP echo of 64-byte messages, 256 under way";
    private static final String UNIT = "ns of the core per message";
    private static final String IN_FLIGHT = "256";
    /** Both ends are compiled by then. */
    private static final String WARM_UP_MS = "15000";
    private static final List<String> OPTIONS = List.of("-Xmx256m");

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public List<ServerGoal> goals() {
        return List.of(ServerGoal.atLeast(0.6, WHAT, UNIT, ServedPeer.FRAMES));
    }

    @Override
    public boolean isWithoutGarbage() {
        return true;
    }

    @Override
    public List<Sample> round(int round, ServerRun run) throws Exception {
        List<Sample> samples = new ArrayList<>();
        for (String peer : List.of(ServersQuestion.BASELINE, ServedPeer.FRAMES)) {
            try (ServedPeer served = ServedPeer.start(peer, run.settings)) {
                samples.add(CoreRound.measure(served, run, Map.of("what", WHAT), round,
                        begin -> load(served, run, begin)));
            }
        }
        return samples;
    }

    /** Returns the number of echoes since the beginning; all echoes of a load are in the server's account, too. */
    private static long load(ServedPeer served, ServerRun run, Begin begin) throws Exception {
        boolean frames = served.name.equals(ServedPeer.FRAMES);
        String warmUpMs = run.settings.quick() ? "2000" : WARM_UP_MS;
        String lastMs = run.settings.quick() ? "2000" : "6000";
        long before = served.askNumber(ServerPeer.REQUESTS);
        String[] said = served.client(run.settings, frames
                ? Programs.java(OPTIONS, EchoLoad.class.getName(), ((ServerLink) served.place).macAddress(), warmUpMs,
                        lastMs,
                        IN_FLIGHT)
                : Programs.java(OPTIONS, TcpEchoLoad.class.getName(), "afxdp:peer0", IN_FLIGHT, warmUpMs, lastMs),
                begin).split(" ");
        long echoed = served.askNumber(ServerPeer.REQUESTS) - before;
        // A load of frames ends with some under way.
        boolean even = frames ? said[3].equals("0") : Long.parseLong(said[1]) == echoed;
        if (!even) {
            throw new IOException("messages were lost: peer=" + served.name + ", client=" + String.join(" ", said)
                    + ", server=" + echoed);
        }
        return Long.parseLong(said[frames ? 1 : 0]);
    }
}
