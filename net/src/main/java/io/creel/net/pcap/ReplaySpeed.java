package io.creel.net.pcap;

/**
 * The speed of a replay.
 *
 * @param factor 1 is as recorded, 2 is twice as fast, infinity is as fast as the program polls
 */
public record ReplaySpeed(double factor) {
    /**
     * Makes a speed.
     *
     * @throws IllegalArgumentException if the factor is not positive
     */
    public ReplaySpeed {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("speed is not positive: factor=" + factor);
        }
    }

    /**
     * {@return the speed at which every record is due at once, so that it is delivered as fast as the program polls}
     */
    public static ReplaySpeed maximum() {
        return new ReplaySpeed(Double.POSITIVE_INFINITY);
    }

    /** {@return the speed that keeps the gaps of the recording} */
    public static ReplaySpeed recorded() {
        return new ReplaySpeed(1);
    }

    /**
     * Divides the gaps of the recording by a factor.
     *
     * @param factor more than 0
     * @return the speed
     */
    public static ReplaySpeed scaled(double factor) {
        return new ReplaySpeed(factor);
    }
}
