package io.creel.cli.policies;

import io.creel.sim.load.ServiceMix;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What has become of the requests that were due after the warm-up, by type. Any thread records, without waiting. */
final class Tally {
    private static final long MAX_NS = 60_000_000_000L;
    /** Slowdowns are kept in hundredths. */
    private static final double SCALE = 100;

    private final long keepFromNs;
    private final Histogram[] sojournNs;
    private final Histogram[] slowdown;
    private final AtomicLong[] refused;

    Tally(ServiceMix mix, long keepFromNs) {
        this.keepFromNs = keepFromNs;
        int types = mix.types().size();
        sojournNs = new Histogram[types];
        slowdown = new Histogram[types];
        refused = new AtomicLong[types];
        for (int i = 0; i < types; i++) {
            sojournNs[i] = new ConcurrentHistogram(MAX_NS, 3);
            slowdown[i] = new ConcurrentHistogram(MAX_NS, 3);
            refused[i] = new AtomicLong();
        }
    }

    void ended(Request request, long nowNs) {
        if (request.dueNs() - keepFromNs >= 0) {
            long tookNs = Math.clamp(nowNs - request.dueNs(), 1, MAX_NS);
            sojournNs[request.type()].recordValue(tookNs);
            slowdown[request.type()].recordValue(Math.min(MAX_NS, (long) (SCALE * tookNs / request.serviceNs())));
        }
    }

    void refused(Request request) {
        if (request.dueNs() - keepFromNs >= 0) {
            refused[request.type()].incrementAndGet();
        }
    }

    /** What is known of one type; call it when nothing is recorded any more. */
    PolicyResult.Line line(String name, int type) {
        return line(name, sojournNs[type], slowdown[type], refused[type].get());
    }

    /** Over all types. */
    PolicyResult.Line all() {
        Histogram allNs = new Histogram(MAX_NS, 3);
        Histogram allSlowdowns = new Histogram(MAX_NS, 3);
        long allRefused = 0;
        for (int i = 0; i < refused.length; i++) {
            allNs.add(sojournNs[i]);
            allSlowdowns.add(slowdown[i]);
            allRefused += refused[i].get();
        }
        return line("all", allNs, allSlowdowns, allRefused);
    }

    private static PolicyResult.Line line(String name, Histogram ns, Histogram slowdowns, long refused) {
        return new PolicyResult.Line(name, ns.getTotalCount(), refused, ns.getValueAtPercentile(50) / 1e3,
                ns.getValueAtPercentile(99) / 1e3, ns.getValueAtPercentile(99.9) / 1e3,
                slowdowns.getValueAtPercentile(99.9) / SCALE);
    }
}
