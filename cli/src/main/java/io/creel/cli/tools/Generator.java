package io.creel.cli.tools;

import io.creel.cli.Accepted;
import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.spec.Transfers;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketPool;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import io.creel.sim.stats.Distribution;
import java.util.function.LongSupplier;

/**
 * An open loop on one worker, which needs a core of its own. One coroutine sends at the intended times; one coroutine
 * per received frame checks the answer. Latency runs from the intended time, so a late sender does not make it shorter.
 */
final class Generator implements WorkerProgram {
    /** A run is void if a smaller share of its frames left on time. */
    static final double MIN_ADHERENCE = 0.95;
    /** A frame that is sent more than this after its time counts as late. */
    static final long LATE_NS = 10_000;

    private static final long MAX_LATENCY_NS = 60_000_000_000L;
    /** How long to wait for answers after the last answer or the last sent frame. */
    private static final long PATIENCE_NS = 500_000_000;

    /** The pool for frames longer than a buffer of the driver, which segments them. */
    private static final int POOL_PACKETS = 2048;

    private final Nic nic;
    private final PacketPool pool;
    private final Probe probe;
    private final Schedule schedule;
    private final Quota quota;
    private final ToolRun run;
    private final Outbox out;
    private final ArpAnswers arp;
    private final Tally tally;
    private final LongSupplier nanoClock;
    private final ListStash turns = new ListStash("turns");
    private final ListStash ready = new ListStash("answers");
    private final Batch batch = new Batch(Outbox.CAPACITY);
    private final PacketBody answer = this::answered;
    private final PacketConsumer arrival = this::place;
    private final Distribution latencies = new Distribution();
    private Worker worker;
    private long beginNs;
    private long lastNs;
    private long made;
    private long late;
    private long answers;
    private boolean allMade;
    private boolean over;

    Generator(Nic nic, Probe probe, Schedule schedule, Quota quota, ArpAnswers arp, Tally tally, ToolRun run,
            LongSupplier nanoClock) {
        this.nic = nic;
        this.pool = probe.fits(nic.pool())
                ? nic.pool()
                : new PacketPool("jumbo", POOL_PACKETS, probe.frameBytes(), 0);
        this.probe = probe;
        this.schedule = schedule;
        this.quota = quota;
        this.arp = arp;
        this.tally = tally;
        this.run = run;
        this.nanoClock = nanoClock;
        out = new Outbox(nic.tx(0), tally);
    }

    /** <b>What</b>, on the way out. Suspends while no frame is due or there is no room. */
    private static final Body<Generator> SENDER = Generator::send;

    private void send() {
        while (quota.take(1) == 1) {
            long dueNs = beginNs + schedule.nextNs();
            while (nanoClock.getAsLong() - dueNs < 0 || out.room() == 0) {
                Coroutine.await(turns);
            }
            Packet packet = pool.allocate();
            while (packet == null) {
                Coroutine.await(turns);
                packet = pool.allocate();
            }
            probe.write(packet, made, dueNs);
            out.add(packet);
            made++;
            if (nanoClock.getAsLong() - dueNs > LATE_NS) {
                late++;
            }
        }
        allMade = true;
    }

    /** <b>What</b>, on the way back. */
    private void answered(@Transfers Packet packet) {
        if (probe.isAnswer(packet)) {
            lastNs = nanoClock.getAsLong();
            latencies.record(Math.clamp(lastNs - Probe.intendedNs(packet), 1, MAX_LATENCY_NS));
            answers++;
            packet.release();
        } else if (out.room() > 0 && arp.answer(packet)) {
            out.add(packet);
        } else {
            tally.count("NOT_AN_ANSWER", 1);
            packet.release();
        }
    }

    private boolean place(Packet packet) {
        return worker.start(ready, answer, packet);
    }

    /** <b>When</b>: the sender first, because it has times to keep. */
    @Override
    public int doWork(Worker self) {
        if (worker == null) {
            worker = self;
            beginNs = nanoClock.getAsLong();
            Accepted.require(worker.start(turns, SENDER, this));
        }
        worker.resume(turns.drain(batch, 1));
        int work = out.flush();
        for (int i = 0; i < nic.queues(); i++) {
            work += nic.rx(i).poll(Outbox.CAPACITY, arrival);
            worker.resume(ready.drain(batch, Outbox.CAPACITY));
        }
        if (!over) {
            lookForTheEnd(work);
        }
        return 1;
    }

    private void lookForTheEnd(int work) {
        if (!allMade || !out.isEmpty() || work > 0) {
            lastNs = nanoClock.getAsLong();
        }
        if (nic.isFinished() && nic.fault() != null || allMade && out.isEmpty()
                && (answers >= made || nanoClock.getAsLong() - lastNs > PATIENCE_NS)) {
            over = true;
            run.workerOver();
        }
    }

    Outbox out() {
        return out;
    }

    /** Returns the number of frames made; all but the last few are sent. An estimate while it runs. */
    long made() {
        return made;
    }

    long late() {
        return late;
    }

    /** Returns the share of frames that left on time. */
    double adherence() {
        return made == 0 ? 1 : 1 - (double) late / made;
    }

    /** Returns whether too few frames left on time for the latencies to mean anything. */
    boolean isVoid() {
        return adherence() < MIN_ADHERENCE;
    }

    long answers() {
        return answers;
    }

    Distribution latencies() {
        return latencies;
    }
}
