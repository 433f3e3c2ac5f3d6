package io.creel.schedulers.latency;

/** Makes the timeline of a worker from what it recorded itself, and from the kernel's records if there are any. */
public final class WorkerTimes {
    /**
     * A worker that is between two requests for no longer than this, in nanoseconds, is scheduling: it makes progress
     * for the requests that wait.
     */
    public static final long SCHEDULING_NS = 5_000;

    private WorkerTimes() {
    }

    /**
     * {@return the timeline by the worker's own account, without root} Another task on its core shows as run delay.
     *
     * @param log
     *            the worker's log
     * @param beginNs
     *            the first nanosecond
     * @param endNs
     *            the end
     */
    public static CauseTimeline byAccount(ServingLog log, long beginNs, long endNs) {
        return new CauseTimeline.TimelineBuilder().below(LatencyCause.STOLEN, log.stolen())
                .below(LatencyCause.WORKER_LATE, log.late())
                .below(LatencyCause.BLOCKED, log.blocked()).below(LatencyCause.INSIDE, log.gaps())
                .below(LatencyCause.RUNNING, log.busy().closed(SCHEDULING_NS)).asleep(IntervalSet.of(beginNs, endNs))
                .build();
    }

    /**
     * {@return the timeline by the kernel's records} A worker that sleeps in the middle of a request is blocked, also
     * while a foreign task has its core: the kernel does not record when it was woken.
     *
     * @param log
     *            the worker's log; its account of run delay is not used
     * @param records
     *            the switches
     * @param tid
     *            the worker's thread
     * @param pid
     *            its process
     * @param helpers
     *            threads that work for its process on any core while it is stopped, such as the collector's
     */
    public static CauseTimeline exact(ServingLog log, SwitchRecords records, int tid, int pid, int... helpers) {
        SwitchRecords.Stops stops = records.stops(tid, pid);
        IntervalSet off = IntervalSet.of(records.beginNs(), records.endNs()).minus(stops.onCore());
        IntervalSet busy = log.busy().closed(SCHEDULING_NS);
        return new CauseTimeline.TimelineBuilder().below(LatencyCause.OWN_THREADS, stops.own())
                .below(LatencyCause.OWN_THREADS, records.onCore(helpers).intersection(off))
                .below(LatencyCause.BLOCKED, stops.asleep().intersection(busy))
                .below(LatencyCause.FOREIGN, stops.foreign())
                .below(LatencyCause.BLOCKED, off.intersection(busy)).below(LatencyCause.STOLEN, log.stolen().minus(off))
                .below(LatencyCause.INSIDE, log.gaps().minus(off)).below(LatencyCause.RUNNING, busy).asleep(off)
                .build();
    }
}
