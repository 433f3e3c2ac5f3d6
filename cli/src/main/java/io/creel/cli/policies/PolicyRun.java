package io.creel.cli.policies;

import io.creel.cli.CpuWork;
import io.creel.cli.policies.PolicyResult.As;
import io.creel.cli.policies.PolicyResult.Idle;
import io.creel.core.Coroutine;
import io.creel.schedulers.SpinThenPark;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.policy.PolicyChoice;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import io.creel.schedulers.where.Where;
import io.creel.sim.load.Chance;
import io.creel.sim.load.Flows;
import io.creel.sim.load.ServiceMix;
import io.creel.sim.replay.DecisionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs one policy on real workers under an open-loop load. The caller's thread is the sender. */
final class PolicyRun {
    private static final int BATCH = 32;
    private static final int CAPACITY = 1 << 14;
    /** The number of flows of the load. */
    private static final int FLOWS = 1024;
    private static final long LATE_NS = 100_000;
    /** A request's deadline is this many service times after it is due. */
    private static final int SLACK = 10;
    private static final long SPIN_NS = 50_000;
    private static final long LEAST_PATIENCE_NS = 5_000_000_000L;
    private static final int MAX_SPLIT = 4_000_000;
    private static final int MORE_SPLIT = 10_000;
    private static final LongSupplier CLOCK = System::nanoTime;

    private final PolicyChoice policy;
    private final As as;
    private final ServiceMix mix;
    private final int workers;
    private final CpuWork cpuWork;
    private final long seed;
    private final Idle idle;
    private final List<VirtualThreads> threads = new ArrayList<>();
    private final boolean isRecorded;
    private final List<Supplier<DecisionLog>> records = new ArrayList<>();
    private final boolean isSplit;
    private String splitText = "";

    PolicyRun(PolicyChoice policy, As as, ServiceMix mix, int workers, CpuWork cpuWork, long seed, Idle idle,
            boolean records, boolean isSplit) {
        this.isSplit = isSplit;
        this.policy = policy;
        this.as = as;
        this.mix = mix;
        this.workers = workers;
        this.cpuWork = cpuWork;
        this.seed = seed;
        this.idle = records ? Idle.PARK_AT_ONCE : idle; // spinning workers would only fill the record
        isRecorded = records;
    }

    /** Returns the records of all policies, one below the other; empty if nothing was recorded. */
    String decisions() {
        return records.stream().map(record -> record.get().text()).collect(Collectors.joining());
    }

    /** Returns what the requests' time went to, in Markdown; empty if nothing was split. */
    String split() {
        return splitText;
    }

    /** Opens the instruments, before the warm-up, if this run is split. */
    private @Nullable RequestSplit openSplit(double load, long warmUpNs, long measuredNs) {
        if (!isSplit) {
            return null;
        }
        long expected = (long) ((warmUpNs + measuredNs) * load * workers / mix.meanNs());
        // Half the warm-up is recorded too: measured requests may wait behind its last ones.
        return new RequestSplit((int) Math.min(MAX_SPLIT, expected + expected / 4 + MORE_SPLIT),
                CLOCK.getAsLong() + warmUpNs / 2, CLOCK);
    }

    /** Offers a load and waits until the accepted requests have ended. */
    PolicyResult serve(double load, long warmUpNs, long measuredNs) {
        PlacementBuilder empty = Placement.builder(policy.name(), workers, CLOCK).capacity(CAPACITY);
        Placement placement = (isRecorded
                ? PolicyPlacement.recordedOn(empty, policy, workers, context(), records)
                : PolicyPlacement.on(empty, policy, context())).build();
        WorkerGroup group = WorkerGroup.builder("worker", workers).idle(this::idleStrategy).build();
        try (group; RequestSplit split = openSplit(load, warmUpNs, measuredNs)) {
            if (as != As.COROUTINES) {
                for (ServiceMix.Type type : mix.types()) {
                    threads.add(new VirtualThreads(type.text(), ThreadQueues.in(placement::place, group), CLOCK));
                }
            }
            placement.start(group, BATCH);
            long beginNs = CLOCK.getAsLong();
            LatencyTally tally = new LatencyTally(mix, beginNs + warmUpNs);
            Sender sender = new Sender(placement, tally, split);
            sender.send(beginNs, beginNs + warmUpNs, beginNs + warmUpNs + measuredNs, mix.meanNs() / load / workers);
            long unfinished = sender.awaitEnd(CLOCK.getAsLong() + LEAST_PATIENCE_NS + warmUpNs + measuredNs);
            if (split != null) {
                splitText = split.finish(beginNs + warmUpNs, CLOCK.getAsLong());
            }
            List<PolicyResult.Line> lines = new ArrayList<>();
            for (int type = 0; type < mix.types().size(); type++) {
                lines.add(tally.line(mix.types().get(type).text(), type));
            }
            lines.add(tally.all());
            return new PolicyResult(policy.name(), as, load, lines, idle, sender.measured, sender.late, unfinished);
        }
    }

    private SpinThenPark idleStrategy() {
        return switch (idle) {
            case PARK -> new SpinThenPark();
            case SPIN -> new SpinThenPark(Integer.MAX_VALUE, 1); // two billion idle cycles are longer than any run's pause
            case PARK_AT_ONCE -> new SpinThenPark(0, SpinThenPark.DEFAULT_MAX_PARK_NS);
        };
    }

    private PolicyContext context() {
        return PolicyContext.of(new SplittableRandom(seed), CLOCK).withTypes(mix.types().size(), this::typeOf)
                .withEngine(
                        handle -> handle.argument() instanceof OfferedRequest request
                                ? request.flowNumber()
                                : typeOf(handle))
                .withFlow(
                        handle -> handle.argument() instanceof OfferedRequest request ? request.flow() : typeOf(handle))
                .withDeadline(handle -> handle.argument() instanceof OfferedRequest request
                        ? request.dueNs() + SLACK * request.serviceNs()
                        : CLOCK.getAsLong())
                .withBytes(handle -> handle.argument() instanceof OfferedRequest request ? request.serviceNs() : 1);
    }

    /** Returns a request's type. A virtual thread's class of service is its type. */
    private int typeOf(Coroutine handle) {
        Object argument = handle.argument();
        return argument instanceof OfferedRequest request ? request.type() : Math.max(0, threads.indexOf(argument));
    }

    private final class Sender {
        private final Placement placement;
        private final LatencyTally tally;
        private final Service service;
        private final @Nullable RequestSplit split;
        private final LongAdder ended = new LongAdder();
        private long accepted;
        private long sent;
        /** How many requests were due after the warm-up. */
        private long measured;
        private long late;

        Sender(Placement placement, LatencyTally tally, @Nullable RequestSplit split) {
            this.split = split;
            this.placement = placement;
            this.tally = tally;
            service = new Service(cpuWork, tally, CLOCK, split);
        }

        /** Sends requests at Poisson arrival times. */
        void send(long beginNs, long measuredFromNs, long untilNs, double meanGapNs) {
            Chance arrivals = new Chance(seed, "arrivals");
            Chance types = new Chance(seed, "types");
            Chance times = new Chance(seed, "service");
            long flowKeys = new Chance(seed, "flow keys").nextLong();
            double dueNs = beginNs;
            while (dueNs < untilNs) {
                dueNs += meanGapNs * arrivals.nextExponential();
                int type = mix.drawType(types);
                long serviceNs = mix.drawNs(type, times);
                int flow = times.nextInt(FLOWS);
                OfferedRequest request = new OfferedRequest((int) sent, type, serviceNs, flow,
                        Flows.key(flow, flowKeys),
                        (long) dueNs);
                long nowNs = awaitDue((long) dueNs);
                if (request.dueNs() >= measuredFromNs) {
                    measured++;
                    if (nowNs - request.dueNs() > LATE_NS) {
                        late++;
                    }
                }
                if (split != null) {
                    split.sent(request, nowNs);
                }
                offer(request);
            }
        }

        private static long awaitDue(long dueNs) {
            long nowNs = CLOCK.getAsLong();
            while (nowNs < dueNs) {
                if (dueNs - nowNs > SPIN_NS) {
                    LockSupport.parkNanos(dueNs - nowNs - SPIN_NS);
                } else {
                    Thread.onSpinWait();
                }
                nowNs = CLOCK.getAsLong();
            }
            return nowNs;
        }

        private void offer(OfferedRequest request) {
            boolean asThread = as == As.THREADS || as == As.BOTH && (sent & 1) == 0;
            sent++;
            if (asThread) {
                threads.get(request.type()).factory().newThread(() -> run(request)).start();
                accepted++;
                return;
            }
            Coroutine handle = Coroutine.create(this::run, request);
            if (placement.place(handle, Where.NONE)) {
                accepted++;
            } else {
                tally.refused(request);
                handle.abandon();
            }
        }

        private void run(OfferedRequest request) {
            try {
                service.run(request);
            } finally {
                ended.increment();
            }
        }

        /** Waits for the end of all requests and returns how many have not ended in time. */
        long awaitEnd(long untilNs) {
            while (ended.sum() < accepted && CLOCK.getAsLong() - untilNs < 0) {
                LockSupport.parkNanos(1_000_000);
            }
            return accepted - ended.sum();
        }
    }
}
