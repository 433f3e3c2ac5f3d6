package io.creel.sim;

import io.creel.sim.stats.Distribution;

/**
 * Records how long requests took, by type. Requests that arrive during the warm-up are not recorded; a dropped request
 * takes for ever.
 */
final class LatencyRecorder {
    /** Slowdowns are kept in thousandths. */
    static final int SLOWDOWN_SCALE = 1_000;

    private final long firstNumber;
    private final Distribution[] sojournNs;
    private final Distribution[] slowdown;
    private final long[] dropped;

    LatencyRecorder(int types, long warmUpRequests) {
        firstNumber = warmUpRequests;
        sojournNs = new Distribution[types];
        slowdown = new Distribution[types];
        dropped = new long[types];
        for (int i = 0; i < types; i++) {
            sojournNs[i] = new Distribution();
            slowdown[i] = new Distribution();
        }
    }

    void finished(Request request, long nowNs) {
        if (request.number >= firstNumber) {
            long tookNs = nowNs - request.arrivedNs;
            sojournNs[request.type].record(tookNs);
            slowdown[request.type].record(tookNs * SLOWDOWN_SCALE / request.serviceNs);
        }
    }

    void dropped(long number, int type) {
        if (number >= firstNumber) {
            dropped[type]++;
        }
    }

    Latency ofType(int type) {
        return new Latency(sojournNs[type], slowdown[type], dropped[type]);
    }

    Latency ofAll() {
        Distribution allSojournNs = new Distribution();
        Distribution allSlowdown = new Distribution();
        long drops = 0;
        for (int i = 0; i < dropped.length; i++) {
            allSojournNs.add(sojournNs[i]);
            allSlowdown.add(slowdown[i]);
            drops += dropped[i];
        }
        return new Latency(allSojournNs, allSlowdown, drops);
    }
}
