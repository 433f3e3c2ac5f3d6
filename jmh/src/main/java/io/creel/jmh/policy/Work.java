package io.creel.jmh.policy;

/**
 * Pieces of CPU-bound work that touch no memory. One process measures the length of a piece for all peers.
 *
 * @param rounds
 *            rounds of the generator per piece
 */
public record Work(int rounds) {
    /** The length of an undisturbed piece. */
    public static final long PIECE_NS = 500;

    private static final int SAMPLES = 200;
    private static final int SAMPLE_ROUNDS = 20_000;

    /** Measures this machine: the fastest of many samples. */
    public static Work calibrate() {
        long fastestNs = Long.MAX_VALUE;
        long state = 1;
        for (int i = 0; i < SAMPLES; i++) {
            long beginNs = System.nanoTime();
            state = new Work(SAMPLE_ROUNDS).piece(state);
            fastestNs = Math.min(fastestNs, Math.max(1, System.nanoTime() - beginNs));
        }
        return new Work(state == 0 ? 1 : (int) Math.max(1, PIECE_NS * SAMPLE_ROUNDS / fastestNs));
    }

    /** Computes one piece. The result depends on every round and is never 0. G. Marsaglia, "Xorshift RNGs", 2003. */
    long piece(long state) {
        long mixed = state;
        for (int i = 0; i < rounds; i++) {
            mixed ^= mixed << 13;
            mixed ^= mixed >>> 7;
            mixed ^= mixed << 17;
        }
        return mixed;
    }
}
