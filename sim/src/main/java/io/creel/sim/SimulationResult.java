package io.creel.sim;

import java.util.List;

/**
 * What came out of one run at one load.
 *
 * @param load
 *            offered work over the capacity of all cores, as asked for
 * @param all
 *            all requests
 * @param types
 *            the requests of each type of the mix
 * @param counts
 *            what happened on the way
 */
public record SimulationResult(double load, Latency all, List<Latency> types, Counts counts) {
    /** Keeps its own list. */
    public SimulationResult {
        types = List.copyOf(types);
    }

    /**
     * What happened during a run, its warm-up included.
     *
     * @param arrived
     *            requests that arrived
     * @param finished
     *            requests that ended
     * @param dropped
     *            requests that found no place
     * @param endNs
     *            when the last one ended
     * @param events
     *            events the simulation handled
     * @param preemptions
     *            coroutines that were preempted
     * @param steals
     *            takes that brought something of another core
     * @param wakes
     *            sleeping cores that were woken
     * @param busyNs
     *            time that cores spent on requests, all cores together
     * @param overheadNs
     *            time that cores spent on scheduling, all cores together
     * @param awakeNs
     *            time during which cores were not parked, all cores together
     * @param dispatcherBusyNs
     *            time that the dispatcher spent handing out
     * @param mostInFlight
     *            the most requests that were in the system at once
     * @param lastArrivalNs
     *            when the last request arrived
     * @param busyNsAtLastArrival
     *            time that cores had spent on requests then, all cores together
     * @param busiestNsAtLastArrival
     *            time that the busiest of them had
     */
    public record Counts(long arrived, long finished, long dropped, long endNs, long events, long preemptions,
            long steals, long wakes, long busyNs, long overheadNs, long awakeNs, long dispatcherBusyNs,
            long mostInFlight, long lastArrivalNs, long busyNsAtLastArrival,
            long busiestNsAtLastArrival) {
        /** Cores that were not parked, on average over the run. */
        public double meanCores() {
            return endNs == 0 ? 0 : (double) awakeNs / endNs;
        }

        /** Share of the run that one of so many cores spent on requests. */
        public double utilisation(int cores) {
            return endNs == 0 ? 0 : (double) busyNs / endNs / cores;
        }
    }
}
