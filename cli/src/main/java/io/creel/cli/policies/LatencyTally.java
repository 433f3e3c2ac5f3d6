package io.creel.cli.policies;

import io.creel.sim.load.ServiceMix;
import io.creel.sim.stats.Distribution;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts and latencies of the requests that were due after the warm-up, by type. Any thread records, without waiting.
 */
final class LatencyTally {
    private static final long MAX_NS = 60_000_000_000L;
    /** Slowdowns are kept in hundredths. */
    private static final double SCALE = 100;

    private final long keepFromNs;
    private final SharedDistribution[] sojournNs;
    private final SharedDistribution[] slowdown;
    private final AtomicLong[] refused;

    LatencyTally(ServiceMix mix, long keepFromNs) {
        this.keepFromNs = keepFromNs;
        int types = mix.types().size();
        sojournNs = new SharedDistribution[types];
        slowdown = new SharedDistribution[types];
        refused = new AtomicLong[types];
        for (int i = 0; i < types; i++) {
            sojournNs[i] = new SharedDistribution();
            slowdown[i] = new SharedDistribution();
            refused[i] = new AtomicLong();
        }
    }

    void ended(OfferedRequest request, long nowNs) {
        if (request.dueNs() - keepFromNs >= 0) {
            long tookNs = Math.clamp(nowNs - request.dueNs(), 1, MAX_NS);
            sojournNs[request.type()].record(tookNs);
            slowdown[request.type()].record(Math.min(MAX_NS, (long) (SCALE * tookNs / request.serviceNs())));
        }
    }

    void refused(OfferedRequest request) {
        if (request.dueNs() - keepFromNs >= 0) {
            refused[request.type()].incrementAndGet();
        }
    }

    /** Returns the results of one type. Call it after the last record. */
    PolicyResult.Line line(String name, int type) {
        return line(name, sojournNs[type].copy(), slowdown[type].copy(), refused[type].get());
    }

    /** Returns the results over all types. */
    PolicyResult.Line all() {
        Distribution allNs = new Distribution();
        Distribution allSlowdowns = new Distribution();
        long allRefused = 0;
        for (int i = 0; i < refused.length; i++) {
            allNs.add(sojournNs[i].copy());
            allSlowdowns.add(slowdown[i].copy());
            allRefused += refused[i].get();
        }
        return line("all", allNs, allSlowdowns, allRefused);
    }

    private static PolicyResult.Line line(String name, Distribution ns, Distribution slowdowns, long refused) {
        return new PolicyResult.Line(name, ns.count(), refused, ns.percentile(50) / 1e3,
                ns.percentile(99) / 1e3, ns.percentile(99.9) / 1e3,
                slowdowns.percentile(99.9) / SCALE);
    }
}
