package io.creel.schedulers.scaling.harvest;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
import io.creel.schedulers.scaling.BusyTime;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/** Lends slowly and reclaims at once. O(workers + queues). */
public final class Harvest implements Scaling {
    /** How often load is measured, in nanoseconds. */
    public static final long PERIOD_NS = 100_000;
    /** Active workers per worker that the load needs. */
    public static final double HEADROOM = 1.2;

    private final BusyTime busyTime = new BusyTime();
    private int waitingBefore;
    private long servedBefore;
    private long busyBeforeNs;
    private boolean measured;

    /** Makes the policy; its first period only measures. */
    public Harvest() {
    }

    @Override
    public String name() {
        return "harvest";
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        double busy = busyTime.look(signals, nowNs);
        int waiting = BusyTime.waiting(signals, queues);
        long served = 0;
        long busyNs = 0;
        for (int worker = 0; worker < signals.workers(); worker++) {
            served += signals.served(worker);
            busyNs += signals.busyNs(worker);
        }
        double meanNs = served == servedBefore ? 0 : (double) (busyNs - busyBeforeNs) / (served - servedBefore);
        double piledUp = Math.max(0, waiting - waitingBefore) * meanNs / PERIOD_NS;
        waitingBefore = waiting;
        servedBefore = served;
        busyBeforeNs = busyNs;
        if (!measured) {
            measured = true;
            return active;
        }
        int needed = (int) Math.ceil((busy + piledUp) * HEADROOM);
        return needed >= active ? needed : waiting > 0 ? active : active - 1;
    }

    /** Provides the policy {@code harvest} by its name. */
    public static final class Provider extends ScalingProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("harvest", "Lend idle workers one at a time; reclaim as many as the load needs, at once.",
                    "the talk, Caladan");
        }

        @Override
        public Scaling make(String label, PolicyContext context, PolicyNumbers given) {
            return new Harvest();
        }
    }
}
