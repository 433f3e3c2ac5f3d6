package io.creel.ip.tcp;

/**
 * CUBIC (RFC 9438): above the threshold the window follows a cubic function of the time since the last congestion
 * event, and at least what Reno would have. Slow start is that of {@link NewReno}.
 *
 * <p>
 * Windows are kept in segments as {@code double}, as the RFC's equations are written.
 */
public final class Cubic implements CongestionControl {
    /** Section 4.6. */
    private static final double BETA = 0.7;
    /** Section 5. */
    private static final double C = 0.4;
    /** Section 4.3: the growth that makes the average equal to Reno's. */
    private static final double RENO_GROWTH = 3 * (1 - BETA) / (1 + BETA);
    private static final double NS = 1e-9;

    private int mss;
    private int initial;
    private int threshold;
    /** In segments. */
    private double window;
    private double maximum;
    private double windowAtEpoch;
    private double prior;
    private double reno;
    private double k;
    private long epochNs;
    private boolean inEpoch;
    private double windowBefore;
    private double maximumBefore;
    private int thresholdBefore;

    /** Not started. */
    public Cubic() {
        start(1, 1);
    }

    @Override
    public void start(int mssBytes, int initialWindowBytes) {
        mss = mssBytes;
        initial = initialWindowBytes;
        threshold = Integer.MAX_VALUE;
        window = (double) initialWindowBytes / mssBytes;
        maximum = 0;
        prior = 0;
        inEpoch = false;
        windowBefore = 0;
    }

    @Override
    public int windowBytes() {
        return (int) Math.min(Integer.MAX_VALUE / 4, window * mss);
    }

    @Override
    public int thresholdBytes() {
        return threshold;
    }

    @Override
    public void acknowledged(int ackedBytes, boolean limited, long smoothedRttNs, long nowNs) {
        if (!limited) {
            inEpoch = false; // section 5.8: the time in which the window was not used does not count
            return;
        }
        double segments = (double) ackedBytes / mss;
        if (windowBytes() < threshold) {
            window += Math.min(segments, 2);
            return;
        }
        if (!inEpoch) {
            beginEpoch(nowNs);
        }
        avoid(segments, (nowNs - epochNs) * NS, smoothedRttNs * NS);
    }

    private void beginEpoch(long nowNs) {
        inEpoch = true;
        epochNs = nowNs;
        windowAtEpoch = window;
        reno = window;
        if (maximum < window) {
            maximum = window; // section 4.10: slow start ended without a loss
        }
        k = Math.cbrt((maximum - windowAtEpoch) / C);
    }

    /** Sections 4.2 to 4.5. */
    private void avoid(double segments, double t, double rtt) {
        reno += (reno >= prior ? 1 : RENO_GROWTH) * segments / window;
        double now = cubic(t);
        if (now < reno) {
            window = Math.max(window, reno);
            return;
        }
        double target = Math.min(Math.max(cubic(t + rtt), window), 1.5 * window);
        window += (target - window) / window * segments;
    }

    private double cubic(double t) {
        double d = t - k;
        return C * d * d * d + maximum;
    }

    @Override
    public void loss(int flightBytes, long nowNs) {
        decrease(flightBytes);
        window = Math.max(2, (double) threshold / mss);
    }

    private void decrease(int flightBytes) {
        windowBefore = window;
        maximumBefore = maximum;
        thresholdBefore = threshold;
        prior = window;
        // Section 4.7: fast convergence.
        maximum = window < maximum ? window * (1 + BETA) / 2 : window;
        threshold = Math.max((int) (flightBytes * BETA), 2 * mss);
        inEpoch = false;
    }

    @Override
    public void recovered(int flightBytes, long nowNs) {
        window = Math.min((double) threshold, Math.max(flightBytes, mss) + mss) / mss;
    }

    @Override
    public void timeout(int flightBytes, boolean repeated, long nowNs) {
        if (!repeated) {
            decrease(flightBytes);
        }
        window = 1;
        inEpoch = false;
    }

    @Override
    public void idle() {
        window = Math.min(window, (double) initial / mss);
        inEpoch = false;
    }

    /** Section 4.9. */
    @Override
    public void undo() {
        if (windowBefore > 0) {
            window = Math.max(window, windowBefore);
            maximum = maximumBefore;
            threshold = Math.max(threshold, thresholdBefore);
            inEpoch = false;
            windowBefore = 0;
        }
    }

    @Override
    public String name() {
        return "cubic";
    }
}
