package io.creel.net.pcap;

/**
 * How fast a capture is replayed.
 *
 * @param factor
 *            1 is as recorded, 2 twice as fast, infinity as fast as it is polled
 */
public record ReplaySpeed(double factor) {
    public ReplaySpeed {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("speed is not positive: factor=" + factor);
        }
    }

    /** As fast as it is polled. */
    public static ReplaySpeed maximum() {
        return new ReplaySpeed(Double.POSITIVE_INFINITY);
    }

    /** With the gaps of the recording. */
    public static ReplaySpeed recorded() {
        return new ReplaySpeed(1);
    }

    /** With the gaps of the recording divided by {@code factor}. */
    public static ReplaySpeed scaled(double factor) {
        return new ReplaySpeed(factor);
    }
}
