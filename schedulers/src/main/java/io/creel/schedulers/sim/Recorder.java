package io.creel.schedulers.sim;

import io.creel.schedulers.sim.load.ServiceMix;
import org.HdrHistogram.Histogram;

/**
 * Writes down how long requests took, by type. What arrives during the warm-up counts nowhere; what is dropped takes for ever.
 */
final class Recorder {
    /** Slowdowns are kept in thousandths. */
    static final int SLOWDOWN_SCALE = 1_000;
    private static final long MAX_VALUE = 1L << 52;
    private static final int DIGITS = 3;

    private final long firstNumber;
    private final Histogram[] sojournNs;
    private final Histogram[] slowdown;
    private final long[] dropped;
    private final double[] sojournSumNs;

    Recorder(int types, long warmUpRequests) {
        firstNumber = warmUpRequests;
        sojournNs = new Histogram[types];
        slowdown = new Histogram[types];
        dropped = new long[types];
        sojournSumNs = new double[types];
        for (int i = 0; i < types; i++) {
            sojournNs[i] = new Histogram(MAX_VALUE, DIGITS);
            slowdown[i] = new Histogram(MAX_VALUE, DIGITS);
        }
    }

    void finished(Request request, long nowNs) {
        if (request.number >= firstNumber) {
            long tookNs = nowNs - request.arrivedNs;
            sojournNs[request.type].recordValue(tookNs);
            slowdown[request.type].recordValue(tookNs * SLOWDOWN_SCALE / request.serviceNs);
            sojournSumNs[request.type] += tookNs;
        }
    }

    void dropped(long number, int type) {
        if (number >= firstNumber) {
            dropped[type]++;
        }
    }

    Latency ofType(int type) {
        return new Latency(sojournNs[type], slowdown[type], sojournSumNs[type], dropped[type]);
    }

    Latency ofAll(ServiceMix mix) {
        Histogram allSojournNs = new Histogram(MAX_VALUE, DIGITS);
        Histogram allSlowdown = new Histogram(MAX_VALUE, DIGITS);
        double sumNs = 0;
        long drops = 0;
        for (int i = 0; i < mix.types().size(); i++) {
            allSojournNs.add(sojournNs[i]);
            allSlowdown.add(slowdown[i]);
            sumNs += sojournSumNs[i];
            drops += dropped[i];
        }
        return new Latency(allSojournNs, allSlowdown, sumNs, drops);
    }
}
