package io.creel.jmh;

import io.creel.jmh.servers.BulkLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Streams over a long way: with losses one after the other, and both at once behind one bottleneck. */
final class LossPart implements ServerPart {
    private static final String LOSS = "one stream, 1 % loss, 10 ms round trip";
    private static final String SHARE = "two streams, one bottleneck of 20 Mbit/s, 10 ms";
    private static final String UNIT = "ns per KiB";
    private static final String KERNEL = "virtualThreads";
    private static final String ONE_WAY_US = "5000";
    private static final int KIB = 1_024;
    private static final List<String> OPTIONS = List.of("-Xmx128m");

    @Override
    public String name() {
        return "loss";
    }

    @Override
    public List<ServerGoal> goals() {
        return List.of(ServerGoal.atLeast(0.8, LOSS, UNIT, KERNEL),
                new ServerGoal(SHARE, UNIT, KERNEL, 0.67, 1.5));
    }

    @Override
    public List<Sample> round(int round, ServerRun run) throws Exception {
        List<Sample> samples = new ArrayList<>();
        String seed = Integer.toString(100 + round);
        try (LongWay way = LongWay.open(run.settings, ONE_WAY_US, "0.01", "0", "0", seed);
                ServedPeer creel = ServedPeer.start("creelInterrupts", way.place(false), run.settings);
                ServedPeer kernel = ServedPeer.start(KERNEL, way.place(true), run.settings)) {
            samples.add(sample(creel, ServersQuestion.BASELINE, LOSS, round, load(creel, LongWay.CREEL_ADDRESS, run)));
            samples.add(sample(kernel, KERNEL, LOSS, round, load(kernel, LongWay.KERNEL_ADDRESS, run)));
        }
        try (LongWay way = LongWay.open(run.settings, ONE_WAY_US, "0", "20000000", "60", seed);
                ServedPeer creel = ServedPeer.start("creelInterrupts", way.place(false), run.settings);
                ServedPeer kernel = ServedPeer.start(KERNEL, way.place(true), run.settings)) {
            var beside = started(() -> load(kernel, LongWay.KERNEL_ADDRESS, run));
            double own = load(creel, LongWay.CREEL_ADDRESS, run);
            samples.add(sample(creel, ServersQuestion.BASELINE, SHARE, round, own));
            samples.add(sample(kernel, KERNEL, SHARE, round, beside.get()));
        }
        return samples;
    }

    private static FutureTask<Double> started(Callable<Double> load) {
        var task = new FutureTask<>(load);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static Sample sample(ServedPeer served, String peer, String what, int round, double nsPerKib) {
        return new Sample(peer, Map.of("what", what), round, nsPerKib, Double.NaN);
    }

    /** Returns nanoseconds per KiB. */
    private static double load(ServedPeer served, String address, ServerRun run) throws Exception {
        String[] numbers = served.client(run.settings, Programs.java(OPTIONS, BulkLoad.class.getName(), address,
                run.settings.quick() ? "2000" : "5000", run.settings.quick() ? "3000" : "20000"), () -> {
                }).split(" ");
        run.measured(served.name + " has counted: " + served.ask(io.creel.jmh.servers.ServerPeer.COUNTED), false);
        return Double.parseDouble(numbers[1]) * KIB / Long.parseLong(numbers[0]);
    }
}
