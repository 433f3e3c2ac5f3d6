package io.creel.schedulers.placement;

import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.where.Where;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The present state of one worker of a placement. Only that worker writes the fields and all threads read them.
 * Accesses are opaque: a value is never torn, and a write becomes visible in the end.
 */
final class PlacementWorker {
    private static final VarHandle HOLDING;
    private static final VarHandle TYPE;
    private static final VarHandle SINCE;
    private static final VarHandle SERVED;
    private static final VarHandle BUSY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HOLDING = lookup.findVarHandle(PlacementWorker.class, "holding", int.class);
            TYPE = lookup.findVarHandle(PlacementWorker.class, "type", int.class);
            SINCE = lookup.findVarHandle(PlacementWorker.class, "sinceNs", long.class);
            SERVED = lookup.findVarHandle(PlacementWorker.class, "served", long.class);
            BUSY = lookup.findVarHandle(PlacementWorker.class, "busyNs", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** The queue the worker took from last. */
    @SuppressWarnings("NullAway.Init") // set by each take, before a handle runs
    PlacementQueue queue;
    long quantumNs = Long.MAX_VALUE;
    int account;
    /** When the handle that runs became runnable; {@link ReadyTime#UNKNOWN} if its queue does not know. */
    long readyNs;
    /** Whether the policy has left a handle to this worker although it is not active. */
    boolean kept;
    /** When the last run ended. */
    long leftNs;
    private int holding;
    private int type = Where.NONE;
    private long sinceNs;
    private long served;
    private long busyNs;

    void took(PlacementQueue from, int count, long quantum) {
        queue = from;
        quantumNs = quantum;
        HOLDING.setRelease(this, holding + count);
    }

    void began(int runningType, int runningAccount, long nowNs, long runnableNs) {
        account = runningAccount;
        readyNs = runnableNs;
        SINCE.setOpaque(this, nowNs);
        TYPE.setOpaque(this, runningType);
    }

    /** Marks the run as ended and returns how long it lasted, in nanoseconds. */
    long ended(long nowNs) {
        long ranNs = nowNs - sinceNs;
        BUSY.setOpaque(this, busyNs + ranNs);
        SERVED.setOpaque(this, served + 1);
        TYPE.setOpaque(this, Where.NONE);
        released(1);
        return ranNs;
    }

    void released(int count) {
        HOLDING.setRelease(this, holding - count);
    }

    int holding() {
        return (int) HOLDING.getAcquire(this);
    }

    int type() {
        return (int) TYPE.getOpaque(this);
    }

    long sinceNs() {
        return (long) SINCE.getOpaque(this);
    }

    long served() {
        return (long) SERVED.getOpaque(this);
    }

    long busyNs() {
        return (long) BUSY.getOpaque(this);
    }
}
