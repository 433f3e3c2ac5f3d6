package io.creel.cli;

import java.util.function.LongSupplier;

/** CPU-bound work of known length. It touches no memory, so only a thread that takes its core slows it down. */
public final class CpuWork {
    private static final int SAMPLES = 200;
    private static final int SAMPLE_ROUNDS = 20_000;

    private final int rounds;

    private CpuWork(int rounds) {
        this.rounds = rounds;
    }

    /**
     * Measures how many rounds an undisturbed piece needs on this machine, by the fastest of many samples.
     *
     * @param pieceNs
     *            the wanted length of a piece, in nanoseconds
     */
    public static CpuWork calibrate(long pieceNs, LongSupplier nanoClock) {
        long fastestNs = Long.MAX_VALUE;
        long state = 1;
        for (int i = 0; i < SAMPLES; i++) {
            long beginNs = nanoClock.getAsLong();
            state = mix(state, SAMPLE_ROUNDS);
            fastestNs = Math.min(fastestNs, Math.max(1, nanoClock.getAsLong() - beginNs));
        }
        return new CpuWork(state == 0 ? 1 : (int) Math.max(1, pieceNs * SAMPLE_ROUNDS / fastestNs));
    }

    /** Makes the work of another process the same as this one's: pieces of {@link #rounds()} rounds. */
    public static CpuWork ofRounds(int rounds) {
        return new CpuWork(rounds);
    }

    /** Returns how many rounds a piece has. */
    public int rounds() {
        return rounds;
    }

    /** Does one piece. The result depends on every round and is never 0, so the compiler cannot remove the work. */
    public long piece(long state) {
        return mix(state, rounds);
    }

    /** G. Marsaglia, "Xorshift RNGs", 2003: each round needs the one before. */
    private static long mix(long state, int rounds) {
        long mixed = state;
        for (int i = 0; i < rounds; i++) {
            mixed ^= mixed << 13;
            mixed ^= mixed >>> 7;
            mixed ^= mixed << 17;
        }
        return mixed;
    }
}
