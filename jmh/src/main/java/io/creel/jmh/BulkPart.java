package io.creel.jmh;

import io.creel.jmh.servers.BulkLoad;
import io.creel.jmh.servers.ServerPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One stream of bytes to a client on the kernel's TCP: time and processor time per KiB. */
final class BulkPart implements ServerPart {
    private static final String STREAM = "one bulk stream";
    private static final String CORE = "one bulk stream, processor";
    private static final String WARM_UP_MS = "8000";
    /** With time stamps. */
    private static final int SEGMENT_BYTES = 1_448;
    private static final int KIB = 1_024;
    private static final List<String> OPTIONS = List.of("-Xmx128m");

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public List<ServerGoal> goals() {
        return List.of(ServerGoal.atLeast(0.9, STREAM, "ns per KiB", "virtualThreads"),
                ServerGoal.atLeast(0.9, CORE, "ns of the core per KiB", "virtualThreads"));
    }

    @Override
    public boolean isWithoutGarbage() {
        return true;
    }

    @Override
    public List<Sample> round(int round, ServerRun run) throws Exception {
        List<Sample> samples = new ArrayList<>();
        for (String peer : List.of(ServersQuestion.BASELINE, "creelInterrupts", "virtualThreads",
                ServedPeer.FRAME_SOURCE)) {
            try (ServedPeer served = ServedPeer.start(peer, run.settings)) {
                long[] came = new long[2];
                samples.add(CoreRound.measure(served, run, Map.of("what", CORE), round, begin -> {
                    long[] now = load(served, run, begin);
                    came[0] = now[0];
                    came[1] = now[1];
                    return now[0];
                }));
                samples.add(new Sample(peer, Map.of("what", STREAM), round, (double) came[1] / came[0], Double.NaN));
            }
        }
        return samples;
    }

    /** Returns the KiB that came, and in how many nanoseconds. */
    private static long[] load(ServedPeer served, ServerRun run, Begin begin) throws Exception {
        if (served.name.equals(ServedPeer.FRAME_SOURCE)) {
            return frames(served, run, begin);
        }
        String[] numbers = served.client(run.settings, Programs.java(OPTIONS, BulkLoad.class.getName(), "10.77.0.1",
                run.settings.quick() ? "2000" : WARM_UP_MS, run.settings.quick() ? "2000" : "6000"), begin).split(" ");
        return new long[]{Long.parseLong(numbers[0]) / KIB, Long.parseLong(numbers[1])};
    }

    /** Returns the same for frames that no client takes, as if each had a full segment. */
    private static long[] frames(ServedPeer served, ServerRun run, Begin begin) throws Exception {
        Thread.sleep(run.settings.quick() ? 2_000 : Long.parseLong(WARM_UP_MS));
        begin.now();
        long before = served.askNumber(ServerPeer.REQUESTS);
        long beganNs = System.nanoTime();
        Thread.sleep(run.settings.quick() ? 2_000 : 6_000);
        long sent = served.askNumber(ServerPeer.REQUESTS) - before;
        return new long[]{sent * SEGMENT_BYTES / KIB, System.nanoTime() - beganNs};
    }
}
