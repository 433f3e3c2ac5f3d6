package io.creel.sim;

import io.creel.core.Body;
import io.creel.schedulers.Machine;
import io.creel.schedulers.where.Where;
import io.creel.sim.load.Arrivals;
import io.creel.sim.load.Chance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one load: requests arrive, are placed by the mechanism under test, and run on simulated cores until the last has
 * ended.
 *
 * <p>
 * Requests come in an open loop and their latency counts from the intended arrival. A request that finds no place is
 * dropped. Once all have arrived, the run goes on until the system is empty. If it stops before that, a handle or a
 * wake-up was lost, and the run fails.
 */
public final class Simulation implements RequestListener {
    /** How often the policies may be asked without any other event in between. */
    private static final long MAX_IDLE_TICKS = 1_000_000;
    /** How many events may happen at one moment. */
    private static final long MAX_EVENTS_AT_ONCE = 1_000_000;

    private final SimulationSettings settings;
    private final double load;
    private final Workload workload;
    private final SimulatedPlacement placement;
    private final VirtualClock clock;
    private final EventQueue events;
    private final Cores cores;
    /** {@code null} if requests are modelled by their service time only. */
    private final @Nullable Bodies bodies;
    private final RequestPool pool;
    private final LatencyRecorder recorder;
    private final ArrayDeque<Request> atDispatcher = new ArrayDeque<>();
    private final int arrivalSource;
    private final int dispatchSource;
    private final int controlSource;
    private final int faultSource;
    private final FaultPlan plan;
    /** Policies whose turn comes when the previous swap has ended. */
    private final ArrayDeque<SimulatedPolicy> swaps = new ArrayDeque<>();
    private final long total;
    private long arrived;
    private long finished;
    private long dropped;
    private long mostInFlight;
    private long handled;
    private long dispatcherBusyNs;
    private long stranded;
    private long queued;
    private long fullUntilNs;
    private int faultsDone;
    private long idleTicks;
    private long eventsNow;
    private long lastArrivalNs;
    private long busyNsAtLastArrival;
    private long busiestNsAtLastArrival;

    private Simulation(SimulationSettings settings, double load, SimulatedPolicy policy, FaultPlan plan,
            @Nullable Function<Machine, Body<Request>> made) {
        this.plan = plan;
        this.settings = settings;
        this.load = load;
        clock = new VirtualClock();
        Chance chance = new Chance(settings.seed(), "policy");
        placement = new SimulatedPlacement(policy,
                new Environment(settings.cores(), settings.mix(), clock, chance::nextInt),
                settings.queueCapacity());
        Arrivals arrivals = settings.arrivals().open(settings.fullLoadPerNs(), load,
                new Chance(settings.seed(), "arrivals"));
        workload = new Workload(arrivals, settings.mix(), settings.flows(), settings.seed());
        arrivalSource = settings.cores();
        dispatchSource = settings.cores() + 1;
        controlSource = settings.cores() + 2;
        faultSource = settings.cores() + 3;
        events = new EventQueue(settings.cores() + 4);
        bodies = made == null ? null : new Bodies(settings.cores(), made, clock, this::placeByBody);
        cores = new Cores(settings.cores(), settings.maxBatch(), events, clock, settings.costs(), settings.parksIdle(),
                placement, this, bodies);
        pool = new RequestPool(settings.maxInFlight(),
                bodies == null ? Request::new : () -> new Request(bodies::run));
        recorder = new LatencyRecorder(settings.mix().types().size(), settings.warmUp());
        total = settings.warmUp() + settings.samples();
    }

    /**
     * Runs one policy at one load.
     *
     * @param settings
     *            the cores, the load and the costs
     * @param load
     *            offered work over the capacity of all cores
     * @param policy
     *            makes the policies of this run
     * @return the result
     * @throws BrokenInvariantException
     *            if a policy or the mechanism loses or doubles a handle, or loses a wake-up
     */
    public static SimulationResult run(SimulationSettings settings, double load, SimulatedPolicy policy) {
        return run(settings, load, policy, FaultPlan.NONE);
    }

    /**
     * Runs one policy at one load with faults, and checks the invariants after every step.
     *
     * @param settings
     *            the cores, the load and the costs
     * @param load
     *            offered work over the capacity of all cores
     * @param policy
     *            makes the policies of this run
     * @param plan
     *            the faults
     * @return the result
     * @throws BrokenInvariantException
     *            if a policy or the mechanism loses or doubles a handle, or loses a wake-up
     */
    public static SimulationResult run(SimulationSettings settings, double load, SimulatedPolicy policy,
            FaultPlan plan) {
        return new Simulation(settings, load, policy, plan, null).run();
    }

    /**
     * Runs one policy at one load with bodies. A body is the same code that runs on real workers; the time it takes on
     * a core is the time it asks of the machine. The service time by the mix is a hint to the body, and the slowdown is
     * relative to it.
     *
     * <p>
     * Code between two requests for time takes none. Stashes, locks, semaphores, channels and scopes without deadlines
     * work as on workers; a coroutine that is woken past the placement goes to the core where it ran before. There are
     * no timers.
     *
     * @param settings
     *            the cores, the load and the costs
     * @param load
     *            offered work over the capacity of all cores
     * @param policy
     *            makes the policies of this run
     * @param plan
     *            the faults
     * @param bodies
     *            makes the body from the machine it runs on
     * @return the result
     * @throws BrokenInvariantException
     *            if a policy, the mechanism or a body loses or doubles a handle, or loses a wake-up
     * @throws IllegalStateException
     *            if a body has thrown
     */
    public static SimulationResult run(SimulationSettings settings, double load, SimulatedPolicy policy,
            FaultPlan plan, Function<Machine, Body<Request>> bodies) {
        return new Simulation(settings, load, policy, plan, Objects.requireNonNull(bodies, "bodies")).run();
    }

    private SimulationResult run() {
        cores.begin();
        events.schedule(arrivalSource, workload.nextArrivalNs());
        if (placement.periodNs() != Long.MAX_VALUE) {
            placement.maintain();
            scheduleControl();
        }
        cores.waker.lostEvery = plan.lostWakeEvery();
        scheduleFault();
        while (finished + dropped + stranded < total) {
            if (events.isEmpty() || events.nextSource() == controlSource && isStuck()) {
                throw new BrokenInvariantException("nothing more happens and requests are left: requests="
                        + pool.inFlight() + ", waiting=" + placement.waiting() + ", timeNs=" + clock.nowNs());
            }
            step();
            if (!plan.isEmpty()) {
                Invariants.requireNoneLost(queued, placement);
                Invariants.requireAllAccounted(pool.inFlight(), queued, atDispatcher.size(), cores, stranded);
            }
        }
        if (bodies != null && stranded == 0) {
            bodies.close();
        }
        return result();
    }

    /** {@return whether the timer of the policies has been the only event for a long time} */
    private boolean isStuck() {
        return events.size() == 1 && ++idleTicks > MAX_IDLE_TICKS;
    }

    private void step() {
        if (events.nextDueNs() > clock.nowNs()) {
            clock.advanceTo(events.nextDueNs());
            eventsNow = 0;
        } else if (++eventsNow > MAX_EVENTS_AT_ONCE) {
            throw new BrokenInvariantException(
                    "virtual time does not advance: timeNs=" + clock.nowNs() + ", events=" + eventsNow
                            + ", preemptions=" + cores.preemptions);
        }
        int source = events.next();
        handled++;
        if (source < arrivalSource) {
            idleTicks = 0;
            cores.happen(source);
        } else if (source == arrivalSource) {
            arrive();
        } else if (source == dispatchSource) {
            dispatched();
        } else if (source == faultSource) {
            happen(plan.faults().get(faultsDone++));
            scheduleFault();
        } else {
            scheduleControl();
            placement.maintain();
            cores.park();
        }
        swap();
        cores.waker.serve();
    }

    /** Schedules the timer of the policies, at the latest after the shortest of their periods. */
    private void scheduleControl() {
        if (placement.periodNs() != Long.MAX_VALUE) {
            long dueNs = clock.nowNs() + placement.periodNs();
            if (!events.isPending(controlSource) || events.dueNs(controlSource) > dueNs) {
                events.schedule(controlSource, dueNs);
            }
        }
    }

    /** Begins a swap that is due, or ends one that is under way, as soon as possible. */
    private void swap() {
        if (placement.isSwapping()) {
            placement.maintain();
        }
        if (!swaps.isEmpty() && placement.swap(swaps.peekFirst())) {
            swaps.removeFirst();
            scheduleControl();
        }
    }

    private void scheduleFault() {
        if (faultsDone < plan.faults().size()) {
            events.schedule(faultSource, plan.faults().get(faultsDone).atNs());
        }
    }

    @SuppressWarnings("NullAway") // a swap comes with the next policy
    private void happen(FaultPlan.Fault fault) {
        switch (fault.kind()) {
            case SLOW -> cores.slow(fault.core(), fault.forNs(), fault.factor());
            case STALL -> cores.stall(fault.core(), fault.forNs());
            case DEATH -> stranded += cores.die(fault.core());
            case JUMP -> clock.jump(fault.forNs());
            case SWAP -> swaps.addLast(fault.next());
            default -> fullUntilNs = clock.nowNs() + fault.forNs();
        }
    }

    private void arrive() {
        long nowNs = clock.nowNs();
        int type = workload.drawType();
        long serviceNs = workload.drawServiceNs(type);
        int flow = workload.drawFlow();
        long number = arrived++;
        if (arrived < total) {
            events.schedule(arrivalSource, workload.nextArrivalNs());
        } else {
            lastArrivalNs = nowNs;
            busyNsAtLastArrival = busyNs();
            busiestNsAtLastArrival = busiestNs();
        }
        Request request = pool.take();
        if (request == null) {
            drop(number, type);
            return;
        }
        request.number = number;
        request.arrivedNs = nowNs;
        request.hasBegun = false;
        request.serviceNs = serviceNs;
        request.leftNs = bodies == null ? serviceNs : 0;
        request.type = type;
        request.flow = flow;
        request.flowKey = workload.keyOf(flow);
        mostInFlight = Math.max(mostInFlight, pool.inFlight());
        if (settings.costs().dispatchNs() == 0) {
            place(request);
            return;
        }
        atDispatcher.addLast(request);
        if (!events.isPending(dispatchSource)) {
            events.schedule(dispatchSource, nowNs + settings.costs().dispatchNs());
        }
    }

    /** Notes that the dispatcher has handled one request, and lets it go on with the next. */
    private void dispatched() {
        dispatcherBusyNs += settings.costs().dispatchNs();
        place(atDispatcher.pollFirst());
        if (!atDispatcher.isEmpty()) {
            events.schedule(dispatchSource, clock.nowNs() + settings.costs().dispatchNs());
        }
    }

    private boolean placeByBody(Request request, int byCore) {
        boolean in = clock.nowNs() >= fullUntilNs && placement.place(request.handle, byCore);
        queued += in ? 1 : 0;
        return in;
    }

    private void place(Request request) {
        request.move(Request.Stage.FREE, Request.Stage.QUEUED);
        if (clock.nowNs() < fullUntilNs || !placement.place(request.handle, Where.NONE)) {
            request.move(Request.Stage.QUEUED, Request.Stage.FREE);
            pool.give(request);
            drop(request.number, request.type);
        } else {
            queued++;
            cores.somethingWaits();
        }
    }

    private void drop(long number, int type) {
        dropped++;
        recorder.dropped(number, type);
    }

    @Override
    public void queued(int more) {
        queued += more;
    }

    @Override
    public void ended(Request request) {
        finished++;
        recorder.finished(request, clock.nowNs());
        pool.give(request);
    }

    /** {@return the time that all cores have spent on requests so far} */
    private long busyNs() {
        long sumNs = 0;
        for (int i = 0; i < cores.count(); i++) {
            sumNs += cores.core(i).busyNs(clock.nowNs());
        }
        return sumNs;
    }

    /** {@return the time that the busiest core has spent on requests so far} */
    private long busiestNs() {
        long mostNs = 0;
        for (int i = 0; i < cores.count(); i++) {
            mostNs = Math.max(mostNs, cores.core(i).busyNs(clock.nowNs()));
        }
        return mostNs;
    }

    private SimulationResult result() {
        List<Latency> types = new ArrayList<>();
        for (int i = 0; i < settings.mix().types().size(); i++) {
            types.add(recorder.ofType(i));
        }
        long busyNs = 0;
        long overheadNs = 0;
        long awakeNs = 0;
        for (int i = 0; i < cores.count(); i++) {
            Core core = cores.core(i);
            busyNs += core.busyNs;
            overheadNs += core.overheadNs;
            awakeNs += core.awakeNs + (core.state == Core.State.PARKED ? 0 : clock.nowNs() - core.awakeSinceNs);
        }
        return new SimulationResult(load, recorder.ofAll(), types,
                new SimulationResult.Counts(arrived, finished, dropped, clock.nowNs(), handled, cores.preemptions,
                        cores.steals, cores.waker.wakes, busyNs, overheadNs, awakeNs, dispatcherBusyNs, mostInFlight,
                        lastArrivalNs,
                        busyNsAtLastArrival, busiestNsAtLastArrival));
    }
}
