package io.creel.cli.groups;

import io.creel.cli.CpuWork;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.snap.Compacting;
import io.creel.schedulers.where.snap.Dedicating;
import io.creel.sim.stats.Distribution;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * E11: four queues at 5 % of a core each, then a burst to 90 % on one of them; one worker for each queue, or one worker
 * for all while the delay target holds. Arrivals are Poisson, and due times do not wait for answers.
 */
final class CompactingTrial {
    /** The workers that serve the queues. */
    enum CompactingArm {
        /** Each queue has its worker. */
        DEDICATED("one worker per queue"),
        /** All queues on one worker; a second one if a queueing delay passes the target. */
        COMPACTED("compacted");

        final String text;

        CompactingArm(String text) {
            this.text = text;
        }
    }

    static final int QUEUES = 4;
    static final int PIECE_NS = 10_000;
    static final double LOAD = 0.05;
    static final double BURST_LOAD = 0.9;
    static final long BURST_NS = 100_000_000;
    static final long TARGET_NS = 50_000;
    static final long WARM_UP_NS = 1_000_000_000;
    private static final int SAMPLES = 2_000;
    static final List<String> HEAD = List.of("workers", "handles", "lost", "twice", "refused",
            "CPU above the body, ns per handle",
            "against one per queue", "p50 / p99 us", "in the burst p50 / p99 us", "sent late p99 us");

    private final CompactingArm arm;
    private final LongSupplier nanoClock;
    private final CpuWork work;
    private final double bodyNs;
    private final Distribution took = new Distribution();
    private final Distribution inBurst = new Distribution();
    private final Distribution late = new Distribution();
    private long handles;
    private long measured;
    private long lost;
    private long twice;
    private long refused;
    private long workersNs;
    private long sink;

    CompactingTrial(CompactingArm arm, LongSupplier nanoClock) {
        this.arm = arm;
        this.nanoClock = nanoClock;
        work = CpuWork.calibrate(PIECE_NS, nanoClock);
        bodyNs = body();
    }

    /** Returns the processor time of one body on this thread. */
    private double body() {
        long thread = Thread.currentThread().threadId();
        long fromNs = WorkerThreads.cpuNs(thread);
        for (int i = 0; i < SAMPLES; i++) {
            sink = work.piece(sink + 1);
        }
        return (WorkerThreads.cpuNs(thread) - fromNs) / (double) SAMPLES;
    }

    private Where where() {
        return arm == CompactingArm.DEDICATED
                ? new Dedicating(QUEUES, TrialHandles.Job::engineOf)
                : new Compacting(QUEUES, TrialHandles.Job::engineOf, TARGET_NS);
    }

    /** Adds a round: a warm-up, that many nanoseconds of even load, a burst. Blocks the caller, which sends. */
    void round(long evenNs, long seed) throws InterruptedException {
        var random = new SplittableRandom(seed);
        double perNs = QUEUES * LOAD / PIECE_NS;
        long warmUpNs = Math.min(WARM_UP_NS, evenNs);
        double most = (warmUpNs + evenNs) * perNs + BURST_NS * (perNs + BURST_LOAD / PIECE_NS);
        var sent = new TrialHandles((int) (1.2 * most) + 1_000, work, 1, nanoClock);
        Placement placement = Placement.builder("e11", QUEUES, nanoClock).where(where()).build();
        var threads = new WorkerThreads(QUEUES, _ -> {
        });
        try (WorkerGroup group = WorkerGroup.builder("e11", QUEUES).eachThread(threads).build()) {
            placement.start(group, 32);
            send(placement, sent, random, warmUpNs, LOAD);
            sent.await();
            long fromNs = threads.cpuNs();
            int first = sent.made();
            send(placement, sent, random, evenNs, LOAD);
            sent.await();
            workersNs += threads.cpuNs() - fromNs;
            measured += sent.made() - first;
            record(sent, first, took);
            first = sent.made();
            send(placement, sent, random, BURST_NS, BURST_LOAD);
            sent.await();
            record(sent, first, inBurst);
        }
        handles += sent.made();
        lost += sent.lost();
        refused += sent.refused();
        twice += sent.twice();
    }

    private static void record(TrialHandles sent, int first, Distribution into) {
        for (int i = first; i < sent.made(); i++) {
            if (sent.tookNs(i) > 0) { // not one that was refused
                into.record(sent.tookNs(i));
            }
        }
    }

    /** Sends for a time; queue 0 has the given load, the others the usual one. */
    private void send(Placement placement, TrialHandles sent, SplittableRandom random, long forNs, double loadOfFirst) {
        double perNs = ((QUEUES - 1) * LOAD + loadOfFirst) / PIECE_NS;
        double share = loadOfFirst / ((QUEUES - 1) * LOAD + loadOfFirst);
        long beganNs = nanoClock.getAsLong();
        double atNs = 0;
        while (true) {
            atNs -= Math.log(1 - random.nextDouble()) / perNs;
            if (atNs >= forNs) {
                return;
            }
            long dueNs = beganNs + (long) atNs;
            long nowNs = nanoClock.getAsLong();
            while (nowNs - dueNs < 0) {
                Thread.onSpinWait();
                nowNs = nanoClock.getAsLong();
            }
            late.record(Math.max(1, nowNs - dueNs));
            int queue = random.nextDouble() < share ? 0 : 1 + random.nextInt(QUEUES - 1);
            sent.place(placement, dueNs, queue);
        }
    }

    boolean isExact() {
        return lost == 0 && twice == 0;
    }

    /** {@return processor time of the workers above that of the bodies, in nanoseconds per handle} */
    double aboveNs() {
        return measured == 0 ? 0 : (double) workersNs / measured - bodyNs;
    }

    List<String> row(double dedicatedNs) {
        return List.of(arm.text, Long.toString(handles), Long.toString(lost), Long.toString(twice),
                Long.toString(refused), String.format(Locale.ROOT, "%.0f", aboveNs()),
                String.format(Locale.ROOT, "%.2f x", aboveNs() / dedicatedNs), MarkdownTable.us(took),
                MarkdownTable.us(inBurst), String.format(Locale.ROOT, "%.1f", late.percentile(99) / 1e3));
    }
}
