package io.creel.schedulers.placement;

import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** The signals of a placement; every method only reads. */
final class PlacementSignals implements Signals {
    private final LongSupplier nanoClock;
    private final PlacementQueue[] queues;
    private final PlacementWorker[] workers;
    private final IdleWorkers idle;
    private final TypeTimes times;
    private final IntSupplier active;

    PlacementSignals(LongSupplier nanoClock, PlacementQueue[] queues, PlacementWorker[] workers, IdleWorkers idle,
            TypeTimes times, IntSupplier active) {
        this.nanoClock = nanoClock;
        this.queues = queues;
        this.workers = workers;
        this.idle = idle;
        this.times = times;
        this.active = active;
    }

    @Override
    public int workers() {
        return workers.length;
    }

    @Override
    public int active() {
        return active.getAsInt();
    }

    @Override
    public long nowNs() {
        return nanoClock.getAsLong();
    }

    @Override
    public int length(int queue) {
        return queues[queue].length();
    }

    @Override
    public long delayNs(int queue) {
        PlacementQueue asked = queues[queue];
        if (asked.oldestReadyNs() == Long.MAX_VALUE) {
            asked.tryAdmit(); // otherwise a queue that no worker takes from would look young for ever
        }
        long oldestNs = asked.oldestReadyNs();
        return oldestNs == Long.MAX_VALUE ? 0 : Math.max(0, nowNs() - oldestNs);
    }

    @Override
    public boolean isIdle(int worker) {
        return idle.isIdle(worker);
    }

    @Override
    public int idle(int from) {
        return idle.first(from, active());
    }

    @Override
    public int holding(int worker) {
        return workers[worker].holding();
    }

    @Override
    public int running(int worker) {
        return workers[worker].type();
    }

    @Override
    public long runningSinceNs(int worker) {
        return workers[worker].sinceNs();
    }

    @Override
    public long served(int worker) {
        return workers[worker].served();
    }

    @Override
    public long busyNs(int worker) {
        PlacementWorker asked = workers[worker];
        return asked.busyNs() + (asked.type() == Where.NONE ? 0 : nowNs() - asked.sinceNs());
    }

    @Override
    public long finished(int type) {
        return times.finished(type);
    }

    @Override
    public long serviceNs(int type) {
        return times.serviceNs(type);
    }
}
