package io.creel.sim.load;

/**
 * Draws the flow of a request: flow k, counted from 1, as often as 1 / k^skew (Zipf). Skew 0 makes all flows equally
 * frequent.
 *
 * <p>
 * Immutable. A draw is O(1) by the alias table of M. D. Vose, "A linear algorithm for generating random numbers with a
 * given distribution", 1991.
 */
public final class Flows {
    /** The most flows. */
    public static final int MAX_FLOWS = 1 << 20;

    private final double skew;
    private final double[] keep;
    private final int[] alias;

    /**
     * Makes flows numbered from 0, the most frequent first.
     *
     * @param count
     *            from 1 to {@link #MAX_FLOWS}
     * @param skew
     *            from 0, all alike, to 4
     */
    public Flows(int count, double skew) {
        if (count < 1 || count > MAX_FLOWS) {
            throw new IllegalArgumentException("flows must be from 1 to " + MAX_FLOWS + ": flows=" + count);
        }
        if (!(skew >= 0 && skew <= 4)) {
            throw new IllegalArgumentException("skew must be from 0 to 4: skew=" + skew);
        }
        this.skew = skew;
        keep = new double[count];
        alias = new int[count];
        fill(weights(count, skew));
    }

    private static double[] weights(int count, double skew) {
        double[] weights = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            weights[i] = skew == 0 ? 1 : 1 / StrictMath.pow(i + 1, skew);
            sum += weights[i];
        }
        for (int i = 0; i < count; i++) {
            weights[i] *= count / sum;
        }
        return weights;
    }

    /** Fills the alias table: each column holds one flow and gives its rest to another one. */
    private void fill(double[] weights) {
        int[] poor = new int[weights.length];
        int[] rich = new int[weights.length];
        int poorCount = 0;
        int richCount = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] < 1) {
                poor[poorCount++] = i;
            } else {
                rich[richCount++] = i;
            }
        }
        while (poorCount > 0 && richCount > 0) {
            int from = rich[richCount - 1];
            int to = poor[--poorCount];
            keep[to] = weights[to];
            alias[to] = from;
            weights[from] -= 1 - weights[to];
            if (weights[from] < 1) {
                richCount--;
                poor[poorCount++] = from;
            }
        }
        while (richCount > 0) {
            keep[rich[--richCount]] = 1;
        }
        while (poorCount > 0) {
            keep[poor[--poorCount]] = 1;
        }
    }

    /**
     * Returns the key of a flow: any 64 bits, like a NIC's hash of the flow's addresses and ports. Different draws give
     * different maps of flows to keys.
     *
     * @param flow
     *            its number
     * @param drawn
     *            64 random bits that choose the map
     * @return the key
     */
    public static long key(int flow, long drawn) {
        return Chance.mix(drawn + flow * Chance.STEP);
    }

    /** {@return the number of flows} */
    public int count() {
        return keep.length;
    }

    /** {@return how unequal the flows are: 0 if all are equally frequent} */
    public double skew() {
        return skew;
    }

    /**
     * Draws the flow of a request.
     *
     * @param chance
     *            the source of random numbers
     * @return from 0 to {@link #count()} - 1
     */
    public int draw(Chance chance) {
        if (keep.length == 1) {
            return 0;
        }
        int column = chance.nextInt(keep.length);
        return chance.nextDouble() < keep[column] ? column : alias[column];
    }
}
