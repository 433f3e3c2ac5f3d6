package io.creel.sim.replay;

/**
 * Everything a policy can look at while it decides: signals, the context's hints about the handle, the clock, random
 * numbers; and the handles a <em>when</em> has picked.
 */
enum PolicyObservation {
    WORKERS, ACTIVE, NOW_NS, LENGTH, DELAY_NS, IS_IDLE, IDLE, HOLDING, RUNNING, RUNNING_SINCE_NS, SERVED, BUSY_NS, FINISHED, SERVICE_NS, TYPE, ENGINE, FLOW, DEADLINE_NS, BYTES, CLOCK_NS, RANDOM, PICKED;

    static final PolicyObservation[] ALL = values();
}
