package io.creel.cli.demo;

/**
 * How the demo runs; the same for both policies.
 *
 * @param workers
 *            threads that run coroutines
 * @param packetsPerSecond
 *            mean rate of the open loop
 * @param passes
 *            measured replays of the capture per policy, at most
 * @param warmUpPasses
 *            replays per policy before the first measurement, at most
 * @param seed
 *            of the send times
 */
record DemoSettings(int workers, int packetsPerSecond, int passes, int warmUpPasses, long seed) {
    /** How often the policies take turns. */
    static final int MAX_ROUNDS = 5;
    /** After this time under a policy no further pass is measured: a slow or busy machine gets fewer samples, not more time. */
    static final long MAX_MEASURED_NS = 9_000_000_000L;
    /** The same for warming up. */
    static final long MAX_WARM_UP_NS = 2_000_000_000L;
    /** How long a job of background work holds its worker where nobody interrupts it. */
    static final int JOB_US = 250;
    /** How far apart the checkpoints of a job are. */
    static final int PIECE_US = 2;
    /** Background coroutines of each worker. */
    static final int BACKGROUNDS = 2;
    /** Most packets polled, and coroutines resumed, in one duty cycle. */
    static final int MAX_BATCH = 256;
}
