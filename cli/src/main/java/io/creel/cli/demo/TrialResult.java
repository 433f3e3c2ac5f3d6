package io.creel.cli.demo;

/**
 * The result of one trial, or of several under one policy.
 *
 * @param balance
 *            the sums over all packets, those of unmeasured passes included
 * @param flows
 *            the flows of one pass of the capture
 * @param jobsDone
 *            background jobs finished during the measurement
 * @param elapsedNs
 *            the length of the measurement
 * @param preemptions
 *            how often background work was interrupted
 */
record TrialResult(Policy policy, Measurement measured, Balance balance, ConversationTable flows, long jobsDone,
        long elapsedNs, long preemptions, GcPauses gc) {

    /** Adds another trial under this policy; both have the same flows. */
    TrialResult plus(TrialResult other) {
        measured.add(other.measured);
        return new TrialResult(policy, measured, balance.plus(other.balance), flows, jobsDone + other.jobsDone,
                elapsedNs + other.elapsedNs, preemptions + other.preemptions, gc.plus(other.gc));
    }

    /**
     * Returns jobs per second in which the workers had their cores, so that time taken by other tasks does not count
     * against a policy.
     */
    double jobsPerCoreSecond() {
        return jobsDone * 1e9 / elapsedNs / measured.coreShare();
    }
}
