package io.creel.cli.colocation;

import io.creel.schedulers.latency.SplitReport;
import java.util.Arrays;
import java.util.List;

/**
 * What one run of a line has shown.
 *
 * @param latenciesNs
 *            of the measured packets, in the order of their due times
 * @param adjustedNs
 *            the same without the time in which foreign threads had one of the two cores; {@code null} if that is not
 *            known
 * @param foreignShare
 *            the share of the measured time in which foreign threads had the core of the echo
 * @param latenessNs
 *            how late the generator has sent each of them
 * @param account
 *            where all packets have gone
 * @param done
 *            the work, and in which time
 * @param refusals
 *            a sentence for each setting that the operating system has refused
 */
record ColocationResult(ColocationLine line, long[] latenciesNs, long[] adjustedNs, double foreignShare,
        long[] latenessNs, Account account, OpenLoop.WorkDone done,
        List<String> refusals, Surroundings before, Surroundings after) {
    /** The smallest share of packets that leave on time; below it the run is void. */
    static final double LEAST_ON_TIME = 0.95;

    /** Returns the share of packets that were sent on time. */
    double onTime() {
        long late = Arrays.stream(latenessNs).filter(each -> each > OpenLoop.LATE_NS).count();
        return latenessNs.length == 0 ? 0 : 1 - (double) late / latenessNs.length;
    }

    /** Returns why the run says nothing about the line; {@code null} if it does. */
    String whyVoid() {
        if (!refusals.isEmpty()) {
            return "a setting was refused";
        }
        if (foreignShare > SplitReport.MAX_OTHERS) {
            return "foreign threads on the core";
        }
        return onTime() < LEAST_ON_TIME ? "generator late" : null;
    }
}
