package io.creel.cli.groups;

import io.creel.cli.CpuWork;
import io.creel.schedulers.BusySpin;
import io.creel.schedulers.IdleStrategy;
import io.creel.schedulers.SpinThenPoll;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.OsSettings;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.scaling.warm.WarmCores;
import io.creel.sim.stats.Distribution;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Bursts of 64 handles on two workers, after a pause or one at the heels of the other. */
final class WarmTrial {
    /** What the workers do in the pause. */
    enum WarmArm {
        /** No pause: a burst comes as soon as the one before has ended. */
        LOADED("one warm core, no pause", 1, false),
        /** Worker 0 stays active and spins. */
        WARM("one warm core, after a pause", 1, true),
        /** All workers sleep. */
        COLD("no warm core, after a pause", 0, true);

        final String text;
        final int warm;
        final boolean pauses;

        WarmArm(String text, int warm, boolean pauses) {
            this.text = text;
            this.warm = warm;
            this.pauses = pauses;
        }
    }

    static final int BURST = 64;
    static final int PIECE_NS = 5_000;
    static final long PAUSE_NS = 100_000_000;
    static final int WARM_UP = 2_000;
    static final List<String> HEAD = List.of("workers", "bursts", "lost", "twice", "handle p50 / p99 us",
            "p99 against loaded", "workers, % of a CPU");

    private final WarmArm arm;
    private final CpuSet cpus;
    private final LongSupplier nanoClock;
    private final CpuWork work;
    private final Distribution took = new Distribution();
    private long bursts;
    private long lost;
    private long twice;
    private long lastedNs;
    private long workersNs;
    private int begun;

    WarmTrial(WarmArm arm, CpuSet cpus, LongSupplier nanoClock) {
        this.arm = arm;
        this.cpus = cpus;
        this.nanoClock = nanoClock;
        work = CpuWork.calibrate(PIECE_NS, nanoClock);
    }

    private IdleStrategy idle() {
        return arm.warm > 0 && begun++ == 0 ? new BusySpin() : new SpinThenPoll();
    }

    /** Returns how many bursts precede those that count: enough for the compiler, unless the run is a trial only. */
    private static int warmUp(int count) {
        return Math.min(WARM_UP, 20 * count);
    }

    /** Adds a round of that many bursts. Blocks the caller, which sends. */
    void round(int count) throws InterruptedException {
        begun = 0;
        var sent = new TrialHandles((warmUp(count) + count) * BURST, work, 1, nanoClock);
        try (OsSettings os = OsSettings.builder().cpus(cpus).apply()) {
            Placement placement = Placement.builder("warm", 2, nanoClock).scaling(new WarmCores(arm.warm)).build();
            var threads = new WorkerThreads(2, os);
            try (WorkerGroup group = WorkerGroup.builder("warm", 2).idle(this::idle).eachThread(threads).build()) {
                placement.start(group, 32);
                for (int i = 0; i < warmUp(count); i++) {
                    burst(placement, sent);
                }
                long fromNs = nanoClock.getAsLong();
                long workersFromNs = threads.cpuNs();
                for (int i = 0; i < count; i++) {
                    if (arm.pauses) {
                        pause();
                    }
                    burst(placement, sent);
                    for (int j = 1; j <= BURST; j++) {
                        took.record(Math.max(1, sent.tookNs(sent.made() - j)));
                    }
                }
                lastedNs += nanoClock.getAsLong() - fromNs;
                workersNs += threads.cpuNs() - workersFromNs;
            }
        }
        bursts += count;
        lost += sent.lost();
        twice += sent.twice();
    }

    private void burst(Placement placement, TrialHandles sent) {
        long dueNs = nanoClock.getAsLong();
        for (int i = 0; i < BURST; i++) {
            sent.place(placement, dueNs, 0);
        }
        sent.await();
    }

    private void pause() {
        long untilNs = nanoClock.getAsLong() + PAUSE_NS;
        for (long leftNs = PAUSE_NS; leftNs > 0; leftNs = untilNs - nanoClock.getAsLong()) {
            LockSupport.parkNanos(this, leftNs);
        }
    }

    boolean isExact() {
        return lost == 0 && twice == 0;
    }

    double p99Ns() {
        return took.count() == 0 ? 0 : took.percentile(99);
    }

    List<String> row(double loadedP99Ns) {
        return List.of(arm.text, Long.toString(bursts), Long.toString(lost), Long.toString(twice),
                MarkdownTable.us(took), String.format(Locale.ROOT, "%.2f x", p99Ns() / Math.max(1, loadedP99Ns)),
                String.format(Locale.ROOT, "%.1f", 100.0 * workersNs / Math.max(1, lastedNs)));
    }
}
