package io.creel.cli.demo;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.wire.DropCounters;
import io.creel.net.wire.DropReason;
import java.util.Map;
import java.util.TreeMap;

/** Counts of packets that ended elsewhere than at the far end of the wire, by reason. Any thread may read. */
final class Losses {
    private static final NicCounter[] COUNTERS = NicCounter.values();

    private final DropCounters drops;
    private final Nic[] nics;
    /** The counts at the start: several trials use a real interface in turn. */
    private final long[][] before;
    private final long[] lostBefore;

    Losses(DropCounters drops, Nic... nics) {
        this.drops = drops;
        this.nics = nics;
        lostBefore = new long[nics.length];
        before = new long[nics.length][COUNTERS.length];
        for (int i = 0; i < nics.length; i++) {
            lostBefore[i] = nics[i].statistics().lost();
            for (NicCounter counter : COUNTERS) {
                before[i][counter.ordinal()] = nics[i].statistics().get(counter);
            }
        }
    }

    long total() {
        return drops.total() + overload();
    }

    /** Returns how many well-formed packets were dropped because a queue had no room. */
    long overload() {
        long lost = 0;
        for (int i = 0; i < nics.length; i++) {
            lost += nics[i].statistics().lost() - lostBefore[i];
        }
        return lost;
    }

    /** Returns how often each reason has occurred. */
    Map<String, Long> byReason() {
        Map<String, Long> reasons = new TreeMap<>();
        for (DropReason reason : DropReason.values()) {
            if (reason != DropReason.NONE) {
                add(reasons, reason.name(), drops.get(reason));
            }
        }
        for (NicCounter counter : COUNTERS) {
            for (int i = 0; i < nics.length && counter.isLoss(); i++) {
                add(reasons, counter.name(), nics[i].statistics().get(counter) - before[i][counter.ordinal()]);
            }
        }
        return reasons;
    }

    private static void add(Map<String, Long> reasons, String reason, long count) {
        if (count > 0) {
            reasons.merge(reason, count, Long::sum);
        }
    }
}
