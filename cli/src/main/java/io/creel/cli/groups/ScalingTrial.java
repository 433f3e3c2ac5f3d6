package io.creel.cli.groups;

import io.creel.cli.CpuWork;
import io.creel.schedulers.BusySpin;
import io.creel.schedulers.IdleStrategy;
import io.creel.schedulers.SpinThenPoll;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.OsSettings;
import io.creel.schedulers.os.SchedulingPolicy;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.scaling.Hysteresis;
import io.creel.schedulers.scaling.standing.StandingQueue;
import io.creel.sim.stats.Distribution;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Bursts with pauses, on two workers beside a thread of the application that never pauses. Worker 1 goes after each
 * burst and comes with the next one.
 *
 * <p>
 * Workers that sleep have nice -20 if the operating system permits it: on a machine of two CPUs the application has to
 * share one with worker 0 while both are active.
 */
final class ScalingTrial {
    /** How the two workers are held. */
    enum ScalingArm {
        /** Both are active and spin. */
        SPINNING("2 that spin"),
        /** Both are active and sleep when idle. */
        SLEEPING("2 that sleep"),
        /** The second one is active only while work stands; its core is lent meanwhile. */
        LENDING("1 to 2, core lent");

        final String text;

        ScalingArm(String text) {
            this.text = text;
        }
    }

    static final int BURST = 16;
    static final int PIECES = 10;
    static final int PIECE_NS = 2_000;
    static final long PAUSE_NS = 1_000_000;
    static final long LOOK_NS = 5_000;
    static final long KEEP_NS = 50_000;
    static final int WARM_UP = 300;
    static final List<String> HEAD = List.of("workers", "cycles", "handles", "lost", "twice", "handed over", "lent",
            "taken back", "refused", "load to service of worker 1, p50 / p99 us", "burst p50 / p99 us",
            "application, % of a CPU", "workers, % of a CPU");

    private final CpuSet cpus;
    private final LongSupplier nanoClock;
    private final ScalingArm arm;
    private final CpuWork work;
    private final Distribution served = new Distribution();
    private final Distribution bursts = new Distribution();
    private long cycles;
    private long handles;
    private long lost;
    private long twice;
    private long handedOver;
    private long lent;
    private long reclaimed;
    private long refused;
    private long lastedNs;
    private long applicationNs;
    private long workersNs;
    private boolean measures;
    private volatile boolean over;
    private volatile long sink;

    ScalingTrial(ScalingArm arm, CpuSet cpus, LongSupplier nanoClock) {
        this.arm = arm;
        this.cpus = cpus;
        this.nanoClock = nanoClock;
        work = CpuWork.calibrate(PIECE_NS, nanoClock);
    }

    private IdleStrategy idle() {
        return arm == ScalingArm.SPINNING ? new BusySpin() : new SpinThenPoll();
    }

    /** Returns how many cycles precede those that count: enough for the compiler, unless the run is a trial only. */
    private static int warmUp(int count) {
        return Math.min(WARM_UP, 10 * count);
    }

    private OsSettings settings() {
        var asks = OsSettings.builder().cpus(cpus).lendCores();
        // Workers that spin on every CPU with nice -20 would leave nothing to the sender.
        return (arm == ScalingArm.SPINNING ? asks : asks.policy(SchedulingPolicy.nice(-20))).apply();
    }

    /** Adds a round of that many cycles. Blocks the caller, which sends. */
    void round(int count) throws InterruptedException {
        over = false;
        var where = new Observed(nanoClock);
        var sent = new TrialHandles((count + warmUp(count)) * BURST, work, PIECES, nanoClock);
        try (OsSettings os = settings()) {
            PlacementBuilder settings = Placement.builder("scaling", 2, nanoClock).where(where);
            if (arm == ScalingArm.LENDING) {
                settings.scaling(new Hysteresis(new StandingQueue(LOOK_NS), KEEP_NS)).lending(os.lending());
            }
            Placement placement = settings.build();
            var threads = new WorkerThreads(2, os);
            Thread application = new Thread(() -> application(os), "application");
            try (WorkerGroup group = WorkerGroup.builder("scaling", 2).idle(this::idle).eachThread(threads).build()) {
                placement.start(group, 32);
                application.start();
                for (int i = 0; i < warmUp(count); i++) {
                    cycle(placement, where, sent);
                }
                measures = true;
                long fromNs = nanoClock.getAsLong();
                long applicationFromNs = WorkerThreads.cpuNs(application.threadId());
                long workersFromNs = threads.cpuNs();
                long handedFrom = placement.handedOver();
                long lentFrom = os.lending().lends();
                long reclaimedFrom = os.lending().reclaims();
                for (int i = 0; i < count; i++) {
                    cycle(placement, where, sent);
                }
                measures = false;
                lastedNs += nanoClock.getAsLong() - fromNs;
                applicationNs += WorkerThreads.cpuNs(application.threadId()) - applicationFromNs;
                workersNs += threads.cpuNs() - workersFromNs;
                handedOver += placement.handedOver() - handedFrom;
                lent += os.lending().lends() - lentFrom;
                reclaimed += os.lending().reclaims() - reclaimedFrom;
                refused += os.lending().refusals() + sent.refused();
            } finally {
                over = true;
                application.join();
            }
        }
        cycles += count;
        handles += sent.made();
        lost += sent.lost();
        twice += sent.twice();
    }

    private void cycle(Placement placement, Observed where, TrialHandles sent) {
        where.forget();
        long dueNs = nanoClock.getAsLong();
        for (int i = 0; i < BURST; i++) {
            sent.place(placement, dueNs, 0);
        }
        sent.await();
        long worstNs = 1;
        for (int i = 1; i <= BURST; i++) {
            worstNs = Math.max(worstNs, sent.tookNs(sent.made() - i));
        }
        if (measures) {
            bursts.record(worstNs);
        }
        if (measures && where.beganNs() != 0) {
            served.record(Math.max(1, where.beganNs() - dueNs));
        }
        long untilNs = nanoClock.getAsLong() + PAUSE_NS;
        for (long leftNs = PAUSE_NS; leftNs > 0; leftNs = untilNs - nanoClock.getAsLong()) {
            LockSupport.parkNanos(this, leftNs);
        }
    }

    private void application(OsSettings os) {
        if (arm == ScalingArm.LENDING) {
            os.lending().borrow();
        }
        long state = 1;
        while (!over) {
            state = work.piece(state);
        }
        sink = state;
    }

    /** {@return whether every handle ran exactly once} */
    boolean isExact() {
        return lost == 0 && twice == 0;
    }

    List<String> row() {
        return List.of(arm.text, Long.toString(cycles), Long.toString(handles), Long.toString(lost),
                Long.toString(twice), Long.toString(handedOver), Long.toString(lent), Long.toString(reclaimed),
                Long.toString(refused), MarkdownTable.us(served), MarkdownTable.us(bursts),
                percent(applicationNs), percent(workersNs));
    }

    private String percent(long ns) {
        return String.format(Locale.ROOT, "%.1f", 100.0 * ns / Math.max(1, lastedNs));
    }
}
