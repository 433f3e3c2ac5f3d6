package io.creel.cli.demo;

import io.creel.cli.CpuWork;
import io.creel.net.pcap.ReplayNic;
import io.creel.net.wire.DropCounters;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.program.PolicyProgram;
import io.creel.schedulers.when.When;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** One run under one policy: a link, the workers at one end, the wire at the other. */
final class Trial implements AutoCloseable {
    private final Policy policy;
    private final DemoSettings settings;
    private final LongSupplier nanoClock;
    private final Link link;
    private final Losses losses;
    private final Wire wire;
    private final WorkerGroup group;
    private final CoreShares cores;
    private final List<Conversations> conversations = new ArrayList<>();
    private final List<AtomicLong> piecesDone = new ArrayList<>();
    private final List<When> policies = new ArrayList<>();

    Trial(Policy policy, DemoSettings settings, ReplayNic capture, Link link, CpuWork cpuWork,
            LongSupplier nanoClock) {
        this.policy = policy;
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.link = link;
        DropCounters drops = new DropCounters();
        losses = new Losses(drops, link.outside(), link.inside());
        wire = new Wire(capture, link, losses, new SendTimes(settings.packetsPerSecond(), settings.seed()),
                nanoClock);
        group = new WorkerGroup(policy.text(), settings.workers());
        cores = new CoreShares(settings.workers(), nanoClock);
        group.startEach(index -> cores.watched(program(index, drops, cpuWork)));
    }

    private PolicyProgram program(int index, DropCounters drops, CpuWork cpuWork) {
        String name = policy.text() + "-" + index;
        Conversations flows = new Conversations(name + ".flows", settings.seed());
        conversations.add(flows);
        AtomicLong done = new AtomicLong();
        piecesDone.add(done);
        Background background = new Background(cpuWork, DemoSettings.JOB_US / DemoSettings.PIECE_US, done);
        DemoPlacement placement = new DemoPlacement(link.inside().rx(index), new DataPath(flows, drops), flows,
                background,
                DemoSettings.BACKGROUNDS);
        When when = policy.make(name);
        policies.add(when);
        return new PolicyProgram(when, placement, DemoSettings.MAX_BATCH, nanoClock);
    }

    /**
     * Replays the capture once to warm up (flows begin, pools fill), then measures further passes.
     *
     * @param passes
     *            how many passes to measure
     * @param maxNs
     *            no further pass begins after this time
     * @param afterPass
     *            called after each pass
     */
    TrialResult run(int passes, long maxNs, Runnable afterPass) throws IOException, LostPacketsException {
        wire.pass();
        afterPass.run();
        Measurement measured = new Measurement();
        long piecesBefore = pieces();
        GcPauses gcBefore = GcPauses.untilNow();
        long beginNs = nanoClock.getAsLong();
        while (measured.passes() < passes && nanoClock.getAsLong() - beginNs < maxNs) {
            cores.begin();
            Wire.Pass pass = wire.pass();
            measured.add(pass, cores.least());
            afterPass.run();
        }
        long elapsedNs = nanoClock.getAsLong() - beginNs;
        long jobsDone = (pieces() - piecesBefore) / (DemoSettings.JOB_US / DemoSettings.PIECE_US);
        GcPauses gc = GcPauses.untilNow().minus(gcBefore);
        close();
        measured.dropped(losses.overload());
        Balance balance = new Balance(wire.sent(), wire.sentBytes(), wire.received(), wire.receivedBytes(),
                losses.byReason());
        balance.require();
        return new TrialResult(policy, measured, balance, ConversationTable.of(conversations, measured.passes() + 1),
                jobsDone,
                elapsedNs,
                policies.stream().mapToLong(When::preemptions).sum(), gc);
    }

    private long pieces() {
        return piecesDone.stream().mapToLong(AtomicLong::getOpaque).sum();
    }

    /** Ends the workers, which cancels their flows and background work. */
    @Override
    public void close() {
        group.close();
        link.close();
    }
}
