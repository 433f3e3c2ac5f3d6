package io.creel.sim.replay;

/** What a policy can look at while it decides: signals, the context's answers about the handle, the clock, random numbers; and what a
 * <em>when</em> picked. */
enum Seen {
    WORKERS, ACTIVE, NOW_NS, LENGTH, DELAY_NS, IS_IDLE, IDLE, HOLDING, RUNNING, RUNNING_SINCE_NS, SERVED, BUSY_NS, FINISHED, SERVICE_NS, TYPE, ENGINE, FLOW, DEADLINE_NS, BYTES, CLOCK_NS, RANDOM, PICKED;

    static final Seen[] ALL = values();
}
