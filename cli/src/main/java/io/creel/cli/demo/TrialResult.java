package io.creel.cli.demo;

/**
 * What one trial found, or several under the same policy.
 *
 * @param balance
 *            of all its packets, those of unmeasured passes included
 * @param flows
 *            of one pass of the capture
 * @param jobsDone
 *            background jobs finished while it was measured
 * @param elapsedNs
 *            how long it was measured
 * @param preemptions
 *            how often background work was interrupted
 */
record TrialResult(Policy policy, Measurement measured, Balance balance, ConversationTable flows, long jobsDone,
        long elapsedNs, long preemptions, GcPauses gc) {

    /** With what another trial under this policy found; both agree about the flows. */
    TrialResult plus(TrialResult other) {
        measured.add(other.measured);
        return new TrialResult(policy, measured, balance.plus(other.balance), flows, jobsDone + other.jobsDone,
                elapsedNs + other.elapsedNs, preemptions + other.preemptions, gc.plus(other.gc));
    }

    /** Per second in which the workers had their cores, so that what the machine took away is not held against a policy. */
    double jobsPerCoreSecond() {
        return jobsDone * 1e9 / elapsedNs / measured.coreShare();
    }
}
