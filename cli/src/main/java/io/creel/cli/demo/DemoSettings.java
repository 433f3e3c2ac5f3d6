package io.creel.cli.demo;

/**
 * The settings of the demo, the same for both policies.
 *
 * @param workers
 *            how many threads run coroutines
 * @param packetsPerSecond
 *            the mean rate of the open loop
 * @param passes
 *            the most measured replays of the capture per policy
 * @param warmUpPasses
 *            the most replays per policy before the first measurement
 * @param seed
 *            the seed of the send times
 */
record DemoSettings(int workers, int packetsPerSecond, int passes, int warmUpPasses, long seed) {
    /** How often each policy runs at most. */
    static final int MAX_ROUNDS = 5;
    /**
     * No further pass of a policy begins after this time, so a slow or busy machine gets fewer samples, not more time.
     */
    static final long MAX_MEASURED_NS = 9_000_000_000L;
    /** The same limit for the warm-up. */
    static final long MAX_WARM_UP_NS = 2_000_000_000L;
    /** How long an uninterrupted job of background work holds its worker. */
    static final int JOB_US = 250;
    /** The time between two checkpoints of a job. */
    static final int PIECE_US = 2;
    /** Background coroutines of each worker. */
    static final int BACKGROUNDS = 2;
    /** The most packets polled, and coroutines resumed, in one duty cycle. */
    static final int MAX_BATCH = 256;
}
