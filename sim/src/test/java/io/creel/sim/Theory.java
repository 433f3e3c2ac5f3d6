package io.creel.sim;

/**
 * The exact results of queueing theory, in units of the mean service time. Sources: Erlang's C formula and the
 * Pollaczek-Khinchine formula, as in L. Kleinrock, "Queueing Systems, volume 1", 1975; processor sharing in volume 2,
 * 1976.
 */
final class Theory {
    private Theory() {
    }

    /** The probability that all servers of M/M/c are busy (Erlang C). */
    static double waits(int servers, double load) {
        double offered = servers * load;
        double blocked = 1; // Erlang B, by its recursion
        for (int i = 1; i <= servers; i++) {
            blocked = offered * blocked / (i + offered * blocked);
        }
        return blocked / (1 - load * (1 - blocked));
    }

    /** The mean time in M/M/c. */
    static double mmcMean(int servers, double load) {
        return 1 + waits(servers, load) / (servers * (1 - load));
    }

    /** The share of requests that spend more than a time in M/M/c. */
    static double mmcBeyond(int servers, double load, double time) {
        double waits = waits(servers, load);
        double drain = servers * (1 - load); // the rate at which a wait ends
        if (Math.abs(drain - 1) < 1e-9) {
            return Math.exp(-time) * (1 + waits * time);
        }
        // No wait and then the service, or an exponential wait and then the service.
        return (1 - waits) * Math.exp(-time)
                + waits * (drain * Math.exp(-time) - Math.exp(-drain * time)) / (drain - 1);
    }

    /** A quantile of the time in M/M/c, by bisection. */
    static double mmcQuantile(int servers, double load, double quantile) {
        double low = 0;
        double high = 1e6;
        for (int i = 0; i < 200; i++) {
            double middle = (low + high) / 2;
            if (mmcBeyond(servers, load, middle) > 1 - quantile) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * The mean time in M/G/1, first come first served (Pollaczek-Khinchine), from the second moment of the service
     * time.
     */
    static double mg1Mean(double load, double secondMoment) {
        return 1 + load * secondMoment / (2 * (1 - load));
    }

    /**
     * The mean time of the lower of two classes with fixed service times in M/G/1 under preemptive-resume priority (R.
     * W. Conway, W. L. Maxwell and L. W. Miller, "Theory of Scheduling", 1967); half of the requests are of each class.
     */
    static double preemptiveResumeMean(double load, double high, double low) {
        double perClass = load / (high + low);
        double upper = perClass * high;
        double residual = perClass * (high * high + low * low) / 2;
        return low / (1 - upper) + residual / ((1 - upper) * (1 - load));
    }

    /** The mean slowdown in M/G/1 under processor sharing: the same for every service time and every distribution. */
    static double psMeanSlowdown(double load) {
        return 1 / (1 - load);
    }
}
