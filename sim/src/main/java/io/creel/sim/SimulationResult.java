package io.creel.sim;

import java.util.List;

/**
 * The result of one run at one load.
 *
 * @param load
 *            offered work over the capacity of all cores, as asked for
 * @param all
 *            the latency of all requests
 * @param types
 *            the latency of the requests of each type of the mix
 * @param counts
 *            the counts of the run
 */
public record SimulationResult(double load, Latency all, List<Latency> types, Counts counts) {
    /** Copies the list. */
    public SimulationResult {
        types = List.copyOf(types);
    }

    /**
     * The counts of a run, its warm-up included.
     *
     * @param arrived
     *            requests that arrived
     * @param finished
     *            requests that ended
     * @param dropped
     *            requests that found no place
     * @param endNs
     *            when the last request ended, in nanoseconds of virtual time
     * @param events
     *            events the simulation handled
     * @param preemptions
     *            coroutines that were preempted
     * @param steals
     *            takes from the queue of another core
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
     *            when the last request arrived, in nanoseconds of virtual time
     * @param busyNsAtLastArrival
     *            time that cores had spent on requests then, all cores together
     * @param busiestNsAtLastArrival
     *            time that the busiest core had spent on requests then
     */
    public record Counts(long arrived, long finished, long dropped, long endNs, long events, long preemptions,
            long steals, long wakes, long busyNs, long overheadNs, long awakeNs, long dispatcherBusyNs,
            long mostInFlight, long lastArrivalNs, long busyNsAtLastArrival,
            long busiestNsAtLastArrival) {
        /** {@return how many cores were not parked, on average over the run} */
        public double meanCores() {
            return endNs == 0 ? 0 : (double) awakeNs / endNs;
        }

        /**
         * Returns the average share of the run that a core spent on requests.
         *
         * @param cores
         *            the number of cores of the run
         * @return from 0 to 1
         */
        public double utilisation(int cores) {
            return endNs == 0 ? 0 : (double) busyNs / endNs / cores;
        }
    }
}
