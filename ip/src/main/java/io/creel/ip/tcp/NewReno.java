package io.creel.ip.tcp;

/** Slow start and congestion avoidance of RFC 5681, with appropriate byte counting (RFC 3465, L = 2 segments). */
public final class NewReno implements CongestionControl {
    private int mss;
    private int initial;
    private int window;
    private int threshold;
    private int counted;
    private int windowBefore;
    private int thresholdBefore;

    /** Not started. */
    public NewReno() {
        start(1, 1);
    }

    @Override
    public void start(int mssBytes, int initialWindowBytes) {
        mss = mssBytes;
        initial = initialWindowBytes;
        window = initialWindowBytes;
        threshold = Integer.MAX_VALUE;
        counted = 0;
        windowBefore = 0;
        thresholdBefore = 0;
    }

    @Override
    public int windowBytes() {
        return window;
    }

    @Override
    public int thresholdBytes() {
        return threshold;
    }

    @Override
    public void acknowledged(int ackedBytes, boolean limited, long smoothedRttNs, long nowNs) {
        if (!limited) {
            return;
        }
        if (window < threshold) {
            grow(Math.min(ackedBytes, 2 * mss));
            return;
        }
        counted += ackedBytes;
        if (counted >= window) { // RFC 5681, section 3.1: one segment per round trip
            counted -= window;
            grow(mss);
        }
    }

    private void grow(int bytes) {
        window = Math.min(Integer.MAX_VALUE / 4, window + bytes);
    }

    private void halve(int flightBytes) {
        windowBefore = window;
        thresholdBefore = threshold;
        threshold = Math.max(flightBytes / 2, 2 * mss); // RFC 5681, equation (4)
        counted = 0;
    }

    @Override
    public void loss(int flightBytes, long nowNs) {
        halve(flightBytes);
        window = threshold;
    }

    @Override
    public void recovered(int flightBytes, long nowNs) {
        // RFC 6582, section 3.2, step 3, option 1: no burst when little is in flight.
        window = Math.min(threshold, Math.max(flightBytes, mss) + mss);
    }

    @Override
    public void timeout(int flightBytes, boolean repeated, long nowNs) {
        if (!repeated) {
            halve(flightBytes);
        }
        counted = 0;
        window = mss;
    }

    @Override
    public void idle() {
        window = Math.min(window, initial);
    }

    @Override
    public void undo() {
        if (windowBefore > 0) {
            window = Math.max(window, windowBefore);
            threshold = Math.max(threshold, thresholdBefore);
            windowBefore = 0;
        }
    }

    @Override
    public String name() {
        return "newreno";
    }
}
