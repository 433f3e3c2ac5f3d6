package io.creel.queues;

/**
 * A hash of flows that an attacker cannot aim at. Any two flows chosen without knowledge of the seed have equal hashes
 * with a probability of 2^-32. Its five multiplications do not depend on each other.
 *
 * <p>
 * Pure. Threads: any. O(1). Source: D. Lemire, O. Kaser, "Strongly universal string hashing is fast", The Computer
 * Journal 57(11), 2014, Multilinear-HM with words of 32 bits; the multipliers are the sequence of SplitMix64 (G.
 * Steele, D. Lea, C. Flood, OOPSLA 2014), beginning at the seed.
 */
final class SeededFlowHash {
    private static final int WORDS = 10;
    private static final long LOW = 0xFFFF_FFFFL;

    private final long[] multipliers = new long[WORDS + 1];

    SeededFlowHash(long seed) {
        long state = seed;
        for (int i = 0; i <= WORDS; i++) {
            state += 0x9E37_79B9_7F4A_7C15L;
            long mixed = (state ^ state >>> 30) * 0xBF58_476D_1CE4_E5B9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
            multipliers[i] = mixed ^ mixed >>> 31;
        }
    }

    /** Returns 64 bits, of which the upper 32 have the property above. */
    long of(FlowKey key) {
        return multipliers[WORDS] + product(0, key.sourceHigh) + product(2, key.sourceLow)
                + product(4, key.destinationHigh) + product(6, key.destinationLow) + product(8, key.rest);
    }

    /** Returns a multiplier; for tests, which compute two flows with an equal hash from it. */
    long multiplier(int index) {
        return multipliers[index];
    }

    private long product(int word, long two) {
        return (multipliers[word] + (two & LOW)) * (multipliers[word + 1] + (two >>> 32));
    }
}
