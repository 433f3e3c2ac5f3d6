package io.creel.sim.load;

/**
 * A seeded stream of random numbers, the same on every machine. Streams of one seed and different names are
 * independent, so that two policies can get the very same arrivals although they draw other numbers differently.
 *
 * <p>
 * Not thread-safe. Everything is O(1) and allocates nothing. Source: xoroshiro128++ of D. Blackman and S. Vigna,
 * "Scrambled linear pseudorandom number generators", 2021, seeded by SplitMix64; exponential numbers by the ziggurat of
 * G. Marsaglia and W. W. Tsang, "The ziggurat method for generating random variables", 2000, with tables of strict
 * arithmetic.
 */
public final class Chance {
    private static final int LAYERS = 256;
    /** The beginning of the tail if 256 layers have the same area. */
    private static final double TAIL = 7.69711747013104972;
    private static final double[] WIDTH = new double[LAYERS + 1];
    private static final double[] HEIGHT = new double[LAYERS + 1];
    private static final double UNIT = 0x1.0p-53;
    /** The difference between two consecutive states of SplitMix64. */
    static final long STEP = 0x9E3779B97F4A7C15L;

    static {
        double area = (TAIL + 1) * StrictMath.exp(-TAIL);
        WIDTH[0] = area / StrictMath.exp(-TAIL);
        WIDTH[1] = TAIL;
        for (int i = 2; i < LAYERS; i++) {
            WIDTH[i] = -StrictMath.log(area / WIDTH[i - 1] + StrictMath.exp(-WIDTH[i - 1]));
        }
        for (int i = 0; i <= LAYERS; i++) {
            HEIGHT[i] = StrictMath.exp(-WIDTH[i]);
        }
    }

    private long s0;
    private long s1;

    /**
     * Opens a stream.
     *
     * @param seed
     *            of the whole run
     * @param stream
     *            the name of the stream; streams of different names are independent
     */
    @SuppressWarnings("ConstantOverflow") // of the step, modulo 2^64, as the generator has it
    public Chance(long seed, String stream) {
        long state = seed;
        for (int i = 0; i < stream.length(); i++) {
            state = mix(state + stream.charAt(i));
        }
        s0 = mix(state + STEP);
        s1 = mix(state + 2 * STEP);
        if ((s0 | s1) == 0) {
            s1 = 1; // all-zero is the one state that the generator never leaves
        }
    }

    /** {@return the output of SplitMix64 for a state} */
    static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** {@return 64 random bits} */
    public long nextLong() {
        long a = s0;
        long b = s1;
        long result = Long.rotateLeft(a + b, 17) + a;
        b ^= a;
        s0 = Long.rotateLeft(a, 49) ^ b ^ b << 21;
        s1 = Long.rotateLeft(b, 28);
        return result;
    }

    /** {@return a number from 0, included, to 1, excluded} */
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT;
    }

    /**
     * Draws a number below a bound. The bias is below bound / 2^32.
     *
     * @param bound
     *            from 1 to 2^31 - 1
     * @return from 0, included, to the bound, excluded
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1: bound=" + bound);
        }
        return (int) ((nextLong() >>> 32) * bound >>> 32);
    }

    /** {@return an exponentially distributed number with mean 1} */
    public double nextExponential() {
        double before = 0;
        while (true) {
            long bits = nextLong();
            int layer = (int) bits & LAYERS - 1;
            double x = (bits >>> 11) * UNIT * WIDTH[layer];
            if (x < WIDTH[layer + 1]) {
                return before + x;
            }
            if (layer == 0) {
                before += TAIL; // the distribution is memoryless: its tail is itself, further out
            } else if (HEIGHT[layer] + nextDouble() * (HEIGHT[layer + 1] - HEIGHT[layer]) < StrictMath.exp(-x)) {
                return before + x;
            }
        }
    }
}
