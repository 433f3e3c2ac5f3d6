package io.creel.schedulers.sim;

import io.creel.schedulers.sim.load.Arrivals;
import io.creel.schedulers.sim.load.Chance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One run: requests arrive, are placed by the mechanism under test, and run on simulated cores until the last has ended.
 *
 * <p>
 * Requests come in an open loop and their latency counts from the intended arrival. A request that finds no place is dropped.
 * Once all have arrived the run goes on until the system is empty; should it stop before that, somebody has lost a handle or
 * a wake-up, and the run fails.
 */
final class Simulation implements Cores.Ends {
    private final SimulationSettings settings;
    private final double load;
    private final Workload workload;
    private final Mechanism mechanism;
    private final VirtualClock clock;
    private final EventQueue events;
    private final Cores cores;
    private final RequestPool pool;
    private final Recorder recorder;
    private final ArrayDeque<Request> atDispatcher = new ArrayDeque<>();
    private final int arrivalSource;
    private final int dispatchSource;
    private final long total;
    private long arrived;
    private long finished;
    private long dropped;
    private long mostInFlight;
    private long handled;
    private long dispatcherBusyNs;

    Simulation(SimulationSettings settings, double load, VirtualClock clock, Mechanism mechanism) {
        this.settings = settings;
        this.load = load;
        this.clock = clock;
        this.mechanism = Objects.requireNonNull(mechanism, "mechanism");
        Arrivals arrivals = Arrivals.parse(settings.arrivals(), settings.fullLoadPerNs(), load,
                new Chance(settings.seed(), "arrivals"));
        workload = new Workload(arrivals, settings.mix(), settings.flows(), settings.seed());
        arrivalSource = settings.cores();
        dispatchSource = settings.cores() + 1;
        events = new EventQueue(settings.cores() + 2);
        cores = new Cores(settings.cores(), settings.maxBatch(), events, clock, settings.costs(), mechanism, this);
        pool = new RequestPool(settings.maxInFlight());
        recorder = new Recorder(settings.mix().types().size(), settings.warmUp());
        total = settings.warmUp() + settings.samples();
    }

    SimulationResult run() {
        events.schedule(arrivalSource, workload.nextArrivalNs());
        while (!events.isEmpty()) {
            clock.advanceTo(events.nextDueNs());
            int source = events.next();
            handled++;
            if (source < arrivalSource) {
                cores.happen(source);
            } else if (source == arrivalSource) {
                arrive();
            } else {
                dispatched();
            }
        }
        if (pool.inFlight() > 0) {
            throw new BrokenInvariantException("nothing more happens and requests are left: requests="
                    + pool.inFlight() + ", waiting=" + mechanism.waiting() + ", idleCores=" + cores.idle() + ", timeNs="
                    + clock.nowNs());
        }
        return result();
    }

    private void arrive() {
        long nowNs = clock.nowNs();
        long number = arrived++;
        if (arrived < total) {
            events.schedule(arrivalSource, workload.nextArrivalNs());
        }
        int type = workload.drawType();
        long serviceNs = workload.drawServiceNs(type);
        int flow = workload.drawFlow();
        Request request = pool.take();
        if (request == null) {
            drop(number, type);
            return;
        }
        request.number = number;
        request.arrivedNs = nowNs;
        request.serviceNs = serviceNs;
        request.leftNs = serviceNs;
        request.type = type;
        request.flow = flow;
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

    /** The dispatcher has handled one request and goes on with the next. */
    private void dispatched() {
        dispatcherBusyNs += settings.costs().dispatchNs();
        place(atDispatcher.pollFirst());
        if (!atDispatcher.isEmpty()) {
            events.schedule(dispatchSource, clock.nowNs() + settings.costs().dispatchNs());
        }
    }

    private void place(Request request) {
        request.move(Request.Place.FREE, Request.Place.QUEUED);
        int wake = mechanism.place(request.handle, -1);
        if (wake == Mechanism.FULL) {
            request.move(Request.Place.QUEUED, Request.Place.FREE);
            pool.give(request);
            drop(request.number, request.type);
        } else {
            cores.offer(wake);
        }
    }

    private void drop(long number, int type) {
        dropped++;
        recorder.dropped(number, type);
    }

    @Override
    public void ended(Request request) {
        finished++;
        recorder.finished(request, clock.nowNs());
        pool.give(request);
    }

    private SimulationResult result() {
        List<Latency> types = new ArrayList<>();
        for (int i = 0; i < settings.mix().types().size(); i++) {
            types.add(recorder.ofType(i));
        }
        long busyNs = 0;
        long overheadNs = 0;
        long grantedNs = 0;
        for (int i = 0; i < cores.count(); i++) {
            Core core = cores.core(i);
            busyNs += core.busyNs;
            overheadNs += core.overheadNs;
            grantedNs += core.grantedNs + (core.granted ? clock.nowNs() - core.grantedSinceNs : 0);
        }
        return new SimulationResult(load, recorder.ofAll(settings.mix()), types,
                new SimulationResult.Counts(arrived, finished, dropped, clock.nowNs(), handled, cores.preemptions,
                        cores.steals, cores.wakes, busyNs, overheadNs, grantedNs, dispatcherBusyNs, mostInFlight));
    }
}
